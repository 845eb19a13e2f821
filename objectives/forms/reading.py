from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from objectives.cohorts import Doctor
from objectives.models import AnnexChapter, Stage
from objectives.searching.choices import Order
from objectives.searching.facets import Facet
from organisations.models import Specialty

FIRST_DAY = dt.date(2017, 3, 1)
"""The day spesialistforskriften, and with it vedlegg 2, entered into force."""

LAST_DAY = dt.date(2099, 12, 31)
"""Further ahead than anyone plans; what is later is a slip of the pen."""

NO_SUCH_CHOICE = _("Dette valget finnes ikke. Ta det bort, eller velg på nytt.")
NO_SUCH_PLACE = _("Adressen peker ikke på noe sted i listen. Søk på nytt.")
DATE_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]


class DayField(forms.DateField):
    """A day as people write it here: 01.03.2027, 1.3.27, or 2027-03-01 from a link."""

    default_error_messages = {
        "invalid": _("Skriv datoen som dag, måned og år, for eksempel 01.03.2027."),
        "too_early": _("Læringsmålene gjelder fra 1. mars 2017. Velg den dagen eller en senere."),
        "too_late": _("Datoen er etter 31. desember 2099. Kontroller årstallet."),
    }
    widget = forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric", "autocomplete": "off"})
    first_day = FIRST_DAY

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=DATE_FORMATS, **kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        day = super().to_python(value)
        if day is not None and day < self.first_day:
            raise ValidationError(self.error_messages["too_early"], code="too-early")
        if day is not None and day > LAST_DAY:
            raise ValidationError(self.error_messages["too_late"], code="too-late")
        return day


class OnDateForm(forms.Form):
    """On which day to read the text; today when nothing is asked."""

    dato = DayField(label=_("Vis teksten på dato"), required=False)

    def __init__(self, data: Any, *, today: dt.date) -> None:
        super().__init__(_with_default(data, "dato", f"{today:%d.%m.%Y}"))
        self.today = today

    @property
    def day(self) -> dt.date:
        """The day asked for; today when none is, or when it can't be read (the field then says so)."""
        self.is_valid()
        return self.cleaned_data.get("dato") or self.today

    @property
    def status(self) -> int:
        return 200 if self.is_valid() else 400


class ObjectiveForm(OnDateForm):
    """Which day's text to read, and as it was known on which day. The first stands in the address, or is asked for."""

    kjent = DayField(
        label=_("Slik det var kjent"),
        required=False,
        error_messages={"too_late": _("Ingen vet ennå hva som er kjent da. Velg i dag eller en tidligere dag.")},
    )

    def __init__(self, query: Any, *, day: str, today: dt.date) -> None:
        asked = query.get("dato", "").strip() or day
        super().__init__({"dato": _as_written_here(asked), "kjent": query.get("kjent", "")}, today=today)
        self.asked = asked

    @property
    def known_on(self) -> dt.date | None:
        self.is_valid()
        known: dt.date | None = self.cleaned_data.get("kjent")
        return known

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form that asks for a day passes on."""
        return [("kjent", f"{self.known_on:%d.%m.%Y}")] if self.known_on else []

    @property
    def has_a_day(self) -> bool:
        """Whether a day was asked for, and there is such a day."""
        self.is_valid()
        return bool(self.asked and self.cleaned_data.get("dato"))

    def clean_kjent(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["kjent"]
        if day is not None and day > self.today:
            raise ValidationError(self.fields["kjent"].error_messages["too_late"], code="too-late")
        return day


class BeganField(DayField):
    """A day somebody began: it can lie before the læringsmål did."""

    default_error_messages = {"too_early": _("Datoen er før 1. januar 1960. Kontroller årstallet.")}
    first_day = dt.date(1960, 1, 1)


class CohortForm(forms.Form):
    """Which doctor to answer for, and on which day."""

    PARTS = [(value, label) for value, label in Stage.choices if value != Stage.PARTS_2_AND_3]

    utdanningsdel = forms.ChoiceField(
        label=_("Del av utdanningen"),
        choices=PARTS,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Velg hvilken del av utdanningen du er i."),
            "invalid_choice": _("Velg del 1, 2 eller 3."),
        },
    )
    spesialitet = forms.ModelChoiceField(
        Specialty.objects.none(),
        label=_("Spesialitet"),
        to_field_name="slug",
        required=False,
        empty_label=_("Ikke valgt ennå"),
        help_text=_("Trengs for del 2 og 3."),
        error_messages={"invalid_choice": _("Vi fant ikke denne spesialiteten. Velg en fra listen.")},
    )
    startet = BeganField(
        label=_("Startet i denne delen"),
        help_text=_("dd.mm.åååå"),
        error_messages={"required": _("Skriv dagen du startet, for eksempel 01.03.2025.")},
    )
    startet_utdanningen = BeganField(
        label=_("Startet spesialiseringen"),
        required=False,
        help_text=_("dd.mm.åååå. Bare når det var før du startet i denne delen."),
    )
    dato = DayField(label=_("Dag du spør om"), required=False, help_text=_("dd.mm.åååå. Tomt betyr i dag."))

    def __init__(self, data: Any, *, today: dt.date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["spesialitet"].queryset = Specialty.objects.specialties().alphabetical()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        needs_one = data.get("utdanningsdel") in (Stage.PART_2, Stage.PART_3)
        if needs_one and not data.get("spesialitet") and "spesialitet" not in self.errors:
            self.add_error("spesialitet", _("Velg spesialiteten. Læringsmålene i del 2 og 3 hører til en spesialitet."))
        began, training = data.get("startet"), data.get("startet_utdanningen")
        if began and training and training > began:
            self.add_error(
                "startet_utdanningen", _("Spesialiseringen kan ikke ha startet etter delen. Kontroller de to datoene.")
            )
        asked = data.get("dato")
        if began and asked and asked < began:
            self.add_error("dato", _("Du hadde ikke startet da. Velg dagen du startet i denne delen, eller en senere."))
        return data

    @property
    def day(self) -> dt.date:
        """The day asked about; today when none is."""
        return self.cleaned_data.get("dato") or self.today

    @property
    def doctor(self) -> Doctor:
        """The doctor, of a valid form."""
        data = self.cleaned_data
        return Doctor(
            stage=data["utdanningsdel"],
            began=data["startet"],
            specialty=data["spesialitet"],
            began_training=data["startet_utdanningen"],
        )


class CompareForm(forms.Form):
    """Which two days to compare, in all of vedlegg 2, a part or a chapter, and how to show it."""

    kapittel = forms.ChoiceField(
        label=_("Del eller kapittel"),
        required=False,
        error_messages={"invalid_choice": _("Vi fant ikke dette kapittelet. Velg ett fra listen.")},
    )
    fra = DayField(label=_("Teksten i kraft"), required=False)
    til = DayField(label=_("Sammenlign med"), required=False)

    def __init__(self, query: Any, *, chapters: Sequence[AnnexChapter], defaults: tuple[dt.date, dt.date]) -> None:
        days = zip(("fra", "til"), defaults, strict=True)
        data = {name: query.get(name, "").strip() or f"{day:%d.%m.%Y}" for name, day in days}
        super().__init__({**data, "kapittel": _as_chosen(query, chapters)})
        self.chapters = chapters
        parts = {chapter.part.letter: chapter.part.title for chapter in chapters}
        self.fields["kapittel"].choices = [  # type: ignore[attr-defined]
            ("", _("Hele vedlegg 2")),
            *parts.items(),
            *((chapter.slug, chapter.title) for chapter in chapters),
        ]

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The earlier and the later, whichever way they were written."""
        fra, til = sorted((self.cleaned_data["fra"], self.cleaned_data["til"]))
        return fra, til

    @property
    def were_reversed(self) -> bool:
        return bool(self.cleaned_data["fra"] > self.cleaned_data["til"])

    @property
    def chosen(self) -> list[AnnexChapter]:
        """The chapters to compare."""
        wanted = self.cleaned_data["kapittel"]
        if not wanted:
            return list(self.chapters)
        return [chapter for chapter in self.chapters if wanted in (chapter.slug, chapter.part.letter)]


