"""What has changed in the register, for systems that follow it (OP-4): read from the journal, in its order.

The journal's numbers are given in the order of commits and without gaps, so whoever asks for what came after the last
number they have seen misses nothing and gets nothing twice.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from notifications.models import Event, Verb

from .models import LegalAct

MOST = 500
USUAL = 100
_LAST_NUMBER = 2**63 - 1
_REF = re.compile(r"^forskrift/(\d{4}-\d{2}-\d{2})-(\d+)$")

TYPES: Mapping[str, str] = {
    Verb.REGULATION_ANNOUNCED: "act-announced",
    Verb.OBJECTIVE_ADDED: "added",
    Verb.OBJECTIVE_CORRECTED: "corrected",
    Verb.OBJECTIVE_REPLACED: "replaced",
    Verb.OBJECTIVE_REPEALED: "repealed",
    Verb.OBJECTIVE_MOVED: "moved",
    Verb.OBJECTIVE_SPLIT: "split",
    Verb.OBJECTIVES_MERGED: "merged",
    Verb.OBJECTIVE_RECODED: "recoded",
    Verb.THEME_ADDED: "heading-added",
    Verb.THEME_RENAMED: "heading-renamed",
    Verb.THEME_MOVED: "heading-moved",
    Verb.THEME_REPEALED: "heading-repealed",
    Verb.CHANGE_AWAITS_ITS_DAY: "announced-without-a-day",
    Verb.ENTERED_INTO_FORCE: "entered-into-force",
    Verb.ANNOUNCEMENT_CORRECTED: "announcement-corrected",
}
# What the journal keeps of them that is anybody's business; who did it is not.
SHOWN = (
    "act",
    "act_before",
    "decided_on",
    "announced_at",
    "announced_at_before",
    "in_force_from",
    "kind",
    "old_code",
    "new_code",
    "old_codes",
    "new_codes",
    "approvals_carry_over",
    "activities_carry_over",
    "instead_of_act",
    "old_heading",
    "new_heading",
    "changes",
    "headings",
    "moved_from",
    "moved_to",
    "codes",
    "reason",
)


class InvalidCursor(APIException):
    """What is asked for can't be read."""

    status_code = 400
    default_code = "invalid-cursor"


class ChangeSerializer(serializers.Serializer):
    """En endring. Felt som ikke gjelder endringen, er ikke med."""

    id = serializers.IntegerField(help_text="Stigende og uten hull i journalen. Spør etter det siste du har sett.")
    recorded_at = serializers.DateTimeField(help_text="Da det ble registrert.")
    type = serializers.ChoiceField(choices=sorted(set(TYPES.values())))
    act = serializers.CharField(help_text="Lovdatas RefID, slik forskriften heter i dag.")
    announced_at = serializers.DateTimeField(allow_null=True, help_text="Kunngjort i Norsk Lovtidend.")
    in_force_from = serializers.DateField(allow_null=True, required=False, help_text="Null: ikke fastsatt.")
    kind = serializers.CharField(required=False, help_text="Hvordan det nye avløser det gamle.")
    old_code = serializers.CharField(allow_null=True, required=False)
    new_code = serializers.CharField(allow_null=True, required=False)
    approvals_carry_over = serializers.BooleanField(required=False, help_text="Om godkjenninger følger med.")
    activities_carry_over = serializers.BooleanField(required=False, help_text="Om læringsaktiviteter følger med.")
    changes = serializers.ListField(required=False, help_text="Alt som trådte i kraft den dagen.")


class ChangesSerializer(serializers.Serializer):
    """Endringer i den rekkefølgen de ble registrert."""

    changes = ChangeSerializer(many=True)
    next = serializers.CharField(help_text="Adressen å spørre neste gang, også når det ikke er mer nå.")
    has_more = serializers.BooleanField(help_text="Om det finnes mer allerede.")


class Changes(APIView):
    """What has changed in the register since a number in the journal."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []

    @extend_schema(
        parameters=[
            OpenApiParameter("etter", OpenApiTypes.INT64, description="Id-en på den siste endringen du har. 0: alle."),
            OpenApiParameter("antall", OpenApiTypes.INT, description=f"Så mange om gangen, høyst {MOST}."),
        ],
        responses=ChangesSerializer,
        description="Endringer i registeret: gammel og ny kode, datoer, og om godkjenninger og aktiviteter følger med.",
    )
    def get(self, request: Request) -> Response:
        after = _number(request, "etter", usual=0, most=_LAST_NUMBER)
        count = _number(request, "antall", usual=USUAL, most=MOST) or 1
        found = list(Event.objects.filter(verb__in=TYPES, sequence__gt=after).order_by("sequence")[: count + 1])
        events, has_more = found[:count], len(found) > count
        last = events[-1].sequence if events else after
        query = urlencode({"etter": last, "antall": count})
        address = request.build_absolute_uri(f"{reverse('api:changes')}?{query}")
        return Response({"changes": _bodies(events), "next": address, "has_more": has_more})


def _number(request: Request, name: str, *, usual: int, most: int) -> int:
    asked = request.query_params.get(name, "")
    if not asked:
        return usual
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 19) or int(asked) > most:
        raise InvalidCursor(
            _("«%(name)s» må være et helt tall fra 0 til %(most)s.") % {"name": name, "most": most},
        )
    return int(asked)


def _bodies(events: Iterable[Event]) -> list[dict[str, Any]]:
    events = list(events)
    acts = _acts({str(event.payload.get("act", "")) for event in events})
    return [_body(event, acts.get(str(event.payload.get("act", "")))) for event in events]


def _body(event: Event, act: LegalAct | None) -> dict[str, Any]:
    told = {name: event.payload[name] for name in SHOWN if name in event.payload}
    announced_at = _moment(act.announced_at) if act and act.announced_at else None
    return {
        "id": event.sequence,
        "recorded_at": _moment(event.moment),
        "type": TYPES[event.verb],
        **told,
        "act": act.ref_id if act else told.get("act"),
        "announced_at": announced_at or told.get("announced_at"),
    }


def _moment(moment: dt.datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _acts(refs: Iterable[str]) -> dict[str, LegalAct]:
    """The acts by what they were called when it was told, also where that was corrected since."""
    wanted = {ref: (found[1], int(found[2])) for ref in refs if (found := _REF.match(ref))}
    numbers = {number for _day, number in wanted.values()}
    now = {act.ref_id: act for act in LegalAct.objects.filter(number__in=numbers)}
    found_now = {ref: now[ref] for ref in wanted if ref in now}
    if missing := wanted.keys() - found_now.keys():
        then = LegalAct.history.filter(number__in={wanted[ref][1] for ref in missing}).values_list(
            "id", "decided_on", "number"
        )
        ids = {f"forskrift/{day}-{number}": pk for pk, day, number in then}
        acts = LegalAct.objects.in_bulk({pk for ref, pk in ids.items() if ref in missing})
        found_now |= {ref: acts[ids[ref]] for ref in missing if ids.get(ref) in acts}
    return found_now
