from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .decisions import MadeByTwo, made_whole, two_people, with_reason
from .recommendations import ActivityChange, ElaborationChange


class RecommendationDecisionQuerySet(models.QuerySet["RecommendationDecision"]):
    def current(self) -> RecommendationDecisionQuerySet:
        """Decisions that no newer one has superseded."""
        return self.filter(superseded_by__isnull=True)

    def about(self, change: ActivityChange | ElaborationChange) -> RecommendationDecisionQuerySet:
        """The decisions on this change, superseded ones too."""
        if isinstance(change, ActivityChange):
            return self.filter(activity_change=change)
        return self.filter(elaboration_change=change)

    def in_case(self, case: models.Model) -> RecommendationDecisionQuerySet:
        """The decisions on what the case would change of courses, procedures and utdypende tekst."""
        return self.filter(
            Q(activity_change__proposal__case=case) | Q(elaboration_change__proposal__case=case)
        ).select_related("activity_change", "elaboration_change__objective", "proposed_by")


class RecommendationDecision(MadeByTwo):
    """The decision on one change of a course, a procedure or an utdypende tekst: published when it is made (SA-3).

    As for a change item: proposed by one, made by another, never changed once made (migration 0006).
    """

    activity_change = models.ForeignKey(
        ActivityChange,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("endring av læringsaktivitet"),
    )
    elaboration_change = models.ForeignKey(
        ElaborationChange,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("endring av utdypende tekst"),
    )
    text = models.TextField(
        _("direktoratets tekst"),
        blank=True,
        help_text=_("Bare når forslaget vedtas med endringer: den utdypende teksten, eller tittelen."),
    )

    objects = RecommendationDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("beslutning om anbefaling")
        verbose_name_plural = _("beslutninger om anbefalinger")
        ordering = ["pk"]
        constraints = [
            two_people(name="revisions_two_people_decide_on_a_recommendation"),
            made_whole(name="revisions_a_made_recommendation_has_its_maker_and_date"),
            with_reason(name="revisions_a_recommendation_has_a_reason"),
            models.CheckConstraint(
                condition=Q(activity_change__isnull=True) ^ Q(elaboration_change__isnull=True),
                name="revisions_a_recommendation_is_about_one_change",
            ),
            models.CheckConstraint(
                condition=Q(outcome="vedtatt_med_endringer") & ~Q(text="")
                | ~Q(outcome="vedtatt_med_endringer") & Q(text=""),
                name="revisions_only_changed_recommendations_have_own_text",
                violation_error_message=_("Direktoratets egen tekst hører til «Vedtas med endringer», og bare dit."),
            ),
            models.UniqueConstraint(
                fields=["activity_change"],
                condition=Q(supersedes__isnull=True),
                name="revisions_an_activity_change_has_one_first_decision",
            ),
            models.UniqueConstraint(
                fields=["elaboration_change"],
                condition=Q(supersedes__isnull=True),
                name="revisions_an_elaboration_change_has_one_first_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.change}"

    @property
    def change(self) -> ActivityChange | ElaborationChange:
        """What it decides on."""
        found = self.activity_change or self.elaboration_change
        assert found is not None  # noqa: S101 - the constraint above
        return found

    @property
    def key(self) -> tuple[str, int]:
        """What it decides on, as `key_of` names it."""
        return key_of(self.change)


def key_of(change: ActivityChange | ElaborationChange) -> tuple[str, int]:
    """What a change is called among all of a case: («aktivitet», 7) or («utdypende», 7)."""
    return ("aktivitet" if isinstance(change, ActivityChange) else "utdypende", change.pk)
