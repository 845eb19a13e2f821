"""Which councils a request concerns: the specialty's own, and those of the common sets it touches (IR-2, IR-4)."""

from __future__ import annotations

from hearings.models import AskedItem, RoundRequest
from organisations.models import Specialty, TrainingCouncil

Kind = TrainingCouncil.Kind

# The council that answers for each common set; what is learnt in part 1 is LIS1's.
COUNCIL_OF_SET = {
    "FKM": Kind.FKM,
    "FIM": Kind.FIM,
    "FKI": Kind.FKI,
    "KLS": Kind.LIS1,
    "KLP": Kind.LIS1,
    "KLK": Kind.LIS1,
}


def councils_to_ask(request: RoundRequest) -> tuple[list[TrainingCouncil], list[int]]:
    """The councils that can be asked and are not yet, and the ids of those suggested: the four regional ones.

    The tverregionale council and the samordningsråd can be chosen too; they are not suggested.
    """
    names = AskedItem.objects.filter(version__consultation=request.consultation_id).values("specialty")
    specialties = list(Specialty.objects.filter(name__in=names))
    kinds = {COUNCIL_OF_SET[one.short_name] for one in specialties if one.short_name in COUNCIL_OF_SET}
    rows = TrainingCouncil.objects.select_related("specialty", "leader").exclude(assessments__request=request)
    own = list(rows.filter(specialty__in=specialties).order_by("specialty__sort_key", "region"))
    of_sets = list(rows.filter(kind__in=kinds).order_by("kind", "region"))
    coordinating = list(rows.filter(kind=Kind.COORDINATION).order_by("region"))
    suggested = [council.pk for council in [*own, *of_sets] if council.region]
    # The tverregionale stand after the regional ones.
    return sorted([*own, *of_sets], key=lambda one: not one.region) + coordinating, suggested
