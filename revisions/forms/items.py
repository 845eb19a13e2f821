"""The form of a change item: one of four kinds, and what each of them asks for (FO-3, ID-1 … ID-5)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from objectives import legal_text
from objectives.models import Stage
from revisions.models import ChangeItem

from .places import Place
from .proposals import moment
from .prose import LineField, ProseField

Kind, Effect = ChangeItem.Kind, ChangeItem.Effect

KIND_HINTS = {
    Kind.ADD.value: _("Får en kode som aldri har vært brukt. I kraft seks måneder etter kunngjøring."),
    Kind.CORRECT.value: _("Språk og skrivemåte. Koden beholdes. I kraft straks ved kunngjøring."),
    Kind.REPLACE.value: _(
        "Innholdet endres. Læringsmålet får ny kode, og den gamle oppheves. I kraft seks måneder etter kunngjøring."
    ),
    Kind.REPEAL.value: _("Læringsmålet utgår. Koden blir aldri brukt igjen. I kraft seks måneder etter kunngjøring."),
}
EFFECT_HINTS = {
    Effect.SHARPENED.value: _("Godkjenninger overføres ikke. Registrerte læringsaktiviteter overføres."),
    Effect.REDUCED.value: _("Godkjenninger og læringsaktiviteter overføres til det nye læringsmålet."),
    Effect.EQUIVALENT.value: _("Godkjenninger og læringsaktiviteter overføres til det nye læringsmålet."),
}
MAX_TEXT = 5_000
"""The longest læringsmål in force has well under two thousand characters."""


class ItemForm(forms.Form):
    """One change item. Unbound with `initial` it is shown as it is being written; bound it is saved."""

    kind = forms.ChoiceField(
        label=_("Hva slags endring er det?"),
        choices=Kind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva slags endring det er."), "invalid_choice": _("Velg en av de fire.")},
    )
    code = LineField(label=_("Kode"), max_length=12, required=False)
    new_text = ProseField(label=_("Foreslått tekst"), required=False, rows=4, limit=MAX_TEXT)
    effect = forms.ChoiceField(
        label=_("Hva skjer med kravet?"), choices=Effect, widget=forms.RadioSelect, required=False
    )
    chapter = forms.ChoiceField(label=_("Kapittel"), required=False)
    theme = forms.ChoiceField(label=_("Temaoverskrift"), required=False)
    after = forms.ChoiceField(label=_("Plasseres etter"), required=False)
    stage = forms.ChoiceField(label=_("Utdanningens del"), required=False)
    comment = ProseField(label=_("Hvorfor trengs endringen?"), required=False, rows=3)
    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        self.fields["kind"].choice_hints = KIND_HINTS  # type: ignore[attr-defined]
        self.fields["effect"].choice_hints = EFFECT_HINTS  # type: ignore[attr-defined]
        self.fields["code"].help_text = _("Koden læringsmålet har i dag, for eksempel GAK-088.")
        self.fields["comment"].help_text = _(
            "Knytt behovet til hva spesialisten må kunne, ikke til innholdet i et kurs."
        )
        self._choices("chapter", _("Velg kapittel"), [(row.pk, row.title) for row in place.chapters])
        self._choices("theme", _("Velg temaoverskrift"), [(row.theme_id, str(row)) for row in place.themes])
        neighbours = [(row.objective_id, _line(row)) for row in place.neighbours]
        self._choices("after", _("Sist under overskriften"), neighbours)
        self._choices("stage", _("Velg del"), [(value, str(label)) for value, label in Stage.choices])
        if len(place.chapters) == 1:
            self.fields["chapter"].widget = forms.HiddenInput()
            self.initial["chapter"] = str(place.chapters[0].pk)

    def _choices(self, name: str, empty: Any, rows: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [("", empty), *[(str(value), label) for value, label in rows]]
        field.error_messages["invalid_choice"] = _("Valget finnes ikke her lenger. Velg på nytt.")

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).upper()

    def clean_seen_at(self) -> dt.datetime | None:
        return moment(self.cleaned_data["seen_at"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind == Kind.ADD:
            if self.place.chapter is None:
                self._require("chapter", _("Velg kapittelet læringsmålet skal stå i."))
            if self.place.themes:
                self._require("theme", _("Velg temaoverskriften læringsmålet skal stå under."))
            self._require("stage", _("Velg hvilken del av utdanningen læringsmålet hører til."))
        elif kind:
            self._require("code", _("Skriv koden til læringsmålet."))
        if kind and kind != Kind.REPEAL and not legal_text.clean(data.get("new_text", "x")):
            self.add_error("new_text", _("Skriv den foreslåtte teksten."))
        if kind == Kind.REPLACE:
            self._require("effect", _("Velg om kravet skjerpes, reduseres eller er likeverdig."))
        return data

    def _require(self, name: str, message: Any) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, message)

    def has_seen(self, saved_at: dt.datetime | None) -> None:
        """The person is shown what another saved at this moment; the next save knows of it."""
        data = QueryDict(mutable=True)
        data.update({**dict(self.data.items()), "seen_at": saved_at.isoformat() if saved_at else ""})
        self.data = data

    def change(self) -> dict[str, Any]:
        """What `services.items.save_item` asks for."""
        data = self.cleaned_data
        change = {name: data[name] for name in ("kind", "new_text", "comment", "seen_at")}
        if data["kind"] == Kind.ADD:
            place = self.place
            after = place.after.objective if place.after else None
            theme = place.theme.theme if place.theme else None
            return {**change, "chapter": place.chapter, "theme": theme, "after": after, "stage": data["stage"]}
        effect = data["effect"] if data["kind"] == Kind.REPLACE else ""
        return {**change, "code": data["code"], "effect": effect}


def initial_of(item: ChangeItem) -> dict[str, str]:
    """A saved change item as the form shows it."""
    return {
        "kind": item.kind,
        "code": item.objective.code if item.objective else "",
        "new_text": item.new_text,
        "effect": item.effect,
        "chapter": str(item.chapter_id or ""),
        "theme": str(item.theme_id or ""),
        "after": str(item.after_id or ""),
        "stage": item.stage,
        "comment": item.comment,
    }


def _line(version: Any) -> str:
    """A neighbour in a list of choices: its code and how it begins."""
    return f"{version.objective.code} {Truncator(legal_text.plain(version.text)).chars(70)}"
