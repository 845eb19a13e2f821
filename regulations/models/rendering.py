from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from objectives.models import RenderedFile

from .drafting import AmendmentRegulation


class RenderedDocumentQuerySet(models.QuerySet["RenderedDocument"]):
    def to_show(self) -> RenderedDocumentQuerySet:
        """Without the bytes, but with how many they are (`size`)."""
        return self.defer("content").annotate(size=Length("content"))


class RenderedDocument(RenderedFile):
    """A PDF of an endringsforskrift, or of the letter that tells of it; each form is a file of its own."""

    class Form(models.TextChoices):
        PDF = "pdf", _("PDF, tilgjengelig (PDF/UA-1)")
        ARCHIVE = "pdf-a", _("PDF til arkiv (PDF/A-2a)")
        LETTER = "brev", _("Brev om vedtaket (PDF/UA-1)")

    regulation = models.ForeignKey(
        AmendmentRegulation, models.CASCADE, related_name="documents", verbose_name=_("endringsforskrift")
    )
    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.PDF)
    recipients = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("mottakere"),
        default=list,
        blank=True,
        help_text=_("Bare for brevet: navnene slik de var da det ble bestilt."),
    )
    fingerprint = models.CharField(
        _("fingeravtrykk"),
        max_length=64,
        blank=True,
        help_text=_("Av det filen ble laget av, til å se om det er endret."),
    )

    objects = RenderedDocumentQuerySet.as_manager()

    class Meta(RenderedFile.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ferdig") | Q(content__isnull=False),
                name="regulations_a_finished_document_has_its_bytes",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="regulations_progress_is_at_most_all"),
        ]
