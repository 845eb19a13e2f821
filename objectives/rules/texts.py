"""Læringsmål: what can be changed, from when, and where it can stand (ID-*, EF-*)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Protocol, TypeVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from objectives.models import Stage, Succession
from organisations.refusals import RuleViolation


class Announced(Protocol):
    """A version of a text or a heading: the model's row, or a snapshot's."""

    @property
    def pk(self) -> Any: ...
    @property
    def valid_from(self) -> dt.date: ...
    @property
    def valid_until(self) -> dt.date | None: ...
    @property
    def enacted_by(self) -> object: ...
    @property
    def repealed_by(self) -> object: ...


class HasCode(Protocol):
    @property
    def code(self) -> str: ...


class HasTitle(Protocol):
    """A chapter: the model's row, or a snapshot's."""

    @property
    def pk(self) -> Any: ...
    @property
    def title(self) -> str: ...
    @property
    def is_former(self) -> bool: ...
    @property
    def specialty_id(self) -> int | None: ...


class InChapter(Protocol):
    @property
    def chapter_id(self) -> int: ...


class Conflict(RuleViolation):
    """Another announced act came first: `act`, in force `starts`. `latest` is what to write against, if anything."""

    def __init__(
        self, message: str, *, code: str, authority: str, act: object, starts: dt.date, latest: Announced | None = None
    ) -> None:
        super().__init__(message, code=code, authority=authority)
        self.act = str(act)
        self.starts = starts
        self.latest = latest


# Control characters but tab and line breaks, marks that turn the direction of writing, halves of characters.
_NOT_WRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

Text = TypeVar("Text", bound=Announced)
Chapter = TypeVar("Chapter", bound=HasTitle)


def long_date(day: dt.date) -> str:
    """A date as a sentence says it: «1. mars 2027»."""
    return date_format(day, "j. F Y")


def text_to_change(objective: HasCode, *, latest: Text | None, basis_id: int) -> Text:
    """The text a change builds on: the last one announced, that nothing has ended.

    Raises RuleViolation for a code without a text, and Conflict when the objective is repealed already, or when
    another announced act has given it another text since the change was written.
    """
    if latest is None:
        raise RuleViolation(
            _("%(code)s har ingen tekst i vedlegg 2 og kan ikke endres. Kontroller koden.") % {"code": objective.code},
            code="no-text",
            authority="ID-1",
        )
    if latest.valid_until is not None:
        raise Conflict(
            _(
                "%(code)s er allerede opphevet ved %(act)s, fra %(date)s. Ta endringen ut, eller "
                "foreslå et nytt læringsmål."
            )
            % {"code": objective.code, "act": latest.repealed_by, "date": long_date(latest.valid_until)},
            code="already-repealed",
            authority="ID-2",
            act=latest.repealed_by,
            starts=latest.valid_until,
        )
    if latest.pk != basis_id:
        raise Conflict(
            _(
                "%(code)s er endret ved %(act)s, i kraft %(date)s, etter at denne endringen ble skrevet. "
                "Skriv endringen på nytt mot den kunngjorte teksten."
            )
            % {"code": objective.code, "act": latest.enacted_by, "date": long_date(latest.valid_from)},
            code="changed-meanwhile",
            authority="EF-5",
            act=latest.enacted_by,
            starts=latest.valid_from,
            latest=latest,
        )
    return latest


def change_can_start(what: str, basis: Announced, *, in_force_from: dt.date, decided_on: dt.date) -> None:
    """A change starts after the text it changes – or on its first day, when that has not come at the decision.

    In the last case the text never applies: an announced act is amended before it enters into force (EF-5).
    """
    if in_force_from > basis.valid_from or (in_force_from == basis.valid_from and decided_on < basis.valid_from):
        return
    raise RuleViolation(
        _(
            "Endringen av %(what)s kan ikke tre i kraft %(date)s: teksten den endrer, gjelder først fra %(from)s. "
            "Velg en senere dato."
        )
        % {"what": what, "date": long_date(in_force_from), "from": long_date(basis.valid_from)},
        code="starts-before-the-text",
        authority="EF-5",
    )


def starts_on_or_after_the_decision(what: str, *, in_force_from: dt.date, decided_on: dt.date) -> None:
    """Nothing enters into force before it is decided."""
    if in_force_from < decided_on:
        raise RuleViolation(
            _(
                "%(what)s kan ikke tre i kraft %(date)s, før vedtaket %(decided)s. Velg "
                "vedtaksdatoen eller en senere dato."
            )
            % {"what": what, "date": long_date(in_force_from), "decided": long_date(decided_on)},
            code="in-force-before-decision",
            authority="EF-1",
        )


def text_says_something_else(code: str, *, old: str, new: str) -> None:
    """A change of text changes the text."""
    if old == new:
        raise RuleViolation(
            _("Den nye teksten til %(code)s er lik den gjeldende. Endre teksten, eller ta ut punktet.")
            % {"code": code},
            code="nothing-changed",
            authority="ID-4",
        )


def text_is_written(what: str, text: str) -> None:
    """A læringsmål has words, and nothing but what can be read."""
    if not text.strip():
        raise RuleViolation(
            _("%(what)s mangler tekst. Skriv læringsmålet.") % {"what": what}, code="text-empty", authority="ID-1"
        )
    characters_can_be_read(what, text, authority="ID-1")


def characters_can_be_read(what: str, text: str, *, authority: str) -> None:
    """No character that nobody sees: it would be law that reads otherwise than it looks, or can't be stored."""
    if _NOT_WRITTEN.search(text):
        raise RuleViolation(
            _("%(what)s har et tegn som ikke kan stå i en forskrift. Skriv teksten på nytt.") % {"what": what},
            code="unreadable-character",
            authority=authority,
        )


