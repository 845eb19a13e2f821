"""The journal, for looking only."""

from __future__ import annotations

from django.contrib import admin

from organisations.admin import ReadOnly

from .models import Event


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["sequence", "moment", "actor", "verb", "subject_label", "case_number"]
    list_filter = ["verb"]
    list_select_related = ["actor"]
    search_fields = ["subject_label", "case_number"]
    ordering = ["-sequence"]
    show_full_result_count = False
