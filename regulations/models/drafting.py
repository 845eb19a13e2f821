from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from objectives.models import Stage, TransitionalRule


class AmendmentRegulationQuerySet(models.QuerySet["AmendmentRegulation"]):
    def drafts(self) -> AmendmentRegulationQuerySet:
        """Those under work, locked or not; what is abandoned is no longer one."""
        return self.filter(act__isnull=True, abandoned_at__isnull=True)

    def announced(self) -> AmendmentRegulationQuerySet:
        return self.filter(act__isnull=False)

    def abandoned(self) -> AmendmentRegulationQuerySet:
        return self.filter(abandoned_at__isnull=False)


class AmendmentRegulation(models.Model):
    """An endringsforskrift being drafted (forvaltningsloven § 38); once announced it has its LegalAct.

    Draft, locked and announced are told by `locked_at` and `act`, so that they can't disagree with a status field.
    """

    name = models.CharField(
        _("arbeidstittel"), max_length=200, help_text=_("Bare til internt bruk, for eksempel «Vinter 2027».")
    )
    title = models.CharField(_("tittel"), max_length=400)
    short_title = models.CharField(_("korttittel"), max_length=200)
    legal_basis = models.TextField(
        _("hjemmel"), help_text=_("Uten datoen og organet; de settes inn når forskriften lages.")
    )
    planned_announcement = models.DateField(_("planlagt kunngjøring"))
    transitional_text = models.TextField(
        _("flere overgangsregler"), blank=True, help_text=_("Fritekst, trykt etter overgangsreglene som er lagt inn.")
    )
    created_by = models.ForeignKey(
        "organisations.User", models.PROTECT, related_name="+", verbose_name=_("opprettet av")
    )
    created_at = models.DateTimeField(_("opprettet"), default=timezone.now, editable=False)
    locked_at = models.DateTimeField(
        _("låst"), null=True, blank=True, help_text=_("Utkastet er låst for kunngjøring og de nye kodene er reservert.")
    )
    abandoned_at = models.DateTimeField(_("lagt bort"), null=True, blank=True, editable=False)
    abandoned_reason = models.TextField(
        _("begrunnelse for å legge bort utkastet"),
        blank=True,
        help_text=_("Kodene som er reservert i utkastet, gis aldri til andre (ID-1)."),
    )
    act = models.OneToOneField(
        "objectives.LegalAct",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amendment_regulation",
        verbose_name=_("kunngjort forskrift"),
    )

    repealed_rules = models.ManyToManyField(
        "objectives.TransitionalRule",
        related_name="repealing_regulations",
        blank=True,
        verbose_name=_("opphever overgangsregler"),
        help_text=_("Tidligere overgangsregler som slutter å gjelde når forskriften kunngjøres."),
    )

    history = HistoricalRecords()
    objects = AmendmentRegulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("endringsforskrift")
        verbose_name_plural = _("endringsforskrifter")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(abandoned_at__isnull=True) | Q(act__isnull=True) & ~Q(abandoned_reason=""),
                name="regulations_what_is_abandoned_has_a_reason",
                violation_error_message=_("Skriv hvorfor utkastet legges bort. Det som er kunngjort, kan ikke det."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("regulations:regulation", args=[self.pk])

    @property
    def is_announced(self) -> bool:
        return self.act_id is not None

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def is_abandoned(self) -> bool:
        return self.abandoned_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it can be edited: neither locked, announced nor abandoned."""
        return not (self.is_locked or self.is_announced or self.is_abandoned)


class AmendmentClause(models.Model):
    """An endringsledd: one instruction in an endringsforskrift, holding one typed operation on the annex.

    `operation` is the operation as data (objectives.operations); prose, redline, PDF and the change of the register
    are all made from it, so they can't disagree.
    """

    class EntryIntoForce(models.TextChoices):
        IMMEDIATELY = "straks", _("Straks ved kunngjøring")
        ON_DATE = "dato", _("På en fastsatt dato")
        LATER = "senere", _("Fastsettes senere")

    regulation = models.ForeignKey(
        AmendmentRegulation, models.CASCADE, related_name="clauses", verbose_name=_("endringsforskrift")
    )
    operation = models.JSONField(_("endring"))
    objective = models.ForeignKey(
        "objectives.Objective",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clauses",
        verbose_name=_("læringsmål"),
        help_text=_("Det endringen gjelder; tomt for et nytt læringsmål."),
    )
    new_objective = models.OneToOneField(
        "objectives.Objective",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="created_by_clause",
        verbose_name=_("ny kode"),
        help_text=_("Reservert når utkastet låses, gitt for godt ved kunngjøring (ID-1)."),
    )
    more_objectives = models.ManyToManyField(
        "objectives.Objective",
        related_name="created_by_split_clauses",
        blank=True,
        verbose_name=_("flere nye koder"),
        help_text=_("De øvrige nye kodene når et læringsmål deles i flere."),
    )
    entry_into_force = models.CharField(_("ikrafttredelse"), max_length=10, choices=EntryIntoForce)
    in_force_from = models.DateField(_("i kraft fra"), null=True, blank=True)
    undetermined_change = models.OneToOneField(
        "objectives.UndeterminedChange",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clause",
        verbose_name=_("venter på ikrafttredelse"),
        help_text=_("Det kunngjorte leddet i registeret, når ikrafttredelsen fastsettes senere."),
    )
    departure_reason = models.TextField(
        _("begrunnelse for avvikende dato"),
        blank=True,
        help_text=_("Kreves når datoen avviker fra hovedregelen (EF-4, EF-6), og vises sammen med den."),
    )
    own_wording = models.JSONField(
        _("egen ordlyd"),
        default=list,
        blank=True,
        help_text=_("En setning for hver instruks, trykt i stedet for systemets. Tomt: systemets trykkes."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("endringsledd")
        verbose_name_plural = _("endringsledd")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["regulation", "objective"],
                name="regulations_one_clause_per_objective",
                violation_error_message=_("Endringsforskriften har allerede et ledd om dette læringsmålet."),
            ),
            models.CheckConstraint(
                condition=Q(entry_into_force__in=["straks", "senere"], in_force_from__isnull=True)
                | Q(entry_into_force="dato", in_force_from__isnull=False),
                name="regulations_a_dated_clause_has_its_date",
                violation_error_message=_("Velg straks, en dato eller at ikrafttredelsen fastsettes senere."),
            ),
        ]

    def __str__(self) -> str:
        return f"Ledd om {self.objective or _('nytt læringsmål')}"

    @property
    def is_undetermined(self) -> bool:
        """Whether its entry into force is decided later; also when that has been done since."""
        return self.entry_into_force == self.EntryIntoForce.LATER

    def starts_on(self, *, announced_on: dt.date) -> dt.date | None:
        """The first day in force when the act is announced on the day `announced_on` (EF-2, EF-3).

        None while it is not determined.
        """
        if self.is_undetermined:
            return self.undetermined_change.in_force_from if self.undetermined_change else None
        return self.in_force_from or announced_on


class DraftTransitionalRule(models.Model):
    """An overgangsregel in an endringsforskrift being drafted (EF-4): data, and the sentence that is made from it.

    What it is about is read from the draft's clauses, so that it follows when they change. At the announcement it
    becomes an `objectives.TransitionalRule`.
    """

    class Scope(models.TextChoices):
        ALL = "alle", _("Alle læringsmål som faller bort ved forskriften")
        CHAPTER = "kapittel", _("De som faller bort i ett kapittel")
        CHOSEN = "valgte", _("Bare læringsmålene jeg velger")

    regulation = models.ForeignKey(
        AmendmentRegulation, models.CASCADE, related_name="draft_rules", verbose_name=_("endringsforskrift")
    )
    scope = models.CharField(_("gjelder"), max_length=10, choices=Scope, default=Scope.ALL)
    chapter = models.ForeignKey(
        "objectives.AnnexChapter", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kapittel")
    )
    objectives = models.ManyToManyField(
        "objectives.Objective", related_name="+", blank=True, verbose_name=_("læringsmål")
    )
    started = models.CharField(_("vilkår"), max_length=20, choices=TransitionalRule.Started)
    stage = models.CharField(_("utdanningens del"), max_length=3, choices=Stage, blank=True)
    started_before = models.DateField(
        _("startet før"), null=True, blank=True, help_text=_("Tomt: før endringen trer i kraft.")
    )
    specialty = models.ForeignKey(
        "organisations.Specialty",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("spesialitet"),
    )
    until = models.DateField(
        _("gjelder til"),
        null=True,
        blank=True,
        help_text=_("Den første dagen regelen ikke lenger gjelder. Tomt: uten sluttdato."),
    )
    own_wording = models.TextField(
        _("egen ordlyd"), blank=True, help_text=_("Trykkes i stedet for den foreslåtte. Tomt: den foreslåtte trykkes.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("overgangsregel i utkast")
        verbose_name_plural = _("overgangsregler i utkast")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="kapittel", chapter__isnull=False) | ~Q(scope="kapittel") & Q(chapter__isnull=True),
                name="regulations_a_rule_about_a_chapter_names_it",
                violation_error_message=_("Velg kapittelet overgangsregelen gjelder."),
            ),
            models.CheckConstraint(
                condition=Q(started="del") & ~Q(stage="") | Q(started="spesialisering", stage=""),
                name="regulations_a_rule_about_a_part_names_it",
                violation_error_message=_("Velg hvilken del av utdanningen regelen gjelder."),
            ),
        ]

    def __str__(self) -> str:
        return f"Overgangsregel {self.pk} i {self.regulation}"
