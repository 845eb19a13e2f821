"""Temaoverskrifter: what is called what, from when, and what stands under it (ID-6, FO-9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.refusals import RuleViolation

from .texts import Announced, Conflict, characters_can_be_read, long_date

_LONGEST_NUMBER = 20
_LONGEST_TITLE = 250
_SHOWN = 5

Heading = TypeVar("Heading", bound=Announced)


def theme_is_known(known: object) -> None:
    """A heading that is named by its key exists."""
    if known is None:
        raise RuleViolation(
            _("Temaoverskriften finnes ikke i registeret. Velg en overskrift i vedlegget."),
            code="unknown-theme",
            authority="FO-9",
        )


def key_is_new(key: str, *, known: bool) -> None:
    """Two new headings of an act are not called the same by its operations."""
    if known or not key:
        raise RuleViolation(
            _("To nye temaoverskrifter i forskriften har samme nøkkel, «%(key)s». Gi hver sin.") % {"key": key},
            code="theme-key-used",
            authority="FO-9",
        )


def key_is_known(key: str, *, known: bool) -> None:
    """A new læringsmål under a new heading comes with the heading."""
    if not known:
        raise RuleViolation(
            _(
                "Forskriften har ingen ny temaoverskrift «%(key)s». Ta inn overskriften i samme forskrift, eller velg "
                "en som finnes."
            )
            % {"key": key},
            code="unknown-theme-key",
            authority="FO-9",
        )


def heading_to_change(latest: Heading | None, *, basis_id: int) -> Heading:
    """The heading a change builds on: as the last announced act left it, that nothing has ended.

    Raises RuleViolation when it is repealed already, and Conflict when another announced act has changed it.
    """
    theme_is_known(latest)
    assert latest is not None  # noqa: S101 - the line above refuses otherwise
    if latest.valid_until is not None:
        raise Conflict(
            _("Temaoverskriften «%(heading)s» er allerede opphevet ved %(act)s, fra %(date)s. Ta endringen ut.")
            % {"heading": latest, "act": latest.repealed_by, "date": long_date(latest.valid_until)},
            code="heading-already-repealed",
            authority="ID-6",
            act=latest.repealed_by,
            starts=latest.valid_until,
        )
    if latest.pk != basis_id:
        raise Conflict(
            _(
                "Temaoverskriften er endret til «%(heading)s» ved %(act)s, i kraft %(date)s, etter at denne endringen "
                "ble skrevet. Skriv endringen på nytt mot den kunngjorte ordlyden."
            )
            % {"heading": latest, "act": latest.enacted_by, "date": long_date(latest.valid_from)},
            code="heading-changed-meanwhile",
            authority="EF-5",
            act=latest.enacted_by,
            starts=latest.valid_from,
            latest=latest,
        )
    return latest


def heading_says_something_else(*, old: tuple[str, str], new: tuple[str, str]) -> None:
    """A change of number and words changes one of them."""
    if old == new:
        raise RuleViolation(
            _("Temaoverskriften «%(heading)s» blir lik den gjeldende. Endre den, eller ta ut endringen.")
            % {"heading": " ".join(old).strip()},
            code="heading-unchanged",
            authority="ID-6",
        )


def heading_is_written(number: str, title: str) -> None:
    """A heading has words, and both number and words are short enough to be one."""
    if not title.strip():
        raise RuleViolation(
            _("Temaoverskriften mangler tekst. Skriv hva den skal hete."), code="heading-empty", authority="FO-9"
        )
    if len(title) > _LONGEST_TITLE or len(number) > _LONGEST_NUMBER:
        raise RuleViolation(
            _("Temaoverskriften er for lang: høyst %(title)d tegn, og høyst %(number)d i nummeret. Kort den ned.")
            % {"title": _LONGEST_TITLE, "number": _LONGEST_NUMBER},
            code="heading-too-long",
            authority="FO-9",
        )
    characters_can_be_read(_("Temaoverskriften"), f"{number}{title}", authority="FO-9")


def heading_stands(versions: Sequence[Announced], *, on: dt.date) -> None:
    """What is put under a heading on a day finds it there, and no announced act takes it away (FO-9)."""
    theme_is_known(versions[0] if versions else None)
    first, last = versions[0], versions[-1]
    if on < first.valid_from:
        raise RuleViolation(
            _("Temaoverskriften «%(heading)s» gjelder først fra %(date)s. Velg den datoen eller en senere.")
            % {"heading": first, "date": long_date(first.valid_from)},
            code="heading-not-in-force",
            authority="FO-9",
        )
    if last.valid_until is not None:
        raise Conflict(
            _("Temaoverskriften «%(heading)s» er opphevet ved %(act)s, fra %(date)s. Velg en annen overskrift.")
            % {"heading": last, "act": last.repealed_by, "date": long_date(last.valid_until)},
            code="heading-repealed",
            authority="FO-9",
            act=last.repealed_by,
            starts=last.valid_until,
        )


def nothing_stands_under(heading: object, *, codes: Sequence[str], on: dt.date) -> None:
    """A heading is not taken away from over a læringsmål."""
    if codes:
        shown = ", ".join(codes[:_SHOWN]) + (" …" if len(codes) > _SHOWN else "")
        raise RuleViolation(
            ngettext(
                "Temaoverskriften «%(heading)s» kan ikke oppheves %(date)s: %(codes)s står under den. Flytt eller "
                "opphev læringsmålet i samme forskrift.",
                "Temaoverskriften «%(heading)s» kan ikke oppheves %(date)s: %(count)d læringsmål står under den "
                "(%(codes)s). Flytt eller opphev dem i samme forskrift.",
                len(codes),
            )
            % {"heading": heading, "date": long_date(on), "codes": shown, "count": len(codes)},
            code="heading-not-empty",
            authority="FO-9",
        )


def heading_numbers_differ(number: str, *, taken_by: object | None) -> None:
    """Two headings of a chapter never have the same number on the same day: acts name them by it."""
    if taken_by is not None:
        raise RuleViolation(
            _("Nummeret %(number)s er allerede brukt i kapittelet, av «%(other)s». Velg et annet nummer.")
            % {"number": number, "other": taken_by},
            code="heading-number-used",
            authority="FO-9",
        )
