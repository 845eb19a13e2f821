"""SP-5: new word forms that neither the dictionary nor a læringsmål in force knows.

Only a form that is not in the text already is looked at. A form one letter from a common one is probably a slip, and
is said to be; that is asked before whether it may be a compound, since «kunskap» is also «kun» and «skap».
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .context import Context
from .findings import Finding, Weight
from .lexicon import COMMON
from .sentences import ParsedText, Word

_SHORTEST = 4
_LONGEST = 60
_VOWELS = "aeiouyæøå"
_LETTERS = "abdefghijklmnoprstuvyæøå"
_LONG = 9
_FIRST_PART = 3
_HEAD = 4
_COMBINING = 5
_ENDINGS = "aenrst"
_MOST_LOOKED_UP = 4
_LATIN = re.compile(r"(?:us|um|ae|is|ii|oris|alis|aris|orum|arum|ens|itis|oma|osis|iasis|ectomi|emi|uri|pati|logi)$")


def new_word_forms(parsed: ParsedText, context: Context) -> Iterator[Finding]:
    """Forms that look like slips, and other new words that somebody should look at (SP-5).

    Nothing without a dictionary: every other word would be new.
    """
    if context.dictionary is None:
        return
    seen: set[str] = set()
    for word in parsed.words:
        if context.knows(word.form):
            continue
        for part in _parts(word):
            if part.lower in seen or not _is_looked_at(part, parsed.text) or context.knows(part.form):
                continue
            seen.add(part.lower)
            finding = _judged(part, context, quick=len(seen) > _MOST_LOOKED_UP)
            if finding:
                yield finding


def _parts(word: Word) -> Iterator[Word]:
    """«CT-angiografi» is judged by its parts; «peri» and «angio» in front of a hyphen are not looked at."""
    at = word.start
    for form in re.split(r"([-’'])", word.form):
        is_last = at + len(form) == word.end
        if form and form not in "-’'" and (is_last or not (len(form) <= _COMBINING or form.endswith("o"))):
            yield Word(form, at, at + len(form))
        at += len(form)


def _is_looked_at(word: Word, text: str) -> bool:
    """Not short ones, abbreviations, names (a capital inside a sentence), or parts of something with a digit in it."""
    if not _SHORTEST <= len(word.form) <= _LONGEST or any(c.isupper() for c in word.form[1:]):
        return False
    around = text[max(word.start - 1, 0) : word.start] + text[word.end : word.end + 1]
    if any(c.isdigit() for c in around):
        return False
    return word.form[:1].islower() or _begins_a_sentence(word, text)


def _begins_a_sentence(word: Word, text: str) -> bool:
    before = text[: word.start].rstrip(" \t«(")
    return not before or before.endswith(("\n", ".", "!", "?", ":", ";")) or "\n" in text[len(before) : word.start]


def _judged(word: Word, context: Context, *, quick: bool) -> Finding | None:
    """Nothing when it is an inflection or a compound of what is known."""
    form = word.lower
    if _is_inflected(form, context):
        return None
    is_compound = _is_compound(form, context)
    near = _near(form, context, quick=quick or is_compound)
    if near and not (is_compound and len(near) == len(form) and sorted(near) != sorted(form)):
        return _slip(word, near)
    return None if is_compound else _new_word(word)


def _is_inflected(form: str, context: Context) -> bool:
    """Another ending of a form that is known: «nefrostomiens» of «nefrostomien»."""
    for ending, after in (
        ("s", "aeiounrtlkgmpdfvbyå"),
        ("e", "ktlgnrsdmpbv"),
        ("t", "klgnrsdmpbveo"),
        ("n", "e"),
        ("r", "e"),
        ("en", "tkngrlspmdfvby"),
        ("et", "tkngrlspmdfvbyi"),
        ("er", "tkngrlspmdfvbyi"),
        ("ene", "tkngrlspmdfvbyi"),
        ("ne", "er"),
    ):
        stem = form[: -len(ending)]
        if form.endswith(ending) and len(stem) >= _SHORTEST and stem[-1] in after and context.knows(stem):
            return True
    if form.endswith(("en", "er", "et", "ene")):  # «kurve» → «kurven»
        stem = re.sub(r"(?:ene|en|er|et)$", "e", form)
        return len(stem) > _SHORTEST and context.knows(stem)
    return form.endswith("e") and len(form) > _SHORTEST + 1 and context.knows(form + "t")


def _near(form: str, context: Context, *, quick: bool) -> str:
    """The word it probably is: a common form one letter away, or a word of the dictionary one slip away.

    Slips seldom touch the first letter, and «u-» and «a-» turn a word into its opposite.
    """
    near = context.lexicon.common_neighbour(form)
    if near and near[0] == form[0] and not _is_other_ending(form, near):
        return near
    if quick or context.dictionary is None or len(form) < 6:
        return ""
    return next((one for one in _slips(form) if one in context.dictionary), "")


def _is_other_ending(form: str, near: str) -> bool:
    """«intraoral» is not a slip for «intraorale»; «sykdommerr» is one for «sykdommer»."""
    longer, shorter = (form, near) if len(form) > len(near) else (near, form)
    if len(longer) == len(shorter):
        return form[:-1] == near[:-1] and form[-1] in _ENDINGS and near[-1] in _ENDINGS
    last = longer[-1]
    return longer[:-1] == shorter and last in _ENDINGS and last != shorter[-1]


def _slips(form: str) -> Iterator[str]:
    """What it would be without the commonest slips: two letters swapped, one doubled, one not doubled, one left out.

    The last for long words only. Any other letter would lead from a rare word to another rare word: the dictionary
    does not say which are common.
    """
    for at in range(1, len(form) - 1):
        if form[at] != form[at + 1]:
            yield form[:at] + form[at + 1] + form[at] + form[at + 2 :]
    for at in range(1, len(form)):
        if form[at] == form[at - 1]:
            yield form[:at] + form[at + 1 :]
        elif form[at] not in _VOWELS:
            yield form[:at] + form[at] + form[at:]
    if len(form) >= _LONG:
        for at in range(2, len(form)):
            yield from (form[:at] + letter + form[at:] for letter in _LETTERS)


def _is_compound(form: str, context: Context) -> bool:
    """Two parts that are known, the last of them one that many words end with, or at least a good word itself."""
    for at in range(_FIRST_PART, len(form) - _HEAD + 1):
        head = form[at:]
        if not (head in context.lexicon.heads or (len(head) > 5 and context.knows(head))):
            continue
        first = form[:at]
        if any(len(one) >= _FIRST_PART and context.knows(one) for one in (first, first.removesuffix("s"))):
            return True
        if first.endswith("o") and len(first) > _HEAD and _LATIN.search(head):
            return True
    return False


def _slip(word: Word, near: str) -> Finding:
    proposal = near.capitalize() if word.form[:1].isupper() else near
    return Finding(
        rule="SP-5",
        code="misspelt",
        start=word.start,
        end=word.end,
        words=word.form,
        message=_("«%(word)s» kan være feil skrevet. Mente du «%(near)s»?") % {"word": word.form, "near": proposal},
        proposals=(proposal,),
    )


def _new_word(word: Word) -> Finding:
    return Finding(
        rule="SP-5",
        code="new-word",
        start=word.start,
        end=word.end,
        words=word.form,
        message=_("«%(word)s» står verken i ordlisten eller i et læringsmål i kraft. Kontroller skrivemåten.")
        % {"word": word.form},
        weight=Weight.NOTE,
    )


def suspects(parsed: ParsedText, context: Context) -> Iterator[Finding]:
    """For texts in force, whose own words are all known: forms used once, one letter from a common one."""
    for word in parsed.words:
        if not _is_looked_at(word, parsed.text) or context.lexicon.count(word.form) > 1:
            continue
        if context.dictionary is not None and (word.form in context.dictionary or word.lower in context.dictionary):
            continue
        near = context.lexicon.common_neighbour(word.lower)
        if near and context.lexicon.count(near) >= COMMON and not _is_other_ending(word.lower, near):
            yield _slip(word, near)
