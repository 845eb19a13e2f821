from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from objectives.models import Stage


class ChangeItem(models.Model):
    """An endringspunkt: one typed operation on the annex that a sender proposes.

    `basis` is the version the sender read; `old_text` is what it said, kept so that the redline never moves.
    """

    class Kind(models.TextChoices):
        ADD = "nytt", _("Nytt læringsmål")
        CORRECT = "spraklig", _("Språklig retting")
        REPLACE = "faglig", _("Faglig endring")
        REPEAL = "oppheving", _("Oppheving")

    class Effect(models.TextChoices):
        SHARPENED = "skjerpet", _("Skjerpet: kravet blir strengere")
        REDUCED = "redusert", _("Redusert: kravet blir lettere")
        EQUIVALENT = "likeverdig", _("Likeverdig: annet innhold, samme krav")

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
    chapter = models.ForeignKey(
        "objectives.AnnexChapter", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kapittel")
    )
    theme = models.ForeignKey(
        "objectives.Theme", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("temaoverskrift")
    )
    after = models.ForeignKey(
        "objectives.Objective",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("plasseres etter"),
    )
    stage = models.CharField(_("utdanningens del"), max_length=3, choices=Stage, blank=True)
    comment = models.TextField(_("kommentar"), blank=True)
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
                condition=Q(kind="nytt", objective__isnull=True, chapter__isnull=False)
                | (~Q(kind="nytt") & Q(objective__isnull=False, basis__isnull=False)),
                name="revisions_an_item_has_its_place_or_its_objective",
                violation_error_message=_(
                    "Et nytt læringsmål må ha et kapittel; de andre endringene må gjelde et læringsmål."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(kind="faglig") & ~Q(effect="")) | (~Q(kind="faglig") & Q(effect="")),
                name="revisions_only_content_changes_have_an_effect",
                violation_error_message=_("Velg om kravet skjerpes, reduseres eller er likeverdig."),
            ),
            models.CheckConstraint(
                condition=Q(kind="oppheving", new_text="") | (~Q(kind="oppheving") & ~Q(new_text="")),
                name="revisions_an_item_has_a_text_unless_it_repeals",
                violation_error_message=_("Skriv den foreslåtte teksten. En oppheving har ingen ny tekst."),
            ),
            models.UniqueConstraint(
                fields=["proposal", "objective"],
                name="revisions_one_item_per_objective_in_a_proposal",
                violation_error_message=_("Forslaget har allerede et endringspunkt om dette læringsmålet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.objective or ''}".strip()

    @property
    def gives_new_code(self) -> bool:
        """Whether the change gives a new code: new objectives and changes of content do (ID-1, ID-3)."""
        return self.kind in (self.Kind.ADD, self.Kind.REPLACE)

    @property
    def changes_content(self) -> bool:
        """Whether the change has faglig betydning, which decides when it may enter into force (EF-2, EF-3)."""
        return self.kind != self.Kind.CORRECT
