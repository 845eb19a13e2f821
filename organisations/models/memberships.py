from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Role(models.TextChoices):
    """What a person does on behalf of an organisation."""

    CASEWORKER = "saksbehandler", _("Saksbehandler")
    DECISION_MAKER = "beslutter", _("Beslutter")
    ADMINISTRATOR = "administrator", _("Administrator")
    SUBMITTER = "innsender", _("Innsender")
    COUNCIL_LEADER = "radsleder", _("Rådsleder")
    COMMITTEE_MEMBER = "komitemedlem", _("Komitémedlem")
    READER = "leser", _("Leser")


class Membership(models.Model):
    """That a person has a role in an organisation; every right in the system starts here."""

    # Roles that only mean something inside the directorate, and those that only mean something outside it.
    DIRECTORATE_ROLES = (Role.CASEWORKER, Role.DECISION_MAKER)

    user = models.ForeignKey("organisations.User", models.PROTECT, related_name="memberships", verbose_name=_("bruker"))
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="memberships", verbose_name=_("organisasjon")
    )
    role = models.CharField(_("rolle"), max_length=20, choices=Role)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("medlemskap")
        verbose_name_plural = _("medlemskap")
        ordering = ["organisation", "user", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                name="organisations_a_role_is_given_once",
                violation_error_message=_("Brukeren har allerede denne rollen i organisasjonen."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()} i {self.organisation}"
