from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, *, now: dt.datetime) -> MessageQuerySet:
        """Those nobody has taken, whose time has come, the oldest first."""
        return self.filter(sent_at__isnull=True, claimed_at__isnull=True, not_before__lte=now).order_by("pk")

    def stuck(self, *, before: dt.datetime) -> MessageQuerySet:
        """Taken and never finished: the worker died while it sent, and nobody knows whether the mail left.

        Sending one of these again is a person's decision.
        """
        return self.filter(sent_at__isnull=True, claimed_at__lt=before)


class Message(models.Model):
    """An e-mail to be sent: written in the transaction of what it tells, sent by the clock.

    `key` says what it is about («horing-17-varsel-42»), so that the same message is never written twice. A worker
    claims the row by a conditional update that returns 1 exactly once. The text of a message with a personal link is
    wiped when it is sent: what the link opens is for its receiver alone.
    """

    key = models.CharField(_("nøkkel"), max_length=200, unique=True)
    to = models.EmailField(_("til"), max_length=254)
    subject = models.CharField(_("emne"), max_length=200)
    body = models.TextField(_("tekst"))
    is_private = models.BooleanField(
        _("har personlig lenke"), default=False, help_text=_("Teksten slettes når meldingen er sendt.")
    )
    case_number = models.CharField(_("saksnummer"), max_length=20, blank=True)
    created_at = models.DateTimeField(_("skrevet"), default=timezone.now, editable=False)
    not_before = models.DateTimeField(
        _("tidligst"), default=timezone.now, help_text=_("Settes fram når et forsøk mislykkes.")
    )
    claimed_at = models.DateTimeField(_("tatt til sending"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sendt"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("forsøk"), default=0)
    error = models.CharField(_("feil"), max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("melding")
        verbose_name_plural = _("meldinger")
        ordering = ["-pk"]
        constraints = [
            # A line break in a header would let the writer of it add headers of their own.
            models.CheckConstraint(
                condition=~Q(subject__regex=r"[\r\n]") & ~Q(to__regex=r"[\r\n]"),
                name="notifications_a_header_is_one_line",
                violation_error_message=_("Emne og adresse må stå på én linje."),
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(sent_at__isnull=True), name="notifications_unsent_messages")
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.to})"
