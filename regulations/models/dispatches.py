from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .drafting import AmendmentRegulation
from .review import DraftVersion


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def standing(self) -> DispatchQuerySet:
        """Those that are not taken back."""
        return self.filter(recalled_at__isnull=True)

    def sent(self) -> DispatchQuerySet:
        """Those that Lovdata has."""
        return self.standing().filter(sent_at__isnull=False)


class Dispatch(models.Model):
    """What is sent to Lovdata to be announced: an approved version, the facts of the form, and who answers for it.

    «Sendt til kunngjøring» is told by `sent_at`. What is sent can be taken back, with a reason, until the announcement
    is registered; the row stays.
    """

    regulation = models.ForeignKey(
        AmendmentRegulation, models.PROTECT, related_name="dispatches", verbose_name=_("endringsforskrift")
    )
    version = models.ForeignKey(DraftVersion, models.PROTECT, related_name="dispatches", verbose_name=_("versjon"))
    decided_on = models.DateField(_("vedtatt"), help_text=_("Datoen i hjemmelslinjen og i forskriftens nummer."))
    contact_name = models.CharField(_("kontaktperson"), max_length=150)
    contact_email = models.EmailField(_("e-postadresse"))
    contact_phone = models.CharField(_("telefon"), max_length=30, blank=True)
    prepared_by = models.ForeignKey(
        "organisations.User", models.PROTECT, related_name="+", verbose_name=_("gjort klar av")
    )
    prepared_at = models.DateTimeField(_("gjort klar"), default=timezone.now)
    sent_by = models.ForeignKey(
        "organisations.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sendt av")
    )
    sent_at = models.DateTimeField(_("sendt til kunngjøring"), null=True, blank=True)
    recalled_by = models.ForeignKey(
        "organisations.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("trukket av")
    )
    recalled_at = models.DateTimeField(_("trukket tilbake"), null=True, blank=True)
    recall_reason = models.TextField(_("hvorfor den er trukket tilbake"), blank=True)

    history = HistoricalRecords()
    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("oversendelse til Lovdata")
        verbose_name_plural = _("oversendelser til Lovdata")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(recalled_at__isnull=True),
                name="regulations_a_version_is_sent_once",
                violation_error_message=_("Denne versjonen er allerede gjort klar."),
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="regulations_what_is_sent_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(recalled_at__isnull=True, recalled_by__isnull=True, recall_reason="")
                | Q(recalled_at__isnull=False, recalled_by__isnull=False, sent_at__isnull=False) & ~Q(recall_reason=""),
                name="regulations_what_is_taken_back_was_sent_and_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Oversendelse av {self.version}"

    @property
    def is_sent(self) -> bool:
        """Whether Lovdata has it."""
        return self.sent_at is not None and self.recalled_at is None


class DispatchCheck(models.Model):
    """A point of the checklist that somebody has ticked: who and when. Unticked, the row goes; its history stays."""

    class Point(models.TextChoices):
        MANUSCRIPT = "manuskript", _("Word-filen er åpnet og lest mot den godkjente versjonen")
        LEGAL_BASIS = "hjemmel", _("Hjemmelen er kontrollert av jurist")
        CODES = "koder", _("Alle nye koder står i manuskriptet")
        DATES = "datoer", _("Ikrafttredelsene i del II stemmer med opplysningene til skjemaet")
        RULES = "overgang", _("Overgangsreglene er med i manuskriptet, eller forskriften har ingen")
        FORM = "skjema", _("Opplysningene er skrevet inn i Lovdatas skjema, og Word-filen er lagt ved")

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="checks", verbose_name=_("oversendelse"))
    point = models.CharField(_("punkt"), max_length=20, choices=Point)
    checked_by = models.ForeignKey(
        "organisations.User", models.PROTECT, related_name="+", verbose_name=_("krysset av av")
    )
    checked_at = models.DateTimeField(_("krysset av"), default=timezone.now)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("punkt i sjekklisten")
        verbose_name_plural = _("punkter i sjekklisten")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "point"], name="regulations_a_point_is_ticked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_point_display()}"
