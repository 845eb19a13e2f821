"""SP-5: words that have been split in two (særskriving): «lever svikt» for «leversvikt»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from .context import Context
from .findings import Finding
from .sentences import ParsedText, Word
from .vocabulary import ADJECTIVES, FUNCTION_WORDS

_JOINT = re.compile(r"(?:ings|sjons|hets|elses|tets|skaps)$")
_ADJECTIVE = re.compile(
    r"(?:isk|iske|lig|lige|ig|ige|sk|ske|al|ale|ell|elle|ær|ære|iv|ive|ende|ert|erte|ent|ente|bar)$"
)
_SHORTEST = 3


def split_compounds(parsed: ParsedText, context: Context) -> Iterator[Finding]:
    """Two words side by side that are one word (SP-5).

    Either the first ends as only the first part of a compound does («behandlings plan»), or the two together are a
    word in force, and nobody in force writes them apart.
    """
    for first, second in pairwise(parsed.words):
        if parsed.text[first.end : second.start] != " " or not _may_be_parts(first, second):
            continue
        if not (_ends_in_a_joint(first, context) or _is_one_word(first, second, context)):
            continue
        joined = first.form + second.form
        yield Finding(
            rule="SP-5",
            code="split-compound",
            start=first.start,
            end=second.end,
            words=parsed.text[first.start : second.end],
            message=_("«%(apart)s» skrives i ett ord: «%(joined)s».")
            % {"apart": parsed.text[first.start : second.end], "joined": joined},
            proposals=(joined,),
        )


def _may_be_parts(first: Word, second: Word) -> bool:
    return (
        min(len(first.form), len(second.form)) >= _SHORTEST
        and second.form.islower()
        and "-" not in first.form + second.form
        and not any(c.isupper() for c in first.form[1:])
        and first.lower not in FUNCTION_WORDS
        and second.lower not in FUNCTION_WORDS
    )


def _ends_in_a_joint(first: Word, context: Context) -> bool:
    """«behandlings», «operasjons»: the s that joins, after a word that is one."""
    return (
        bool(_JOINT.search(first.lower)) and context.knows(first.lower[:-1]) and not context.lexicon.count(first.lower)
    )


def _is_one_word(first: Word, second: Word, context: Context) -> bool:
    apart = (first.lower, second.lower)
    joined = first.lower + second.lower
    if first.lower in ADJECTIVES:
        return False
    together = context.lexicon.count(joined)
    if context.lexicon.pairs[apart] > together:
        return False
    if _ADJECTIVE.search(first.lower):
        return together > 1
    return bool(together) or (
        context.dictionary is not None and len(first.form) > _SHORTEST and joined in context.dictionary
    )
