"""Utdypende tekst and læringsaktiviteter: what can be changed outside any act (TE-*, LA-*)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from objectives.models import LearningActivity
from organisations.refusals import RuleViolation

from .texts import long_date

LONGEST_TITLE = 200
LONGEST_COURSE_KIND = 100
MOST_REPETITIONS = 10_000
_NOT_LETTERS = re.compile(r"[\W_]+")


def objective_lasts(code: str, *, known: bool, ends: dt.date | None, on: dt.date) -> None:
    """A læringsmål that has, or will get, a text on the day or later. Raises RuleViolation for all others."""
    if not known:
        raise RuleViolation(
            _("Vi fant ikke et læringsmål med koden %(code)s. Sjekk koden, og prøv igjen.") % {"code": code},
            code="code-unknown",
            authority="ID-1",
        )
    if ends is not None and ends <= on:
        raise RuleViolation(
            _(
                "Læringsmålet %(code)s er ikke i kraft fra %(day)s, og kan ikke få utdypende tekst eller nye "
                "læringsaktiviteter. Bruk koden som har erstattet det, eller ta det ut."
            )
            % {"code": code, "day": long_date(ends)},
            code="objective-ended",
            authority="TE-1",
        )


def is_what_was_read(what: str, *, now: object, read: object) -> None:
    """The change was written against what stands now (TE-1: no version is overwritten unseen)."""
    if now != read:
        raise RuleViolation(
            _(
                "%(what)s er endret av en annen mens du skrev. Se hva som er endret, og før inn endringen din "
                "i det som gjelder nå."
            )
            % {"what": what},
            code="changed-meanwhile",
            authority="TE-1",
        )


def changes_something(what: str, does: bool) -> None:
    """A version that says the same as the one before would only make the history longer."""
    if not does:
        raise RuleViolation(
            _("Ingenting er endret for %(what)s. Skriv endringen, eller gå tilbake uten å lagre.") % {"what": what},
            code="nothing-changed",
            authority="TE-1",
        )


def elaboration_is_written(code: str, text: str) -> None:
    """An elaboration has words; one without is removed, not emptied."""
    if not text.strip():
        raise RuleViolation(
            _("Den utdypende teksten til %(code)s er tom. Skriv teksten, eller fjern den.") % {"code": code},
            code="elaboration-empty",
            authority="TE-1",
        )


def elaboration_is_there(code: str, text: str) -> None:
    """Only what is there can be removed."""
    if not text:
        raise RuleViolation(
            _("%(code)s har ingen utdypende tekst å fjerne.") % {"code": code},
            code="elaboration-missing",
            authority="TE-1",
        )


def specialty_is_known(slug: str, *, known: bool) -> None:
    """A course or procedure belongs to a specialty or a common set (LA-2)."""
    if not known:
        raise RuleViolation(
            _("Vi fant ikke spesialiteten «%(slug)s». Velg en av dem i listen.") % {"slug": slug[:60]},
            code="specialty-unknown",
            authority="LA-2",
        )


def activity_is_described(title: str, *, activity: str, course_kind: str, minimum: int | None) -> None:
    """Courses carry title and kind, procedures a recommended minimum number of repetitions (LA-2)."""
    problem = _activity_problem(title, activity=activity, course_kind=course_kind, minimum=minimum)
    if problem:
        raise RuleViolation(problem, code="activity-incomplete", authority="LA-2")


def _activity_problem(title: str, *, activity: str, course_kind: str, minimum: int | None) -> str:
    kind = LearningActivity.Kind
    if not title.strip():
        return _("Læringsaktiviteten mangler tittel. Skriv tittelen slik den skal stå i den nasjonale listen.")
    if len(title) > LONGEST_TITLE or len(course_kind) > LONGEST_COURSE_KIND:
        return _("Tittelen eller kurstypen til «%(title)s» er for lang. Skriv den kortere.") % {"title": title[:60]}
    if activity not in kind.values:
        return _("Velg om «%(title)s» er et kurs eller en prosedyre.") % {"title": title}
    if activity == kind.COURSE and minimum is not None:
        return _("Kurset «%(title)s» har ikke noe anbefalt minste antall. La antallet stå tomt.") % {"title": title}
    if activity == kind.PROCEDURE and course_kind:
        return _("Prosedyren «%(title)s» har ingen kurstype. La kurstypen stå tom.") % {"title": title}
    if activity == kind.PROCEDURE and not (minimum and 0 < minimum <= MOST_REPETITIONS):
        return _("Skriv et anbefalt minste antall for prosedyren «%(title)s», fra 1 til %(most)d.") % {
            "title": title,
            "most": MOST_REPETITIONS,
        }
    return ""


def title_is_free(title: str, *, others: Iterable[str]) -> None:
    """Within a specialty and kind an activity is known by its exact title (LA-3); nearly alike is the same one."""
    for other in others:
        if alike(other) == alike(title):
            raise RuleViolation(
                _("Spesialiteten har allerede «%(title)s». Endre den, eller gi den nye en annen tittel.")
                % {"title": other},
                code="activity-title-taken",
                authority="LA-3",
            )


def alike(title: str) -> str:
    """What two titles share when a person would take them for the same."""
    return _NOT_LETTERS.sub("", title).casefold()
