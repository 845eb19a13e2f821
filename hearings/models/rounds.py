from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .asking import Asking, deadline_is_not_before_opening
from .versions import AskedItem, AskedVersion, Position


class ConsultationRound(Asking):
    """A closed innspillsrunde: RegUt, ALIS/SAMLIS and Legeforeningen are asked for advice (SA-3, IR-*).

    Legeforeningen's committees are asked by law (spesialistforskriften § 6).
    """

    title = models.CharField(_("tittel"), max_length=250, blank=True, help_text=_("Hva det gjelder."))
    case_number = models.CharField(_("saksnummer"), max_length=20, blank=True)
    asked = models.ManyToManyField(
        "organisations.Organisation", related_name="consultation_rounds", verbose_name=_("spurte")
    )
    introduction = models.TextField(_("følgebrev"), blank=True, help_text=_("Vises for alle som blir spurt."))

    history = HistoricalRecords(m2m_fields=[asked])

    class Meta:
        verbose_name = _("innspillsrunde")
        verbose_name_plural = _("innspillsrunder")
        ordering = ["opens_on", "pk"]
        constraints = [deadline_is_not_before_opening(name="hearings_a_round_closes_after_it_opens")]

    def __str__(self) -> str:
        return self.title or f"Innspillsrunde {self.opens_on:%d.%m.%Y}–{self.deadline:%d.%m.%Y}"


