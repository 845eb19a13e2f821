from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ProposalVersion(models.Model):
    """A proposal as it was sent: written once, at each submission, and never changed (SA-4).

    While a returned proposal is being corrected, this is what everybody but its sender reads. `content` is what
    `services.versions.frozen` makes; the database refuses to change or delete a row (migration 0003).
    """

    proposal = models.ForeignKey(
        "revisions.Proposal", models.PROTECT, related_name="versions", verbose_name=_("endringsforslag")
    )
    number = models.PositiveSmallIntegerField(_("versjon"))
    sent_at = models.DateTimeField(_("sendt inn"), default=timezone.now)
    sent_by = models.ForeignKey("organisations.User", models.PROTECT, related_name="+", verbose_name=_("sendt inn av"))
    content = models.JSONField(_("innhold"), encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("innsendt versjon")
        verbose_name_plural = _("innsendte versjoner")
        ordering = ["proposal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="revisions_a_version_is_sent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}, versjon {self.number}"
