"""What of vedlegg 2 to export: all of it, a part, a chapter, a specialty, or læringsmål named by their codes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from objectives.models import AnnexChapter, AnnexPart, Objective, ObjectiveVersion
from objectives.rules import long_date
from objectives.search import normal_code
from organisations.models import Specialty
from organisations.refusals import RuleViolation

MOST_CODES = 500
_BETWEEN_CODES = re.compile(r"[\s,;]+")
_NAMED_IN_A_REFUSAL = 10


class Kind(StrEnum):
    """How læringsmål are chosen."""

    ALL = "alt"
    PART = "del"
    CHAPTER = "kapittel"
    SPECIALTY = "spesialitet"
    CODES = "koder"


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice of læringsmål. `values` is a letter, a chapter's or a specialty's address name, or codes."""

    kind: Kind = Kind.ALL
    values: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """The one letter or address name; empty for the whole annex."""
        return self.values[0] if self.values else ""

    def condition(self) -> Q:
        """Which versions are chosen, whatever their dates."""
        match self.kind:
            case Kind.SPECIALTY:
                named = "objective__series__specialty"
                return Q(**{f"{named}__slug": self.value}) | Q(**{f"{named}__short_name__iexact": self.value})
            case Kind.CODES:
                return Q(objective__code__in=self.values)
        return self.chapters(through="chapter__") or Q()

    def chapters(self, *, through: str = "") -> Q | None:
        """Which chapters are chosen with all that is in them; None when læringsmål are, wherever they stand."""
        match self.kind:
            case Kind.ALL:
                return Q()
            case Kind.PART:
                return Q(**{f"{through}part__letter": self.value})
            case Kind.CHAPTER:
                return Q(**{f"{through}slug__iexact": self.value})
        return None

    @property
    def file_name_part(self) -> str:
        """How the choice is told in a file name: «-kapittel-c15»; empty for the whole annex."""
        if self.kind == Kind.ALL:
            return ""
        if self.kind == Kind.CODES:
            return "-utvalg"
        return f"-{slugify(self.value)}" if self.kind == Kind.SPECIALTY else f"-{self.kind}-{slugify(self.value)}"


WHOLE_ANNEX = Selection()


def of_part(letter: str) -> Selection:
    return Selection(Kind.PART, (letter.strip().upper(),))


def of_chapter(slug: str) -> Selection:
    return Selection(Kind.CHAPTER, (slug.strip(),))


def of_specialty(name: str) -> Selection:
    """The specialty or common set with this address name or short name."""
    return Selection(Kind.SPECIALTY, (name.strip().lower(),))


def of_codes(text: str | Iterable[str]) -> Selection:
    """The læringsmål with these codes, written in any usual way. Raises RuleViolation for what is not a code."""
    words = text if isinstance(text, str) else " ".join(text)
    given = [word for word in _BETWEEN_CODES.split(words) if word]
    wrong = [word for word in given if not normal_code(word)]
    if wrong:
        raise RuleViolation(
            _("«%(word)s» er ikke en kode. En kode er et prefiks, en bindestrek og et nummer, for eksempel GAK-088.")
            % {"word": wrong[0][:40]},
            code="not-a-code",
        )
    codes = tuple(sorted({normal_code(word) for word in given}))
    if not codes:
        raise RuleViolation(_("Skriv minst én kode, for eksempel GAK-088."), code="no-codes")
    if len(codes) > MOST_CODES:
        raise RuleViolation(
            _("%(count)d koder er for mange på én gang. Velg høyst %(most)d, eller eksporter kapitlene de står i.")
            % {"count": len(codes), "most": MOST_CODES},
            code="too-many-codes",
        )
    return Selection(Kind.CODES, codes)


def refuse_codes_not_in_force(selection: Selection, found: Iterable[str], *, on: dt.date) -> None:
    """A list of codes is exported whole or not at all. Raises RuleViolation naming those with no text on the day."""
    missing = sorted(set(selection.values) - set(found)) if selection.kind == Kind.CODES else []
    if not missing:
        return
    known = set(Objective.objects.with_a_text().filter(code__in=missing).values_list("code", flat=True))
    unknown = [code for code in missing if code not in known]
    if unknown:
        raise RuleViolation(
            _("Vi fant ikke %(codes)s. Kontroller kodene.") % {"codes": _listed(unknown)}, code="unknown-codes"
        )
    raise RuleViolation(
        _("Ikke i kraft %(day)s: %(codes)s. Ta det ut av listen, eller velg en annen dato.")
        % {"day": long_date(on), "codes": _listed(missing)},
        code="codes-not-in-force",
    )


def refuse_nothing(selection: Selection, *, on: dt.date) -> None:
    """Says why nothing was found. Always raises RuleViolation: an empty file would look like an empty law."""
    _refuse_unknown(selection)
    first = ObjectiveVersion.objects.filter(selection.condition()).order_by("valid").values_list("valid", flat=True)
    known_from = first.first()
    if known_from is None:
        message = _("Registeret har ingen læringsmål for %(what)s.") % {"what": _in_words(selection)}
    elif known_from.lower > on:
        message = _(
            "%(day)s har registeret ingen tekst for %(what)s. Den eldste er kjent fra %(first)s. "
            "Velg den dagen eller en senere."
        ) % {"what": _in_words(selection), "day": long_date(on), "first": long_date(known_from.lower)}
    else:
        message = _("Ingen læringsmål i %(what)s var i kraft %(day)s. Velg en annen dato.") % {
            "what": _in_words(selection),
            "day": long_date(on),
        }
    raise RuleViolation(message, code="nothing-to-export")


def _refuse_unknown(selection: Selection) -> None:
    value = selection.value
    known = {
        Kind.PART: (
            AnnexPart.objects.filter(letter=value),
            _("Vedlegg 2 har ingen del «%(value)s». Velg A, B eller C."),
        ),
        Kind.CHAPTER: (
            AnnexChapter.objects.filter(slug__iexact=value),
            _("Vedlegg 2 har ikke noe kapittel «%(value)s». Skriv det som C15."),
        ),
        Kind.SPECIALTY: (
            _specialties(value),
            _("Vi fant ikke spesialiteten «%(value)s». Bruk navnet fra adressen eller forkortelsen, for eksempel KAK."),
        ),
    }
    if selection.kind in known:
        rows, message = known[selection.kind]
        if not rows.exists():
            raise RuleViolation(message % {"value": value[:60]}, code=f"unknown-{selection.kind.name.lower()}")


def _in_words(selection: Selection) -> str:
    match selection.kind:
        case Kind.PART:
            return _("del %(letter)s av vedlegg 2") % {"letter": selection.value}
        case Kind.CHAPTER:
            return _("kapittel %(slug)s") % {"slug": selection.value}
        case Kind.SPECIALTY:
            return _("spesialiteten «%(name)s»") % {"name": _specialties(selection.value).get()}
    return _("vedlegg 2")


def _listed(codes: Sequence[str]) -> str:
    named = ", ".join(codes[:_NAMED_IN_A_REFUSAL])
    more = len(codes) - _NAMED_IN_A_REFUSAL
    return _("%(codes)s og %(count)d til") % {"codes": named, "count": more} if more > 0 else named


def _specialties(name: str) -> QuerySet[Specialty]:
    return Specialty.objects.filter(Q(slug=name) | Q(short_name__iexact=name))
