"""Language or content? The evidence of a change of text, what it is proposed to be, and what follows (ID-*, EF-*).

The sender says which; the evidence is laid beside it. What is proposed is never decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .competence import Aspect, Level
from .evidence import Evidence, TermChange, evidence_of
from .sameness import IsWord
from .vocabulary import LIMITING, WIDENING


class Classification(TextChoices):
    """What a change of text is: only language, or a change of content that sharpens, reduces or does neither."""

    LANGUAGE = "spraklig", gettext_lazy("Språklig retting")
    SHARPENED = "skjerpet", gettext_lazy("Faglig endring, kravet skjerpes")
    REDUCED = "redusert", gettext_lazy("Faglig endring, kravet reduseres")
    EQUIVALENT = "likeverdig", gettext_lazy("Faglig endring, likeverdig krav")


class Direction(Enum):
    """Which way one piece of evidence points."""

    SHARPER = "skjerpet"
    LIGHTER = "redusert"
    OTHER = "annet"


@dataclass(frozen=True)
class Sign:
    """One reason, as a full sentence, and which way it points."""

    direction: Direction
    reason: str


@dataclass(frozen=True)
class Proposed:
    """A proposed classification with its reasons; `needs_second_person` when it would be «språklig» and risky."""

    evidence: Evidence
    classification: Classification
    reasons: Sequence[str]


@dataclass(frozen=True)
class Consequences:
    """What follows of a classification: the code, the day it applies from, and what a doctor takes along."""

    gives_new_code: bool
    code: str
    in_force: str
    carries_over: str


def classify(old: str, new: str, *, is_word: IsWord | None = None) -> Proposed:
    """What the change from `old` to `new` looks like.

    What sharpens anything is proposed as sharper, even if it reduces something else: nobody who was approved before has
    shown the new (ID-5).
    """
    evidence = evidence_of(old, new, is_word=is_word)
    signs = list(signs_in(evidence, new=new))
    directions = {sign.direction for sign in signs}
    if not directions:
        return Proposed(evidence, Classification.LANGUAGE, [_language_only(evidence)])
    reasons = [sign.reason for sign in signs]
    if Direction.SHARPER in directions:
        if Direction.LIGHTER in directions:
            reasons.append(_("Noe skjerpes og noe reduseres. Da regnes kravet som skjerpet."))
        return Proposed(evidence, Classification.SHARPENED, reasons)
    if directions == {Direction.LIGHTER}:
        return Proposed(evidence, Classification.REDUCED, reasons)
    return Proposed(evidence, Classification.EQUIVALENT, reasons)


def is_risky_as_language(evidence: Evidence) -> bool:
    """Whether a «språklig» must be confirmed by a second person at the directorate.

    So it is when it touches a competence term, a number or a negation: they decide what is required (ID-3, ID-4).
    """
    return evidence.touches_terms or evidence.touches_numbers or evidence.touches_negations


def what_is_risky(evidence: Evidence) -> list[str]:
    """What a second person is asked to look at, in words; empty when nobody needs to."""
    touched = [
        (evidence.touches_terms, _("et kompetansebegrep")),
        (evidence.touches_numbers, _("et tall")),
        (evidence.touches_negations, _("en nektelse")),
    ]
    return [what for is_touched, what in touched if is_touched]


def consequences_of(classification: Classification) -> Consequences:
    """What follows, in the words of the rules (ID-3 to ID-5, EF-2, EF-3)."""
    at_once = _("I kraft straks ved kunngjøring.")
    later = _("I kraft seks måneder etter kunngjøring, som hovedregel.")
    if classification is Classification.LANGUAGE:
        return Consequences(
            False, _("Koden beholdes."), at_once, _("Godkjenninger og læringsaktiviteter gjelder som før.")
        )
    carries = {
        Classification.SHARPENED: _("Godkjenninger overføres ikke. Registrerte læringsaktiviteter overføres."),
        Classification.REDUCED: _("Godkjenninger og læringsaktiviteter overføres til det nye læringsmålet."),
        Classification.EQUIVALENT: _("Godkjenninger og læringsaktiviteter overføres til det nye læringsmålet."),
    }
    return Consequences(True, _("Læringsmålet får ny kode."), later, carries[classification])


def signs_in(evidence: Evidence, *, new: str) -> Iterator[Sign]:
    """Everything that points away from a mere correction of language, the weightiest first."""
    yield from _of_terms(evidence)
    yield from _of_numbers(evidence, new)
    if evidence.touches_negations:
        words = _listed((*evidence.negations_removed, *evidence.negations_added))
        yield Sign(Direction.OTHER, _("En nektelse er endret: %(words)s.") % {"words": words})
    yield from _of_items(evidence)
    yield from _of_words(evidence)
    if evidence.is_moved:
        yield Sign(Direction.OTHER, _("Ord er flyttet fra ett kompetansebegrep til et annet."))


def _of_terms(evidence: Evidence) -> Iterator[Sign]:
    for change in evidence.terms:
        yield _of_term(change)


def _of_term(change: TermChange) -> Sign:
    was, now = change.was, change.now
    if was is None and now is not None:
        return Sign(Direction.SHARPER, _("«%(term)s» (%(level)s nivå) er nytt.") % _term(now.words, now.level))
    if now is None and was is not None:
        return Sign(Direction.LIGHTER, _("«%(term)s» (%(level)s nivå) er tatt ut.") % _term(was.words, was.level))
    if was is None or now is None:
        raise ValueError("A change of term has a term.")
    values = {
        "was": was.words,
        "now": now.words,
        "old": level_name(was.level),
        "new": level_name(now.level),
    }
    if was.level == now.level:
        reason = _("Kompetansebegrepet går fra «%(was)s» til «%(now)s», på samme nivå.") % values
        return Sign(Direction.OTHER, reason)
    reason = _("Kompetansenivået går fra %(old)s («%(was)s») til %(new)s («%(now)s»).") % values
    if Aspect.EITHER not in (was.aspect, now.aspect) and was.aspect is not now.aspect:
        return Sign(Direction.OTHER, reason)
    return Sign(Direction.SHARPER if now.level > was.level else Direction.LIGHTER, reason)


def _term(words: str, level: Level) -> dict[str, str]:
    return {"term": words, "level": level_name(level)}


def level_name(level: Level) -> str:
    """A level in a sentence."""
    return {Level.LOWEST: _("laveste"), Level.MIDDLE: _("mellomste"), Level.HIGHEST: _("høyeste")}[level]


_LEAST = ("minst", "minimum", "over", "enn")
_MOST = ("maksimalt", "maks", "inntil", "høyst", "under")


def _of_numbers(evidence: Evidence, new: str) -> Iterator[Sign]:
    """A number that grows after «minst» sharpens; any other change of a number is told, and left to people."""
    removed, added = evidence.numbers_removed, evidence.numbers_added
    if not removed and not added:
        return
    reason = _("Tall er endret: %(old)s til %(new)s.") % {
        "old": _listed(removed) or _("ingen"),
        "new": _listed(added) or _("ingen"),
    }
    direction = Direction.OTHER
    if len(removed) == len(added) == 1 and removed[0].isdecimal() and added[0].isdecimal():
        before = new.casefold().split(added[0])[0].split()[-1:]
        grows = int(added[0]) > int(removed[0])
        if before and before[0] in _LEAST:
            direction = Direction.SHARPER if grows else Direction.LIGHTER
        elif before and before[0] in _MOST:
            direction = Direction.LIGHTER if grows else Direction.SHARPER
    yield Sign(direction, reason)


def _of_items(evidence: Evidence) -> Iterator[Sign]:
    if evidence.items_added and len(evidence.items_added) > len(evidence.items_removed):
        yield Sign(
            Direction.SHARPER, _("Listepunkter er lagt til: %(items)s.") % {"items": _listed(evidence.items_added)}
        )
    if evidence.items_removed and len(evidence.items_removed) > len(evidence.items_added):
        yield Sign(
            Direction.LIGHTER, _("Listepunkter er tatt ut: %(items)s.") % {"items": _listed(evidence.items_removed)}
        )


def _of_words(evidence: Evidence) -> Iterator[Sign]:
    removed, added = list(evidence.words_removed), list(evidence.words_added)
    for words, limits, widens in (
        (added, Direction.LIGHTER, Direction.SHARPER),
        (removed, Direction.SHARPER, Direction.LIGHTER),
    ):
        template = _("«%(word)s» er lagt til.") if words is added else _("«%(word)s» er tatt ut.")
        for word in [one for one in words if one in LIMITING or one in WIDENING]:
            words.remove(word)
            yield Sign(limits if word in LIMITING else widens, template % {"word": word})
    if removed and added:
        values = {"old": _listed(removed), "new": _listed(added)}
        yield Sign(Direction.OTHER, _("Innholdet er endret: %(old)s er erstattet av %(new)s.") % values)
    elif added:
        yield Sign(Direction.SHARPER, _("Nytt innhold: %(words)s.") % {"words": _listed(added)})
    elif removed:
        yield Sign(Direction.LIGHTER, _("Tatt ut av innholdet: %(words)s.") % {"words": _listed(removed)})


_MOST_LISTED = 8


def _listed(words: Sequence[str]) -> str:
    quoted = [f"«{word}»" for word in words[:_MOST_LISTED]]
    if len(words) > _MOST_LISTED:
        quoted.append(_("og %(count)d til") % {"count": len(words) - _MOST_LISTED})
    return ", ".join(quoted)


def _language_only(evidence: Evidence) -> str:
    if not evidence.is_changed:
        return _("Teksten er ikke endret.")
    if evidence.respelt:
        pairs = _listed([f"{old} → {new}" for old, new in evidence.respelt])
        return _("Bare skrivemåten er endret: %(pairs)s.") % {"pairs": pairs}
    return _("Bare tegnsetting, småord eller rekkefølge er endret.")
