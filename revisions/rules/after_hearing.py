"""A material change after the hearing asks for a new one, or a reason that is published (HØ-1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from hearings.models import AskedItem, AskedVersion, Hearing, HearingOmission, NoNewHearing
from objectives.language.changes import Classification, classify
from organisations.models import User
from organisations.refusals import RuleViolation, WrongState
from revisions.models import Case, ChangeItem, Decision, Wording

from .decisions import current_decisions, items_of, long_date

_NAMED = 5
_REPEALS = (ChangeItem.Kind.REPEAL, ChangeItem.Kind.REPEAL_THEME)
_PLACE = ("chapter_id", "theme_id", "new_heading_id", "stage")


@dataclass(frozen=True)
class MaterialChange:
    """What one endringspunkt would become that nobody was heard on: its name, what differs, the words then and now."""

    key: str
    name: str
    what: str
    old: str
    new: str


def material_changes(case: Case) -> list[MaterialChange]:
    """What would be decided that differs materially from what the case's hearings asked about; nothing when none was
    held, or when the case went on without one after it.

    Each item is held against the words it was last heard in. What is not to be adopted needs no hearing, and neither
    does what an act already holds; other spelling, punctuation and small words are no other content (ID-3).
    """
    hearings = list(case.hearings.order_by("opens_on", "pk")) if case.changes_regulation else []
    if not hearings or _went_on_without(case, hearings[-1]):
        return []
    heard = _heard_in(hearings)
    items, decisions = items_of(case), current_decisions(case)
    moved, law = _replaced_since(case, heard), _announced(case)
    open_items = [item for item in items if item.pk not in law]
    found = [one for item in open_items for one in _change_of(item, decisions.get(item.pk), heard, moved)]
    keys = {item.asked_key for item in items}
    gone = [row for key, row in heard.items() if key not in keys]
    return [*found, *(MaterialChange(row.key, row.name, _("tatt ut av saken"), _heard_words(row), "") for row in gone)]


def no_material_change_is_unheard(case: Case, *, by: User, on: dt.date) -> None:
    """Nothing is put before whoever decides that differs materially from what was heard, without a new hearing or a
    published reason why none is needed (HØ-1)."""
    changes = material_changes(case)
    left = unanswered_changes(changes, standing_reason(case)) if changes else []
    if left:
        names = [f"{change.name} ({change.what})" for change in left[:_NAMED]]
        if len(left) > _NAMED:
            names.append(_("og %(count)s til") % {"count": len(left) - _NAMED})
        raise RuleViolation(
            _(
                "Sak %(number)s er endret vesentlig siden høringen: %(changes)s. Send saken på ny høring, eller skriv "
                "hvorfor det ikke trengs; begrunnelsen publiseres med høringen."
            )
            % {"number": case.number, "changes": ", ".join(names)},
            code="changed-after-hearing",
            authority="HØ-1",
        )


def unanswered_changes(changes: list[MaterialChange], standing: NoNewHearing | None) -> list[MaterialChange]:
    """Those of the material changes that the standing reason does not answer for, as they are now."""
    answered = standing.changes if standing else []
    return [change for change in changes if asdict(change) not in answered]


def standing_reason(case: Case) -> NoNewHearing | None:
    """The reason why no new hearing is needed, unless it is taken back; of the case's last hearing."""
    hearing = case.last_hearing
    if hearing is None:
        return None
    return hearing.no_new_hearings.standing().select_related("decided_by", "hearing").last()


def something_changed_after_the_hearing(case: Case, changes: list[MaterialChange]) -> None:
    """A reason is written for changes that there are."""
    if not changes:
        raise RuleViolation(
            _("Sak %(number)s er ikke endret vesentlig siden høringen. Det er ingenting å begrunne; gå videre.")
            % {"number": case.number},
            code="nothing-changed-after-hearing",
            authority="HØ-1",
        )


