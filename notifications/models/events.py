from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """What can happen. The value is stored for ever: never rename one, only add."""

    REFERENCE_DATA_LOADED = "reference-data-loaded", _("lastet referansedata")
    CONTACT_CHANGED = "contact-changed", _("endret spesialitetskontakt")
    ADMINISTERED = "administered", _("endret i administrasjonen")
    ANNEX_IMPORTED = "annex-imported", _("importerte vedlegg 2")
    CODE_RESERVED = "code-reserved", _("reserverte kode")
    OBJECTIVE_ADDED = "objective-added", _("vedtok nytt læringsmål")
    OBJECTIVE_CORRECTED = "objective-corrected", _("rettet språket i læringsmålet")
    OBJECTIVE_REPLACED = "objective-replaced", _("erstattet læringsmålet")
    OBJECTIVE_REPEALED = "objective-repealed", _("opphevet læringsmålet")
    PROPOSAL_CREATED = "proposal-created", _("opprettet forslag")
    PROPOSAL_DELETED = "proposal-deleted", _("slettet utkast til forslag")
    PROPOSAL_SUBMITTED = "proposal-submitted", _("sendte inn forslag")
    PROPOSAL_RESUBMITTED = "proposal-resubmitted", _("sendte inn forslaget på nytt")
    CASE_OPENED = "case-opened", _("opprettet sak")
    CASE_STEP = "case-step", _("førte saken videre")
    CASE_ASSIGNED = "case-assigned", _("tildelte saken")
    ROUND_RECORDED = "round-recorded", _("registrerte innspillsrunde")
    HEARING_RECORDED = "hearing-recorded", _("registrerte høring")
    DECISION_PROPOSED = "decision-proposed", _("foreslo vedtak")
    DECISION_MADE = "decision-made", _("fattet vedtak")
    REGULATION_CREATED = "regulation-created", _("opprettet endringsforskrift")
    REGULATION_EDITED = "regulation-edited", _("endret utkastet til endringsforskrift")
    REGULATION_LOCKED = "regulation-locked", _("låste utkastet til endringsforskrift")
    REGULATION_RENDERED = "regulation-rendered", _("laget PDF av endringsforskriften")
    REGULATION_ANNOUNCED = "regulation-announced", _("registrerte kunngjøring")
    CLAUSE_ADDED = "clause-added", _("tok inn endringsledd")
    CLAUSE_REMOVED = "clause-removed", _("tok ut endringsledd")
    CASE_JOINED = "case-joined", _("tok forslaget inn i saken")
    OBJECTIVE_MOVED = "objective-moved", _("flyttet læringsmålet")
    OBJECTIVE_SPLIT = "objective-split", _("delte læringsmålet")
    OBJECTIVES_MERGED = "objectives-merged", _("slo sammen læringsmål")
    OBJECTIVE_RECODED = "objective-recoded", _("ga læringsmålet ny kode")
    THEME_ADDED = "theme-added", _("vedtok ny temaoverskrift")
    THEME_RENAMED = "theme-renamed", _("endret temaoverskriften")
    THEME_MOVED = "theme-moved", _("flyttet temaoverskriften")
    THEME_REPEALED = "theme-repealed", _("opphevet temaoverskriften")
    ANNEX_RECONCILED = "annex-reconciled", _("avstemte vedlegg 2 mot Lovdata")
    ELABORATION_CHANGED = "elaboration-changed", _("endret utdypende tekst")
    ELABORATION_REMOVED = "elaboration-removed", _("fjernet utdypende tekst")
    ACTIVITY_ADDED = "activity-added", _("la til læringsaktivitet")
    ACTIVITY_CHANGED = "activity-changed", _("endret læringsaktivitet")
    ACTIVITY_REMOVED = "activity-removed", _("fjernet læringsaktivitet")
    CASE_EDITED = "case-edited", _("endret opplysninger om saken")
    CASE_NOTED = "case-noted", _("skrev notat")
    CASE_LEFT = "case-left", _("tok forslaget ut av saken")
    PROPOSAL_WITHDRAWN = "proposal-withdrawn", _("trakk forslaget")
    CONSEQUENCES_ASSESSED = "consequences-assessed", _("lagret konsekvensvurderingen")
    PRINCIPLE_RAISED = "principle-raised", _("reiste prinsipiell avklaring")
    PRINCIPLE_LINKED = "principle-linked", _("knyttet saken til prinsipiell avklaring")
    PRINCIPLE_UNLINKED = "principle-unlinked", _("løste saken fra prinsipiell avklaring")
    PRINCIPLE_SETTLED = "principle-settled", _("avklarte prinsipielt spørsmål")
    LETTER_ORDERED = "letter-ordered", _("bestilte vedtaksbrev")
    ACTIVITIES_IMPORTED = "activities-imported", _("importerte læringsaktiviteter")
    CLAUSE_REBASED = "clause-rebased", _("bygde endringsleddet på den kunngjorte teksten")
    CHANGE_AWAITS_ITS_DAY = "change-awaits-its-day", _("kunngjorde en endring uten fastsatt ikrafttredelse")
    DAY_DETERMINED = "day-determined", _("fastsatte ikrafttredelsen")
    TRANSITIONAL_RULE_MADE = "transitional-rule-made", _("vedtok overgangsregel")
    LANGUAGE_CONFIRMED = "language-confirmed", _("bekreftet at endringen bare er språklig")
    WORD_LISTED = "word-listed", _("meldte et ord til ordlisten")
    WORD_APPROVED = "word-approved", _("godkjente et ord i ordlisten")
    WORD_REMOVED = "word-removed", _("tok et ord ut av ordlisten")
    TRANSITIONAL_RULE_REPEALED = "transitional-rule-repealed", _("opphevet overgangsregel")
    REGULATION_APPROVED = "regulation-approved", _("godkjente endringsforskriften")
    APPROVAL_WITHDRAWN = "approval-withdrawn", _("trakk godkjenningen av endringsforskriften")
    REGULATION_ABANDONED = "regulation-abandoned", _("la bort utkastet til endringsforskrift")
    DRAFT_COMMENTED = "draft-commented", _("kommenterte utkastet til endringsforskrift")
    COMMENT_SETTLED = "comment-settled", _("avklarte kommentar til utkastet")
    CLAUSE_REWORDED = "clause-reworded", _("endret ordlyden i endringsleddet")
    ENTERED_INTO_FORCE = "entered-into-force", _("meldte at endringer er trådt i kraft")
    ENTRY_IS_NEAR = "entry-is-near", _("minnet om at endringer trer i kraft")
    REGULATION_SENT = "regulation-sent", _("sendte endringsforskriften til kunngjøring")
    REGULATION_RECALLED = "regulation-recalled", _("trakk endringsforskriften tilbake fra kunngjøring")
    CORRECTION_PROPOSED = "correction-proposed", _("foreslo retting av kunngjøringen")
    ANNOUNCEMENT_CORRECTED = "announcement-corrected", _("rettet kunngjøringen")
    HEARING_ANSWERED = "hearing-answered", _("svarte på høringen")
    HEARING_ANSWER_CHANGED = "hearing-answer-changed", _("endret høringssvaret")
    HEARING_ANSWER_WITHDRAWN = "hearing-answer-withdrawn", _("trakk høringssvaret")
    CORRECTION_REJECTED = "correction-rejected", _("avviste retting av kunngjøringen")
    ANSWER_PUBLISHED = "answer-published", _("publiserte høringssvaret")
    ANSWER_WITHHELD = "answer-withheld", _("holdt høringssvaret tilbake")
    ANSWER_RECEPTION_UNDONE = "answer-reception-undone", _("tok opp igjen mottakskontrollen")
    COMMENT_DISPOSED = "comment-disposed", _("vurderte merknaden")
    COMMENTS_DISPOSED = "comments-disposed", _("vurderte like merknader")
    SUMMARY_SAVED = "summary-saved", _("skrev i oppsummeringen")
    SUMMARY_PUBLISHED = "summary-published", _("publiserte oppsummeringen")
    FOLLOW_UP_OPENED = "follow-up-opened", _("opprettet oppfølgingsoppgave")
    FOLLOW_UP_WRITTEN = "follow-up-written", _("skrev tekst til oppfølgingen")
    FOLLOW_UP_DONE = "follow-up-done", _("meldte oppfølgingen gjort")
    FOLLOW_UP_UNDONE = "follow-up-undone", _("tok opp igjen oppfølgingen")
    SUMMARY_RECALLED = "summary-recalled", _("trakk oppsummeringen tilbake")
    ROUND_ANSWERED = "round-answered", _("svarte på innspillsrunden")
    DEADLINE_EXTENDED = "deadline-extended", _("ga utsatt frist")
    BODY_REMINDED = "body-reminded", _("purret")
    BODY_ASKED_MORE = "body-asked-more", _("stilte et spørsmål til")
    COUNCILS_ASKED = "councils-asked", _("ba rådene om en vurdering")
    COUNCIL_ANSWERED = "council-answered", _("svarte for rådet")
    DISAGREEMENT_LIFTED = "disagreement-lifted", _("løftet uenigheten")
    LINK_RENEWED = "link-renewed", _("sendte ny personlig lenke")
    LINK_REVOKED = "link-revoked", _("trakk tilbake personlig lenke")
    NEW_HEARING_NOT_NEEDED = "new-hearing-not-needed", _("begrunnet at ny høring ikke trengs")
    NEW_HEARING_REASON_TAKEN_BACK = "new-hearing-reason-taken-back", _("trakk begrunnelsen for ikke å høre på nytt")
    HEARING_FROZEN_AGAIN = "hearing-frozen-again", _("frøs høringens endringspunkter på nytt")
    VERSION_SENT_OUT = "version-sent-out", _("sendte ut ny versjon av endringspunktene")
    BODIES_ADDED = "bodies-added", _("spurte flere i innspillsrunden")


