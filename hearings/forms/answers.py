"""What is filled in when a hearing is answered: an opinion of each item, a general comment, and who answers.

The items are read by hand and not as form fields: a hearing has two hundred of them, each with four choices.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearings import rules
from hearings.models import HearingAnswer, Position
from hearings.pages.asked_items import ShownAsked
from hearings.services import Said, WrittenByOther, fingerprint_of
from hearings.services.hearing_answers import MAX_COMMENT
from organisations.prose import LineField, cleaned
from organisations.received_files import MAX_BYTES

_FIELD = re.compile(r"^(?:standpunkt|merknad)-(\d{1,12})$")


@dataclass
class Opinion:
    """What is thought of one item (None: in general), as the page shows it: the words, and what is wrong with them."""

    shown: ShownAsked | None
    position: str = ""
    text: str = ""
    stored: tuple[str, str] = ("", "")
    error: str = ""
    theirs: WrittenByOther | None = None

    @property
    def pk(self) -> int:
        return self.shown.pk if self.shown else 0

    @property
    def base(self) -> str:
        """The fingerprint of the text it is written from."""
        return fingerprint_of(self.stored[1])

    @property
    def base_position(self) -> str:
        return fingerprint_of(self.stored[0])

    @property
    def seen(self) -> str:
        """The fingerprint of what another has written, which the person now has beside their own."""
        return fingerprint_of(self.stored[1])

    @property
    def seen_position(self) -> str:
        return fingerprint_of(self.stored[0])

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """The positions to choose among, and whether each is chosen."""
        return [(value, str(label), value == self.position) for value, label in Position.choices]

    @property
    def said(self) -> Said:
        return Said(self.shown.pk if self.shown else None, self.position, self.text)


@dataclass
class Sheet:
    """Everything one answer says, in the order of the page."""

    general: Opinion
    opinions: list[Opinion]
    forged: list[Said] = field(default_factory=list)

    @property
    def said(self) -> list[Said]:
        return [self.general.said, *(opinion.said for opinion in self.opinions), *self.forged]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What must be put right: where, and what."""
        found = []
        for opinion in (self.general, *self.opinions):
            if opinion.error:
                where = _("Punkt %(number)s") % {"number": opinion.shown.item.number} if opinion.shown else ""
                found.append((f"merknad-{opinion.pk}", f"{where}: {opinion.error}" if where else opinion.error))
        return found

    @property
    def answered(self) -> int:
        return sum(bool(opinion.position) for opinion in self.opinions)

    def check(self) -> bool:
        """Find what is missing before the answer is sent; whether nothing is."""
        for opinion in (self.general, *self.opinions):
            opinion.error = _too_long(opinion.text) or rules.what_is_wrong_with(opinion.said)
        return not self.errors


def sheet_of(
    rows: Sequence[ShownAsked],
    *,
    data: QueryDict | None = None,
    answer: HearingAnswer | None = None,
) -> Sheet:
    """The sheet with what was posted, or else with what is stored."""
    stored: dict[int, tuple[str, str]] = {}
    if answer is not None:
        stored = {row.item_id or 0: (row.position, row.text) for row in answer.comments.all()}
    general, *opinions = [_opinion(row, stored, data) for row in (None, *rows)]
    known = {opinion.pk for opinion in (general, *opinions)}
    numbers = {int(found[1]) for name in (data or {}) if (found := _FIELD.match(name))}
    forged = [Said(pk, "", "x") for pk in sorted(numbers - known)]
    return Sheet(general, opinions, forged)


def read_from(data: QueryDict, *, knowingly: bool) -> dict[str, str]:
    """The fingerprint each field was written from. `knowingly`: the person has seen what another wrote beside it."""
    prefixes = ("base_", "seen_") if knowingly else ("base_",)
    return {
        name.removeprefix(prefix): data.get(name, "") for prefix in prefixes for name in data if name.startswith(prefix)
    }


def _opinion(row: ShownAsked | None, stored: Mapping[int, tuple[str, str]], data: QueryDict | None) -> Opinion:
    pk = row.pk if row else 0
    opinion = Opinion(row, stored=stored.get(pk, ("", "")))
    if data is None:
        opinion.position, opinion.text = opinion.stored
    else:
        position = data.get(f"standpunkt-{pk}", "")
        opinion.position = position if position in Position.values and row else ""
        opinion.text = cleaned(data.get(f"merknad-{pk}", "")).strip()
    return opinion


def _too_long(text: str) -> str:
    if len(text) <= MAX_COMMENT:
        return ""
    return _("Merknaden er på %(length)s tegn, og det er plass til %(limit)s. Kort ned, eller bruk et vedlegg.") % {
        "length": len(text),
        "limit": MAX_COMMENT,
    }


class SeveralFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files to go with an answer; none is fine."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=SeveralFiles(), required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [super(FilesField, self).clean(one, initial) for one in data or []]
        if any(one.size > MAX_BYTES for one in files):
            raise ValidationError(_("Hver fil kan være på 10 MB. Velg filene på nytt, uten den som er for stor."))
        return files


class WhoForm(forms.Form):
    """Who answers, when they are not logged in; and a field that people leave empty and machines fill in."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Hvem svarer du for?"),
        choices=[
            (HearingAnswer.Kind.PERSON, gettext_lazy("Meg selv, som privatperson")),
            (HearingAnswer.Kind.ORGANISATION, gettext_lazy("En virksomhet eller organisasjon")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvem du svarer for.")},
    )
    sender_name = LineField(
        label=gettext_lazy("Navn"),
        max_length=200,
        help_text=gettext_lazy("Ditt navn, eller navnet på virksomheten. Vises når svaret blir publisert."),
        error_messages={"required": gettext_lazy("Skriv navnet ditt eller navnet på virksomheten.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-post"),
        max_length=254,
        help_text=gettext_lazy("Du får en lenke dit for å bekrefte svaret. Adressen vises aldri for andre."),
        error_messages={
            "required": gettext_lazy("Skriv e-postadressen din. Uten den kan svaret ikke bekreftes."),
            "invalid": gettext_lazy("Skriv e-postadressen slik: navn@eksempel.no."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    attachments = FilesField(
        label=gettext_lazy("Vedlegg"),
        help_text=gettext_lazy("PDF, Word, Excel eller bilde, inntil ti filer på til sammen 30 MB."),
    )
    nettsted = forms.CharField(
        label=gettext_lazy("La dette feltet stå tomt"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_nettsted(self) -> str:
        if self.cleaned_data["nettsted"]:
            raise ValidationError(
                _("Svaret ble stoppet fordi et felt som skal stå tomt, var fylt ut. Tøm det og send på nytt.")
            )
        return ""


class AnswerFileForm(forms.Form):
    """A file for an answer that is begun, and what it shows."""

    file = forms.FileField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy("PDF, Word, Excel eller bilde, inntil 10 MB."),
        error_messages={"required": gettext_lazy("Velg en fil.")},
    )
    purpose = LineField(
        label=gettext_lazy("Hva viser vedlegget?"),
        max_length=250,
        error_messages={"required": gettext_lazy("Skriv hva vedlegget viser.")},
    )


class SenderNameForm(forms.Form):
    """The name an answer stands under, when it is changed."""

    sender_name = LineField(
        label=gettext_lazy("Navn"),
        max_length=200,
        help_text=gettext_lazy("Ditt navn, eller navnet på virksomheten. Vises når svaret blir publisert."),
        error_messages={"required": gettext_lazy("Skriv navnet ditt eller navnet på virksomheten.")},
    )