def the_hearing_has_not_opened(hearing: Hearing, *, now: dt.datetime) -> None:
    """What everyone can read is not changed under them: nobody is heard on words that were not there (HØ-1)."""
    if hearing.is_shown_at(now):
        raise WrongState(
            _(
                "Høringen «%(title)s» åpnet %(day)s, og det den spør om, kan ikke fryses på nytt. Endres saken "
                "vesentlig, sender du den på ny høring når fristen er ute og saken er i fasen «Vedtak»."
            )
            % {"title": hearing.title, "day": long_date(hearing.opens_on)},
            code="hearing-has-opened",
            authority="HØ-1",
        )


def _went_on_without(case: Case, last: Hearing) -> bool:
    """Whether a later hearing was omitted, with its own published reason (utredningsinstruksen 3-3)."""
    return HearingOmission.objects.filter(case_number=case.number, omitted_on__gt=last.opens_on).exists()


def _heard_in(hearings: list[Hearing]) -> dict[str, AskedItem]:
    """Each endringspunkt as it was last heard, by its key: the newest version of the newest hearing that had it."""
    newest = {row.hearing_id: row.pk for row in AskedVersion.objects.filter(hearing__in=hearings).order_by("number")}
    rows = AskedItem.objects.filter(version__in=newest.values(), key__startswith=ChangeItem.ASKED_KEY)
    in_order = rows.order_by("version__hearing__opens_on", "version__hearing_id", "number")
    return {row.key: row for row in in_order.select_related("version")}


def _replaced_since(case: Case, heard: Mapping[str, AskedItem]) -> set[int]:
    """The items that have got another place since they were heard, by what was recorded of them then."""
    first = min((row.version.frozen_at for row in heard.values()), default=None)
    if first is None:
        return set()
    saved = ChangeItem.history.filter(proposal__case=case, history_date__gt=first).values("id")
    items = {item.pk: item for item in ChangeItem.objects.filter(pk__in=saved) if item.asked_key in heard}
    then = {}
    for past in ChangeItem.history.filter(id__in=items).order_by("history_date", "history_id"):
        if past.history_date <= heard[items[past.id].asked_key].version.frozen_at:
            then[past.id] = past
    return {pk for pk, past in then.items() if any(getattr(past, at) != getattr(items[pk], at) for at in _PLACE)}


def _change_of(
    item: ChangeItem, decision: Decision | None, heard: Mapping[str, AskedItem], moved: set[int]
) -> Iterator[MaterialChange]:
    if decision is not None and not decision.adopts:
        return
    words = decision.adopted_wording if decision else item.wording
    row, now = heard.get(item.asked_key), _words(item, words)
    if row is None:
        yield MaterialChange(item.asked_key, _name(item), _("nytt siden høringen"), "", now)
        return
    old = _heard_words(row)
    what = _what_differs(item, row, old=old, new=now, is_moved=item.pk in moved)
    if what:
        keeps = not item.has_own_words and item.kind not in _REPEALS
        yield MaterialChange(row.key, row.name, what, old, old if keeps else now)


def _what_differs(item: ChangeItem, row: AskedItem, *, old: str, new: str, is_moved: bool) -> str:
    if row.kind != item.kind_in_words:
        values = {"old": row.kind.lower(), "new": item.kind_in_words.lower()}
        return _("ble hørt som «%(old)s» og er nå «%(new)s»") % values
    if item.has_own_words and old != new and classify(old, new).classification is not Classification.LANGUAGE:
        return _("teksten har fått annet innhold")
    return _("har fått en annen plass") if is_moved else ""


def _heard_words(row: AskedItem) -> str:
    """The words that were to be law, as they were sent out; of a split, all of them."""
    return "\n".join(block["new"] for block in row.blocks if block["new"])


def _words(item: ChangeItem, words: Wording) -> str:
    if not item.has_own_words:
        return ""
    return "\n".join(words.texts) if item.kind == ChangeItem.Kind.SPLIT else words.heading


def _announced(case: Case) -> set[int]:
    """The items an act already holds."""
    law = ChangeItem.objects.filter(proposal__case=case, clause__regulation__act__isnull=False)
    return set(law.values_list("pk", flat=True))


def _name(item: ChangeItem) -> str:
    if item.is_about_a_heading:
        return item.heading_words
    return str(item.objective) if item.objective else _("Nytt læringsmål")