def what_can_happen() -> list[tuple[str, Any]]:
    """The verbs as choices. Migrations name this function, so that a new verb needs none: the database has no list."""
    return Verb.choices


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, subject: models.Model) -> EventQuerySet:
        """Everything that happened to this object."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def in_case(self, case_number: str) -> EventQuerySet:
        return self.filter(case_number=case_number)

    def newest_first(self) -> EventQuerySet:
        return self.order_by("-sequence")

    def for_list(self) -> EventQuerySet:
        return self.select_related("actor")


class Event(models.Model):
    """One thing that happened, written in the same transaction as the thing itself, and never changed.

    The database gives `sequence`, `previous_hash` and `hash` when the row is inserted, and refuses every
    UPDATE, DELETE and TRUNCATE (migration 0003). The hash covers the row and the hash before it, so that a row
    changed behind the database's back is found by `manage.py verify_journal` (arkivforskrifta § 5: sporing av
    endringar).
    """

    sequence = models.BigIntegerField(_("nummer"), unique=True, editable=False, default=0)
    moment = models.DateTimeField(_("tidspunkt"), default=timezone.now)
    actor = models.ForeignKey("organisations.User", models.PROTECT, related_name="events", verbose_name=_("utført av"))
    verb = models.CharField(_("hendelse"), max_length=40, choices=what_can_happen)
    subject_type = models.CharField(_("gjelder type"), max_length=60)
    subject_id = models.CharField(_("gjelder id"), max_length=40)
    subject_label = models.CharField(_("gjelder"), max_length=300)
    case_number = models.CharField(_("saksnummer"), max_length=20, blank=True)
    payload = models.JSONField(_("innhold"), default=dict, blank=True)
    previous_hash = models.CharField(max_length=64, editable=False, default="")
    hash = models.CharField(max_length=64, editable=False, default="")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("hendelse")
        verbose_name_plural = _("hendelser")
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-sequence"], name="notifications_by_subject"),
            models.Index(fields=["case_number", "-sequence"], name="notifications_by_case"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.get_verb_display()}"
