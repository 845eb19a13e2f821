"""The register, for looking only: it changes by announced acts and imports."""

from __future__ import annotations

from django.contrib import admin

from organisations.admin import ReadOnly

from .models import (
    AnnexChapter,
    CodeSeries,
    LearningActivity,
    LegalAct,
    Objective,
    ObjectiveVersion,
    Succession,
    TransitionalRule,
    UndeterminedChange,
)


@admin.register(CodeSeries)
class CodeSeriesAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["prefix", "specialty", "last_number", "is_closed"]
    list_select_related = ["specialty"]
    search_fields = ["prefix"]


@admin.register(Objective)
class ObjectiveAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["code", "origin", "created_at"]
    list_filter = ["origin"]
    search_fields = ["code"]
    show_full_result_count = False


@admin.register(ObjectiveVersion)
class ObjectiveVersionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["objective", "valid", "chapter", "enacted_by", "repealed_by"]
    list_select_related = ["objective", "chapter", "enacted_by", "repealed_by"]
    search_fields = ["objective__code", "text"]
    show_full_result_count = False


@admin.register(Succession)
class SuccessionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["old", "new", "kind", "approvals_carry_over", "activities_carry_over", "enacted_by"]
    list_select_related = ["old", "new", "enacted_by"]
    search_fields = ["old__code", "new__code"]


@admin.register(LegalAct)
class LegalActAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["legacy_id", "decided_on", "announced_at", "title"]
    search_fields = ["title", "short_title"]
    date_hierarchy = "decided_on"


@admin.register(AnnexChapter)
class AnnexChapterAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["slug", "title", "part", "specialty"]
    list_select_related = ["part", "specialty"]
    search_fields = ["slug", "title"]


@admin.register(LearningActivity)
class LearningActivityAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "kind", "specialty", "minimum_repetitions"]
    list_filter = ["kind"]
    list_select_related = ["specialty"]
    search_fields = ["title"]


@admin.register(TransitionalRule)
class TransitionalRuleAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["enacted_by", "number", "started", "stage", "specialty", "until", "repealed_from"]
    list_select_related = ["enacted_by", "specialty"]
    search_fields = ["text"]


@admin.register(UndeterminedChange)
class UndeterminedChangeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["enacted_by", "number", "in_force_from", "determined_on", "reference"]
    list_select_related = ["enacted_by"]
