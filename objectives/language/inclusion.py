"""SP-6: «herunder» means «heriblant»; what follows is not an exhaustive list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .context import Context
from .findings import Finding, Weight
from .sentences import ParsedText

_HERUNDER = re.compile(r"\bherunder\b", re.IGNORECASE)


def inclusions(parsed: ParsedText, context: Context) -> Iterator[Finding]:
    """A note at each «herunder» (SP-6)."""
    for match in _HERUNDER.finditer(parsed.text):
        yield Finding(
            rule="SP-6",
            code="herunder",
            start=match.start(),
            end=match.end(),
            words=match[0],
            message=_(
                "«Herunder» betyr «heriblant»: det som nevnes, skal læres, men listen er ikke uttømmende. Er den det, "
                "skriv den uten «herunder»."
            ),
            weight=Weight.NOTE,
        )
