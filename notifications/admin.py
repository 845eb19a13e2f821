"""The journal and the mail, for looking; what is stuck can be sent again by a person."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.admin import ReadOnly

from .models import Event, Message
from .services.messages import send_again


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["sequence", "moment", "actor", "verb", "subject_label", "case_number"]
    list_filter = ["verb"]
    list_select_related = ["actor"]
    search_fields = ["subject_label", "case_number"]
    ordering = ["-sequence"]
    show_full_result_count = False


@admin.register(Message)
class MessageAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["created_at", "to", "subject", "sent_at", "attempts", "error"]
    list_filter = [("sent_at", admin.EmptyFieldListFilter)]
    search_fields = ["to", "subject", "case_number"]
    exclude = ["body"]
    show_full_result_count = False
    actions = ["send_chosen_again"]

    @admin.action(description=_("Send de valgte som ikke er sendt, på nytt"), permissions=["view"])
    def send_chosen_again(self, request: HttpRequest, chosen: QuerySet[Message]) -> None:
        now = timezone.now()
        waiting = [send_again(message=message, now=now) for message in chosen.filter(sent_at__isnull=True)]
        messages.success(request, _("%(count)s meldinger sendes på nytt.") % {"count": len(waiting)})
