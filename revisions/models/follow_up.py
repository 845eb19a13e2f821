from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def open(self) -> FollowUpQuerySet:
        """Those that are not done."""
        return self.filter(done_at__isnull=True)

    def to_remind(self, *, on: dt.date) -> FollowUpQuerySet:
        """Open ones whose next reminder is due, also when its day passed without a worker."""
        return self.open().filter(next_reminder_on__lte=on).order_by("pk")

    def for_list(self) -> FollowUpQuerySet:
        """Everything a list row shows, in one query."""
        return self.select_related("case", "owner", "specialty", "done_by")


class FollowUp(models.Model):
    """A task after the decision: what one body does so that those concerned know of the change (OP-1 to OP-4)."""

    class Kind(models.TextChoices):
        CLARIFY = "avklaring", _("Avklar læringsaktiviteter med rådslederne")
        NEWS = "nyhetssak", _("Nyhetssak")
        PAGE = "spesialitetsside", _("Tekst til spesialitetens side")
        PASS_ON = "videreformidling", _("Videreformidling i helseregionen")
        SYSTEMS = "systemer", _("Systemene som bruker læringsmålene")
        ENTRY = "ikrafttredelse", _("Minn om at endringene gjelder")

    WITH_TEXT = (Kind.NEWS, Kind.PAGE)

    case = models.ForeignKey("revisions.Case", models.PROTECT, related_name="follow_ups", verbose_name=_("sak"))
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    owner = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="follow_ups", verbose_name=_("eier")
    )
    specialty = models.ForeignKey(
        "organisations.Specialty",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("spesialitet"),
    )
    entry_day = models.DateField(_("i kraft fra"), null=True, blank=True)
    deadline = models.DateField(_("frist"))
    next_reminder_on = models.DateField(_("neste påminnelse"), null=True, blank=True, editable=False)
    text = models.TextField(_("tekst"), blank=True, help_text=_("Et utkast fra systemet, til eieren har skrevet sitt."))
    outcome = models.TextField(_("hva som ble gjort"), blank=True)
    done_at = models.DateTimeField(_("gjort"), null=True, blank=True)
    done_by = models.ForeignKey(
        "organisations.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("gjort av")
    )
    created_at = models.DateTimeField(_("opprettet"), default=timezone.now, editable=False)

    history = HistoricalRecords(excluded_fields=["next_reminder_on"])
    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("oppfølging")
        verbose_name_plural = _("oppfølging")
        ordering = ["deadline", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "owner", "specialty", "entry_day"],
                nulls_distinct=False,
                name="revisions_a_follow_up_is_asked_for_once",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="revisions_somebody_did_what_is_done",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_reminder_on"], condition=Q(done_at__isnull=True), name="revisions_follow_ups_to_remind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.owner}"

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("revisions:follow_up", args=[self.pk])

    @property
    def has_text(self) -> bool:
        """Whether the task is to write something (OP-2)."""
        return self.kind in self.WITH_TEXT

    @property
    def authority(self) -> str:
        kinds = self.Kind
        rules = {kinds.CLARIFY: "OP-1", kinds.NEWS: "OP-2", kinds.PAGE: "OP-2", kinds.SYSTEMS: "OP-4"}
        return rules.get(kinds(self.kind), "OP-3")
