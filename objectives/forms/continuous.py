"""Forms for what changes outside any act. `basis` carries what the writer read, so that another's change is seen."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from objectives.models import LearningActivity
from objectives.operations.continuous import ActivityFacts
from objectives.rules.continuous import LONGEST_COURSE_KIND, LONGEST_TITLE, MOST_REPETITIONS
from objectives.search import normal_code
from organisations.models import Specialty

LONGEST_ELABORATION = 20_000


class _Reasoned(forms.Form):
    """A change that says why; the reason is kept with the version and in the journal."""

    reason = forms.CharField(
        label=_("Begrunnelse"),
        max_length=100,
        help_text=_("Kort, for den som leser historikken. Vises ikke på de åpne sidene."),
    )
    basis = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)


class ElaborationForm(_Reasoned):
    """The utdypende tekst of one læringsmål (TE-1, TE-2)."""

    text = forms.CharField(
        label=_("Utdypende tekst"),
        required=False,
        max_length=LONGEST_ELABORATION,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Forklarer læringsmålet. Den kan ikke stille krav som ikke står i læringsmålet."),
    )
    field_order = ["text", "reason", "basis"]

    def clean_text(self) -> str:
        return _with_plain_lines(self.cleaned_data["text"]).strip()

    def clean_basis(self) -> str:
        return _with_plain_lines(self.cleaned_data["basis"])


class ActivityForm(_Reasoned):
    """A course or a procedure in the national list (LA-2, LA-3)."""

    specialty = forms.ModelChoiceField(
        label=_("Spesialitet"),
        queryset=Specialty.objects.none(),
        to_field_name="slug",
        empty_label=_("Velg spesialitet"),
    )
    activity = forms.ChoiceField(label=_("Type"), choices=LearningActivity.Kind, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Tittel"),
        max_length=LONGEST_TITLE,
        help_text=_("Nøyaktig slik den skal stå i den nasjonale listen."),
    )
    course_kind = forms.CharField(
        label=_("Kurstype"), required=False, max_length=LONGEST_COURSE_KIND, help_text=_("Bare for kurs.")
    )
    minimum_repetitions = forms.IntegerField(
        label=_("Anbefalt minste antall"),
        required=False,
        min_value=1,
        max_value=MOST_REPETITIONS,
        help_text=_("Bare for prosedyrer."),
    )
    codes = forms.CharField(
        label=_("Læringsmål"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kodene den er anbefalt for, med komma eller linjeskift mellom: GAK-001, GAK-002."),
    )
    field_order = ["specialty", "activity", "title", "course_kind", "minimum_repetitions", "codes", "reason", "basis"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["specialty"].queryset = Specialty.objects.alphabetical()  # type: ignore[attr-defined]

    def clean_codes(self) -> frozenset[str]:
        written = self.cleaned_data["codes"].replace(",", " ").replace(";", " ").split()
        unreadable = [code for code in written if not normal_code(code)]
        if unreadable:
            raise forms.ValidationError(
                _("«%(code)s» er ikke en kode. Skriv den som GAK-088."),
                code="not-a-code",
                params={"code": unreadable[0][:40]},
            )
        return frozenset(normal_code(code) for code in written)

    def facts(self) -> ActivityFacts:
        """What the form says, as the operations speak of it; only of a valid form."""
        said = self.cleaned_data
        return ActivityFacts(
            specialty=said["specialty"].slug,
            activity=said["activity"],
            title=said["title"],
            course_kind=said["course_kind"],
            minimum_repetitions=said["minimum_repetitions"],
            codes=said["codes"],
        )

    def read(self) -> ActivityFacts | None:
        """What the writer read before writing; None when the form does not tell."""
        try:
            facts = json.loads(self.data.get("basis", ""))
            return ActivityFacts(**{**facts, "codes": frozenset(facts["codes"])})
        except (ValueError, TypeError, KeyError):
            return None


def first_values(facts: ActivityFacts) -> dict[str, Any]:
    """An activity as the form's first values."""
    told = facts.__dict__ | {"codes": sorted(facts.codes)}
    return told | {"codes": ", ".join(told["codes"]), "basis": json.dumps(told)}


def _with_plain_lines(text: str) -> str:
    """A browser sends the line breaks of a form field as carriage return and line feed."""
    return text.replace("\r\n", "\n")
