"""Who must be asked in an innspillsrunde."""

from __future__ import annotations

from django.utils.translation import gettext as _

from organisations.models import Organisation
from organisations.refusals import RuleViolation


def medical_association_is_asked(*, asked: list[Organisation]) -> None:
    """Legeforeningen is always among those asked (spesialistforskriften § 6).

    Raises RuleViolation when it is not.
    """
    if not any(body.kind == Organisation.Kind.MEDICAL_ASSOCIATION for body in asked):
        raise RuleViolation(
            _("Legeforeningen må være blant dem som blir spurt. Legg den til før runden registreres."),
            code="medical-association-not-asked",
            authority="Spesialistforskriften § 6",
        )


def training_centres_are_asked(*, asked: list[Organisation]) -> None:
    """RegUt or ALIS/SAMLIS is asked too, whoever proposed (SA-3).

    Raises RuleViolation when neither is.
    """
    kinds = {Organisation.Kind.REGUT, Organisation.Kind.ALIS_SAMLIS}
    if not any(body.kind in kinds for body in asked):
        raise RuleViolation(
            _(
                "Minst ett RegUt eller ALIS-/SAMLIS-kontor må være blant dem som blir spurt. Legg "
                "det til før runden registreres."
            ),
            code="training-centre-not-asked",
            authority="SA-3",
        )
