from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RenderedFile(models.Model):
    """A file made in the background, with how far it has come; each app has its own kind, and one life for all.

    The bytes are kept in the database, so that any web process can serve what any worker made, and so that the
    file is in the same backup as what it was made from.
    """

    class State(models.TextChoices):
        WAITING = "venter", _("Venter")
        RUNNING = "lages", _("Lages")
        DONE = "ferdig", _("Ferdig")
        FAILED = "feilet", _("Feilet")

    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.WAITING)
    step = models.CharField(_("nå"), max_length=100, blank=True)
    percent = models.PositiveSmallIntegerField(_("prosent"), default=0)
    requested_by = models.ForeignKey(
        "organisations.User", models.PROTECT, related_name="+", verbose_name=_("bestilt av")
    )
    requested_at = models.DateTimeField(_("bestilt"), default=timezone.now, editable=False)
    started_at = models.DateTimeField(_("påbegynt"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ferdig"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("forsøk"), default=0)
    error = models.TextField(_("feil"), blank=True)
    file_name = models.CharField(_("filnavn"), max_length=120, blank=True)
    sha256 = models.CharField(_("sjekksum"), max_length=64, blank=True)
    content = models.BinaryField(_("innhold"), null=True, blank=True)

    class Meta:
        abstract = True
        verbose_name = _("dokument")
        verbose_name_plural = _("dokumenter")
        ordering = ["-requested_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name or f"Dokument {self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)
