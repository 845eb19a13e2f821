"""How the system says no: the same sentence and the same code in pages, API, admin and commands."""

from __future__ import annotations


class Refusal(Exception):
    """Something was not done, and a person is told why.

    `message` is a full Norwegian sentence: what, which, when and what now. `code` is stable and
    machine-readable. `authority` names the rule or the law that says so, for example «EF-6».
    """

    def __init__(self, message: str, *, code: str, authority: str = "") -> None:
        super().__init__(message)
        self.message = str(message)
        self.code = code
        self.authority = authority

    def __str__(self) -> str:
        return self.message


class RuleViolation(Refusal):
    """A rule of the domain does not hold."""


class WrongState(Refusal):
    """The object is not at a point where this step exists."""


class NotPermitted(Refusal):
    """This person may not do this; another may."""
