"""SP-4: a word that is spelt in more than one way is spelt as in the læringsmål in force, first in the specialty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from .context import Context
from .findings import Finding
from .lexicon import SpellingCount
from .sentences import ParsedText
from .spelling import SPELLINGS

_ANY = re.compile("|".join(re.escape(one) for row in SPELLINGS for one in row))
_LESS_NORWEGIAN = {("kreft", "cancer")}
"""Another word, not another spelling: nobody is asked to go from the first to the second."""


def other_spelling(parsed: ParsedText, context: Context) -> Iterator[Finding]:
    """Words spelt otherwise than in most læringsmål of the specialty, or of vedlegg 2 when it has none (SP-4).

    A word can be of two such parts: «coloncancer» is one finding, with both of them told.
    """
    for word in parsed.words:
        respelt, told = word.form, []
        for spellings in SPELLINGS if _ANY.search(word.lower) else ():
            used = max((one for one in spellings if one in word.lower), key=len, default=None)
            if used is None:
                continue
            counts = context.lexicon.spelling_counts(spellings, specialty=context.specialty)
            better = preferred(counts)
            if better == used or (used, better) in _LESS_NORWEGIAN:
                continue
            if _is_the_same_word(word.lower, used, better, context):
                respelt = _respelt(respelt, used, better)
                told.append(_told(used, better, counts, context))
        if told:
            yield Finding(
                rule="SP-4",
                code="other-spelling",
                start=word.start,
                end=word.end,
                words=word.form,
                message=_("«%(word)s» bør skrives «%(other)s». %(why)s")
                % {"word": word.form, "other": respelt, "why": " ".join(told)},
                proposals=(respelt,),
            )


def preferred(counts: Sequence[SpellingCount]) -> str:
    """The spelling used most in the specialty, or in all where the specialty has none, or else the most Norwegian."""
    if any(one.in_specialty for one in counts):
        return max(counts, key=lambda one: one.in_specialty).spelling
    if any(one.in_all for one in counts):
        return max(counts, key=lambda one: one.in_all).spelling
    return counts[0].spelling


def _is_the_same_word(form: str, used: str, better: str, context: Context) -> bool:
    """Whether the letters are the spelling of that word here, and not part of another word.

    So it is when the word begins or ends with them, or is in force spelt the other way.
    """
    return form.startswith(used) or form.endswith(used) or form.replace(used, better) in context.lexicon


def _respelt(form: str, used: str, better: str) -> str:
    at = form.casefold().find(used)
    other = better.capitalize() if form[at].isupper() else better
    return form[:at] + other + form[at + len(used) :]


def _told(used: str, better: str, counts: Sequence[SpellingCount], context: Context) -> str:
    """How often each spelling stands, in the specialty first."""
    by_spelling = {one.spelling: one for one in counts}
    ours, theirs = by_spelling[used], by_spelling[better]
    if not theirs.in_all:
        return _("«%(better)s» er den norske skrivemåten; ingen læringsmål i kraft har ordet.") % {"better": better}
    figures = {
        "better": better,
        "used": used,
        "here": f"{theirs.in_specialty} mot {ours.in_specialty}",
        "all": f"{theirs.in_all} mot {ours.in_all}",
    }
    if not context.specialty:
        return _("«%(better)s» mot «%(used)s»: %(all)s i hele vedlegg 2.") % figures
    return _("«%(better)s» mot «%(used)s»: %(here)s i spesialiteten, %(all)s i hele vedlegg 2.") % figures
