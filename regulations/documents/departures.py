"""Whether a lawyer's own words still say what the clause does: read back, and set against the operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives.operations import ThemeOperation
from regulations.outline import PlacedClause

from . import wording
from .changes import what_it_does
from .parsing import NotUnderstoodError, ReadBack, comparable, read_back

# What each part of an operation is called when the words say another.
_PARTS: Mapping[str, str | Promise] = {
    "code": gettext_lazy("hvilket læringsmål det gjelder"),
    "merged": gettext_lazy("hvilke læringsmål det gjelder"),
    "prefix": gettext_lazy("kodeserien"),
    "text": gettext_lazy("teksten"),
    "title": gettext_lazy("overskriftens ord"),
    "number": gettext_lazy("overskriftens nummer"),
    "place": gettext_lazy("plasseringen"),
    "chapter": gettext_lazy("kapittelet"),
    "theme": gettext_lazy("hvilken overskrift det gjelder"),
    "after": gettext_lazy("hva det plasseres etter"),
    "parts": gettext_lazy("plasseringen av de nye læringsmålene"),
}


def departures(placed: PlacedClause) -> list[str]:
    """In full sentences, how the clause's own wording does not say its operation; empty when it says it.

    Only where there is a wording of one's own: the system's says its operation, which a property test shows.
    """
    if not placed.clause.own_wording:
        return []
    try:
        said = read_back(wording.instructions(placed), of=placed)
    except NotUnderstoodError as unread:
        return [
            _(
                "Systemet kjenner ikke igjen «%(sentence)s» som en av de faste formene, og kan ikke kontrollere at "
                "den sier det samme som endringen. Les den mot vedtaket, eller bruk systemets ordlyd."
            )
            % {"sentence": unread.sentence}
        ]
    return list(_differences(said, placed))


def _differences(said: ReadBack, placed: PlacedClause) -> Iterator[str]:
    read, meant = comparable(said.operation, of=placed), comparable(placed.operation, of=placed)
    if type(read) is not type(meant):
        yield _("Ordlyden sier «%(read)s», men endringen er «%(meant)s».") % {
            "read": what_it_does(read),
            "meant": what_it_does(meant),
        }
        return
    parts = [name.name for name in fields(meant) if getattr(read, name.name) != getattr(meant, name.name)]
    told = list(dict.fromkeys(str(_PARTS[name]) for name in parts if name in _PARTS))
    if told:
        yield _("Ordlyden sier noe annet enn endringen om %(parts)s. Systemets ordlyd er «%(system)s».") % {
            "parts": wording.listed(told),
            "system": " ".join(one.prose for one in wording.generated(placed)),
        }
    elif parts:
        yield _("Ordlyden gjelder noe annet enn endringen.")
    yield from _codes(said, placed)
    if _amended(placed) != said.amends:
        yield _("Ordlyden sier noe annet enn endringen om hvilken forskrift teksten er fastsatt ved.")


def _codes(said: ReadBack, placed: PlacedClause) -> Iterator[str]:
    expected = tuple(placed.new_codes or [wording.CODE_TO_COME] * len(placed.operation.prefixes))
    if said.new_codes != expected:
        yield _("Ordlyden gir koden %(said)s, men den reserverte er %(given)s.") % {
            "said": ", ".join(said.new_codes),
            "given": ", ".join(expected),
        }


def _amended(placed: PlacedClause) -> str:
    has_words = not isinstance(placed.operation, ThemeOperation) or placed.operation.theme_touched is not None
    return wording.announced(placed).strip(", ") if has_words and placed.amended_act else ""
