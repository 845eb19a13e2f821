"""The page where an announced act is amended before it enters into force: its texts, and a form for each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from objectives.models import LegalAct, ObjectiveVersion, ThemeVersion
from objectives.rules import long_date
from regulations.forms import AmendForm, AmendTextForm
from regulations.services import Amendment

Words = ObjectiveVersion | ThemeVersion


def amendable_texts(act: LegalAct, *, on: dt.date) -> list[Words]:
    """What the act says that is not in force and that no other act has changed: texts in the annex's order, then
    headings."""
    waiting = Q(enacted_by=act, valid__upper_inf=True)
    texts = ObjectiveVersion.objects.not_yet_in_force(on=on).filter(waiting)
    headings = ThemeVersion.objects.not_yet_in_force(on=on).filter(waiting)
    order = ("chapter__part__position", "chapter__position", "position", "pk")
    return [
        *texts.select_related("objective", "chapter", "theme").order_by(*order),
        *headings.select_related("theme__chapter").order_by(*(f"theme__{name}" for name in order[:2]), "position"),
    ]


@dataclass
class Amendable:
    """One text of the act, with its form."""

    words: Words
    form: AmendTextForm

    @property
    def code(self) -> str:
        return self.words.objective.code if isinstance(self.words, ObjectiveVersion) else ""

    @property
    def name(self) -> str:
        """What the form calls it."""
        return self.code or _("Overskriften %(heading)s") % {"heading": self.words}

    @property
    def chapter(self) -> str:
        words = self.words
        return words.chapter.title if isinstance(words, ObjectiveVersion) else words.theme.chapter.title


@dataclass
class AmendPage:
    """The act's form, and those of its texts."""

    act: LegalAct
    form: AmendForm
    texts: list[Amendable] = field(default_factory=list)

    def is_valid(self) -> bool:
        """Whether everything was filled in so that it can be tried."""
        asked = [self.form.is_valid(), *(one.form.is_valid() for one in self.texts)]
        return self.form.is_bound and all(asked)

    @property
    def amendments(self) -> list[Amendment]:
        """What was chosen. Only of a valid page."""
        chosen = [one.form.amendment for one in self.texts]
        return [one for one in chosen if one is not None]

    @property
    def forms(self) -> list[AmendTextForm]:
        """With `non_form_errors`, what the error summary reads of a formset."""
        return [one.form for one in self.texts]

    def non_form_errors(self) -> list[str]:
        """None: what is wrong with the whole stands on the act's own form."""
        return []

    @property
    def status(self) -> int:
        """422 when the form came in with errors, else 200."""
        return 422 if self.form.is_bound and any(form.errors for form in (self.form, *self.forms)) else 200


def amend_page(act: LegalAct, *, on: dt.date, data: Any = None) -> AmendPage:
    """The page; `data` is what was posted."""
    texts = amendable_texts(act, on=on)
    first_day = min((words.valid_from for words in texts), default=None)
    initial = {"name": _("Endring av %(act)s") % {"act": act}, "reason": _reason(act, first_day)}
    return AmendPage(
        act,
        AmendForm(data, initial=initial),
        [Amendable(words, AmendTextForm(data, words=words, prefix=_prefix(words))) for words in texts],
    )


def _prefix(words: Words) -> str:
    return f"tekst-{words.pk}" if isinstance(words, ObjectiveVersion) else f"overskrift-{words.pk}"


def _reason(act: LegalAct, first_day: dt.date | None) -> str:
    if first_day is None:
        return ""
    return _("Endrer %(act)s før ikrafttredelsen, og følger datoen der, %(date)s.") % {
        "act": act,
        "date": long_date(first_day),
    }
