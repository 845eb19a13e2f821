from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Longer than a worker is let to run (CELERY_TASK_TIME_LIMIT), so that no attempt is given away while it works.
STALE_AFTER = dt.timedelta(minutes=6)
MAX_ATTEMPTS = 3


class ExportJobQuerySet(models.QuerySet["ExportJob"]):
    def under_way(self) -> ExportJobQuerySet:
        """Waiting, or being made."""
        return self.filter(state__in=(ExportJob.State.WAITING, ExportJob.State.RUNNING))

    def to_make(self, *, now: dt.datetime) -> ExportJobQuerySet:
        """Those that wait, and those whose worker has been silent too long; the oldest first."""
        stale = Q(state=ExportJob.State.RUNNING, started_at__lt=now - STALE_AFTER)
        return self.filter(Q(state=ExportJob.State.WAITING) | stale).order_by("requested_at", "pk")

    def finished(self) -> ExportJobQuerySet:
        return self.filter(state__in=(ExportJob.State.DONE, ExportJob.State.FAILED))

    def without_content(self) -> ExportJobQuerySet:
        """All but the bytes, which only the download reads."""
        return self.defer("content")


class ExportJob(models.Model):
    """A file made of the register in the background: which læringsmål, on which day, in what format, and how far.

    Derived, and therefore not part of the record: anyone can have it made again. `key` is the fingerprint of what is
    in the file and its format, so that the same file is made once.
    """

    class State(models.TextChoices):
        WAITING = "venter", _("Venter")
        RUNNING = "lages", _("Lages")
        DONE = "ferdig", _("Ferdig")
        FAILED = "feilet", _("Feilet")

    key = models.CharField(_("nøkkel"), max_length=64, unique=True)
    format = models.CharField(_("format"), max_length=10)
    on = models.DateField(_("dato"), help_text=_("Dagen teksten leses på."))
    kind = models.CharField(_("utvalg"), max_length=20)
    chosen = ArrayField(models.CharField(max_length=80), verbose_name=_("valgt"), default=list, blank=True)
    scope = models.CharField(_("omfang"), max_length=250, blank=True, help_text=_("Tomt for hele vedlegg 2."))
    count = models.PositiveIntegerField(_("læringsmål"))

    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.WAITING)
    step = models.CharField(_("nå"), max_length=100, blank=True)
    percent = models.PositiveSmallIntegerField(_("prosent"), default=0)
    requested_at = models.DateTimeField(_("bestilt"), default=timezone.now)
    started_at = models.DateTimeField(_("påbegynt"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ferdig"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("forsøk"), default=0)
    error = models.TextField(_("feil"), blank=True)
    file_name = models.CharField(_("filnavn"), max_length=150)
    content = models.BinaryField(_("innhold"), null=True, blank=True)

    objects = ExportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("eksport")
        verbose_name_plural = _("eksporter")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ferdig") | Q(content__isnull=False),
                name="objectives_a_finished_export_has_its_bytes",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="objectives_export_progress_is_at_most_all"),
        ]
        indexes = [
            models.Index(
                F("requested_at"), condition=Q(state__in=["venter", "lages"]), name="objectives_exports_under_way"
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("objectives:export_job", args=[self.key])

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)
