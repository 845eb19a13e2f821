"""Rounds and hearings, for looking only: they are recorded by a step of the case."""

from __future__ import annotations

from django.contrib import admin

from organisations.admin import ReadOnly

from .models import ConsultationRound, Hearing


@admin.register(ConsultationRound)
class ConsultationRoundAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["opens_on", "deadline", "note"]
    date_hierarchy = "opens_on"


@admin.register(Hearing)
class HearingAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "opens_on", "deadline"]
    search_fields = ["title"]
    date_hierarchy = "opens_on"
