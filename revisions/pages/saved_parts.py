"""What the quiet save tells the page: which texts the parts now have been written from, and what others changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from revisions.forms.proposals import Part, PartsForm
from revisions.services.parts import Saved, Theirs, fingerprint


@dataclass(frozen=True)
class Stored:
    """A part and the fingerprint of its stored text; with the text, when another wrote it."""

    name: str
    base: str
    text: str | None = None


@dataclass(frozen=True)
class Told:
    """The answer to the quiet save, as the fragment draws it."""

    stored: list[Stored]
    both: list[Part]
    sentences: list[str]


def saved_parts(form: PartsForm, saved: Saved | None) -> Told:
    """What came of the quiet save; `saved` is None when nothing could be saved."""
    if saved is None:
        return Told([], [], [])
    form.theirs = saved.both
    stored = [Stored(name, fingerprint(getattr(saved.proposal, name))) for name in saved.mine]
    # A box another has ticked is not moved under the hand of whoever reads; the next full page shows it.
    stored += [
        Stored(name, fingerprint(theirs.value), theirs.value)
        for name, theirs in saved.theirs.items()
        if isinstance(theirs.value, str)
    ]
    shown = form.shown
    return Told(stored, [shown[name] for name in saved.both], _sentences(form, saved))


def _sentences(form: PartsForm, saved: Saved) -> list[str]:
    theirs = _("%(part)s er endret av %(who)s; den nye teksten står i feltet.")
    both = _("%(part)s er også endret av %(who)s og er ikke lagret. Se forskjellen ved feltet.")
    said = [theirs % _named(form, *one) for one in _texts(saved)]
    return said + [both % _named(form, *one) for one in saved.both.items()]


def _texts(saved: Saved) -> list[tuple[str, Theirs]]:
    return [(name, theirs) for name, theirs in saved.theirs.items() if isinstance(theirs.value, str)]


def _named(form: PartsForm, name: str, theirs: Theirs) -> dict[str, str]:
    return {"part": str(form.fields[name].label), "who": theirs.words}
