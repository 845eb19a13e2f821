from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organisations.virus_control import Scan

from .asking import Asking, deadline_is_not_before_opening
from .versions import AskedItem, AskedVersion, Position


class HearingQuerySet(models.QuerySet["Hearing"]):
    def public(self) -> HearingQuerySet:
        """Those everyone may know of: open, coming or ended."""
        return self.filter(published_at__isnull=False)


class Hearing(Asking):
    """A public høring, open to everyone (forvaltningsloven § 37, utredningsinstruksen 3-3; HØ-1)."""

    title = models.CharField(_("tittel"), max_length=250)
    case_number = models.CharField(_("saksnummer"), max_length=20, blank=True)
    letter = models.TextField(_("høringsbrev"), blank=True, help_text=_("Publiseres."))
    consequences = models.TextField(_("konsekvenser"), blank=True, help_text=_("Publiseres."))
    contact = models.CharField(_("kontakt"), max_length=250, blank=True, help_text=_("Publiseres."))
    short_deadline_reason = models.TextField(
        _("begrunnelse for kort frist"),
        blank=True,
        help_text=_("Publiseres. Kreves når fristen er kortere enn seks uker (HØ-1)."),
    )
    published_at = models.DateTimeField(
        _("publisert"), null=True, blank=True, help_text=_("Før dette ser bare direktoratet høringen.")
    )
    summary = models.TextField(_("oppsummering"), blank=True, help_text=_("Publiseres sammen med vurderingene."))
    summary_published_at = models.DateTimeField(_("oppsummering publisert"), null=True, blank=True)

    history = HistoricalRecords()
    objects = HearingQuerySet.as_manager()

    class Meta:
        verbose_name = _("høring")
        verbose_name_plural = _("høringer")
        ordering = ["opens_on", "pk"]
        constraints = [deadline_is_not_before_opening(name="hearings_a_hearing_closes_after_it_opens")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("hearings:hearing", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_summed_up(self) -> bool:
        """Whether the directorate has published what it made of the answers."""
        return self.summary_published_at is not None

    def is_open_at(self, moment: dt.datetime) -> bool:
        """Whether everyone may answer at this moment."""
        return self.is_published and self.opens_at <= moment < self.closes_at

    def is_shown_at(self, moment: dt.datetime) -> bool:
        """Whether its text is public at this moment: from the day it opens."""
        return self.is_published and self.opens_at <= moment


class HearingOmission(models.Model):
    """That a change goes on without a hearing, and why: published, as the reason for a short deadline is.

    Utredningsinstruksen 3-3: the decision to omit it is written, reasoned, and follows the case.
    """

    case_number = models.CharField(_("saksnummer"), max_length=20, unique=True)
    title = models.CharField(_("tittel"), max_length=250)
    reason = models.TextField(_("begrunnelse"))
    omitted_on = models.DateField(_("besluttet"))

    class Meta:
        verbose_name = _("utelatt høring")
        verbose_name_plural = _("utelatte høringer")
        ordering = ["-omitted_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class HearingBody(models.Model):
    """A høringsinstans: a body that is told of the hearing; everyone else may answer too (HØ-1)."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="bodies", verbose_name=_("høring"))
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hearing_invitations",
        verbose_name=_("organisasjon"),
    )
    name = models.CharField(_("navn"), max_length=200)
    email = models.EmailField(_("e-post"), max_length=254, blank=True)
    notified_at = models.DateTimeField(_("varslet"), null=True, blank=True)

    class Meta:
        verbose_name = _("høringsinstans")
        verbose_name_plural = _("høringsinstanser")
        ordering = ["hearing", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["hearing", "name"],
                name="hearings_a_body_is_named_once",
                violation_error_message=_("Instansen står allerede på listen."),
            )
        ]

    def __str__(self) -> str:
        return self.name


def _is_in_the_case(path: str = "") -> Q:
    """Sent and not withdrawn, and from a body or from somebody whose address is confirmed."""
    who = Q(**{f"{path}kind": "organisasjon"}) | Q(**{f"{path}confirmed_at__isnull": False})
    return Q(**{f"{path}sent_at__isnull": False, f"{path}withdrawn_at__isnull": True}) & who


class HearingAnswerQuerySet(models.QuerySet["HearingAnswer"]):
    def counted(self) -> HearingAnswerQuerySet:
        """Those that are sent, confirmed and not withdrawn: what the directorate has received, late ones too."""
        return self.filter(_is_in_the_case())

    def unconfirmed(self, *, now: dt.datetime) -> HearingAnswerQuerySet:
        """Those that wait for their sender to confirm the address, and still can be."""
        since = now - HearingAnswer.UNCONFIRMED_FOR
        return self.filter(organisation__isnull=True, sent_at__isnull=True, started_at__gt=since).exclude(
            secret_hash=""
        )

    def not_received(self) -> HearingAnswerQuerySet:
        """Those the directorate has not looked through."""
        return self.filter(received_at__isnull=True)

    def published(self) -> HearingAnswerQuerySet:
        """Those everybody may read."""
        return self.counted().filter(published_at__isnull=False)


class HearingCommentQuerySet(models.QuerySet["HearingComment"]):
    def in_hearing(self, hearing: Hearing) -> HearingCommentQuerySet:
        """Those of answers that are in the case, to whatever version of the change items they were written."""
        return self.filter(_is_in_the_case("answer__"), answer__hearing=hearing)

    def on_item(self, key: str) -> HearingCommentQuerySet:
        """On the change item with this key in any version; the general ones when it is empty."""
        return self.filter(item__key=key) if key else self.filter(item__isnull=True)

    def to_dispose(self) -> HearingCommentQuerySet:
        """Those that need an answer: those with words, or a position that is not bare support."""
        return self.filter(~Q(text="") | Q(position__in=[Position.DOES_NOT_SUPPORT, Position.SUPPORTS_WITH_REMARK]))

    def not_disposed(self) -> HearingCommentQuerySet:
        return self.filter(disposition__isnull=True)

    def published(self) -> HearingCommentQuerySet:
        """Those everybody may read, as far as their published text goes."""
        return self.filter(answer__published_at__isnull=False)


class HearingAnswer(models.Model):
    """A høringssvar: an organisation's one answer (HØ-3), or a private person's.

    A private person's e-mail address is confirmed by a link before the answer counts, and is never shown. The answer
    is public when the directorate has looked through it (`published_at`); what is withheld stays in the case.

    A body without users here answers through the private form: `kind` is then an organisation's, `organisation` None.
    What anyone reads of the answers is `objects.counted()`.
    """

    UNCONFIRMED_FOR = dt.timedelta(hours=48)
    """How long an answer waits for its address to be confirmed."""
    LINK_LASTS = dt.timedelta(days=90)
    """How long after the deadline the link opens the answer for reading."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisasjon", _("Organisasjon")
        PERSON = "privat", _("Privatperson")

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="answers", verbose_name=_("høring"))
    version = models.ForeignKey(
        AskedVersion, models.PROTECT, related_name="hearing_answers", verbose_name=_("versjonen det gjelder")
    )
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hearing_answers",
        verbose_name=_("organisasjon"),
    )
    sender_name = models.CharField(
        _("avsender"), max_length=200, blank=True, help_text=_("Vises når svaret publiseres.")
    )
    email = models.EmailField(_("e-post"), max_length=254, blank=True, help_text=_("Vises aldri."))
    language = models.CharField(_("målform"), max_length=2, choices=[("nb", "bokmål"), ("nn", "nynorsk")], default="nb")
    started_at = models.DateTimeField(_("påbegynt"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("adressen er bekreftet"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sendt"), null=True, blank=True)
    changed_at = models.DateTimeField(_("sist endret"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("trukket tilbake"), null=True, blank=True)
    sent_by = models.ForeignKey(
        "organisations.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sendt av")
    )
    is_late = models.BooleanField(_("kom etter fristen"), default=False)
    secret_hash = models.CharField(_("lenkens sjekksum"), max_length=64, blank=True, db_index=True)
    received_at = models.DateTimeField(_("gjennomgått"), null=True, blank=True)
    received_by = models.ForeignKey(
        "organisations.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("gjennomgått av")
    )
    published_at = models.DateTimeField(_("publisert"), null=True, blank=True)
    withheld_reason = models.TextField(
        _("begrunnelse for å holde det tilbake"), blank=True, help_text=_("Når hele svaret holdes tilbake.")
    )

    history = HistoricalRecords()
    objects = HearingAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("høringssvar")
        verbose_name_plural = _("høringssvar")
        ordering = ["hearing", "sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="organisasjon") | Q(organisation__isnull=True),
                name="hearings_a_person_answers_for_no_body",
            ),
            models.UniqueConstraint(
                fields=["hearing", "organisation"],
                condition=Q(organisation__isnull=False),
                name="hearings_an_organisation_answers_once",
                violation_error_message=_("Organisasjonen har allerede et svar i denne høringen. Åpne det i stedet."),
            ),
        ]
        indexes = [models.Index(fields=["hearing", "published_at", "id"], name="hearings_published_answers")]

    def __str__(self) -> str:
        return f"{self.sender_name or self.get_kind_display()}: {self.hearing}"

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None and self.withdrawn_at is None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def link_is_valid(self, *, now: dt.datetime) -> bool:
        """Whether the link in the mail still opens the answer: two days to confirm it, then a while to read it."""
        if self.confirmed_at is None:
            return now < self.started_at + self.UNCONFIRMED_FOR
        return now < max(self.hearing.closes_at, self.confirmed_at) + self.LINK_LASTS

    @property
    def sender(self) -> str:
        """Whose answer it is, as it is published; never an address."""
        if self.organisation is not None:
            return self.organisation.name
        return self.sender_name or str(self.get_kind_display())


class HearingComment(models.Model):
    """A merknad: general, or on one change item, with a position (HØ-2).

    `text` is what was written and is kept for the case. `public_text` is what is published when something in it is
    withheld, with `withheld_reason`.
    """

    answer = models.ForeignKey(HearingAnswer, models.CASCADE, related_name="comments", verbose_name=_("høringssvar"))
    item = models.ForeignKey(
        AskedItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("endringspunkt"),
        help_text=_("Tomt for en generell merknad."),
    )
    position = models.CharField(_("standpunkt"), max_length=20, choices=Position, blank=True)
    text = models.TextField(_("merknad"), blank=True)
    saved_at = models.DateTimeField(_("lagret"), null=True, blank=True, editable=False)
    saved_by = models.CharField(_("lagret av"), max_length=150, blank=True, editable=False)
    public_text = models.TextField(_("teksten som publiseres"), blank=True)
    withheld_reason = models.TextField(_("begrunnelse for å holde noe tilbake"), blank=True)

    history = HistoricalRecords()
    objects = HearingCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("merknad")
        verbose_name_plural = _("merknader")
        ordering = ["answer", "item__number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "item"], name="hearings_one_comment_per_item_in_an_answer", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item or _('Generelt')}: {self.text[:60]}"

    @property
    def is_withheld(self) -> bool:
        """Whether something of what was written is not published."""
        return bool(self.withheld_reason)

    @property
    def published_text(self) -> str:
        """What everybody may read of it; empty when all of it is withheld."""
        return self.public_text if self.withheld_reason else self.text


class HearingAttachment(models.Model):
    """A file that follows a hearing answer, in the database as the proposals' are (docs/decisions/0004)."""

    answer = models.ForeignKey(HearingAnswer, models.CASCADE, related_name="attachments", verbose_name=_("høringssvar"))
    purpose = models.CharField(_("hva vedlegget skal vise"), max_length=250)
    file_name = models.CharField(_("filnavn"), max_length=150)
    content_type = models.CharField(_("filtype"), max_length=100)
    size = models.PositiveIntegerField(_("størrelse"), help_text=_("I byte."))
    sha256 = models.CharField(_("sjekksum"), max_length=64)
    content = models.BinaryField(_("innhold"))
    uploaded_at = models.DateTimeField(_("lastet opp"), default=timezone.now, editable=False)
    scan = models.CharField(_("viruskontroll"), max_length=10, choices=Scan, default=Scan.NONE)
    scanned_at = models.DateTimeField(_("viruskontrollert"), null=True, blank=True)
    is_withheld = models.BooleanField(_("holdes tilbake"), default=False)

    class Meta:
        verbose_name = _("vedlegg til høringssvar")
        verbose_name_plural = _("vedlegg til høringssvar")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file_name


class Disposition(models.Model):
    """What the directorate makes of one comment, and why (HØ-4). Every comment gets one before the case is decided."""

    class Outcome(models.TextChoices):
        FOLLOWED = "folges", _("Tatt til følge")
        PARTLY = "delvis", _("Delvis tatt til følge")
        NOT_FOLLOWED = "folges_ikke", _("Ikke tatt til følge")
        OUTSIDE = "utenfor", _("Utenfor saken")
        NOTED = "orientering", _("Tatt til orientering")

    comment = models.OneToOneField(
        HearingComment, models.PROTECT, related_name="disposition", verbose_name=_("merknad")
    )
    outcome = models.CharField(_("vurdering"), max_length=20, choices=Outcome)
    reason = models.TextField(_("begrunnelse"))
    made_by = models.ForeignKey("organisations.User", models.PROTECT, related_name="+", verbose_name=_("vurdert av"))
    made_at = models.DateTimeField(_("vurdert"), default=timezone.now)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("vurdering av merknad")
        verbose_name_plural = _("vurderinger av merknader")
        ordering = ["comment"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="hearings_a_disposition_has_a_reason",
                violation_error_message=_("Skriv begrunnelsen for vurderingen (HØ-4)."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment}: {self.get_outcome_display()}"
