"""What the list of an organisation's proposals shows: what is asked of it, what it is writing, what it has sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.models import Event, Verb
from organisations import permissions as people
from revisions import permissions
from revisions.models import ActivityChange, Attachment, ChangeItem, ElaborationChange, Proposal, Status

from .next_steps import long_date
from .sections import progress_of

PAGE_SIZE = 25
# Phases in which a sender has nothing more to do with what was sent back.
SENT_BACK = Status.RETURNED
# What tells whether an item lacks something; never its texts.
_ITEM_FIELDS = (
    "proposal_id",
    "position",
    "kind",
    "stage",
    "theme_id",
    "new_heading_id",
    "chapter__specialty__short_name",
)


@dataclass(frozen=True)
class Row:
    """One proposal in the list, in few words."""

    proposal: Proposal
    size: str
    progress: str = ""
    note: str = ""

    @property
    def deadline(self) -> dt.date | None:
        """When what was sent back should be sent again, if the directorate has said so (SA-4)."""
        return self.proposal.case.due_on if self.proposal.case else None


@dataclass(frozen=True)
class Overview:
    """What is not with the directorate: returned proposals first, then drafts."""

    returned: list[Row]
    drafts: list[Row]
    next_step: dict[str, str]


@dataclass(frozen=True)
class SentPage:
    """A page of what is sent, newest first."""

    rows: list[Row]
    number: int
    has_more: bool

    @property
    def previous_url(self) -> str:
        return f"?side={self.number - 1}#sendt" if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return f"?side={self.number + 1}#sendt" if self.has_more else ""


def overview_of(own: QuerySet[Proposal], *, user: permissions.Person) -> Overview:
    """What waits for this organisation, and the one thing to do next."""
    sent_back = _counted(own.filter(is_reopened=True, case__status=SENT_BACK).order_by("-saved_at"))
    notes = _notes([row.case.number for row in sent_back if row.case])
    returned = [Row(row, _size(row), note=notes.get(row.case.number, "") if row.case else "") for row in sent_back]
    drafts = [
        Row(row, _size(row), progress=_progress(row))
        for row in _counted(own.filter(submitted_at=None).order_by("-saved_at"))
    ]
    return Overview(returned, drafts, _next_step(returned, drafts, user))


def sent_page(own: QuerySet[Proposal], *, number: str) -> SentPage:
    """The proposals that are with the directorate, or that it is done with."""
    page = int(number) if number.isdecimal() and 0 < int(number) < 10_000 else 1
    sent = own.filter(submitted_at__isnull=False).exclude(is_reopened=True, case__status=SENT_BACK)
    start = (page - 1) * PAGE_SIZE
    rows = _counted(sent.order_by("-submitted_at", "-pk")[start : start + PAGE_SIZE + 1])
    return SentPage([Row(row, _size(row)) for row in rows[:PAGE_SIZE]], page, len(rows) > PAGE_SIZE)


def _counted(proposals: QuerySet[Proposal]) -> list[Proposal]:
    """With what is needed to say how large they are and what is missing, and no texts of items or files."""
    return list(
        proposals.prefetch_related(
            Prefetch("items", queryset=ChangeItem.objects.only(*_ITEM_FIELDS).select_related("chapter__specialty")),
            "endorsements",
            Prefetch("activity_changes", queryset=ActivityChange.objects.only("proposal_id", "kind")),
            Prefetch("elaboration_changes", queryset=ElaborationChange.objects.only("proposal_id")),
            Prefetch("attachments", queryset=Attachment.objects.only("proposal_id")),
        )
    )


def _size(proposal: Proposal) -> str:
    items, activities = len(proposal.items.all()), len(proposal.activity_changes.all())
    words = []
    if items:
        words.append(ngettext("%(n)s endringspunkt", "%(n)s endringspunkter", items) % {"n": items})
    if activities:
        words.append(ngettext("%(n)s læringsaktivitet", "%(n)s læringsaktiviteter", activities) % {"n": activities})
    if texts := len(proposal.elaboration_changes.all()):
        words.append(ngettext("%(n)s utdypende tekst", "%(n)s utdypende tekster", texts) % {"n": texts})
    return ", ".join(words) or _("ingen endringspunkter ennå")


def _progress(proposal: Proposal) -> str:
    progress = progress_of(proposal)
    if progress.is_complete:
        return _("Klart til å sendes")
    return _("%(done)s av %(all)s deler er ferdige") % {"done": progress.finished, "all": progress.total}


def _notes(case_numbers: Iterable[str]) -> dict[str, str]:
    """What the directorate last wrote was missing, by case number; one query."""
    steps = Event.objects.filter(
        verb=Verb.CASE_STEP, case_number__in=list(case_numbers), payload__to=Status.RETURNED.value
    )
    return {step.case_number: step.payload.get("note", "") for step in steps.order_by("sequence")}


def _why_correct(deadline: dt.date | None) -> str:
    if deadline is None:
        return _("Helsedirektoratet har sendt det tilbake. Saken venter på dere.")
    return _("Helsedirektoratet har sendt det tilbake, med frist %(day)s.") % {"day": long_date(deadline)}


def _next_step(returned: list[Row], drafts: list[Row], user: permissions.Person) -> dict[str, str]:
    if not people.organisations_to_propose_for(user):
        return {
            "what": _("Du kan lese forslagene, men ikke skrive"),
            "why": _("En innsender i organisasjonen skriver og sender dem."),
        }
    if returned:
        row = returned[0]
        return {
            "what": _("Rett forslaget om %(specialty)s") % {"specialty": row.proposal.specialty_in_words},
            "why": _why_correct(row.deadline),
            "button": _("Se hva som mangler"),
            "url": reverse("revisions:proposal", args=[row.proposal.pk]),
        }
    if drafts:
        row = drafts[0]
        return {
            "what": _("Skriv ferdig forslaget om %(specialty)s") % {"specialty": row.proposal.specialty_in_words},
            "why": row.progress,
            "button": _("Fortsett å skrive"),
            "url": reverse("revisions:proposal_edit", args=[row.proposal.pk]),
        }
    return {
        "what": _("Skriv et forslag til endring"),
        "why": _("Forslag kan komme hele året. Utkastet lagres mens du skriver."),
        "button": _("Nytt forslag"),
        "url": reverse("revisions:proposal_new"),
    }
