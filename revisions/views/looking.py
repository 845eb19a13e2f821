"""Posts that only look: buttons in a form that show how it reads so far. Nothing of the form is saved by them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from objectives.services.words import list_word
from organisations.models import Organisation, User
from organisations.refusals import RuleViolation
from revisions.pages.language import exchange_in

LISTED = "ord"
LOOKS = ("vis", "bytt", LISTED)


def is_a_look(data: Mapping[str, Any] | None) -> bool:
    """Whether one of those buttons sent the form."""
    return data is not None and any(name in data for name in LOOKS)


def carry_out(values: dict[str, Any], *, organisation: Organisation | None, by: User) -> None:
    """Do what the buttons at a finding say: put a proposal in place of the words, or list the word as right (SP-5).

    A word that can't be listed is left as it is: the finding then stands as before.
    """
    word = str(values.pop(LISTED, ""))
    if word and organisation is not None:
        with suppress(RuleViolation):
            list_word(word=word, organisation=organisation, by=by)
    exchange_in(values)
