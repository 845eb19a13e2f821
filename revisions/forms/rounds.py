"""What opening an innspillsrunde asks for: whom, until when, and which questions each kind of body gets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Case as CaseWhen
from django.db.models import IntegerField, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearings.rules import QUESTIONS, standard_topics
from hearings.services import Questions
from organisations.models import Organisation
from organisations.prose import LineField, ProseField

from .cases import CaseDayField, PeriodForm

Kind = Organisation.Kind

# The bodies that are asked the same: the name of the fields, what the page calls them, and the kinds.
GROUPS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("regut", gettext_lazy("RegUt"), (Kind.REGUT,)),
    (
        "lege",
        gettext_lazy("Legeforeningen og spesialitetskomiteene"),
        (Kind.MEDICAL_ASSOCIATION, Kind.SPECIALTY_COMMITTEE),
    ),
    ("alis", gettext_lazy("ALIS- og SAMLIS-kontorene"), (Kind.ALIS_SAMLIS,)),
)


class BodiesField(forms.ModelMultipleChoiceField):
    """Bodies to choose among, by their full names."""

    widget = forms.CheckboxSelectMultiple
    choice_hints: dict[Any, str]

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class RoundForm(PeriodForm):
    """An innspillsrunde: who is asked what, and until when (SA-3, spesialistforskriften § 6)."""

    asked = BodiesField(
        label=gettext_lazy("Hvem blir spurt?"),
        queryset=Organisation.objects.none(),
        error_messages={
            "required": gettext_lazy("Velg hvem som skal spørres."),
            "invalid_choice": gettext_lazy("Velg organisasjoner i listen."),
            "invalid_pk_value": gettext_lazy("Velg organisasjoner i listen."),
        },
    )
    without = forms.BooleanField(
        label=gettext_lazy("Noen av de foreslåtte skal ikke spørres"),
        required=False,
        help_text=gettext_lazy("Kryss av når du med vilje lar noen av de foreslåtte være ute."),
    )
    introduction = ProseField(
        label=gettext_lazy("Følgebrev"),
        required=False,
        rows=5,
        help_text=gettext_lazy("Står i e-posten og på siden til alle som blir spurt."),
    )
    note = ProseField(
        label=gettext_lazy("Notat"), required=False, rows=3, help_text=gettext_lazy("Bare direktoratet ser notatet.")
    )

    def __init__(
        self, *args: Any, bodies: Any, suggested: Sequence[Organisation] = (), facts: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.suggested = list(suggested)
        field = self.fields["asked"]
        assert isinstance(field, BodiesField)  # noqa: S101 - as declared above
        field.queryset = bodies
        words = _("Legeforeningen, og minst ett RegUt eller ALIS-/SAMLIS-kontor, uansett hvem som foreslo.")
        field.help_text = " ".join([words, *facts])
        chosen = {body.pk for body in self.suggested}
        field.choice_hints = {str(body.pk): _("Foreslått") for body in bodies if body.pk in chosen}
        for name, label, kinds in GROUPS:
            topics = standard_topics(kinds[0])
            self.fields[f"tema_{name}"] = forms.MultipleChoiceField(
                label=_("Spørsmål til %(who)s") % {"who": label},
                choices=[(topic.value, QUESTIONS[topic]) for topic in QUESTIONS],
                initial=[topic.value for topic in topics],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": _("Velg spørsmål i listen.")},
            )
            self.fields[f"egne_{name}"] = ProseField(
                label=_("Egne spørsmål til %(who)s") % {"who": label},
                required=False,
                rows=2,
                help_text=_("Ett på hver linje."),
            )
        questions = [name for one, _label, _kinds in GROUPS for name in (f"tema_{one}", f"egne_{one}")]
        self.order_fields(["asked", "without", "opens_on", "deadline", "introduction", *questions, "note"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        asked = list(data.get("asked") or ())
        kinds = {body.kind for body in asked}
        missing = [body.name for body in self.suggested if body not in asked]
        # What the law demands is said by the rule itself, and can't be ticked away.
        lawful = Kind.MEDICAL_ASSOCIATION in kinds and kinds & {Kind.REGUT, Kind.ALIS_SAMLIS}
        if asked and lawful and missing and not data.get("without"):
            words = _("Disse er foreslått og blir ikke spurt: %(names)s. Velg dem, eller kryss av under listen.")
            self.add_error("asked", words % {"names": ", ".join(missing)})
        return data

    @staticmethod
    def as_asked(data: dict[str, Any]) -> dict[str, Any]:
        """What the service is told: the questions by the kind of body; the standard ones where none is chosen."""
        questions: dict[str, Questions] = {}
        for name, _label, kinds in GROUPS:
            topics, own = data[f"tema_{name}"], data[f"egne_{name}"].splitlines()
            if topics or own:
                questions |= {kind: Questions(topics, own) for kind in kinds}
        plain = ("asked", "opens_on", "deadline", "introduction", "note")
        return {**{name: data[name] for name in plain}, "questions": questions}


class ExtendForm(forms.Form):
    """More time for one body, with a reason it is told (IR-5)."""

    deadline = CaseDayField(label=gettext_lazy("Ny frist"))
    reason = LineField(
        label=gettext_lazy("Begrunnelse"),
        max_length=500,
        help_text=gettext_lazy("Mottakeren ser begrunnelsen."),
        error_messages={"required": gettext_lazy("Skriv hvorfor fristen flyttes.")},
    )


class QuestionForm(forms.Form):
    """A question to one body alone, beside those it has (IR-2)."""

    text = ProseField(
        label=gettext_lazy("Spørsmålet"),
        rows=4,
        help_text=gettext_lazy("Mottakeren får det på e-post og svarer på det sammen med de andre."),
        error_messages={"required": gettext_lazy("Skriv spørsmålet.")},
    )


class FreezeForm(forms.Form):
    """What is new in the version that is sent out."""

    what_is_new = ProseField(
        label=gettext_lazy("Hva er nytt?"),
        rows=4,
        help_text=gettext_lazy("De som er spurt, leser dette først."),
        error_messages={"required": gettext_lazy("Skriv hva som er nytt siden forrige versjon.")},
    )


def round_bodies(specialties: Sequence[Any]) -> Any:
    """Whom a round can ask: RegUt, ALIS/SAMLIS, Legeforeningen and its committees in these specialties."""
    asked = Organisation.objects.of_kind(Kind.REGUT, Kind.ALIS_SAMLIS, Kind.MEDICAL_ASSOCIATION)
    committees = Organisation.objects.of_kind(Kind.SPECIALTY_COMMITTEE).filter(specialty__in=specialties)
    order = [Kind.REGUT, Kind.MEDICAL_ASSOCIATION, Kind.SPECIALTY_COMMITTEE, Kind.ALIS_SAMLIS]
    place = CaseWhen(*(When(kind=kind, then=Value(at)) for at, kind in enumerate(order)), output_field=IntegerField())
    return (asked | committees).order_by(place, "name")


def default_round_deadline(opens_on: dt.date) -> dt.date:
    """Six weeks, as a start; the law sets no length for a round."""
    return opens_on + dt.timedelta(weeks=6)
