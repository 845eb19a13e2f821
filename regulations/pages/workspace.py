"""The page where a draft is made ready, and where its announcement is registered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from notifications.models import Event
from organisations.models import User
from regulations import configuration, dispatching, heading, permissions, rules
from regulations.findings import findings
from regulations.forms import AnnouncementForm
from regulations.left_out import left_out_of
from regulations.models import AmendmentRegulation, Dispatch
from regulations.outline import PlacedClause, placed_clauses

from .documents import has_pdf, latest_document_fragment
from .review import review_of
from .rows import announced_without_a_day, by_chapter, by_date, clause_rows, drafts_with_the_same_objectives
from .steps import next_step, phases
from .transitional import rule_rows, waits

# Named, not imported: the case lives in an app above this one.
CASE_OF_A_CLAUSE = "change_item__proposal__case"
# The preview stands under the page's own h2.
PREVIEW_HEADINGS = {"h_title": "h3", "h_part": "h4", "h_chapter": "h5"}
EVENTS_SHOWN = 20
# An act of more clauses than this is not printed beside them until the browser asks for it, or the reader does.
PRINTED_AT_ONCE = 100


def regulation_page(
    regulation: AmendmentRegulation, *, user: User, on: dt.date, announcement_form: AnnouncementForm | None = None
) -> dict[str, Any]:
    """Everything templates/regulations/regulation.html shows.

    `announcement_form` is the form that came back with errors; without it the page has an empty one.
    """
    placed = placed_clauses(regulation, prefetch=[CASE_OF_A_CLAUSE])
    drafts = not (regulation.is_announced or regulation.is_abandoned)
    announced_on = regulation.planned_announcement
    problems = findings(placed, announced_on=announced_on) if drafts else [None] * len(placed)
    others = drafts_with_the_same_objectives(regulation, placed) if drafts else {}
    waiting = announced_without_a_day(regulation) if drafts else {}
    rows = clause_rows(placed, problems, others=others, waiting=waiting)
    dates = by_date(rows, announced_on=announced_on)
    review = review_of(regulation, user=user)
    rules_of = rule_rows(regulation, placed)
    dispatch = dispatching.current_dispatch(regulation)
    return {
        "regulation": regulation,
        **_steps_open_to(user, regulation, is_approved=review.approval is not None),
        "review": review,
        "left_out": left_out_of(regulation, on=on) if regulation.is_open else [],
        "heading_departures": heading.departures(regulation) if drafts else [],
        "phases": phases(regulation, rows, dates, review=review, dispatch=dispatch, on=on),
        "next_step": next_step(regulation, rows, rules_of, review=review, dispatch=dispatch),
        "rules": rules_of,
        "waits_for_a_day": regulation.is_announced and any(waits(row) for row in rows),
        "chapters": by_chapter(rows),
        "clause_count": len(rows),
        "case_count": len({row.source.proposal.case_id for row in rows if row.source is not None}),
        "dates": dates,
        "cautions": _cautions(regulation, placed, announcement_form),
        "legal_basis_note": configuration.legal_basis(on=announced_on).note if drafts else "",
        **_printed(regulation, placed, dispatch=dispatch, user=user),
        "announcement_form": announcement_form
        or AnnouncementForm(initial={"decided_on": dispatch.decided_on if dispatch else None}),
        "dispatch": dispatch,
        "events": list(Event.objects.about(regulation).for_list().newest_first()[:EVENTS_SHOWN]),
    }


def _steps_open_to(user: User, regulation: AmendmentRegulation, *, is_approved: bool) -> dict[str, bool]:
    may_draft = permissions.may_draft(user)
    is_a_draft = not (regulation.is_announced or regulation.is_abandoned)
    return {
        "may_draft": may_draft,
        "may_edit": may_draft and regulation.is_open,
        "may_unlock": may_draft and is_a_draft and regulation.is_locked,
        "may_abandon": may_draft and is_a_draft,
        "may_announce": is_a_draft and permissions.may_announce(user) and is_approved,
    }


def _printed(
    regulation: AmendmentRegulation, placed: list[PlacedClause], *, dispatch: Dispatch | None, user: User
) -> dict[str, Any]:
    later = len(placed) > PRINTED_AT_ONCE
    # A finished PDF is set against the act, to tell whether it is outdated.
    shown = not later or has_pdf(regulation)
    document = dispatching.act_document(regulation, dispatch, clauses=placed) if shown else None
    fragment = latest_document_fragment(regulation, user=user, document=document)
    return {"document": document, "printed_later": later, **PREVIEW_HEADINGS, **fragment}


def printed_page(regulation: AmendmentRegulation, *, beside: bool) -> dict[str, Any]:
    """The act as it is printed: on a page of its own, or `beside` the clauses, under that page's headings."""
    headings = PREVIEW_HEADINGS if beside else {"h_title": "h2", "h_part": "h3", "h_chapter": "h4"}
    document = dispatching.act_document(regulation, dispatching.current_dispatch(regulation))
    return {"regulation": regulation, "document": document, **headings}


def _cautions(
    regulation: AmendmentRegulation, placed: list[PlacedClause], form: AnnouncementForm | None
) -> list[rules.Caution]:
    """What to know before registering: for the day typed in when there is one, otherwise for the planned day."""
    typed = form.cleaned_data.get("announced_on") if form is not None and form.is_bound and form.is_valid() else None
    day = typed or regulation.planned_announcement
    return [] if regulation.is_announced else rules.warnings([one.clause for one in placed], announced_on=day)
