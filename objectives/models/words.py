from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ListedWordQuerySet(models.QuerySet["ListedWord"]):
    def approved(self) -> ListedWordQuerySet:
        """Words that the directorate has approved, known in every text."""
        return self.filter(approved_at__isnull=False)

    def waiting(self) -> ListedWordQuerySet:
        """Words that some body has said are right, and that the directorate has not looked at."""
        return self.filter(approved_at__isnull=True)


class ListedWord(models.Model):
    """A word form somebody has said is spelt right, though neither the dictionary nor the annex has it (SP-5).

    It is known at once in the texts of the organisation that said so, and in everybody's when the directorate has
    approved it. A word that comes into force in a læringsmål is known by that alone.
    """

    form = models.CharField(_("ord"), max_length=60, help_text=_("Med små bokstaver."))
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="listed_words", verbose_name=_("meldt av")
    )
    listed_by = models.ForeignKey("organisations.User", models.PROTECT, related_name="+", verbose_name=_("lagt til av"))
    listed_at = models.DateTimeField(_("lagt til"), default=timezone.now)
    approved_by = models.ForeignKey(
        "organisations.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("godkjent av")
    )
    approved_at = models.DateTimeField(_("godkjent"), null=True, blank=True)

    objects = ListedWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("ord i ordlisten")
        verbose_name_plural = _("ord i ordlisten")
        ordering = ["form", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "organisation"],
                name="objectives_an_organisation_lists_a_word_once",
                violation_error_message=_("Ordet står i ordlisten allerede."),
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="objectives_an_approved_word_says_by_whom",
                violation_error_message=_("Et godkjent ord sier hvem som godkjente det, og når."),
            ),
        ]

    def __str__(self) -> str:
        return self.form
