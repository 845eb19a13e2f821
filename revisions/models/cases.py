from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

if TYPE_CHECKING:
    from hearings.models import Hearing
    from organisations.models import User


class Status(models.TextChoices):
    """Where a case is (SA-3). Assigned by the transition table alone; «i kraft» follows from dates."""

    RECEIVED = "mottatt", _("Mottatt")
    COMPLETENESS = "fullstendighet", _("Fullstendighet")
    RETURNED = "returnert", _("Sendt tilbake")
    INPUT_ROUND = "innspillsrunde", _("Innspillsrunde")
    HEARING = "horing", _("Høring")
    DECISION = "vedtak", _("Vedtak")
    DECISION_PROPOSED = "vedtak_foreslatt", _("Vedtak foreslått")
    REGULATION = "endringsforskrift", _("Endringsforskrift")
    ANNOUNCED = "kunngjort", _("Kunngjøring")
    PUBLISHED = "publisert", _("Publisert")
    FOLLOW_UP = "oppfolging", _("Oppfølging")
    CLOSED = "avsluttet", _("Avsluttet")
    POSTPONED = "utsatt", _("Utsatt")
    WITHDRAWN = "trukket", _("Trukket")


class CaseNumbers(models.Model):
    """The last case number given in a year; locked and counted up, so that no two cases share one."""

    year = models.PositiveSmallIntegerField(_("år"), unique=True)
    last_number = models.PositiveIntegerField(_("siste nummer"), default=0)

    class Meta:
        verbose_name = _("saksnummerserie")
        verbose_name_plural = _("saksnummerserier")

    def __str__(self) -> str:
        return str(self.year)


class CaseQuerySet(models.QuerySet["Case"]):
    ENDED = (Status.CLOSED, Status.WITHDRAWN)

    def under_way(self) -> CaseQuerySet:
        return self.exclude(status__in=self.ENDED)

    def ended(self) -> CaseQuerySet:
        return self.filter(status__in=self.ENDED)

    def of(self, user: User) -> CaseQuerySet:
        """The cases this person has."""
        return self.filter(responsible=user)

    def unassigned(self) -> CaseQuerySet:
        return self.filter(responsible__isnull=True)

    def waiting_for_others(self, *, on: dt.date) -> CaseQuerySet:
        """The sender corrects it, it rests until a day that has not come, or those who are asked have time left."""
        asked = Q(status__in=(Status.INPUT_ROUND, Status.HEARING), due_on__gte=on)
        rests = Q(status=Status.POSTPONED) & (Q(due_on__isnull=True) | Q(due_on__gt=on))
        return self.filter(asked | rests | Q(status=Status.RETURNED))

    def overdue(self, *, on: dt.date) -> CaseQuerySet:
        """The deadline that counts now is past."""
        return self.filter(due_on__lt=on)

    def waiting_for_a_decision(self) -> CaseQuerySet:
        return self.filter(status=Status.DECISION_PROPOSED)

    def by_deadline(self) -> CaseQuerySet:
        """The order of the worklist: the first deadline first, those without one last."""
        return self.order_by("due_on", "number")

    def for_list(self) -> CaseQuerySet:
        """Everything a list row shows, in one query."""
        return self.select_related("responsible", "cycle").prefetch_related("proposals__sender", "proposals__specialty")


