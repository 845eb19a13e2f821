from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from objectives.models import RenderedFile


class ProposalDocument(RenderedFile):
    """A PDF of an endringsforslag as the template sets it out: of a draft, or of a version that was sent."""

    proposal = models.ForeignKey(
        "revisions.Proposal", models.CASCADE, related_name="documents", verbose_name=_("endringsforslag")
    )
    version = models.PositiveSmallIntegerField(
        _("versjon"), null=True, blank=True, help_text=_("Versjonen som ble sendt; tomt for et utkast.")
    )

    class Meta(RenderedFile.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ferdig") | Q(content__isnull=False),
                name="revisions_a_finished_document_has_its_bytes",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="revisions_progress_is_at_most_all"),
        ]


class DecisionLetter(RenderedFile):
    """The letter that tells a sender what was decided on its proposal: a PDF, ordered when the decision is made.

    `decided_at` is the moment of the decision it tells of. Decisions are never changed, so the letter always says the
    same, however often it is made.
    """

    proposal = models.ForeignKey(
        "revisions.Proposal", models.PROTECT, related_name="letters", verbose_name=_("endringsforslag")
    )
    case = models.ForeignKey("revisions.Case", models.PROTECT, related_name="letters", verbose_name=_("sak"))
    decided_at = models.DateTimeField(_("vedtatt"))

    class Meta(RenderedFile.Meta):
        verbose_name = _("vedtaksbrev")
        verbose_name_plural = _("vedtaksbrev")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ferdig") | Q(content__isnull=False),
                name="revisions_a_finished_letter_has_its_bytes",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="revisions_a_letters_progress_is_at_most_all"),
            models.UniqueConstraint(
                fields=["proposal", "decided_at"], name="revisions_one_letter_per_sender_and_decision"
            ),
        ]
