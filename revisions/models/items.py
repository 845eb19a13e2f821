from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from objectives.models import Objective, ObjectiveVersion, Stage


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The words an endringspunkt brings: a text, the texts of a split, or the number and title of a heading."""

    text: str = ""
    texts: tuple[str, ...] = ()
    number: str = ""

    @property
    def heading(self) -> str:
        """A heading as it is printed: «15.12 Lever»."""
        return f"{self.number} {self.text}".strip()


class ChangeItem(models.Model):
    """An endringspunkt: one typed operation on the annex that a sender proposes.

    `basis` is the version the sender read; `old_text` is what it said, kept so that the redline never moves. For a
    temaoverskrift `heading_basis` is the words read, and `new_text` is the title. Where it stands, or is to stand, is
    chapter, theme (or `new_heading`, one that the same proposal adds) and after what: `after` or `after_theme`.
    """

    class Kind(models.TextChoices):
        ADD = "nytt", _("Nytt læringsmål")
        CORRECT = "spraklig", _("Språklig retting")
        REPLACE = "faglig", _("Faglig endring")
        REPEAL = "oppheving", _("Oppheving")
        MOVE = "flytting", _("Flytting")
        SPLIT = "deling", _("Deling")
        MERGE = "sammenslaing", _("Sammenslåing")
        RECODE = "ny-kode", _("Ny kode, samme innhold")
        ADD_THEME = "ny-overskrift", _("Ny temaoverskrift")
        RENAME_THEME = "endret-overskrift", _("Endret temaoverskrift")
        MOVE_THEME = "flyttet-overskrift", _("Flyttet temaoverskrift")
        REPEAL_THEME = "opphevet-overskrift", _("Opphevet temaoverskrift")

    class Effect(models.TextChoices):
        SHARPENED = "skjerpet", _("Skjerpet: kravet blir strengere")
        REDUCED = "redusert", _("Redusert: kravet blir lettere")
        EQUIVALENT = "likeverdig", _("Likeverdig: annet innhold, samme krav")

    ASKED_KEY = "punkt-"
    OF_HEADINGS = (Kind.ADD_THEME, Kind.RENAME_THEME, Kind.MOVE_THEME, Kind.REPEAL_THEME)
    CHANGED_HEADINGS = (Kind.RENAME_THEME, Kind.MOVE_THEME, Kind.REPEAL_THEME)
    OF_AN_OBJECTIVE = (
        *(Kind.CORRECT, Kind.REPLACE, Kind.REPEAL, Kind.MOVE),
        *(Kind.SPLIT, Kind.MERGE, Kind.RECODE),
    )
    # With one text of their own, and those whose læringsmål can be put in another place at the same time.
    WITH_TEXT = (Kind.ADD, Kind.CORRECT, Kind.REPLACE, Kind.MERGE, Kind.ADD_THEME, Kind.RENAME_THEME)
    MOVABLE = (Kind.CORRECT, Kind.REPLACE, Kind.MERGE, Kind.RECODE)

    proposal = models.ForeignKey(
        "revisions.Proposal", models.CASCADE, related_name="items", verbose_name=_("endringsforslag")
    )
    position = models.PositiveSmallIntegerField(_("punkt"))
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    effect = models.CharField(
        _("virkning"),
        max_length=20,
        choices=Effect,
        blank=True,
        help_text=_("Bare for en faglig endring (ID-3, ID-5)."),
    )
    objective = models.ForeignKey(
        "objectives.Objective",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="change_items",
        verbose_name=_("læringsmål"),
    )
    basis = models.ForeignKey(
        "objectives.ObjectiveVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="change_items",
        verbose_name=_("teksten det bygger på"),
    )
    old_text = models.TextField(_("gjeldende tekst"), blank=True)
    new_text = models.TextField(_("foreslått tekst"), blank=True)
    texts = ArrayField(
        models.TextField(),
        verbose_name=_("tekstene det deles i"),
        default=list,
        blank=True,
        help_text=_("Bare når et læringsmål deles: én tekst for hvert nytt læringsmål."),
    )
    number = models.CharField(_("overskriftens nummer"), max_length=20, blank=True)
    approvals_carry_over = models.BooleanField(
        _("godkjenninger overføres"),
        null=True,
        blank=True,
        help_text=_("Bare når læringsmål deles eller slås sammen (ID-5)."),
    )
    series = models.ForeignKey(
        "objectives.CodeSeries",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kodeserie"),
        help_text=_("Serien den nye koden gis i, når innholdet er det samme (ID-6)."),
    )
    chapter = models.ForeignKey(
        "objectives.AnnexChapter", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kapittel")
    )
    theme = models.ForeignKey(
        "objectives.Theme", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("temaoverskrift")
    )
    heading_basis = models.ForeignKey(
        "objectives.ThemeVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("overskriften det bygger på"),
    )
    new_heading = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="placed_by",
        verbose_name=_("ny temaoverskrift i samme forslag"),
        help_text=_("Overskriften læringsmålet plasseres under, eller en overskrift plasseres etter."),
    )
    after = models.ForeignKey(
        "objectives.Objective",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("plasseres etter"),
    )
    after_theme = models.ForeignKey(
        "objectives.Theme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("plasseres etter overskriften"),
    )
    is_first = models.BooleanField(_("plasseres først"), default=False)
    is_moved = models.BooleanField(
        _("får en annen plass"), default=False, help_text=_("Nei betyr at læringsmålet blir stående der det står.")
    )
    stage = models.CharField(_("utdanningens del"), max_length=3, choices=Stage, blank=True)
    comment = models.TextField(_("kommentar"), blank=True)
    piloting = models.TextField(
        _("utprøving"), blank=True, help_text=_("Hvem som har prøvd teksten, og hva de svarte (SP-8).")
    )
    clause = models.OneToOneField(
        "regulations.AmendmentClause",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="change_item",
        verbose_name=_("endringsledd"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("endringspunkt")
        verbose_name_plural = _("endringspunkter")
        ordering = ["proposal", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["nytt", "ny-overskrift"], objective__isnull=True, chapter__isnull=False)
                | Q(
                    kind__in=["endret-overskrift", "flyttet-overskrift", "opphevet-overskrift"],
                    objective__isnull=True,
                    theme__isnull=False,
                    heading_basis__isnull=False,
                )
                | Q(
                    kind__in=["spraklig", "faglig", "oppheving", "flytting", "deling", "sammenslaing", "ny-kode"],
                    objective__isnull=False,
                    basis__isnull=False,
                ),
                name="revisions_an_item_has_its_place_or_its_objective",
                violation_error_message=_(
                    "Det som er nytt, må ha et kapittel; de andre endringene må gjelde et læringsmål eller en "
                    "temaoverskrift."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(kind="faglig") & ~Q(effect="")) | (~Q(kind="faglig") & Q(effect="")),
                name="revisions_only_content_changes_have_an_effect",
                violation_error_message=_("Velg om kravet skjerpes, reduseres eller er likeverdig."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["nytt", "spraklig", "faglig", "sammenslaing", "ny-overskrift", "endret-overskrift"]
                )
                & ~Q(new_text="")
                | ~Q(kind__in=["nytt", "spraklig", "faglig", "sammenslaing", "ny-overskrift", "endret-overskrift"])
                & Q(new_text=""),
                name="revisions_an_item_has_a_text_unless_it_repeals",
                violation_error_message=_(
                    "Skriv den foreslåtte teksten. En oppheving og en flytting har ingen ny tekst."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind="deling", texts__len__gte=2) | (~Q(kind="deling") & Q(texts=[])),
                name="revisions_a_split_has_its_texts",
                violation_error_message=_("Skriv minst to tekster: én for hvert læringsmål det deles i."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["deling", "sammenslaing"], approvals_carry_over__isnull=False)
                | (~Q(kind__in=["deling", "sammenslaing"]) & Q(approvals_carry_over__isnull=True)),
                name="revisions_a_split_or_merge_says_what_carries_over",
                violation_error_message=_("Svar på om godkjenninger overføres."),
            ),
            models.CheckConstraint(
                condition=Q(kind="ny-kode", series__isnull=False) | (~Q(kind="ny-kode") & Q(series__isnull=True)),
                name="revisions_only_a_recoding_names_a_series",
                violation_error_message=_("Velg serien den nye koden gis i."),
            ),
            models.UniqueConstraint(
                fields=["proposal", "objective"],
                name="revisions_one_item_per_objective_in_a_proposal",
                violation_error_message=_("Forslaget har allerede et endringspunkt om dette læringsmålet."),
            ),
            models.UniqueConstraint(
                fields=["proposal", "theme"],
                condition=Q(kind__in=["endret-overskrift", "flyttet-overskrift", "opphevet-overskrift"]),
                name="revisions_one_item_per_heading_in_a_proposal",
                violation_error_message=_("Forslaget har allerede et endringspunkt om denne temaoverskriften."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.objective or self.heading_words}".strip()

    @property
    def wording(self) -> Wording:
        """The words as the sender proposes them."""
        return Wording(text=self.new_text, texts=tuple(self.texts), number=self.number)

    @property
    def asked_key(self) -> str:
        """The key it is frozen by, in every version that is sent out."""
        return f"{self.ASKED_KEY}{self.pk}"

    @property
    def kind_in_words(self) -> str:
        """«Faglig endring, skjerpet»."""
        effect = self.get_effect_display().partition(":")[0].lower()
        return f"{self.get_kind_display()}, {effect}" if effect else self.get_kind_display()

    @property
    def is_about_a_heading(self) -> bool:
        return self.kind in self.OF_HEADINGS

    @property
    def has_own_words(self) -> bool:
        """Whether the directorate can adopt it with other words; what only moves or repeals has none (SA-6)."""
        return self.kind in self.WITH_TEXT or self.kind == self.Kind.SPLIT

    @property
    def brings_a_text(self) -> bool:
        """Whether læringsmål get other words by it, which can be tried before they are proposed (SP-8)."""
        return self.has_own_words and not self.is_about_a_heading

    @property
    def heading_words(self) -> str:
        """What a heading's item is about: the words it has, or the ones it is to get. Empty for a læringsmål."""
        if self.kind == self.Kind.ADD_THEME:
            return self.wording.heading
        return self.old_text if self.is_about_a_heading else ""

    @property
    def sources(self) -> list[Source]:
        """Each læringsmål the item changes, with the text it builds on: several when they are merged."""
        own = [Source(self.objective, self.basis_id or 0, self.old_text)] if self.objective else []
        return [*own, *(Source(row.objective, row.basis_id, row.old_text) for row in self.further)]

    @property
    def further(self) -> Sequence[MergedText]:
        """The læringsmål a merge takes in beside the first; fetched only for a merge."""
        if self.kind != self.Kind.MERGE or self.pk is None:
            return []
        return list(self.merged.all())

    @property
    def gives_new_code(self) -> bool:
        """Whether the change gives a new code (ID-1, ID-3, ID-6)."""
        return self.kind in (self.Kind.ADD, self.Kind.REPLACE, self.Kind.SPLIT, self.Kind.MERGE, self.Kind.RECODE)

    @property
    def changes_content(self) -> bool:
        """Whether the change has faglig betydning, which decides when it may enter into force (EF-2, EF-3)."""
        return self.kind in (self.Kind.ADD, self.Kind.REPLACE, self.Kind.REPEAL, self.Kind.SPLIT, self.Kind.MERGE)


@dataclass(frozen=True)
class Source:
    """A læringsmål an item changes, the version it was written against, and what that said."""

    objective: Objective
    basis: int
    text: str


class MergedText(models.Model):
    """A further læringsmål that a merge takes in, beside the item's own: the second, the third …"""

    item = models.ForeignKey(ChangeItem, models.CASCADE, related_name="merged", verbose_name=_("endringspunkt"))
    position = models.PositiveSmallIntegerField(_("plass"))
    objective = models.ForeignKey(Objective, models.PROTECT, related_name="merging_items", verbose_name=_("læringsmål"))
    basis = models.ForeignKey(
        ObjectiveVersion, models.PROTECT, related_name="+", verbose_name=_("teksten det bygger på")
    )
    old_text = models.TextField(_("gjeldende tekst"))

    class Meta:
        verbose_name = _("læringsmål som slås sammen")
        verbose_name_plural = _("læringsmål som slås sammen")
        ordering = ["item", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "objective"],
                name="revisions_a_merge_takes_a_code_once",
                violation_error_message=_("Koden er nevnt to ganger. Skriv hver kode én gang."),
            )
        ]

    def __str__(self) -> str:
        return str(self.objective)
