"""What a body fills in beside the answer itself: what is carried over, whom it asks, and a disagreement it lifts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearings.models import AskedItem, Position
from hearings.services.answering import Sheet
from hearings.services.councils import CouncilToAsk
from objectives.forms import DayField
from organisations.models import TrainingCouncil
from organisations.prose import LineField, ProseField


class KeepForm(forms.Form):
    """Which positions go with the answer to a newer version; those on unchanged items are ticked as a start."""

    keep = forms.MultipleChoiceField(
        label=gettext_lazy("Standpunkter som tas med"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Velg blant punktene på siden.")},
    )

    def __init__(self, *args: Any, sheet: Sheet, now: Mapping[str, AskedItem], **kwargs: Any) -> None:
        choices, unchanged = [], []
        for item in sheet.items:
            position = sheet.positions.get(item.pk)
            if position is None or not position.position or item.key not in now:
                continue
            is_same = now[item.key].blocks == item.blocks and now[item.key].kind == item.kind
            words = _("Punkt %(number)s, %(name)s: %(position)s (uendret)")
            if not is_same:
                words = _("Punkt %(number)s, %(name)s: %(position)s (teksten er endret)")
            named = {"number": item.number, "name": item.name, "position": Position(position.position).label}
            choices.append((item.key, words % named))
            unchanged += [item.key] if is_same else []
        kwargs["initial"] = {"keep": unchanged}
        super().__init__(*args, **kwargs)
        field = self.fields["keep"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = choices


@dataclass(frozen=True)
class CouncilRow:
    """A council that can be asked, with the fields of its row."""

    council: TrainingCouncil
    chosen: forms.BoundField
    leader_name: forms.BoundField | None
    leader_email: forms.BoundField | None


class AskCouncilsForm(forms.Form):
    """Whom to pass the questions on to, and by when (IR-2)."""

    deadline = DayField(
        label=gettext_lazy("Indre frist"),
        help_text=gettext_lazy("dd.mm.åååå. Før deres egen frist, så dere rekker å skrive det samlede svaret."),
        error_messages={"required": gettext_lazy("Skriv fristen rådene får, for eksempel 01.03.2027.")},
    )

    def __init__(
        self,
        *args: Any,
        councils: Sequence[TrainingCouncil],
        suggested: Sequence[int],
        deadline: dt.date,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"deadline": deadline}
        super().__init__(*args, **kwargs)
        self.councils = list(councils)
        for council in self.councils:
            self.fields[f"rad-{council.pk}"] = forms.BooleanField(
                label=str(council), required=False, initial=council.pk in suggested
            )
            if council.leader_id is None:
                self.fields[f"navn-{council.pk}"] = LineField(
                    label=_("Lederens navn, %(council)s") % {"council": council}, max_length=150, required=False
                )
                self.fields[f"epost-{council.pk}"] = forms.EmailField(
                    label=_("Lederens e-postadresse, %(council)s") % {"council": council},
                    max_length=254,
                    required=False,
                    error_messages={"invalid": _("Skriv en hel e-postadresse, for eksempel navn@example.no.")},
                )

    @property
    def rows(self) -> list[CouncilRow]:
        """The councils as the page lists them."""
        return [
            CouncilRow(
                council,
                self[f"rad-{council.pk}"],
                self[f"navn-{council.pk}"] if council.leader_id is None else None,
                self[f"epost-{council.pk}"] if council.leader_id is None else None,
            )
            for council in self.councils
        ]

    @property
    def chosen(self) -> list[CouncilToAsk]:
        """The councils that were ticked."""
        data = self.cleaned_data
        return [
            CouncilToAsk(council, data.get(f"navn-{council.pk}", ""), data.get(f"epost-{council.pk}", ""))
            for council in self.councils
            if data.get(f"rad-{council.pk}")
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ticked = [council for council in self.councils if data.get(f"rad-{council.pk}")]
        if not ticked:
            raise forms.ValidationError(_("Velg minst ett råd."))
        for council in ticked:
            name = f"epost-{council.pk}"
            if council.leader_id is None and name not in self.errors and not data.get(name):
                self.add_error(name, _("Rådet har ingen leder med bruker. Skriv e-postadressen til lederen."))
        return data


class LiftForm(forms.Form):
    """To whom a disagreement is lifted, when, and what came of it (IR-6)."""

    to = LineField(
        label=gettext_lazy("Løftet til"),
        max_length=250,
        help_text=gettext_lazy("For eksempel «fagdirektørene i Helse Nord» eller «samordningsrådet»."),
        error_messages={"required": gettext_lazy("Skriv hvem uenigheten er løftet til.")},
    )
    on = DayField(
        label=gettext_lazy("Dato"),
        help_text=gettext_lazy("dd.mm.åååå"),
        error_messages={"required": gettext_lazy("Skriv datoen uenigheten ble løftet.")},
    )
    outcome = ProseField(
        label=gettext_lazy("Utfallet"), required=False, rows=3, help_text=gettext_lazy("Tomt til det er avklart.")
    )
