"""What is decided on each change item, and what may then be done with it (SA-6)."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from notifications.models import Event, Verb
from objectives import rules as register_rules
from organisations.refusals import RuleViolation, WrongState
from regulations.models import AmendmentRegulation
from revisions.models import (
    ActivityChange,
    Case,
    ChangeItem,
    Decision,
    ElaborationChange,
    RecommendationDecision,
    Status,
    Wording,
)

# The value of transitions.Action.PROPOSE_DECISION, as it stands in the journal; the table is a layer above.
PROPOSED_DECISION = "foresla-vedtak"
_REPEALS = (ChangeItem.Kind.REPEAL, ChangeItem.Kind.REPEAL_THEME)


def long_date(day: dt.date) -> str:
    """A date as a sentence says it: «1. mars 2027»."""
    return date_format(day, "j. F Y")


def items_of(case: Case) -> list[ChangeItem]:
    """The change items of all the case's proposals, in order."""
    return list(
        ChangeItem.objects.filter(proposal__case=case)
        .select_related("objective", "proposal")
        .order_by("proposal_id", "position", "pk")
    )


def current_decisions(case: Case) -> dict[int, Decision]:
    """The decision that stands for each item, by the item's id; items without one are left out."""
    rows = Decision.objects.current().filter(item__proposal__case=case).select_related("item", "proposed_by")
    return {row.item_id: row for row in rows}


def recommendations_of(case: Case) -> list[ActivityChange | ElaborationChange]:
    """What the case would change of courses, procedures and utdypende tekst, in order."""
    activities = ActivityChange.objects.filter(proposal__case=case).order_by("proposal", "kind", "pk")
    texts = ElaborationChange.objects.filter(proposal__case=case).select_related("objective")
    return [*activities.select_related("proposal"), *texts.select_related("proposal").order_by("proposal", "pk")]


def current_recommendations(case: Case) -> dict[tuple[str, int], RecommendationDecision]:
    """The decision that stands for each of them, by `key_of`; those without one are left out."""
    return {row.key: row for row in RecommendationDecision.objects.current().in_case(case)}


def change_is_not_decided(change: ActivityChange | ElaborationChange) -> None:
    """What a made decision is about stands as it was decided (SA-6)."""
    made = RecommendationDecision.objects.about(change).filter(decided_at__isnull=False).order_by("-pk").first()
    if made is not None and made.decided_on is not None:
        raise RuleViolation(
            _("«%(change)s» ble avgjort %(date)s og kan ikke endres eller tas ut. Legg endringen i et nytt forslag.")
            % {"change": change, "date": long_date(made.decided_on)},
            code="item-is-decided",
            authority="SA-6",
        )


def _who_proposed_decision(case: Case) -> int | None:
    """The id of whoever last took the step «Foreslå vedtak», also in a case without change items."""
    steps = Event.objects.in_case(case.number).filter(verb=Verb.CASE_STEP, payload__action=PROPOSED_DECISION)
    return steps.newest_first().values_list("actor_id", flat=True).first()


def _adopted_and_not_announced(case: Case) -> bool:
    """Whether an item is adopted, or proposed to be, that no announced act holds yet."""
    adopted = [row.item_id for row in current_decisions(case).values() if row.adopts]
    return ChangeItem.objects.filter(pk__in=adopted, clause__regulation__act__isnull=True).exists()


def item_is_not_announced(item: ChangeItem) -> None:
    """What is announced is law; it is changed by a new proposal, not by a new decision."""
    act = item.clause.regulation.act if item.clause else None
    if act is not None:
        raise RuleViolation(
            _("Endringspunkt %(position)s er kunngjort ved %(act)s. Opprett et nytt forslag for å endre det igjen.")
            % {"position": item.position, "act": act},
            code="item-is-announced",
            authority="SA-3",
        )


def item_is_not_decided(item: ChangeItem) -> None:
    """What a made decision is about stands as it was decided; a sender writes a new item instead (SA-6)."""
    made = item.decisions.made().order_by("-pk").first()
    if made is not None and made.decided_on is not None:
        raise RuleViolation(
            _(
                "Endringspunkt %(position)s ble avgjort %(date)s og kan ikke endres eller tas ut. "
                "Legg endringen i et nytt forslag, eller skriv til Helsedirektoratet i begrunnelsen."
            )
            % {"position": item.position, "date": long_date(made.decided_on)},
            code="item-is-decided",
            authority="SA-6",
        )


