"""What must hold before a case takes a step; the transition table names them (SA-*, HØ-*, IR-5)."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max
from django.utils.translation import gettext as _

from hearings.models import NORWAY, RoundRequest
from hearings.rules import undisposed, waiting_to_be_confirmed
from organisations.models import Organisation, User
from organisations.refusals import RuleViolation
from revisions.models import Case, ChangeItem, key_of

from .decisions import (
    _adopted_and_not_announced,
    _who_proposed_decision,
    adopted_items_waiting,
    current_decisions,
    current_recommendations,
    items_of,
    long_date,
    recommendations_of,
)


def has_a_caseworker(case: Case, *, by: User, on: dt.date) -> None:
    """Somebody in the directorate answers for the case."""
    if case.responsible_id is None:
        raise RuleViolation(
            _("Sak %(number)s har ingen saksbehandler. Tildel saken før du fører den videre.")
            % {"number": case.number},
            code="no-caseworker",
            authority="SA-3",
        )


def proposals_are_with_the_directorate(case: Case, *, by: User, on: dt.date) -> None:
    """Nothing in the case is out for completion with its sender (SA-4)."""
    if case.proposals.filter(is_reopened=True).exists():
        raise RuleViolation(
            _("Et forslag i sak %(number)s er sendt tilbake til avsenderen. Vent til det er sendt inn på nytt.")
            % {"number": case.number},
            code="proposal-is-out",
            authority="SA-4",
        )


def a_round_is_recorded(case: Case, *, by: User, on: dt.date) -> None:
    """Both sides are asked before a hearing, whoever proposed (SA-3; spesialistforskriften § 6)."""
    if not case.rounds.exists():
        raise RuleViolation(
            _("Sak %(number)s har ingen innspillsrunde. Registrer runden med frist og hvem som er spurt.")
            % {"number": case.number},
            code="no-round",
            authority="SA-3",
        )


def medical_association_was_asked(case: Case, *, by: User, on: dt.date) -> None:
    """Legeforeningen is asked, in a round that has opened, before a hearing (spesialistforskriften § 6)."""
    if not case.rounds.filter(asked__kind=Organisation.Kind.MEDICAL_ASSOCIATION, opens_on__lte=on).exists():
        raise RuleViolation(
            _("Legeforeningen er ikke spurt i sak %(number)s. Spør den i innspillsrunden før saken går videre.")
            % {"number": case.number},
            code="medical-association-not-asked",
            authority="Spesialistforskriften § 6",
        )


def the_round_is_over(case: Case, *, by: User, on: dt.date) -> None:
    """Those who are asked have had the time they were promised (IR-5)."""
    last = last_round_deadline(case)
    if last is not None and last >= on:
        raise RuleViolation(
            _("Innspillsfristen i sak %(number)s er ikke ute. Den går ut %(date)s; gå videre dagen etter.")
            % {"number": case.number, "date": long_date(last)},
            code="round-open",
            authority="IR-5",
        )


def last_round_deadline(case: Case) -> dt.date | None:
    """The last day anyone has to answer: a round's deadline, or a later one that somebody who has not answered got."""
    ends = case.rounds.aggregate(last=Max("deadline"))["last"]
    waiting = RoundRequest.objects.filter(consultation__cases=case).exclude(response__sent_at__isnull=False)
    extended = waiting.filter(extensions__isnull=False).aggregate(last=Max("deadline"))["last"]
    return max((day for day in (ends, extended) if day is not None), default=None)


def a_hearing_is_recorded(case: Case, *, by: User, on: dt.date) -> None:
    """What changes the forskrift goes on a public hearing (HØ-1)."""
    if not case.hearings.exists():
        raise RuleViolation(
            _("Sak %(number)s har ingen høring. Registrer høringen, eller utelat den med en begrunnelse.")
            % {"number": case.number},
            code="no-hearing",
            authority="HØ-1",
        )


def the_hearing_has_run_its_course(case: Case, *, by: User, on: dt.date) -> None:
    """A forskrift is not decided while its hearing is open (forvaltningsloven § 37; HØ-1)."""
    a_hearing_is_recorded(case, by=by, on=on)
    last = case.hearings.order_by("-deadline").first()
    if last is not None and last.deadline >= on:
        raise RuleViolation(
            _("Høringsfristen i sak %(number)s er ikke ute. Den går ut %(date)s; gå videre dagen etter.")
            % {"number": case.number, "date": long_date(last.deadline)},
            code="hearing-open",
            authority="HØ-1",
        )


