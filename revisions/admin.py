"""Cases, proposals and decisions, for looking only: they change by their own pages."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from organisations.admin import ReadOnly

from .models import Attachment, Case, CaseNumbers, ChangeItem, Decision, LanguageConfirmation, Proposal


@admin.register(Case)
class CaseAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["number", "title", "status", "track", "responsible", "opened_on"]
    list_filter = ["status", "track", "is_urgent"]
    list_select_related = ["responsible"]
    search_fields = ["number", "title"]
    show_full_result_count = False


@admin.register(CaseNumbers)
class CaseNumbersAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["year", "last_number"]


@admin.register(Proposal)
class ProposalAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["pk", "sender", "specialty", "case", "submitted_at", "version"]
    list_select_related = ["sender", "specialty", "case"]
    search_fields = ["sender__name", "case__number"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        """A draft is its sender's own, for administrators too."""
        return super().get_queryset(request).filter(submitted_at__isnull=False)


@admin.register(ChangeItem)
class ChangeItemAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["pk", "kind", "effect", "objective", "proposal_id", "clause"]
    list_filter = ["kind", "effect"]
    list_select_related = ["objective", "clause__objective"]
    search_fields = ["objective__code", "proposal__case__number"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChangeItem]:
        return super().get_queryset(request).filter(proposal__submitted_at__isnull=False)


@admin.register(Decision)
class DecisionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["pk", "item", "outcome", "proposed_by", "decided_by", "decided_on"]
    list_filter = ["outcome"]
    list_select_related = ["item__objective", "proposed_by", "decided_by"]
    search_fields = ["item__objective__code", "item__proposal__case__number"]
    show_full_result_count = False


@admin.register(LanguageConfirmation)
class LanguageConfirmationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["pk", "item", "confirmed_by", "confirmed_at"]
    list_select_related = ["item__objective", "confirmed_by"]
    search_fields = ["item__objective__code", "item__proposal__case__number"]
    show_full_result_count = False


@admin.register(Attachment)
class AttachmentAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["file_name", "purpose", "content_type", "size", "proposal_id", "uploaded_at"]
    exclude = ["content"]
    search_fields = ["file_name"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attachment]:
        return super().get_queryset(request).filter(proposal__submitted_at__isnull=False).defer("content")
