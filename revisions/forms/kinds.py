"""The kinds of change item: what follows from each, what each asks for, and how they are grouped for choosing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
GROUPS: tuple[tuple[Promise, tuple[ChangeItem.Kind, ...]], ...] = (
    (_("Hva læringsmålene sier"), (Kind.ADD, Kind.CORRECT, Kind.REPLACE, Kind.REPEAL)),
    (_("Plass, kode og antall"), (Kind.MOVE, Kind.SPLIT, Kind.MERGE, Kind.RECODE)),
    (_("Overskriftene i vedlegg 2"), (Kind.ADD_THEME, Kind.RENAME_THEME, Kind.MOVE_THEME, Kind.REPEAL_THEME)),
)


@dataclass(frozen=True)
class Asks:
    """What the form of a kind asks for. `place` is where a læringsmål, `beside` where a heading, is to stand."""

    code: bool = False
    codes: bool = False
    text: bool = False
    texts: bool = False
    title: bool = False
    number: bool = False
    heading: bool = False
    place: bool = False
    may_move: bool = False
    beside: bool = False
    stage: bool = False
    effect: bool = False
    approvals: bool = False
    series: bool = False

    @property
    def of_a_heading(self) -> bool:
        return self.heading or self.beside


ASKS = {
    Kind.ADD.value: Asks(text=True, place=True, stage=True),
    Kind.CORRECT.value: Asks(code=True, text=True, may_move=True),
    Kind.REPLACE.value: Asks(code=True, text=True, effect=True, may_move=True),
    Kind.REPEAL.value: Asks(code=True),
    Kind.MOVE.value: Asks(code=True, place=True),
    Kind.SPLIT.value: Asks(code=True, texts=True, approvals=True),
    Kind.MERGE.value: Asks(code=True, codes=True, text=True, approvals=True, may_move=True),
    Kind.RECODE.value: Asks(code=True, series=True, may_move=True),
    Kind.ADD_THEME.value: Asks(title=True, number=True, beside=True),
    Kind.RENAME_THEME.value: Asks(heading=True, title=True, number=True),
    Kind.MOVE_THEME.value: Asks(heading=True, number=True, beside=True),
    Kind.REPEAL_THEME.value: Asks(heading=True),
}
NOTHING = Asks()


def asks_of(kind: str) -> Asks:
    """What this kind asks for; nothing while no kind is chosen."""
    return ASKS.get(kind, NOTHING)


def follows_from(item: ChangeItem) -> list[str]:
    """What follows from the kind and the effect: code, entry into force, what carries over (ID-*, EF-2, EF-3)."""
    hints = [KIND_HINTS[item.kind], EFFECT_HINTS.get(item.effect, "")]
    if item.approvals_carry_over is not None:
        hints.append(CARRIED_OVER[item.approvals_carry_over])
    return [str(hint) for hint in hints if hint]
