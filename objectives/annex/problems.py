from __future__ import annotations

from organisations.refusals import Refusal


class Unreadable(Refusal):
    """The file can't be read as vedlegg 2; nothing of it is used.

    `line` is the line of the file, from 1, when the trouble is somewhere in particular.
    """

    def __init__(self, message: str, *, code: str, line: int | None = None) -> None:
        super().__init__(f"Linje {line}: {message}" if line else message, code=code)
        self.line = line