def every_comment_is_disposed(case: Case, *, by: User, on: dt.date) -> None:
    """Nothing is decided before every comment from the hearing has an answer with a reason (HØ-4).

    Nor while somebody who answered in time can confirm it, and so bring a comment nobody has read (HØ-2).
    """
    hearings = list(case.hearings.all())
    left, total = undisposed(hearings)
    if left:
        raise RuleViolation(
            _("%(left)s av %(all)s merknader fra høringen i sak %(number)s er ikke vurdert. Vurder dem først.")
            % {"left": left, "all": total, "number": case.number},
            code="comments-not-disposed",
            authority="HØ-4",
        )
    # A step has a day and no hour, so it waits through the last day on which an answer can be confirmed.
    waiting, until = waiting_to_be_confirmed(hearings, now=dt.datetime.combine(on, dt.time.min, tzinfo=NORWAY))
    if until is not None:
        last_day = until.astimezone(NORWAY).date()
        raise RuleViolation(
            _(
                "%(count)s høringssvar i sak %(number)s kan bekreftes av avsenderen til og med %(last)s. Gå videre "
                "%(next)s, når merknadene i dem er vurdert."
            )
            % {
                "count": waiting,
                "number": case.number,
                "last": long_date(last_day),
                "next": long_date(last_day + dt.timedelta(days=1)),
            },
            code="answers-wait-to-be-confirmed",
            authority="HØ-2",
        )


def every_item_has_a_proposed_outcome(case: Case, *, by: User, on: dt.date) -> None:
    """Each change item gets an outcome with a reason (SA-6)."""
    decisions, recommended = current_decisions(case), current_recommendations(case)
    items, changes = items_of(case), recommendations_of(case)
    waiting = sum(item.pk not in decisions for item in items)
    waiting += sum(key_of(change) not in recommended for change in changes)
    if waiting:
        raise RuleViolation(
            _(
                "%(count)s av %(all)s endringspunkter i sak %(number)s mangler forslag til vedtak. "
                "Skriv utfall og begrunnelse for hvert."
            )
            % {"count": waiting, "all": len(items) + len(changes), "number": case.number},
            code="items-without-outcome",
            authority="SA-6",
        )


def another_person_proposed_it(case: Case, *, by: User, on: dt.date) -> None:
    """«Foreslå vedtak» and «fatt vedtak» are two different people: neither an outcome nor the step is one's own."""
    standing = [*current_decisions(case).values(), *current_recommendations(case).values()]
    waiting = [row for row in standing if not row.is_made]
    if by.pk in {_who_proposed_decision(case), *(row.proposed_by_id for row in waiting)}:
        raise RuleViolation(
            _("Du har selv foreslått vedtak i sak %(number)s. En annen beslutter må fatte vedtaket.")
            % {"number": case.number},
            code="same-person",
            authority="SA-6",
        )


def something_is_adopted(case: Case, *, by: User, on: dt.date) -> None:
    """An endringsforskrift needs at least one adopted item; what an act already holds, needs no other."""
    if not _adopted_and_not_announced(case):
        raise RuleViolation(
            _(
                "Ingen endringspunkter i sak %(number)s er foreslått vedtatt. Avslutt saken uten "
                "endringsforskrift i stedet."
            )
            % {"number": case.number},
            code="nothing-adopted",
            authority="SA-6",
        )


def nothing_is_adopted(case: Case, *, by: User, on: dt.date) -> None:
    """A case without an endringsforskrift has no adopted item that waits for one."""
    if _adopted_and_not_announced(case):
        raise RuleViolation(
            _("Sak %(number)s har endringspunkter som er foreslått vedtatt. De må med i en endringsforskrift.")
            % {"number": case.number},
            code="something-adopted",
            authority="SA-6",
        )


def the_track_is_recommendation(case: Case, *, by: User, on: dt.date) -> None:
    """Only utdypende tekst and læringsaktiviteter take the shorter way, without hearing and forskrift (SA-3)."""
    if case.changes_regulation:
        raise RuleViolation(
            _("Sak %(number)s endrer forskriften og må gå veien om høring og endringsforskrift.")
            % {"number": case.number},
            code="regulation-track",
            authority="SA-3",
        )


def the_track_is_regulation(case: Case, *, by: User, on: dt.date) -> None:
    """What changes the forskrift takes the long way (SA-3)."""
    if not case.changes_regulation:
        raise RuleViolation(
            _("Sak %(number)s endrer ikke forskriften og skal ikke på høring. Gå rett til beslutning.")
            % {"number": case.number},
            code="recommendation-track",
            authority="SA-3",
        )


def no_item_stands_in_a_draft(case: Case, *, by: User, on: dt.date) -> None:
    """A decision is not taken up again while a draft holds what it decided (SA-6)."""
    held = ChangeItem.objects.filter(proposal__case=case, clause__isnull=False, clause__regulation__act__isnull=True)
    name = held.order_by("pk").values_list("clause__regulation__name", flat=True).first()
    if name is not None:
        raise RuleViolation(
            _("Sak %(number)s har endringspunkter i utkastet «%(name)s». Ta dem ut av utkastet først.")
            % {"number": case.number, "name": name},
            code="item-in-a-draft",
            authority="SA-6",
        )


def all_adopted_items_are_announced(case: Case, *, by: User, on: dt.date) -> None:
    """A case is announced when every item it adopted stands in an announced act."""
    waiting = adopted_items_waiting(case)
    if waiting:
        raise RuleViolation(
            _(
                "%(count)s vedtatte endringspunkter i sak %(number)s er ikke kunngjort. Ta dem inn i "
                "en endringsforskrift."
            )
            % {"count": waiting, "number": case.number},
            code="items-not-announced",
            authority="SA-3",
        )
