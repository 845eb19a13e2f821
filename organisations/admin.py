"""People and bodies, for administrators. What is regulated is only shown here, never changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from . import permissions
from .models import Membership, Organisation, SetInclusion, Specialty, SpecialtyContact, TrainingCouncil, User
from .signals import administered

admin.site.site_header = _("Læringsmål – administrasjon")
admin.site.site_title = _("Læringsmål")
admin.site.index_title = _("Organisasjoner, personer og register")
admin.site.unregister(Group)  # rights follow from memberships


def may_administer(request: HttpRequest) -> bool:
    """Administrators in the directorate, and whoever set the system up."""
    user = request.user
    return user.is_active and (user.is_superuser or permissions.is_administrator(user))


def _tell(subject: Model, action: str, message: Any, request: HttpRequest) -> None:
    administered.send(sender=type(subject), subject=subject, action=action, message=message, by=request.user)


class OpenToAdministrators:
    """Rights follow from roles, not from Django's own list of them. Nothing is deleted.

    What is done is told to the journal in the same transaction: who may do what is itself a thing of consequence.
    """

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        _tell(obj, "added", message, request)
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        _tell(obj, "changed", message, request)
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for obj in queryset:
            _tell(obj, "deleted", [], request)
        return super().log_deletions(request, queryset)  # type: ignore[misc]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_administer(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_administer(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_administer(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_administer(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnly(OpenToAdministrators):
    """Shown, and that is all: such rows change by acts, imports and services."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class MembershipInline(OpenToAdministrators, admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["organisation"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_administer(request)


@admin.register(User)
class UserAdmin(OpenToAdministrators, DjangoUserAdmin):
    ordering = ["name", "email"]
    list_display = ["name", "email", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "memberships__role"]
    search_fields = ["name", "email"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ()
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (_("Tilgang"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Tidspunkter"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """An administrator can't reach further by changing someone who may do more, nor the machine itself."""
        if isinstance(obj, User) and (obj.is_system or (obj.is_superuser and not request.user.is_superuser)):
            return False
        return may_administer(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        own = [] if request.user.is_superuser else ["is_staff", "is_superuser"]
        return [*self.readonly_fields, *own]


@admin.register(Organisation)
class OrganisationAdmin(OpenToAdministrators, SimpleHistoryAdmin):
    list_display = ["name", "short_name", "kind", "region", "parent"]
    list_filter = ["kind", "region"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["parent", "specialty"]


@admin.register(Membership)
class MembershipAdmin(OpenToAdministrators, SimpleHistoryAdmin):
    list_display = ["user", "role", "organisation"]
    list_filter = ["role", "organisation__kind"]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__name", "user__email", "organisation__name"]
    autocomplete_fields = ["user", "organisation"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_administer(request)


@admin.register(TrainingCouncil)
class TrainingCouncilAdmin(OpenToAdministrators, SimpleHistoryAdmin):
    list_display = ["kind", "specialty", "region", "leader"]
    list_filter = ["kind", "region"]
    list_select_related = ["specialty", "leader"]
    search_fields = ["specialty__name"]
    autocomplete_fields = ["specialty", "leader"]


class SetInclusionInline(ReadOnly, admin.TabularInline):
    model = SetInclusion
    fk_name = "specialty"
    extra = 0


@admin.register(Specialty)
class SpecialtyAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "short_name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name", "short_name"]
    inlines = [SetInclusionInline]


@admin.register(SpecialtyContact)
class SpecialtyContactAdmin(ReadOnly, SimpleHistoryAdmin):
    """Changed on the page for spesialitetskontakter, which writes it in the journal."""

    list_display = ["specialty", "organisation"]
    list_select_related = ["specialty", "organisation"]
    search_fields = ["specialty__name"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("specialty", "organisation")

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An earlier row is looked at. The library would save what is posted here, whoever may change the row."""
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        return super().history_form_view(request, *args, **kwargs)
