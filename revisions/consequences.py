"""What follows from each kind of change item and its effect, in words (ID-*, EF-2, EF-3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from objectives.language.changes import Classification, consequences_of
from revisions.models import ChangeItem

Kind, Effect = ChangeItem.Kind, ChangeItem.Effect

KIND_HINTS = {
    Kind.ADD.value: _("Får en kode som aldri har vært brukt. I kraft seks måneder etter kunngjøring."),
    Kind.CORRECT.value: _("Språk og skrivemåte. Koden beholdes. I kraft straks ved kunngjøring."),
    Kind.REPLACE.value: _(
        "Innholdet endres. Læringsmålet får ny kode, og den gamle oppheves. I kraft seks måneder etter kunngjøring."
    ),
    Kind.REPEAL.value: _("Læringsmålet utgår. Koden blir aldri brukt igjen. I kraft seks måneder etter kunngjøring."),
    Kind.MOVE.value: _("En annen overskrift eller rekkefølge i samme spesialitet. Koden beholdes. I kraft straks."),
    Kind.SPLIT.value: _(
        "Ett læringsmål blir flere, hvert med sin nye kode. Den gamle oppheves. I kraft seks måneder etter kunngjøring."
    ),
    Kind.MERGE.value: _(
        "Flere læringsmål blir ett, med ny kode. De gamle oppheves. I kraft seks måneder etter kunngjøring."
    ),
    Kind.RECODE.value: _("Samme tekst i en annen kodeserie. Godkjenninger følger med. I kraft straks ved kunngjøring."),
    Kind.ADD_THEME.value: _("Med plass i kapittelet. Læringsmål i samme forslag kan stå under den. I kraft straks."),
    Kind.RENAME_THEME.value: _("Annet nummer eller andre ord. Læringsmålene under beholder kodene. I kraft straks."),
    Kind.MOVE_THEME.value: _("En annen plass i kapittelet, med læringsmålene under. I kraft straks ved kunngjøring."),
    Kind.REPEAL_THEME.value: _("Når ingen læringsmål står under den lenger. I kraft straks ved kunngjøring."),
}
EFFECT_HINTS = {
    Effect.SHARPENED.value: _("Godkjenninger overføres ikke. Registrerte læringsaktiviteter overføres."),
    Effect.REDUCED.value: _("Godkjenninger og læringsaktiviteter overføres til det nye læringsmålet."),
    Effect.EQUIVALENT.value: _("Godkjenninger og læringsaktiviteter overføres til det nye læringsmålet."),
}
CARRIED_OVER = {
    True: _("Godkjenninger og læringsaktiviteter overføres."),
    False: _("Godkjenninger overføres ikke. Registrerte læringsaktiviteter overføres."),
}


def claim_hints() -> dict[str, str]:
    """What follows from each answer to «språk eller innhold?»: the code, the day, what carries over."""
    told = {claim: consequences_of(claim) for claim in Classification}
    return {claim.value: f"{one.code} {one.in_force} {one.carries_over}" for claim, one in told.items()}


def follows_from(item: ChangeItem) -> list[str]:
    """What follows from the kind and the effect: code, entry into force, what carries over (ID-*, EF-2, EF-3)."""
    hints = [KIND_HINTS[item.kind], EFFECT_HINTS.get(item.effect, "")]
    if item.approvals_carry_over is not None:
        hints.append(CARRIED_OVER[item.approvals_carry_over])
    return [str(hint) for hint in hints if hint]
