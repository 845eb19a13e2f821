from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from objectives import legal_text
from objectives.forms import DayField
from objectives.models import (
    AnnexChapter,
    Objective,
    ObjectiveVersion,
    Stage,
    Succession,
    ThemeVersion,
    TransitionalRule,
    UndeterminedChange,
)
from organisations.models import Specialty

from .fields import WordsField
from .models import AmendmentClause, DraftTransitionalRule
from .services import Amendment

EFFECTS = [
    (Succession.Kind.SHARPENED, _("Skjerpet: kravet blir strengere")),
    (Succession.Kind.REDUCED, _("Redusert: kravet blir lettere")),
    (Succession.Kind.EQUIVALENT, _("Likeverdig: annet innhold, samme krav")),
]

_LEGACY_ID = re.compile(r"^FOR-(\d{4}-\d{2}-\d{2})-(\d+)$", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:nr\.?\s*)?(\d+)$", re.IGNORECASE)


class RegulationForm(forms.Form):
    """A new draft: what it is called in-house, and when Lovdata is planned to announce it."""

    name = WordsField(
        label=_("Arbeidstittel"),
        max_length=200,
        help_text=_("Bare til internt bruk, for eksempel «Vinter 2027»."),
        error_messages={"required": _("Skriv en arbeidstittel, for eksempel «Vinter 2027».")},
    )
    planned_announcement = DayField(
        label=_("Planlagt kunngjøring"),
        help_text=_("dd.mm.åååå. Ikrafttredelsen foreslås ut fra denne datoen."),
        error_messages={"required": _("Skriv når kunngjøringen er planlagt, for eksempel 12.02.2027.")},
    )


class ScheduleForm(forms.Form):
    """When the announcement is planned."""

    planned_announcement = DayField(
        label=_("Planlagt kunngjøring"),
        help_text=_("dd.mm.åååå. Endringsledd som har fått dato etter hovedregelen, flyttes med."),
        error_messages={"required": _("Skriv når kunngjøringen er planlagt, for eksempel 12.02.2027.")},
    )


