"""The form of a change item: its kind, and what that kind asks for (FO-3, ID-1 … ID-6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from objectives import legal_text
from objectives.language.changes import Classification
from objectives.models import CodeSeries, Stage
from organisations.prose import LineField, ProseField
from revisions.consequences import CARRIED_OVER, KIND_HINTS, claim_hints
from revisions.models import ChangeItem

from .kinds import ASKS, GROUPS, Asks, asks_of
from .places import FIRST, NEW, HeadingPlace, Place
from .proposals import moment

Kind = ChangeItem.Kind

MAX_TEXT = 5_000
"""The longest læringsmål in force has well under two thousand characters."""
MOST_ROWS = 12
"""At most this many texts in a split, or codes in a merge."""
MORE_TEXTS, MORE_CODES = "flere-tekster", "flere-koder"
"""What the buttons «Legg til tekst» and «Legg til kode» send as `vis`."""


@dataclass(frozen=True)
class KindGroup:
    """Kinds that belong together, as radio buttons."""

    name: str
    options: list[BoundWidget]


class ItemForm(forms.Form):
    """One change item. Unbound with `initial` it is shown as it is being written; bound it is saved."""

    kind = forms.ChoiceField(
        label=_("Hva slags endring er det?"),
        choices=Kind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva slags endring det er."), "invalid_choice": _("Velg en av typene.")},
    )
    code = LineField(label=_("Kode"), max_length=12, required=False)
    new_text = ProseField(label=_("Foreslått tekst"), required=False, rows=4, limit=MAX_TEXT)
    title = LineField(label=_("Overskriftens ord"), max_length=250, required=False)
    number = LineField(label=_("Nummer"), max_length=20, required=False)
    effect = forms.ChoiceField(
        label=_("Er dette språk, eller endres det faglige innholdet?"),
        choices=Classification,
        widget=forms.RadioSelect,
        required=False,
    )
    approvals = forms.ChoiceField(
        label=_("Overføres godkjenninger?"),
        choices=[("ja", _("Ja")), ("nei", _("Nei"))],
        widget=forms.RadioSelect,
        required=False,
    )
    series = forms.ChoiceField(label=_("Kodeserie"), required=False)
    moves = forms.BooleanField(label=_("Læringsmålet skal også få en annen plass"), required=False)
    chapter = forms.ChoiceField(label=_("Kapittel"), required=False)
    theme = forms.ChoiceField(label=_("Temaoverskrift"), required=False)
    after = forms.ChoiceField(label=_("Plasseres etter"), required=False)
    stage = forms.ChoiceField(label=_("Utdanningens del"), required=False)
    comment = ProseField(label=_("Hvorfor trengs endringen?"), required=False, rows=3)
    piloting = ProseField(label=_("Hvem har prøvd teksten, og hva svarte de?"), required=False, rows=3)
    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, place: Place | HeadingPlace, series: list[CodeSeries], rows: int = 2, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        self.all_series = {row.prefix: row for row in series}
        self._say_what_follows()
        self._choices("chapter", _("Velg kapittel"), [(str(row.pk), row.title) for row in place.chapters])
        self._choices("theme", _("Velg temaoverskrift"), place.theme_choices)
        self._field("after").choices = place.after_choices
        self._field("after").error_messages["invalid_choice"] = _("Valget finnes ikke her lenger. Velg på nytt.")
        self._choices("stage", _("Velg del"), [(value, str(label)) for value, label in Stage.choices])
        named = [(row.prefix, f"{row.prefix}, {row.specialty}" if row.specialty else row.prefix) for row in series]
        self._choices("series", _("Velg serie"), named)
        if len(place.chapters) == 1:
            self.fields["chapter"].widget = forms.HiddenInput()
            self.initial["chapter"] = str(place.chapters[0].pk)
        self.text_names = [f"text_{number}" for number in range(1, rows + 1)]
        self.code_names = [f"code_{number}" for number in range(2, rows + 1)]
        for number, name in enumerate(self.text_names, start=1):
            label = gettext("Tekst %(number)s") % {"number": number}
            self.fields[name] = ProseField(label=label, required=False, rows=3, limit=MAX_TEXT)
        for number, name in enumerate(self.code_names, start=2):
            label = gettext("Kode %(number)s") % {"number": number}
            self.fields[name] = LineField(label=label, max_length=12, required=False)

    def _say_what_follows(self) -> None:
        self._field("kind").choice_hints = KIND_HINTS  # type: ignore[attr-defined]
        self._field("effect").choice_hints = claim_hints()  # type: ignore[attr-defined]
        hints = {"ja": CARRIED_OVER[True], "nei": CARRIED_OVER[False]}
        self._field("approvals").choice_hints = hints  # type: ignore[attr-defined]
        self.fields["code"].help_text = _("Koden læringsmålet har i dag, for eksempel GAK-088.")
        self.fields["number"].help_text = _("For eksempel 15.12. Tomt når overskriften ikke har nummer.")
        self.fields["series"].help_text = _("Den nye koden blir den neste i serien.")
        self.fields["comment"].help_text = _(
            "Knytt behovet til hva spesialisten må kunne, ikke til innholdet i et kurs."
        )

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        return field

    def _choices(self, name: str, empty: Any, rows: list[tuple[str, str]]) -> None:
        field = self._field(name)
        field.choices = [("", empty), *rows]
        field.error_messages["invalid_choice"] = _("Valget finnes ikke her lenger. Velg på nytt.")

    @property
    def asks(self) -> Asks:
        """What the chosen kind asks for."""
        return asks_of(str(self["kind"].value() or ""))

    @property
    def shows_place(self) -> bool:
        """Whether a place is asked for: always by some kinds, by others when it is to change too."""
        return self.asks.place or (self.asks.may_move and bool(self["moves"].value()))

    @property
    def kind_groups(self) -> list[KindGroup]:
        """The kinds as they are chosen among."""
        options = {option.data["value"]: option for option in self["kind"].subwidgets}
        return [KindGroup(str(name), [options[kind.value] for kind in kinds]) for name, kinds in GROUPS]

    @property
    def text_fields(self) -> list[BoundField]:
        return [self[name] for name in self.text_names]

    @property
    def code_fields(self) -> list[BoundField]:
        return [self[name] for name in self.code_names]

    @property
    def has_room(self) -> bool:
        """Whether another text or code can be added."""
        return len(self.text_names) < MOST_ROWS

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).upper()

    def clean_seen_at(self) -> dt.datetime | None:
        return moment(self.cleaned_data["seen_at"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        asks = asks_of(data.get("kind", ""))
        self._clean_words(asks, data)
        if asks.place or (asks.may_move and data.get("moves")):
            self._clean_place()
        if asks.of_a_heading:
            self._clean_heading(asks)
        if asks.stage:
            self._require("stage", _("Velg hvilken del av utdanningen læringsmålet hører til."))
        if asks.effect:
            self._require("effect", _("Velg om kravet skjerpes, reduseres eller er likeverdig."))
        if asks.approvals:
            self._require("approvals", _("Svar på om godkjenninger overføres til det nye."))
        if asks.series:
            self._require("series", _("Velg serien den nye koden gis i."))
        return data

    def _clean_words(self, asks: Asks, data: dict[str, Any]) -> None:
        if asks.code:
            self._require("code", _("Skriv koden til læringsmålet."))
        if asks.codes and not self._rows(self.code_names):
            self._require("code_2", _("Skriv koden til minst ett læringsmål til."))
        if asks.text and not legal_text.clean(data.get("new_text", "x")):
            self.add_error("new_text", _("Skriv den foreslåtte teksten."))
        if asks.title:
            self._require("title", _("Skriv hva overskriften skal hete."))
        if asks.texts and len(self._rows(self.text_names)) < 2:
            empty = next(name for name in self.text_names if not legal_text.clean(data.get(name, "")))
            self._require(empty, _("Skriv minst to tekster: én for hvert læringsmål det deles i."))

    def _clean_place(self) -> None:
        if self.place.chapter is None:
            self._require("chapter", _("Velg kapittelet læringsmålet skal stå i."))
        if self.place.theme_choices:
            self._require("theme", _("Velg temaoverskriften læringsmålet skal stå under."))

    def _clean_heading(self, asks: Asks) -> None:
        if self.place.chapter is None:
            self._require("chapter", _("Velg kapittelet overskriften står i."))
        if asks.heading:
            self._require("theme", _("Velg overskriften det gjelder."))

    def _require(self, name: str, message: Any) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, message)

    def _rows(self, names: list[str]) -> list[str]:
        """What is written in a repeated field; empty rows are left out."""
        rows = (str(self.cleaned_data.get(name, "")) for name in names)
        return [row for row in rows if row.strip()]

    def has_seen(self, saved_at: dt.datetime | None) -> None:
        """The person is shown what another saved at this moment; the next save knows of it."""
        self.data = {**self.data, "seen_at": saved_at.isoformat() if saved_at else ""}

    def change(self) -> dict[str, Any]:
        """What `services.items.save_item` asks for: only what the kind asks for, whatever else was sent."""
        data = self.cleaned_data
        asks = ASKS[data["kind"]]
        moves = asks.may_move and data["moves"]
        change = {name: data[name] for name in ("kind", "comment", "piloting", "seen_at")}
        wanted: tuple[tuple[bool, dict[str, Any]], ...] = (
            (asks.code, {"code": data["code"]}),
            (asks.codes, {"codes": tuple(row.upper() for row in self._rows(self.code_names))}),
            (asks.text, {"new_text": data["new_text"]}),
            (asks.title, {"new_text": data["title"]}),
            (asks.texts, {"texts": tuple(self._rows(self.text_names))}),
            (asks.number, {"number": data["number"]}),
            (asks.effect, {"effect": data["effect"]}),
            (asks.approvals, {"approvals_carry_over": data["approvals"] == "ja"}),
            (asks.series, {"series": self.all_series.get(data["series"])}),
            (asks.stage, {"stage": data["stage"]}),
            (asks.place or moves or asks.of_a_heading, self.place.written()),
            (moves, {"is_moved": True}),
        )
        for holds, fields in wanted:
            change |= fields if holds else {}
        return change


def rows_sent(values: Mapping[str, Any]) -> int:
    """How many texts, or codes, the page showed, and one more when that was asked for; two at least."""
    sent = [
        int(number)
        for name, _sep, number in (key.rpartition("_") for key in values)
        if name in ("text", "code") and number.isdecimal() and len(number) < 3
    ]
    more = values.get("vis") in (MORE_TEXTS, MORE_CODES)
    return min(max([2, *sent]) + more, MOST_ROWS)


def initial_of(item: ChangeItem) -> dict[str, Any]:
    """A saved change item as the form shows it."""
    is_heading = item.is_about_a_heading
    after = item.after_theme_id if is_heading else item.after_id
    beside = f"{NEW}{item.new_heading_id}" if item.new_heading_id else ""
    further = {f"code_{number}": row.objective.code for number, row in enumerate(item.further, start=2)}
    return {
        "kind": item.kind,
        "code": item.objective.code if item.objective else "",
        "new_text": "" if is_heading else item.new_text,
        "title": item.new_text if is_heading else "",
        "number": item.number,
        "effect": Classification.LANGUAGE.value if item.kind == Kind.CORRECT else item.effect,
        "approvals": {None: "", True: "ja", False: "nei"}[item.approvals_carry_over],
        "series": item.series.prefix if item.series else "",
        "moves": item.is_moved,
        "chapter": str(item.chapter_id or ""),
        "theme": str(item.theme_id or "") or ("" if is_heading else beside),
        "after": FIRST if item.is_first else str(after or "") or (beside if is_heading else ""),
        "stage": item.stage,
        "comment": item.comment,
        "piloting": item.piloting,
        **further,
        **{f"text_{number}": text for number, text in enumerate(item.texts, start=1)},
    }