class RegisterForm(OnDateForm):
    """A search: the words, the day, the order, and the choices made to narrow it."""

    q = forms.CharField(
        label=_("Kode eller ord"),
        required=False,
        max_length=100,
        strip=True,
        error_messages={
            "max_length": _("Søk med høyst %(limit_value)d tegn. Det du skrev, er på %(show_value)d."),
            "null_characters_not_allowed": _("Søket har et tegn som ikke kan stå i en tekst. Skriv det på nytt."),
        },
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    rekkefolge = forms.ChoiceField(
        label=_("Rekkefølge"), choices=Order, required=False, error_messages={"invalid_choice": NO_SUCH_CHOICE}
    )
    etter = forms.CharField(
        required=False,
        max_length=12,
        error_messages={"max_length": NO_SUCH_PLACE, "null_characters_not_allowed": NO_SUCH_PLACE},
        widget=forms.HiddenInput,
    )
    stavemate = forms.ChoiceField(
        choices=[("bare", "")],
        required=False,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        widget=forms.HiddenInput,
    )

    field_order = ["q", "dato", "rekkefolge"]

    def __init__(self, data: Any, *, today: dt.date, facets: Iterable[Facet]) -> None:
        super().__init__(data, today=today)
        for facet in facets:
            self.fields[facet.name] = forms.ChoiceField(
                label=str(facet.title),
                choices=[("", ""), *((choice.value, choice.label) for choice in facet.choices)],
                required=False,
                error_messages={"invalid_choice": NO_SUCH_CHOICE},
                widget=forms.HiddenInput,
            )

    @property
    def order(self) -> Order:
        return Order(self.cleaned_data.get("rekkefolge") or Order.ANNEX)


def _as_chosen(query: Any, chapters: Sequence[AnnexChapter]) -> str:
    """The part or chapter in the address, whether written with small or capital letters."""
    wanted: str = query.get("kapittel", "") or query.get("del", "")
    names = (name for chapter in chapters for name in (chapter.slug, chapter.part.letter))
    return next((name for name in names if name.casefold() == wanted.casefold()), wanted)


def _as_written_here(day: str) -> str:
    """2027-03-01, as it stands in an address, as the field shows it: 01.03.2027."""
    try:
        return f"{dt.date.fromisoformat(day):%d.%m.%Y}"
    except ValueError:
        return day


def _with_default(data: Any, name: str, value: str) -> Any:
    """The query with the day filled in where it is missing or empty, so that the field always shows it."""
    if data.get(name, "").strip():
        return data
    filled = data.copy()
    filled[name] = value
    return filled
