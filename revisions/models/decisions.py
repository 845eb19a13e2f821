from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .items import Wording


class DecisionQuerySet(models.QuerySet["Decision"]):
    def current(self) -> DecisionQuerySet:
        """Decisions that no newer one has superseded."""
        return self.filter(superseded_by__isnull=True)

    def made(self) -> DecisionQuerySet:
        return self.filter(decided_at__isnull=False)

    def adopting(self) -> DecisionQuerySet:
        return self.filter(outcome__in=ADOPTING)


class Outcome(models.TextChoices):
    ADOPT = "vedtatt", _("Vedtas")
    ADOPT_WITH_CHANGES = "vedtatt_med_endringer", _("Vedtas med endringer")
    REJECT = "avslatt", _("Tas ikke til følge")
    POSTPONE = "utsatt", _("Utsettes")


ADOPTING = (Outcome.ADOPT, Outcome.ADOPT_WITH_CHANGES)


class MadeByTwo(models.Model):
    """A decision that one person proposes and another makes, always with a reason (SA-6)."""

    outcome = models.CharField(_("utfall"), max_length=30, choices=Outcome)
    reason = models.TextField(_("begrunnelse"))
    proposed_by = models.ForeignKey(
        "organisations.User", models.PROTECT, related_name="+", verbose_name=_("foreslått av")
    )
    proposed_at = models.DateTimeField(_("foreslått"), default=timezone.now)
    decided_by = models.ForeignKey(
        "organisations.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vedtatt av")
    )
    decided_at = models.DateTimeField(_("vedtatt"), null=True, blank=True)
    decided_on = models.DateField(_("vedtaksdato"), null=True, blank=True)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("erstatter vedtaket"),
    )

    class Meta:
        abstract = True

    @property
    def is_made(self) -> bool:
        return self.decided_at is not None

    @property
    def adopts(self) -> bool:
        return self.outcome in ADOPTING


def two_people(*, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
        name=name,
        violation_error_message=_("Den som foreslo vedtaket, kan ikke fatte det. En annen beslutter må gjøre det."),
    )


def made_whole(*, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(decided_by__isnull=True, decided_at__isnull=True, decided_on__isnull=True)
        | Q(decided_by__isnull=False, decided_at__isnull=False, decided_on__isnull=False),
        name=name,
    )


def with_reason(*, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=~Q(reason=""), name=name, violation_error_message=_("Skriv en begrunnelse for vedtaket (SA-6).")
    )


class Decision(MadeByTwo):
    """The vedtak on one change item, always with a reason: proposed by one person, made by another (SA-6).

    Once made, the database refuses to change or delete it (migration 0002); a new decision supersedes it.
    """

    Outcome = Outcome
    ADOPTING = ADOPTING

    item = models.ForeignKey(
        "revisions.ChangeItem", models.PROTECT, related_name="decisions", verbose_name=_("endringspunkt")
    )
    text = models.TextField(
        _("direktoratets tekst"), blank=True, help_text=_("Bare når forslaget vedtas med endringer.")
    )
    texts = ArrayField(
        models.TextField(),
        verbose_name=_("direktoratets tekster"),
        default=list,
        blank=True,
        help_text=_("Når et læringsmål deles: én tekst for hvert nytt læringsmål."),
    )
    number = models.CharField(
        _("direktoratets nummer"), max_length=20, blank=True, help_text=_("Nummeret på en temaoverskrift.")
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("vedtak")
        verbose_name_plural = _("vedtak")
        ordering = ["item", "pk"]
        constraints = [
            two_people(name="revisions_two_people_decide"),
            made_whole(name="revisions_a_made_decision_has_its_maker_and_date"),
            with_reason(name="revisions_a_decision_has_a_reason"),
            models.CheckConstraint(
                condition=Q(outcome="vedtatt_med_endringer") & (~Q(text="") | Q(texts__len__gte=1))
                | ~Q(outcome="vedtatt_med_endringer") & Q(text="", texts=[], number=""),
                name="revisions_only_changed_adoptions_have_own_text",
                violation_error_message=_("Direktoratets egen tekst hører til «Vedtas med endringer», og bare dit."),
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(supersedes__isnull=True),
                name="revisions_an_item_has_one_first_decision",
                violation_error_message=_("Endringspunktet har allerede et vedtak. Et nytt må erstatte det."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.item}"

    @property
    def own_wording(self) -> Wording | None:
        """The directorate's own words, where it changed the proposal."""
        if self.outcome != self.Outcome.ADOPT_WITH_CHANGES:
            return None
        return Wording(text=self.text, texts=tuple(self.texts), number=self.number)

    @property
    def adopted_wording(self) -> Wording:
        """The words that become law: the directorate's own where it changed the proposal."""
        return self.own_wording or self.item.wording
