"""SP-8: the questions to try a læringsmål with, on one who is to learn it and one who is to assess it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

QUESTIONS: Final = (
    _("Forstår du av teksten hva legen skal lære?"),
    _("Går det fram om det er kunnskap eller en praktisk ferdighet som kreves?"),
    _("Hvilke læringsaktiviteter ville passe?"),
    _("Hvordan kan kompetansen vurderes, og hvordan ser en god prestasjon ut?"),
)
"""Offered beside the text; who tried them, and what came of it, is told in the proposal."""
