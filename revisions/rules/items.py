"""What an endringspunkt may say beside the others of its proposal (FO-3, FO-9, ID-3)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from objectives.models import AnnexChapter, Objective
from organisations.refusals import RuleViolation
from revisions.models import ChangeItem, Proposal


def objectives_are_free(proposal: Proposal, item: ChangeItem | None, objectives: Sequence[Objective]) -> None:
    """A læringsmål is changed once in a proposal, also when it is one of several that are merged (ID-3).

    That no two items are about the same one læringsmål, is the database's own rule.
    """
    others = ChangeItem.objects.filter(proposal=proposal)
    if item is not None:
        others = others.exclude(pk=item.pk)
    for number, objective in enumerate(objectives):
        by_merge = Q(merged__objective=objective)
        taken = others.filter(by_merge if number == 0 else by_merge | Q(objective=objective)).first()
        if taken is not None:
            raise RuleViolation(
                _(
                    "Forslaget endrer allerede %(code)s, i punkt %(position)s. Rett det punktet, eller velg en annen "
                    "kode."
                )
                % {"code": objective.code, "position": taken.position},
                code="objective-already-in-proposal",
                authority="ID-3",
            )


def new_heading_is_near(heading: ChangeItem, proposal: Proposal, *, item: ChangeItem | None) -> None:
    """What is placed under, or after, a new heading comes in the same proposal as the heading (FO-9)."""
    is_itself = item is not None and item.pk == heading.pk
    if heading.proposal_id != proposal.pk or heading.kind != ChangeItem.Kind.ADD_THEME or is_itself:
        raise RuleViolation(
            _("Den nye overskriften «%(heading)s» er ikke i dette forslaget. Velg overskriften på nytt.")
            % {"heading": heading.wording.heading},
            code="unknown-new-heading",
            authority="FO-9",
        )


def new_heading_is_in_the_chapter(heading: ChangeItem, chapter: AnnexChapter) -> None:
    """A place is under a heading of its own chapter (FO-9)."""
    if heading.chapter_id != chapter.pk:
        raise RuleViolation(
            _("Den nye overskriften «%(heading)s» skal stå i et annet kapittel. Velg kapittel og overskrift på nytt.")
            % {"heading": heading.wording.heading},
            code="theme-in-another-chapter",
            authority="FO-9",
        )


def nothing_is_placed_by(item: ChangeItem) -> None:
    """A new heading is not taken away from over what the same proposal places by it (FO-9)."""
    placed = item.placed_by.order_by("position").first()
    if placed is not None:
        raise RuleViolation(
            _(
                "Punkt %(position)s plasseres ved den nye overskriften «%(heading)s». Gi punktet en annen plass, "
                "eller slett det, først."
            )
            % {"position": placed.position, "heading": item.wording.heading},
            code="new-heading-in-use",
            authority="FO-9",
        )


def codes_are_different(codes: Sequence[str]) -> None:
    """A merge names each læringsmål once."""
    twice = next((code for number, code in enumerate(codes) if code in codes[:number]), "")
    if twice:
        raise RuleViolation(
            _("%(code)s er nevnt to ganger. Skriv hver kode én gang.") % {"code": twice},
            code="not-merged",
            authority="ID-3",
        )