class RoundRequest(models.Model):
    """What one body is asked in a round: its questions, its deadline, and whether it has answered (IR-5)."""

    consultation = models.ForeignKey(
        ConsultationRound, models.PROTECT, related_name="requests", verbose_name=_("innspillsrunde")
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="round_requests", verbose_name=_("spurt")
    )
    deadline = models.DateField(_("frist"), help_text=_("Siste dag for å svare, til og med kl. 23.59."))
    created_at = models.DateTimeField(_("sendt"), default=timezone.now, editable=False)
    next_reminder_on = models.DateField(_("neste påminnelse"), null=True, blank=True, editable=False)
    # IR-6: a disagreement that a council can't settle is lifted along the region's routine.
    lifted_to = models.CharField(_("uenigheten er løftet til"), max_length=250, blank=True)
    lifted_on = models.DateField(_("løftet"), null=True, blank=True)
    lifted_outcome = models.TextField(_("utfallet"), blank=True)

    history = HistoricalRecords(excluded_fields=["next_reminder_on"])

    class Meta:
        verbose_name = _("forespørsel")
        verbose_name_plural = _("forespørsler")
        ordering = ["consultation", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "organisation"],
                name="hearings_a_body_is_asked_once_in_a_round",
                violation_error_message=_("Organisasjonen er allerede spurt i denne runden."),
            )
        ]
        indexes = [
            models.Index(fields=["deadline"], name="hearings_requests_by_deadline"),
            models.Index(
                fields=["next_reminder_on"],
                condition=Q(next_reminder_on__isnull=False),
                name="hearings_requests_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, frist {self.deadline:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("hearings:request", args=[self.pk])

    def is_open(self, *, on: dt.date) -> bool:
        """Whether an answer on this day is in time."""
        return on <= self.deadline


class DeadlineExtension(models.Model):
    """That a body got more time, from when to when, and why (IR-5). Never changed."""

    request = models.ForeignKey(RoundRequest, models.PROTECT, related_name="extensions", verbose_name=_("forespørsel"))
    previous = models.DateField(_("frist før"))
    deadline = models.DateField(_("ny frist"))
    reason = models.TextField(_("begrunnelse"))
    given_by = models.ForeignKey("organisations.User", models.PROTECT, related_name="+", verbose_name=_("gitt av"))
    given_at = models.DateTimeField(_("gitt"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("utsatt frist")
        verbose_name_plural = _("utsatte frister")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deadline__gt=models.F("previous")),
                name="hearings_an_extension_is_longer",
                violation_error_message=_("Den nye fristen må være etter den gamle."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hearings_an_extension_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.deadline:%d.%m.%Y}"


class RequestQuestion(models.Model):
    """One question of a request. The standard ones (IR-2, FO-7) have a `topic`; the directorate's own have none."""

    class Topic(models.TextChoices):
        PROFESSIONAL = "faglige", _("Faglige konsekvenser")
        ORGANISATIONAL = "organisatoriske", _("Organisatoriske konsekvenser")
        ECONOMIC = "okonomiske", _("Økonomiske og administrative konsekvenser")
        PATHWAY = "utdanningslop", _("Utdanningsløp og gjennomstrømming")
        OPERATIONS = "drift", _("Driften i sykehuset eller kommunen")
        COURSES = "kurs", _("Behov for kurs")
        OTHERS = "erfaring", _("Erfaring fra andre spesialiteter, og oppgavedeling")
        ACTIVITIES = "laeringsaktiviteter", _("Læringsaktiviteter")
        TRANSITION = "overgang", _("Overgangsordning og ikrafttredelse")
        CONCLUSION = "konklusjon", _("Samlet konklusjon")

    request = models.ForeignKey(RoundRequest, models.PROTECT, related_name="questions", verbose_name=_("forespørsel"))
    position = models.PositiveSmallIntegerField(_("plass"))
    topic = models.CharField(_("tema"), max_length=30, choices=Topic, blank=True)
    text = models.TextField(_("spørsmål"))

    class Meta:
        verbose_name = _("spørsmål")
        verbose_name_plural = _("spørsmål")
        ordering = ["request", "position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="hearings_questions_are_numbered_once"),
            models.CheckConstraint(condition=~Q(text=""), name="hearings_a_question_asks_something"),
        ]

    def __str__(self) -> str:
        return self.text


class Answering(models.Model):
    """Something written item by item and question by question, on one frozen version, and sent whole."""

    version = models.ForeignKey(AskedVersion, models.PROTECT, related_name="+", verbose_name=_("versjonen det gjelder"))
    started_at = models.DateTimeField(_("påbegynt"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("lagret"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sendt"), null=True, blank=True)
    is_late = models.BooleanField(_("kom etter fristen"), default=False)

    class Meta:
        abstract = True

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None


class RoundResponse(Answering):
    """A body's answer to a request: one, sent when everything that was asked is answered (FO-7, IR-3)."""

    request = models.OneToOneField(RoundRequest, models.PROTECT, related_name="response", verbose_name=_("forespørsel"))
    sent_by = models.ForeignKey(
        "organisations.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sendt av")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("svar")
        verbose_name_plural = _("svar")
        ordering = ["request"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="hearings_a_sent_response_has_a_sender",
            )
        ]

    def __str__(self) -> str:
        return str(self.request)


class CouncilAssessment(Answering):
    """What one council says to the spesialitetskontakt, on the same questions, by an inner deadline (IR-2, IR-3).

    The council's leader has a user, or is reached by a personal link.
    """

    request = models.ForeignKey(RoundRequest, models.PROTECT, related_name="assessments", verbose_name=_("forespørsel"))
    council = models.ForeignKey(
        "organisations.TrainingCouncil", models.PROTECT, related_name="assessments", verbose_name=_("råd")
    )
    deadline = models.DateField(_("indre frist"))
    leader_name = models.CharField(_("rådsleder"), max_length=150, blank=True)
    leader_email = models.EmailField(_("rådslederens e-post"), max_length=254, blank=True)
    next_reminder_on = models.DateField(_("neste påminnelse"), null=True, blank=True, editable=False)
    passed_on_by = models.ForeignKey(
        "organisations.User", models.PROTECT, related_name="+", verbose_name=_("sendt videre av")
    )

    history = HistoricalRecords(excluded_fields=["next_reminder_on"])

    class Meta:
        verbose_name = _("rådsvurdering")
        verbose_name_plural = _("rådsvurderinger")
        ordering = ["request", "council"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "council"],
                name="hearings_a_council_is_asked_once",
                violation_error_message=_("Rådet er allerede spurt."),
            )
        ]
        indexes = [
            models.Index(
                fields=["next_reminder_on"],
                condition=Q(next_reminder_on__isnull=False),
                name="hearings_councils_to_remind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.council}: {self.request}"


class Saved(models.Model):
    """Who wrote the text that stands, and when: told to whoever writes the same from another window."""

    saved_at = models.DateTimeField(_("lagret"), null=True, blank=True, editable=False)
    saved_by = models.CharField(_("lagret av"), max_length=150, blank=True, editable=False)

    class Meta:
        abstract = True


class ItemPosition(Saved):
    """What an answer says of one change item: a position, and why."""

    item = models.ForeignKey(AskedItem, models.PROTECT, related_name="+", verbose_name=_("endringspunkt"))
    position = models.CharField(_("standpunkt"), max_length=20, choices=Position, blank=True)
    reason = models.TextField(_("begrunnelse"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.item}: {self.get_position_display()}"


class QuestionAnswer(Saved):
    """The answer to one question, or why it is left."""

    question = models.ForeignKey(RequestQuestion, models.PROTECT, related_name="+", verbose_name=_("spørsmål"))
    text = models.TextField(_("svar"), blank=True)
    left_reason = models.TextField(_("hvorfor det ikke besvares"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text or self.left_reason


class ResponsePosition(ItemPosition):
    response = models.ForeignKey(RoundResponse, models.CASCADE, related_name="positions", verbose_name=_("svar"))

    class Meta(ItemPosition.Meta):
        verbose_name = _("standpunkt i svar")
        verbose_name_plural = _("standpunkter i svar")
        constraints = [models.UniqueConstraint(fields=["response", "item"], name="hearings_one_position_per_item")]


class ResponseAnswer(QuestionAnswer):
    response = models.ForeignKey(RoundResponse, models.CASCADE, related_name="answers", verbose_name=_("svar"))

    class Meta(QuestionAnswer.Meta):
        verbose_name = _("svar på spørsmål")
        verbose_name_plural = _("svar på spørsmål")
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="hearings_one_answer_per_question")
        ]


class CouncilPosition(ItemPosition):
    assessment = models.ForeignKey(
        CouncilAssessment, models.CASCADE, related_name="positions", verbose_name=_("rådsvurdering")
    )

    class Meta(ItemPosition.Meta):
        verbose_name = _("rådets standpunkt")
        verbose_name_plural = _("rådets standpunkter")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="hearings_one_council_position_per_item")
        ]


class CouncilAnswer(QuestionAnswer):
    assessment = models.ForeignKey(
        CouncilAssessment, models.CASCADE, related_name="answers", verbose_name=_("rådsvurdering")
    )

    class Meta(QuestionAnswer.Meta):
        verbose_name = _("rådets svar på spørsmål")
        verbose_name_plural = _("rådets svar på spørsmål")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="hearings_one_council_answer_per_question")
        ]


class PersonalLink(models.Model):
    """A personal, expiring, revocable way in for someone without a user; it opens one assessment and nothing else.

    The link's secret is not kept, only its hash.
    """

    assessment = models.ForeignKey(
        CouncilAssessment, models.PROTECT, related_name="links", verbose_name=_("rådsvurdering")
    )
    secret_hash = models.CharField(_("sjekksum"), max_length=64, unique=True)
    email = models.EmailField(_("sendt til"), max_length=254)
    expires_on = models.DateField(_("gjelder til og med"))
    revoked_at = models.DateTimeField(_("trukket tilbake"), null=True, blank=True)
    last_opened_at = models.DateTimeField(_("sist åpnet"), null=True, blank=True)
    made_by = models.ForeignKey("organisations.User", models.PROTECT, related_name="+", verbose_name=_("laget av"))
    made_at = models.DateTimeField(_("laget"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("personlig lenke")
        verbose_name_plural = _("personlige lenker")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.assessment.council}, {self.email}"

    def is_valid(self, *, on: dt.date) -> bool:
        """Whether the link still opens its assessment on this day."""
        return self.revoked_at is None and on <= self.expires_on
