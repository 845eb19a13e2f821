from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .drafting import AmendmentClause, AmendmentRegulation


class DraftVersion(models.Model):
    """An endringsforskrift as it was each time it was locked: written once, never changed or deleted.

    What is approved is a version, and so exactly what was read. `content` is what `documents.freezing.frozen` makes;
    the database refuses to change a row (migration 0006).
    """

    regulation = models.ForeignKey(
        AmendmentRegulation, models.PROTECT, related_name="versions", verbose_name=_("endringsforskrift")
    )
    number = models.PositiveSmallIntegerField(_("versjon"))
    locked_by = models.ForeignKey("organisations.User", models.PROTECT, related_name="+", verbose_name=_("låst av"))
    locked_at = models.DateTimeField(_("låst"), default=timezone.now)
    content = models.JSONField(_("innhold"), encoder=DjangoJSONEncoder)
    sha256 = models.CharField(_("sjekksum"), max_length=64, help_text=_("Av innholdet."))

    class Meta:
        verbose_name = _("versjon av endringsforskrift")
        verbose_name_plural = _("versjoner av endringsforskrifter")
        ordering = ["regulation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["regulation", "number"], name="regulations_a_version_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.regulation}, versjon {self.number}"


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def standing(self) -> ApprovalQuerySet:
        """Those that have not been withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Approval(models.Model):
    """A second person's word that a locked version can be announced. It is withdrawn when the draft is opened again."""

    version = models.ForeignKey(DraftVersion, models.PROTECT, related_name="approvals", verbose_name=_("versjon"))
    approved_by = models.ForeignKey(
        "organisations.User", models.PROTECT, related_name="+", verbose_name=_("godkjent av")
    )
    approved_at = models.DateTimeField(_("godkjent"), default=timezone.now)
    note = models.TextField(_("merknad"), blank=True)
    withdrawn_by = models.ForeignKey(
        "organisations.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("trukket av")
    )
    withdrawn_at = models.DateTimeField(_("trukket"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("hvorfor den er trukket"), blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("godkjenning av endringsforskrift")
        verbose_name_plural = _("godkjenninger av endringsforskrifter")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(withdrawn_at__isnull=True),
                name="regulations_one_standing_approval_per_version",
                violation_error_message=_("Denne versjonen er allerede godkjent."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="regulations_a_withdrawn_approval_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"Godkjenning av {self.version}"

    @property
    def is_standing(self) -> bool:
        return self.withdrawn_at is None


class ReviewComment(models.Model):
    """Something said about a draft, or one of its clauses, while it is reviewed; answered and settled, never deleted.

    A clause can be taken out while the comment stays, so what it was about is kept in words too.
    """

    regulation = models.ForeignKey(
        AmendmentRegulation, models.CASCADE, related_name="comments", verbose_name=_("endringsforskrift")
    )
    clause = models.ForeignKey(
        AmendmentClause,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("endringsledd"),
    )
    about = models.CharField(_("gjelder"), max_length=300, blank=True)
    answers = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies", verbose_name=_("svar på")
    )
    body = models.TextField(_("kommentar"), max_length=10_000)
    author = models.ForeignKey("organisations.User", models.PROTECT, related_name="+", verbose_name=_("skrevet av"))
    written_at = models.DateTimeField(_("skrevet"), default=timezone.now)
    settled_by = models.ForeignKey(
        "organisations.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avklart av")
    )
    settled_at = models.DateTimeField(_("avklart"), null=True, blank=True)

    class Meta:
        verbose_name = _("kommentar til utkast")
        verbose_name_plural = _("kommentarer til utkast")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False, answers__isnull=True),
                name="regulations_a_settled_comment_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"Kommentar til {self.about or self.regulation}"

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None
