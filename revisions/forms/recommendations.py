"""The forms of a course, a procedure and an utdypende tekst in a proposal (FO-3, LA-2, LA-3, TE-1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from objectives import legal_text
from objectives.models import LearningActivity
from organisations.prose import LineField, ProseField
from revisions.models import ActivityChange, ElaborationChange
from revisions.services.seen_rows import seen_in

Kind = ActivityChange.Kind
_MOST = 10_000


class ActivityForm(forms.Form):
    """A row of the course or the procedure table (FO-3). Titles are those of the national list (LA-3)."""

    kind = forms.ChoiceField(
        label=_("Hva gjelder det?"),
        choices=Kind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg kurs eller prosedyre.")},
    )
    current = LineField(label=_("Nåværende tittel"), max_length=250, required=False)
    proposed = LineField(label=_("Ny eller endret tittel"), max_length=250, required=False)
    course_kind = LineField(label=_("Kurstype"), max_length=100, required=False)
    minimum = forms.IntegerField(
        label=_("Anbefalt minste antall"),
        required=False,
        min_value=1,
        max_value=_MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Skriv antallet med sifre, for eksempel 30."),
            "min_value": _("Antallet må være minst 1."),
            "max_value": _("Antallet kan være høyst 10 000."),
        },
    )
    codes = LineField(label=_("Læringsmål"), max_length=500, required=False)
    comment = ProseField(label=_("Kommentar"), required=False, rows=3)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, titles: dict[str, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.titles = titles
        self.fields["current"].help_text = _("Nøyaktig som i den nasjonale lista. Tomt når den er ny.")
        self.fields["current"].widget.attrs |= {"list": "titler", "autocomplete": "off"}
        self.fields["proposed"].help_text = _("Tomt når den skal utgå.")
        self.fields["course_kind"].help_text = _("For eksempel emnekurs, ferdighetskurs eller nettkurs.")
        self.fields["minimum"].help_text = _("Hvor mange ganger legen minst bør gjøre prosedyren.")
        self.fields["codes"].help_text = _("Kodene den hører til, med komma mellom: GAK-007, GAK-014.")
        self.fields["comment"].help_text = _("Hvorfor den endres.")

    @property
    def is_procedure(self) -> bool:
        """Which of the two the fields are shown for."""
        return str(self["kind"].value() or "") == Kind.PROCEDURE

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("kind", "")
        current = self.exact_title(data.get("current", ""), kind)
        says_more = any(data.get(name) for name in ("minimum", "course_kind", "codes"))
        data["current"] = current
        data["proposed"] = data.get("proposed", "") or (current if says_more else "")
        data["codes"] = [code.upper() for code in re.split(r"[\s,;]+", data.get("codes", "")) if code]
        if not self.errors and not current and not data["proposed"]:
            self.add_error("current", _("Fyll inn den nåværende tittelen, den nye, eller begge."))
        if kind == Kind.PROCEDURE and data["proposed"] and not data.get("minimum") and "minimum" not in self.errors:
            self.add_error("minimum", _("Skriv anbefalt minste antall for prosedyren."))
        return data

    def exact_title(self, written: str, kind: str) -> str:
        """The national list's own spelling of the title, when only case and spaces differ (LA-3)."""
        same = [title for title in self.titles.get(kind, []) if title.casefold() == written.casefold()]
        return same[0] if same else written

    def is_in_the_list(self) -> bool:
        """Whether the current title stands in the national list, or there is nothing to look for."""
        current = self.cleaned_data["current"]
        titles = self.titles.get(self.cleaned_data["kind"], [])
        return not current or not titles or current in titles


def activity_titles() -> dict[str, list[str]]:
    """The national list's titles by kind: courses and procedures."""
    titles: dict[str, list[str]] = {kind: [] for kind in Kind.values}
    rows = LearningActivity.objects.order_by("title").values_list("kind", "title").distinct()
    for kind, title in rows:
        titles.setdefault(kind, []).append(title)
    return titles


def written_activity(change: ActivityChange) -> dict[str, Any]:
    """A saved row as the form shows it."""
    return {
        "kind": change.kind,
        "current": change.current,
        "proposed": change.proposed,
        "course_kind": change.course_kind,
        "minimum": change.proposed_minimum,
        "codes": ", ".join(change.codes),
        "comment": change.comment,
        "seen": seen_in(change),
    }


def fetched_activity(activity: LearningActivity) -> dict[str, Any]:
    """A course or procedure of the list as the form starts with it."""
    return {
        "proposed": activity.title,
        "course_kind": activity.course_kind,
        "minimum": activity.minimum_repetitions,
        "codes": ", ".join(sorted(objective.code for objective in activity.objectives.all())),
    }


class ElaborationForm(forms.Form):
    """A change of the utdypende tekst to one læringsmål (TE-1)."""

    code = LineField(label=_("Kode"), max_length=12, error_messages={"required": _("Skriv koden til læringsmålet.")})
    removes = forms.BooleanField(label=_("Den utdypende teksten skal utgå"), required=False)
    new_text = ProseField(label=_("Foreslått utdypende tekst"), required=False, rows=6)
    comment = ProseField(label=_("Hvorfor trengs endringen?"), required=False, rows=3)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Koden til læringsmålet teksten forklarer, for eksempel GAK-088.")
        self.fields["new_text"].help_text = _("Kan forklare, men ikke stille krav som ikke står i læringsmålet.")

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).upper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("removes") and not legal_text.clean(data.get("new_text", "x")):
            self.add_error("new_text", _("Skriv den utdypende teksten, eller kryss av for at den skal utgå."))
        return data


def written_elaboration(change: ElaborationChange) -> dict[str, Any]:
    """A saved change as the form shows it."""
    return {
        "code": change.objective.code,
        "removes": not change.new_text,
        "new_text": change.new_text,
        "comment": change.comment,
        "seen": seen_in(change),
    }


@dataclass(frozen=True)
class Difference:
    """A field two people have written differently in: what the other saved, and what this person has in the form."""

    label: Any
    theirs: str
    mine: str


def differences(form: ActivityForm | ElaborationForm, saved: dict[str, Any]) -> list[Difference]:
    """Where the form says something else than the saved row; the next save of the form then knows of the row."""
    found = []
    for name, value in saved.items():
        theirs, mine = _as_words(name, value), _as_words(name, form.cleaned_data.get(name))
        if name != "seen" and theirs != mine:
            found.append(Difference(form.fields[name].label, theirs, mine))
    form.data = {**form.data.dict(), "seen": saved["seen"]}  # type: ignore[attr-defined]
    return found


def _as_words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("Ja") if value else _("Nei"))
    if isinstance(value, list):
        return ", ".join(sorted(value))
    if name == "kind" and value in Kind.values:
        return str(Kind(value).label)
    return "" if value is None else str(value)
