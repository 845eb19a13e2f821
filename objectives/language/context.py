"""What the rules know besides the text itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .findings import Finding
from .lexicon import COMMON, Lexicon
from .sentences import ParsedText, word_forms
from .wordlist import KnowsWords, knows


@dataclass(frozen=True, kw_only=True)
class Context:
    """The words in force, the dictionary, and where the text stands or is to stand.

    `specialty` is the key the lexicon counts by; `old` the text that is changed, empty for a new
    one; `neighbours` the other texts under its heading; `listed` the words somebody has said are right.
    """

    lexicon: Lexicon = field(default_factory=lambda: Lexicon(()))
    dictionary: KnowsWords | None = None
    specialty: str = ""
    specialty_name: str = ""
    heading: str = ""
    old: str = ""
    neighbours: Sequence[str] = ()
    listed: frozenset[str] = frozenset()

    def knows(self, form: str) -> bool:
        """Whether the form is in the dictionary or the word list, or in a text in force or the one that is changed."""
        small = form.casefold()
        return form in self.lexicon or small in self.old_forms or small in self.listed or knows(self.dictionary, form)

    def is_established(self, form: str) -> bool:
        """Whether the form is in a dictionary or list, or common in force; what stands somewhere once may be a slip."""
        return self.lexicon.count(form) >= COMMON or form.casefold() in self.listed or knows(self.dictionary, form)

    @cached_property
    def old_forms(self) -> frozenset[str]:
        return frozenset(word_forms(self.old))


Finder = Callable[[ParsedText, Context], Iterator[Finding]]