class Case(models.Model):
    """A sak: what the directorate handles; may hold several proposals that belong together (LA-4)."""

    class Track(models.TextChoices):
        """What the case would change, which decides its way: the two first take the long one (SA-3)."""

        REGULATION = "forskrift", _("Forskrift")
        COMBINED = "kombinert", _("Forskrift og anbefalinger")
        ELABORATION = "utdypende", _("Utdypende tekst")
        ACTIVITIES = "aktiviteter", _("Læringsaktiviteter")
        RECOMMENDATION = "anbefaling", _("Utdypende tekst og læringsaktiviteter")

    CHANGES_REGULATION = (Track.REGULATION, Track.COMBINED)

    number = models.CharField(
        _("saksnummer"), max_length=12, unique=True, help_text=_("År og løpenummer, for eksempel 2026/00123.")
    )
    title = models.CharField(_("tittel"), max_length=250)
    track = models.CharField(_("saksgang"), max_length=20, choices=Track, default=Track.REGULATION)
    status = models.CharField(_("fase"), max_length=20, choices=Status, default=Status.RECEIVED, db_index=True)
    responsible = models.ForeignKey(
        "organisations.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("saksbehandler"),
    )
    is_urgent = models.BooleanField(_("presserende"), default=False)
    urgency_reason = models.TextField(_("begrunnelse for å haste"), blank=True)
    watchers = models.ManyToManyField(
        "organisations.User", related_name="watched_cases", blank=True, verbose_name=_("følges av")
    )
    cycle = models.ForeignKey(
        "revisions.AnnualCycle",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("løp i årshjulet"),
        help_text=_("En presserende sak behandles utenom årshjulet (SA-2, ÅH-3)."),
    )
    due_on = models.DateField(
        _("frist"),
        null=True,
        blank=True,
        help_text=_(
            "Fristen som gjelder i fasen saken er i: rundens, høringens, avsenderens, eller en direktoratet har satt."
        ),
    )
    hearing_omitted_reason = models.TextField(
        _("begrunnelse for å utelate høring"),
        blank=True,
        help_text=_("Skriftlig og publisert (utredningsinstruksen punkt 3-3, forvaltningsloven § 37)."),
    )
    rounds = models.ManyToManyField(
        "hearings.ConsultationRound", related_name="cases", blank=True, verbose_name=_("innspillsrunder")
    )
    hearings = models.ManyToManyField("hearings.Hearing", related_name="cases", blank=True, verbose_name=_("høringer"))
    opened_on = models.DateField(_("opprettet"))
    created_at = models.DateTimeField(_("registrert"), default=timezone.now, editable=False)

    history = HistoricalRecords(m2m_fields=[rounds, hearings, watchers])
    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("sak")
        verbose_name_plural = _("saker")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_urgent=False) | ~Q(urgency_reason=""),
                name="revisions_urgency_has_a_reason",
                violation_error_message=_("En presserende sak må ha en begrunnelse (SA-2)."),
            ),
            models.CheckConstraint(
                condition=Q(is_urgent=False) | Q(cycle__isnull=True),
                name="revisions_an_urgent_case_is_outside_the_cycle",
                violation_error_message=_("En presserende sak står utenom årshjulet. Velg det ene (SA-2)."),
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{4}/[0-9]{5}$"), name="revisions_a_case_number_is_year_and_number"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-number"], name="revisions_cases_by_status"),
            # The worklist: each of its sections in the order of its rows, of what is under way alone.
            models.Index(fields=["status", "due_on", "number"], name="revisions_cases_by_phase_due"),
            models.Index(
                fields=["responsible", "due_on", "number"],
                condition=~Q(status__in=["avsluttet", "trukket"]),
                name="revisions_cases_by_person_due",
            ),
            models.Index(
                fields=["due_on", "number"],
                condition=~Q(status__in=["avsluttet", "trukket"]),
                name="revisions_cases_by_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        year, serial = self.number.split("/")
        return reverse("revisions:case", args=[year, serial])

    @property
    def last_hearing(self) -> Hearing | None:
        """The hearing that opens last; what is said of the case after its hearings stands with it."""
        return self.hearings.order_by("opens_on", "pk").last()

    @property
    def changes_regulation(self) -> bool:
        """Whether the case takes the long way, with a hearing and an endringsforskrift (SA-3)."""
        return self.track in self.CHANGES_REGULATION

    @property
    def is_ended(self) -> bool:
        return self.status in CaseQuerySet.ENDED
