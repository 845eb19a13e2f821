"""Where Lovdata's own consolidation of vedlegg 2 and the register differ."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from objectives import permissions, reconciliation_page
from objectives.models import ReconciliationReport


@login_required
@require_safe
def reconciliations(request: HttpRequest) -> HttpResponse:
    """Where Lovdata's own consolidation and ours differ, as last compared; for the directorate."""
    if not permissions.may_read_reconciliations(request.user):
        raise PermissionDenied(
            _("Avstemmingen mot Lovdata er for Helsedirektoratet. Registeret selv er åpent for alle.")
        )
    latest = ReconciliationReport.objects.select_related("made_by").first()
    page = reconciliation_page.page_of(latest, request.GET) if latest else None
    return render(request, "objectives/reconciliations.html", {"page": page})
