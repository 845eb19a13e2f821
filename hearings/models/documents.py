from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from objectives.models import RenderedFile

from .hearings import Hearing


class SummaryDocument(RenderedFile):
    """The summary of a hearing with every comment and its answer, as PDF or Word: made in the background.

    One that is made after the summary was published (`is_published`) says what is published; the others are drafts,
    for the directorate alone.
    """

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="documents", verbose_name=_("høring"))
    format = models.CharField(_("format"), max_length=4, choices=Format)
    is_published = models.BooleanField(_("publisert"), default=False)

    class Meta(RenderedFile.Meta):
        verbose_name = _("oppsummering som fil")
        verbose_name_plural = _("oppsummeringer som fil")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ferdig") | Q(content__isnull=False),
                name="hearings_a_finished_summary_has_its_bytes",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="hearings_a_summarys_progress_is_at_most_all"),
        ]