def stage_is_known(what: str, stage: str) -> None:
    """A læringsmål belongs to a part of the training."""
    if stage not in Stage.values:
        raise RuleViolation(
            _("%(what)s må høre til en del av utdanningen: %(stages)s.")
            % {"what": what, "stages": ", ".join(str(label) for label in Stage.labels)},
            code="unknown-stage",
            authority="ID-1",
        )


def effect_is_known(code: str, effect: str) -> None:
    """A change of content sharpens, reduces or does neither: that decides what carries over (ID-5)."""
    if effect not in (Succession.Kind.SHARPENED, Succession.Kind.REDUCED, Succession.Kind.EQUIVALENT):
        raise RuleViolation(
            _("Velg om kravet i %(code)s skjerpes, reduseres eller er likeverdig.") % {"code": code},
            code="unknown-effect",
            authority="ID-5",
        )


def splits_into_several(code: str, *, parts: int) -> None:
    """A læringsmål is split into two or more."""
    if parts < 2:
        raise RuleViolation(
            _("%(code)s må deles i minst to. Legg til en del, eller erstatt læringsmålet i stedet.") % {"code": code},
            code="not-split",
            authority="ID-3",
        )


def merges_several(codes: tuple[str, ...]) -> None:
    """Two or more different læringsmål are merged."""
    if len(codes) < 2 or len(set(codes)) < len(codes):
        raise RuleViolation(
            _("Minst to forskjellige læringsmål må slås sammen. Kontroller kodene."),
            code="not-merged",
            authority="ID-3",
        )


def moves_somewhere(code: str, *, moved: bool) -> None:
    """A move changes the place."""
    if not moved:
        raise RuleViolation(
            _("%(code)s står der allerede. Velg en annen plass, eller ta ut punktet.") % {"code": code},
            code="not-moved",
            authority="ID-6",
        )


def stays_in_the_specialty(code: str, *, old: HasTitle, new: HasTitle) -> None:
    """The code follows a læringsmål within its specialty; in another it gets a new one (ID-6)."""
    same = old.pk == new.pk or (old.specialty_id is not None and old.specialty_id == new.specialty_id)
    if not same:
        raise RuleViolation(
            _(
                "%(code)s kan ikke flyttes til «%(chapter)s» med samme kode: det er en annen spesialitet. "
                "Gi læringsmålet en ny kode i stedet; godkjenninger følger med."
            )
            % {"code": code, "chapter": new.title},
            code="another-specialty",
            authority="ID-6",
        )


def chapter_is_known(slug: str, chapter: Chapter | None) -> Chapter:
    """A place is in a chapter that exists."""
    if chapter is None:
        raise RuleViolation(
            _("Kapittelet «%(slug)s» finnes ikke i vedlegg 2. Velg et kapittel.") % {"slug": slug},
            code="unknown-chapter",
            authority="FO-9",
        )
    return chapter


def place_is_open(chapter: HasTitle, theme: InChapter | None) -> None:
    """A new læringsmål stands in a chapter of today, under a heading of that chapter (FO-9)."""
    if chapter.is_former:
        raise RuleViolation(
            _("Kapittelet «%(chapter)s» gjelder ikke lenger. Velg et kapittel som gjelder.")
            % {"chapter": chapter.title},
            code="former-chapter",
            authority="FO-9",
        )
    if theme is not None and theme.chapter_id != chapter.pk:
        raise RuleViolation(
            _("Temaoverskriften hører ikke til «%(chapter)s». Velg en overskrift i dette kapittelet.")
            % {"chapter": chapter.title},
            code="theme-in-another-chapter",
            authority="FO-9",
        )