def own_text_changes_the_proposal(item: ChangeItem, *, outcome: str, wording: Wording) -> None:
    """«Vedtas med endringer» says something else than both the proposal and the text in force (SA-6, ID-4)."""
    if outcome != Decision.Outcome.ADOPT_WITH_CHANGES:
        return
    _has_words_to_change(item)
    if wording == item.wording:
        raise RuleViolation(
            _("Direktoratets tekst er lik forslaget. Endre den, eller velg «Vedtas»."),
            code="own-text-is-the-proposal",
            authority="SA-6",
        )
    if item.kind == ChangeItem.Kind.SPLIT and item.objective is not None:
        register_rules.splits_into_several(item.objective.code, parts=len(wording.texts))
    elif item.is_about_a_heading:
        register_rules.heading_is_written(wording.number, wording.text)
        if item.heading_basis is not None:
            old = (item.heading_basis.number, item.heading_basis.title)
            register_rules.heading_says_something_else(old=old, new=(wording.number, wording.text))
    elif item.objective is not None:
        register_rules.text_says_something_else(item.objective.code, old=item.old_text, new=wording.text)


def _has_words_to_change(item: ChangeItem) -> None:
    if item.has_own_words:
        return
    what = _("en oppheving") if item.kind in _REPEALS else item.get_kind_display().lower()
    raise RuleViolation(
        _(
            "Endringspunkt %(position)s er %(what)s og har ingen tekst å endre. Velg «Vedtas», «Tas ikke til "
            "følge» eller «Utsettes»."
        )
        % {"position": item.position, "what": what},
        code="repeal-has-no-text",
        authority="SA-6",
    )


def adopted_items_waiting(case: Case) -> int:
    """How many items the case has adopted that no announced act holds yet."""
    adopted = [row.item_id for row in current_decisions(case).values() if row.is_made and row.adopts]
    return ChangeItem.objects.filter(pk__in=adopted, clause__regulation__act__isnull=True).count()


def adopted_and_free(item: ChangeItem) -> Decision:
    """The decision that lets the item into an endringsforskrift.

    Raises RuleViolation when it is not adopted, or stands in an endringsforskrift already.
    """
    decision = item.decisions.current().made().adopting().first()
    if decision is None:
        raise RuleViolation(
            _("Endringspunkt %(position)s er ikke vedtatt og kan ikke tas inn i en endringsforskrift.")
            % {"position": item.position},
            code="item-not-adopted",
            authority="SA-6",
        )
    if item.clause is not None:
        raise RuleViolation(
            _("Endringspunkt %(position)s står allerede i endringsforskriften «%(name)s».")
            % {"position": item.position, "name": item.clause.regulation.name},
            code="item-already-included",
            authority="SA-3",
        )
    return decision


def decided_before_the_act(regulation: AmendmentRegulation, *, decided_on: dt.date) -> None:
    """The forskrift is not dated before the decisions it carries out."""
    latest = (
        Decision.objects.current()
        .made()
        .filter(item__clause__regulation=regulation)
        .order_by("-decided_on")
        .values_list("decided_on", flat=True)
        .first()
    )
    if latest is not None and decided_on < latest:
        raise RuleViolation(
            _(
                "Forskriften kan ikke være vedtatt %(act)s: et av endringspunktene ble først vedtatt "
                "%(item)s. Kontroller datoen."
            )
            % {"act": long_date(decided_on), "item": long_date(latest)},
            code="act-before-decision",
            authority="EF-1",
        )


def case_is_carried_out(case: Case) -> None:
    """Only decided items of a case that waits for its endringsforskrift are taken into one. Raises WrongState."""
    if case.status != Status.REGULATION:
        raise WrongState(
            _("Sak %(number)s er i fasen «%(phase)s», og punktene kan ikke tas inn i en endringsforskrift nå.")
            % {"number": case.number, "phase": case.get_status_display()},
            code="wrong-state",
            authority="SA-3",
        )
