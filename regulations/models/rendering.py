from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from objectives.models import RenderedFile

from .drafting import AmendmentRegulation


class RenderedDocument(RenderedFile):
    """A PDF of an endringsforskrift."""

    regulation = models.ForeignKey(
        AmendmentRegulation, models.CASCADE, related_name="documents", verbose_name=_("endringsforskrift")
    )

    class Meta(RenderedFile.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ferdig") | Q(content__isnull=False),
                name="regulations_a_finished_document_has_its_bytes",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="regulations_progress_is_at_most_all"),
        ]