class HeadingForm(forms.Form):
    """What stands around the clauses in the act."""

    title = WordsField(label=_("Tittel"), max_length=400, error_messages={"required": _("Skriv tittelen.")})
    short_title = WordsField(
        label=_("Korttittel"), max_length=200, error_messages={"required": _("Skriv korttittelen.")}
    )
    legal_basis = WordsField(
        label=_("Hjemmel"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Uten organet og datoen. De settes inn foran: «Fastsatt av Helsedirektoratet … med hjemmel i …»."),
        error_messages={"required": _("Skriv hjemmelen. Forskriften må vise til den (forvaltningsloven § 38).")},
    )
    transitional_text = forms.CharField(
        label=_("Flere overgangsregler, som fritekst"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "For det som ikke kan legges inn som overgangsregel i utkastet. Trykkes i del III, etter reglene. "
            "Registeret svarer ikke ut fra friteksten."
        ),
    )

    def clean_transitional_text(self) -> str:
        return legal_text.clean(self.cleaned_data["transitional_text"])


class ClauseForm(forms.Form):
    """When a clause enters into force, and why the date departs from the main rule if it does."""

    entry_into_force = forms.ChoiceField(
        label=_("Ikrafttredelse"), choices=AmendmentClause.EntryIntoForce.choices, widget=forms.RadioSelect
    )
    in_force_from = DayField(label=_("Dato"), required=False, help_text=_("dd.mm.åååå"))
    departure_reason = WordsField(
        label=_("Begrunnelse for avvikende dato"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kreves når datoen avviker fra hovedregelen (EF-6). Begrunnelsen vises sammen med datoen."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        on_date = data.get("entry_into_force") == AmendmentClause.EntryIntoForce.ON_DATE
        if on_date and not data.get("in_force_from") and "in_force_from" not in self.errors:
            self.add_error("in_force_from", _("Skriv datoen endringen trer i kraft, for eksempel 01.09.2027."))
        if not on_date:
            data["in_force_from"] = None
        return data


class TransitionalRuleForm(forms.Form):
    """An overgangsregel: which former læringsmål, for whom, and until when (EF-4)."""

    scope = forms.ChoiceField(
        label=_("Tidligere læringsmål"), choices=DraftTransitionalRule.Scope.choices, widget=forms.RadioSelect
    )
    chapter = forms.ModelChoiceField(
        AnnexChapter.objects.none(),
        label=_("Kapittel"),
        required=False,
        empty_label=_("Velg kapittel"),
        help_text=_("Bare når regelen gjelder ett kapittel."),
    )
    objectives = forms.ModelMultipleChoiceField(
        Objective.objects.none(),
        label=_("Læringsmål"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Bare når du velger læringsmålene selv. Listen har dem som faller bort ved forskriften."),
    )
    started = forms.ChoiceField(
        label=_("Hvem gjelder regelen for?"),
        choices=[(value, _("LIS som %(what)s") % {"what": label}) for value, label in TransitionalRule.Started.choices],
        widget=forms.RadioSelect,
    )
    stage = forms.ChoiceField(
        label=_("Del av utdanningen"),
        choices=[("", _("Velg del")), *Stage.choices],
        required=False,
        help_text=_("Bare når vilkåret er at legen har startet en del."),
    )
    started_before = DayField(
        label=_("Startet før"),
        required=False,
        help_text=_("dd.mm.åååå. Tomt betyr før endringen trer i kraft."),
    )
    specialty = forms.ModelChoiceField(
        Specialty.objects.none(), label=_("Spesialitet"), required=False, empty_label=_("Alle spesialiteter")
    )
    until = DayField(
        label=_("Gjelder til"),
        required=False,
        help_text=_("dd.mm.åååå. Den første dagen regelen ikke lenger gjelder. Tomt betyr uten sluttdato."),
    )
    own_wording = forms.CharField(
        label=_("Egen ordlyd"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Trykkes i stedet for den foreslåtte. Valgene over avgjør likevel hvem regelen gjelder for."),
    )

    def __init__(self, *args: Any, chapters: Any, objectives: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chapter"].queryset = chapters  # type: ignore[attr-defined]
        self.fields["objectives"].queryset = objectives  # type: ignore[attr-defined]
        self.fields["specialty"].queryset = Specialty.objects.specialties().alphabetical()  # type: ignore[attr-defined]

    def clean_own_wording(self) -> str:
        return legal_text.clean(self.cleaned_data["own_wording"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("scope") == DraftTransitionalRule.Scope.CHAPTER and not data.get("chapter"):
            self.add_error("chapter", _("Velg kapittelet regelen gjelder."))
        return data


class RepealedRulesForm(forms.Form):
    """Which earlier overgangsregler the act puts an end to."""

    repealed = forms.ModelMultipleChoiceField(
        TransitionalRule.objects.none(),
        label=_("Overgangsregler som oppheves"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("De slutter å gjelde den dagen forskriften kunngjøres."),
    )

    def __init__(self, *args: Any, standing: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["repealed"]
        field.queryset = standing  # type: ignore[attr-defined]
        field.label_from_instance = lambda rule: f"{rule.enacted_by}: {rule.text}"  # type: ignore[attr-defined]


class DeterminationForm(forms.Form):
    """When what was announced without a day enters into force, and by what decision."""

    changes = forms.ModelMultipleChoiceField(
        UndeterminedChange.objects.none(),
        label=_("Endringer"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én endring.")},
    )
    in_force_from = DayField(
        label=_("I kraft fra"),
        help_text=_("dd.mm.åååå"),
        error_messages={"required": _("Skriv datoen endringene trer i kraft, for eksempel 01.09.2028.")},
    )
    determined_on = DayField(
        label=_("Besluttet"),
        help_text=_("dd.mm.åååå. Dagen ikrafttredelsen ble bestemt."),
        error_messages={"required": _("Skriv dagen ikrafttredelsen ble bestemt.")},
    )
    reference = WordsField(
        label=_("Hvor beslutningen finnes"),
        max_length=200,
        required=False,
        help_text=_("For eksempel saksnummeret. Kan stå tomt når beslutningen er kunngjort med nummer."),
    )
    number = forms.IntegerField(
        label=_("Nummer fra Lovdata"),
        required=False,
        min_value=1,
        max_value=99_999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Bare når beslutningen selv er kunngjort i Norsk Lovtidend."),
        error_messages={"invalid": _("Skriv nummeret med sifre, for eksempel 114.")},
    )
    rebased = forms.BooleanField(
        label=_("La endringene bygge på tekst som er kunngjort etter dem"),
        required=False,
        help_text=_("Velg dette bare når du har lest den nyere teksten, og endringen skal gå foran den (EF-5)."),
    )

    def __init__(self, *args: Any, waiting: Any, labels: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["changes"].queryset = waiting  # type: ignore[attr-defined]
        self.fields["changes"].label_from_instance = lambda change: labels[change.pk]  # type: ignore[attr-defined]

    def clean_determined_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["determined_on"]
        if day > self.today:
            raise ValidationError(
                _("Beslutningen kan ikke registreres før den er tatt. Velg i dag eller en tidligere dato."),
                code="determined-in-the-future",
            )
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("reference") and data.get("number") is None and "number" not in self.errors:
            self.add_error("reference", _("Skriv hvor beslutningen finnes, eller nummeret den er kunngjort med."))
        return data


class AnnouncementForm(forms.Form):
    """What Lovdata's announcement says.

    When valid, `cleaned_data` has `number` (int), `decided_on` (date) and `announced_at` (aware datetime). With
    `today`, a later announcement than that is refused: what has not happened can't be registered.
    """

    announced_on = DayField(
        label=_("Kunngjort"),
        help_text=_("dd.mm.åååå"),
        error_messages={"required": _("Skriv datoen i Norsk Lovtidend, for eksempel 12.02.2027.")},
    )
    announced_time = forms.TimeField(
        label=_("Klokkeslett"),
        input_formats=["%H.%M", "%H:%M", "%H%M"],
        help_text=_("tt.mm"),
        widget=forms.TimeInput(format="%H.%M", attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Skriv klokkeslettet i Norsk Lovtidend, for eksempel 13.15."),
            "invalid": _("Skriv klokkeslettet som time og minutt, for eksempel 13.15."),
        },
    )
    decided_on = DayField(
        label=_("Vedtatt"),
        help_text=_("dd.mm.åååå. Datoen i forskriftens nummer."),
        error_messages={"required": _("Skriv vedtaksdatoen, for eksempel 29.01.2027.")},
    )
    number = forms.CharField(
        label=_("Nummer fra Lovdata"),
        max_length=40,
        help_text=_("For eksempel 114, eller hele FOR-2027-01-29-114."),
        error_messages={"required": _("Skriv nummeret Lovdata ga forskriften, for eksempel 114.")},
    )

    def __init__(self, *args: Any, today: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_announced_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["announced_on"]
        if self.today is not None and day > self.today:
            raise ValidationError(
                _("Kunngjøringen kan ikke registreres før den har skjedd. Velg i dag eller en tidligere dato."),
                code="announced-in-the-future",
            )
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("announced_on") and data.get("announced_time"):
            naive = dt.datetime.combine(data["announced_on"], data["announced_time"])
            data["announced_at"] = timezone.make_aware(naive)
        if "number" in data:
            self._read_number(data)
        return data

    def _read_number(self, data: dict[str, Any]) -> None:
        """«114», «nr. 114» and «FOR-2027-01-29-114» are the same number; the last one's date must be the decision's."""
        written = data.pop("number").strip()
        whole = _LEGACY_ID.match(written)
        short = _NUMBER.match(written)
        digits = whole[2] if whole else short[1] if short else ""
        if not digits or not 0 < int(digits) < 100_000:
            self.add_error("number", _("Skriv nummeret med sifre, for eksempel 114 eller FOR-2027-01-29-114."))
            return
        decided_on = data.get("decided_on")
        if whole and decided_on and whole[1] != decided_on.isoformat():
            self.add_error(
                "number",
                _("Datoen i %(written)s er ikke vedtaksdatoen %(decided)s. Kontroller begge.")
                % {"written": written, "decided": f"{decided_on:%d.%m.%Y}"},
            )
            return
        data["number"] = int(digits)


class RebaseForm(forms.Form):
    """The choice to build a clause on another act's text: which texts the person has read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=400, required=False)

    def clean_seen(self) -> list[int]:
        """The keys of the texts, in their order; what is no key is no text anybody has read."""
        keys = self.cleaned_data["seen"].split(",")
        return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) <= 18]


class AmendForm(RegulationForm):
    """A new draft that amends an announced act before it enters into force."""

    planned_announcement = DayField(
        label=_("Planlagt kunngjøring"),
        help_text=_("dd.mm.åååå. Må være før de valgte tekstene trer i kraft."),
        error_messages={"required": _("Skriv når kunngjøringen er planlagt, for eksempel 12.02.2027.")},
    )
    reason = WordsField(
        label=_("Begrunnelse for datoen"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Hvert endringsledd trer i kraft den dagen teksten det endrer, skulle ha trådt i kraft (EF-6)."),
        error_messages={"required": _("Skriv hvorfor endringene trer i kraft den dagen (EF-6).")},
    )


class AmendTextForm(forms.Form):
    """What is to be made of one announced text."""

    LEAVE = ""

    kind = forms.ChoiceField(
        label=_("Hva skal skje med teksten?"),
        choices=[(LEAVE, _("La den stå.")), *Amendment.Kind.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    effect = forms.ChoiceField(
        label=_("Virkning av en innholdsendring"), choices=[("", _("Velg")), *EFFECTS], required=False
    )
    text = forms.CharField(
        label=_("Ny ordlyd"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Brukes når språket rettes eller innholdet endres."),
    )

    def __init__(self, *args: Any, words: ObjectiveVersion | ThemeVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.fields["text"].initial = self.old_text
        if isinstance(words, ThemeVersion):
            del self.fields["effect"]
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                (self.LEAVE, _("La den stå.")),
                (Amendment.Kind.CORRECT, _("Gi overskriften en annen ordlyd.")),
                (Amendment.Kind.REPEAL, _("Opphev den. Den trer ikke i kraft.")),
            ]

    @property
    def old_text(self) -> str:
        """What the announced act says; of a heading, its words without the number."""
        return self.words.text if isinstance(self.words, ObjectiveVersion) else self.words.title

    def clean_text(self) -> str:
        return legal_text.clean(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind in (Amendment.Kind.CORRECT, Amendment.Kind.REPLACE) and "text" not in self.errors:
            if not data.get("text"):
                self.add_error("text", self._about(_("Skriv den nye ordlyden til %(name)s.")))
            elif data["text"] == self.old_text:
                self.add_error("text", self._about(_("%(name)s lyder slik allerede. Endre teksten, eller la den stå.")))
        if kind == Amendment.Kind.REPLACE and not data.get("effect") and "effect" not in self.errors:
            self.add_error("effect", self._about(_("Velg hva som skjer med kravet i %(name)s (ID-5).")))
        return data

    def _about(self, sentence: str | Promise) -> str:
        return str(sentence) % {"name": Amendment(words=self.words, kind="").name}

    @property
    def amendment(self) -> Amendment | None:
        """What was chosen; None when the text is left as it stands."""
        data = self.cleaned_data
        if not data.get("kind"):
            return None
        effect = data.get("effect", "") if data["kind"] == Amendment.Kind.REPLACE else ""
        return Amendment(words=self.words, kind=data["kind"], text=data.get("text", ""), effect=effect)
