from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organisations.models import Specialty
from organisations.virus_control import Scan

from .items import ChangeItem


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def drafts(self) -> ProposalQuerySet:
        return self.filter(submitted_at__isnull=True)

    def submitted(self) -> ProposalQuerySet:
        return self.filter(submitted_at__isnull=False)

    def waiting_for_a_case(self) -> ProposalQuerySet:
        """Submitted, not yet made a case of, and not withdrawn."""
        return self.submitted().filter(case__isnull=True, withdrawn_at__isnull=True)

    def for_list(self) -> ProposalQuerySet:
        return self.select_related("sender", "specialty", "case", "created_by")


class Proposal(models.Model):
    """An endringsforslag: what a sender submits, part by part after the template (FO-1, FO-2)."""

    # FO-2: the parts of the template that are running text, in its order.
    TEXT_PARTS = (
        "summary",
        "reasons",
        "all_specialties_argument",
        "professional_consequences",
        "organisational_consequences",
        "economic_consequences",
        "trainee_consequences",
        "local_activities_effect",
        "conclusion",
    )
    # FO-4: what the sender confirms; what the system can check, it checks itself.
    CHECKLIST = (
        "theme_is_clear",
        "text_follows_advice",
        "elaboration_considered",
        "national_activities_accounted_for",
        "local_activities_accounted_for",
    )

    sender = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="proposals", verbose_name=_("avsender")
    )
    specialty = models.ForeignKey(
        "organisations.Specialty", models.PROTECT, related_name="proposals", verbose_name=_("spesialitet")
    )
    case = models.ForeignKey(
        "revisions.Case", models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("sak")
    )
    summary = models.TextField(_("oppsummering"), blank=True, help_text=_("Kulepunkter: hva foreslås, og hvorfor."))
    reasons = models.TextField(
        _("begrunnelse"),
        blank=True,
        help_text=_(
            "Sakens gang, hvorfor endringen trengs, hvem som foreslår, hvem som har vurdert "
            "forslaget, og hvilke konsekvenser det får."
        ),
    )
    professional_consequences = models.TextField(_("faglige konsekvenser"), blank=True)
    organisational_consequences = models.TextField(_("organisatoriske konsekvenser"), blank=True)
    economic_consequences = models.TextField(_("økonomiske og administrative konsekvenser"), blank=True)
    trainee_consequences = models.TextField(
        _("konsekvenser for leger som allerede er i utdanning"),
        blank=True,
        help_text=_("Med forslag til overgangsordning og ikrafttredelse."),
    )
    conclusion = models.TextField(
        _("konklusjon og vurdering"), blank=True, help_text=_("Ved uenighet: en vektet konklusjon (FO-5).")
    )
    activities_effect = models.TextField(
        _("virkning for læringsaktiviteter"),
        blank=True,
        help_text=_("For nasjonale læringsaktiviteter. Også «ingen», med en begrunnelse (LA-1)."),
    )
    local_activities_effect = models.TextField(
        _("behov for nye lokale læringsaktiviteter"), blank=True, help_text=_("Også når det ikke er noe (LA-1).")
    )
    all_specialties_argument = models.TextField(
        _("hvorfor det kan nås i alle spesialitetene"),
        blank=True,
        help_text=_("Bare for et felles kompetansemål i del 2 eller 3 (FO-8)."),
    )
    theme_is_clear = models.BooleanField(
        _("Temaoverskriften er tydelig, enten den er gjeldende eller ny"), default=False
    )
    text_follows_advice = models.BooleanField(_("Teksten følger rådene for et godt læringsmål"), default=False)
    elaboration_considered = models.BooleanField(_("Behovet for utdypende tekst er vurdert"), default=False)
    national_activities_accounted_for = models.BooleanField(
        _("Virkningen for andre nasjonale læringsaktiviteter er gjort rede for"), default=False
    )
    local_activities_accounted_for = models.BooleanField(
        _("Behovet for lokale læringsaktiviteter er gjort rede for"), default=False
    )
    created_by = models.ForeignKey(
        "organisations.User", models.PROTECT, related_name="+", verbose_name=_("opprettet av")
    )
    created_at = models.DateTimeField(_("opprettet"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("sist lagret"), default=timezone.now)
    submitted_at = models.DateTimeField(_("sendt inn"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        "organisations.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sendt inn av")
    )
    version = models.PositiveSmallIntegerField(
        _("versjon"), default=1, help_text=_("Øker for hver gang forslaget sendes inn på nytt.")
    )
    is_reopened = models.BooleanField(
        _("sendt tilbake for utfylling"),
        default=False,
        help_text=_("Avsenderen kan endre forslaget til det er sendt på nytt (SA-4)."),
    )

    sent_warnings = models.JSONField(
        _("det systemet bemerket"),
        default=list,
        blank=True,
        help_text=_("Det systemet bemerket da forslaget sist ble sendt, uten å hindre sendingen (SP-9)."),
    )
    withdrawn_at = models.DateTimeField(
        _("trukket"), null=True, blank=True, help_text=_("Et forslag som er trukket før det ble en sak.")
    )
    withdrawal_reason = models.TextField(_("begrunnelse for å trekke det"), blank=True)

    history = HistoricalRecords()
    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("endringsforslag")
        verbose_name_plural = _("endringsforslag")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="revisions_a_submitted_proposal_has_its_submitter",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(submitted_at__isnull=False),
                name="revisions_only_submitted_proposals_become_cases",
                violation_error_message=_("Bare et innsendt forslag kan bli en sak."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(case__isnull=True, submitted_at__isnull=False),
                name="revisions_only_sent_proposals_without_a_case_are_withdrawn",
                violation_error_message=_("Et forslag som er blitt en sak, trekkes sammen med saken."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("revisions:proposal", args=[self.pk])

    @property
    def title(self) -> str:
        """The title the template builds (FO-1), with what does not apply left out."""
        subjects = self._subjects() or [str(_("læringsmål"))]
        *rest, last = subjects
        return _("Forslag til endring av %(subject)s for %(specialty)s fra %(sender)s") % {
            "subject": _("%(first)s og %(last)s") % {"first": ", ".join(rest), "last": last} if rest else last,
            "specialty": self._of_the_specialty(),
            "sender": self.sender.name,
        }

    def _of_the_specialty(self) -> str:
        """«spesialiteten gastroenterologisk kirurgi»; what several specialties share goes by its own name."""
        if self.specialty.kind != Specialty.Kind.SPECIALTY:
            return self.specialty_in_words
        return _("spesialiteten %(name)s") % {"name": self.specialty_in_words}

    @property
    def specialty_in_words(self) -> str:
        """The specialty as it is written inside a sentence: «radiologi»."""
        return self.specialty.in_words

    def _subjects(self) -> list[str]:
        """What the proposal would change. Headings are named when no læringsmål is: they are its structure."""
        kinds = self._kinds_of_items()
        headings_only = bool(kinds) and all(kind in ChangeItem.OF_HEADINGS for kind in kinds)
        applies = (
            (bool(kinds) and not headings_only, _("læringsmål")),
            (headings_only, _("temaoverskrifter")),
            (self._has("elaboration_changes"), _("utdypende tekst")),
            (self._has("activity_changes"), _("nasjonalt anbefalte læringsaktiviteter")),
        )
        return [str(words) for holds, words in applies if holds]

    @property
    def is_editable(self) -> bool:
        """Whether its sender may still change it: a draft, or sent back with a list of what is missing.

        What was out when its case was withdrawn rests with the case.
        """
        if self.submitted_at is None:
            return True
        return self.is_reopened and not (self.case is not None and self.case.is_ended)

    def _kinds_of_items(self) -> set[str]:
        if "items" in self._prefetched():
            return {item.kind for item in self._prefetched()["items"]}
        return set(self.items.values_list("kind", flat=True)) if self.pk is not None else set()

    def _has(self, related: str) -> bool:
        prefetched = self._prefetched()
        if related in prefetched:
            return bool(prefetched[related])
        return self.pk is not None and getattr(self, related).exists()

    def _prefetched(self) -> dict[str, Any]:
        return getattr(self, "_prefetched_objects_cache", {})


class Attachment(models.Model):
    """A file that follows a proposal, with what it is meant to show (FO-6)."""

    Scan = Scan

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="attachments", verbose_name=_("endringsforslag")
    )
    purpose = models.CharField(_("hva vedlegget skal vise"), max_length=250)
    file_name = models.CharField(_("filnavn"), max_length=150)
    content_type = models.CharField(_("filtype"), max_length=100)
    size = models.PositiveIntegerField(_("størrelse"), help_text=_("I byte."))
    sha256 = models.CharField(_("sjekksum"), max_length=64)
    content = models.BinaryField(_("innhold"))
    uploaded_by = models.ForeignKey(
        "organisations.User", models.PROTECT, related_name="+", verbose_name=_("lastet opp av")
    )
    uploaded_at = models.DateTimeField(_("lastet opp"), default=timezone.now, editable=False)
    scan = models.CharField(_("viruskontroll"), max_length=10, choices=Scan, default=Scan.NONE)
    scanned_at = models.DateTimeField(_("viruskontrollert"), null=True, blank=True)

    class Meta:
        verbose_name = _("vedlegg")
        verbose_name_plural = _("vedlegg")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="revisions_an_attachment_says_its_purpose",
                violation_error_message=_("Skriv hva vedlegget skal vise (FO-6)."),
            )
        ]

    def __str__(self) -> str:
        return self.file_name
