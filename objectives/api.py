"""The register for machines: read-only, open to all, the same dates and words as the pages.

`dato` is the day to read (YYYY-MM-DD or dd.mm.yyyy; today when left out). Names of fields are those of the
consolidated file from `manage.py consolidate`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organisations.models import Specialty

from . import legal_text
from .change_feed import Changes
from .cohort_json import answer_body, rule_body
from .cohorts import applying_to, rules_about, running_rules
from .conditional import unless_changed
from .consolidation import consolidation
from .forms import CohortForm, DayField
from .freshness import RegisterState
from .lineage import lineage_of
from .models import Objective, ObjectiveVersion, Succession, TransitionalRule
from .models.versions import ObjectiveVersionQuerySet
from .objective_json import objective_body
from .search import nearest_codes, normal_code
from .undetermined import awaiting_of

app_name = "api"

ON_DATE = OpenApiParameter("dato", OpenApiTypes.DATE, description="Dagen teksten skal leses på. I dag når den mangler.")
SPECIALTY = OpenApiParameter("spesialitet", OpenApiTypes.STR, description="Adressenavn eller forkortelse.")


class InvalidQuery(APIException):
    """Something in the address can't be read."""

    status_code = 400


def day_of(request: Request) -> dt.date:
    """The day the caller asks about. Raises InvalidQuery with the words the pages use."""
    try:
        day = DayField(required=False).clean(request.query_params.get("dato", ""))
    except ValidationError as error:
        raise InvalidQuery(error.messages[0], code="invalid-date") from error
    return day or timezone.localdate()


class ObjectiveSerializer(serializers.Serializer):
    """A læringsmål in force on the day asked for."""

    code = serializers.CharField(source="objective.code")
    specialty = serializers.CharField(source="objective.series.specialty.name", default=None)
    part = serializers.CharField(source="chapter.part.title")
    chapter = serializers.CharField(source="chapter.title")
    theme = serializers.SerializerMethodField()
    stage = serializers.CharField()
    text = serializers.SerializerMethodField(help_text="Ordene, uten avsnitt og lister.")
    blocks = serializers.SerializerMethodField(help_text="Avsnitt (level 0) og listepunkter.")
    valid_from = serializers.DateField()
    valid_from_is_exact = serializers.BooleanField(source="start_is_exact")
    valid_until = serializers.DateField(help_text="Første dag ordlyden ikke lenger gjelder.")
    enacted_by = serializers.CharField(source="enacted_by.ref_id", help_text="Lovdatas RefID.")

    def get_theme(self, version: ObjectiveVersion) -> str | None:
        number, title = getattr(version, "theme_number", None), getattr(version, "theme_title", None)
        return f"{number or ''} {title or ''}".strip() or None

    def get_text(self, version: ObjectiveVersion) -> str:
        return legal_text.plain(version.text)

    def get_blocks(self, version: ObjectiveVersion) -> list[dict[str, Any]]:
        return [{"level": part.level, "mark": part.mark, "text": part.text} for part in legal_text.blocks(version.text)]


class VersionSerializer(serializers.Serializer):
    """A wording of a læringsmål, in force in a period."""

    text = serializers.SerializerMethodField()
    stage = serializers.CharField()
    chapter = serializers.CharField(source="chapter.title")
    valid_from = serializers.DateField()
    valid_from_is_exact = serializers.BooleanField(source="start_is_exact")
    valid_until = serializers.DateField()
    enacted_by = serializers.CharField(source="enacted_by.ref_id")
    announced_at = serializers.DateTimeField(source="enacted_by.announced_at")
    repealed_by = serializers.CharField(source="repealed_by.ref_id", default=None)

    def get_text(self, version: ObjectiveVersion) -> str:
        return legal_text.plain(version.text)


class SuccessionSerializer(serializers.Serializer):
    """How one læringsmål replaces another, and what follows a doctor across (ID-5)."""

    old = serializers.CharField(source="old.code")
    new = serializers.CharField(source="new.code")
    kind = serializers.ChoiceField(choices=Succession.Kind.choices)
    approvals_carry_over = serializers.BooleanField()
    activities_carry_over = serializers.BooleanField()
    enacted_by = serializers.CharField(source="enacted_by.ref_id")


class FormerSerializer(serializers.Serializer):
    """A læringsmål that has ceased, as it last read."""

    code = serializers.CharField()
    text = serializers.CharField()
    stage = serializers.CharField()
    ceased = serializers.DateField(help_text="Første dag læringsmålet ikke lenger var i kraft.")
    successors = serializers.ListField(child=serializers.CharField())


class RuleSerializer(serializers.Serializer):
    """En overgangsregel: hvem som kan fullføre etter tidligere læringsmål, og til når."""

    act = serializers.CharField(help_text="Lovdatas RefID.")
    text = serializers.CharField()
    started = serializers.ChoiceField(choices=TransitionalRule.Started.choices)
    stage = serializers.CharField(help_text="Delen legen må ha startet; tom når det er spesialiseringen.")
    started_before = serializers.DateField(allow_null=True, help_text="Null: før læringsmålet falt bort.")
    specialty = serializers.CharField(allow_null=True, help_text="Forkortelse; null for alle spesialiteter.")
    until = serializers.DateField(allow_null=True, help_text="Første dag regelen ikke gjelder.")
    former = FormerSerializer(many=True)


class UndeterminedSerializer(serializers.Serializer):
    """Noe som er kunngjort, og som ingen har fastsatt ikrafttredelsen for."""

    act = serializers.CharField()
    kind = serializers.CharField()
    code = serializers.CharField()
    old_codes = serializers.ListField(child=serializers.CharField())
    text = serializers.CharField(allow_null=True)
    in_force_from = serializers.DateField(allow_null=True, help_text="Alltid null: ikke fastsatt.")


class ObjectiveDetailSerializer(serializers.Serializer):
    """A læringsmål with every wording it has had, and what it replaces and is replaced by."""

    code = serializers.CharField()
    specialty = serializers.CharField(allow_null=True)
    on = serializers.DateField()
    in_force = VersionSerializer(allow_null=True, help_text="Ordlyden på dagen, eller null.")
    versions = VersionSerializer(many=True)
    predecessors = SuccessionSerializer(many=True)
    successors = SuccessionSerializer(many=True)
    transitional_rules = RuleSerializer(many=True, help_text="Overgangsregler som ikke er over på dagen.")
    undetermined = UndeterminedSerializer(many=True)


class ConsolidatedSerializer(serializers.Serializer):
    code = serializers.CharField()
    specialty = serializers.CharField(allow_null=True)
    part = serializers.CharField()
    chapter = serializers.CharField()
    theme = serializers.CharField(allow_null=True)
    stage = serializers.CharField()
    text = serializers.CharField()
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    enacted_by = serializers.CharField()


class AnnexSerializer(serializers.Serializer):
    """Vedlegg 2 as it reads on a day, in its own order."""

    on = serializers.DateField()
    objectives = ConsolidatedSerializer(many=True)
    transitional_rules = RuleSerializer(many=True, help_text="Det noen fortsatt kan fullføre etter på dagen.")


class ByCode(CursorPagination):
    """A hundred at a time, by code; the cursor holds while rows come and go."""

    ordering = ("code",)
    page_size = 100
    cursor_query_param = "side"
    invalid_cursor_message = _(  # type: ignore[assignment]
        "Adressen peker ikke på noe sted i listen. Begynn på den første siden igjen."
    )

    def decode_cursor(self, request: Request) -> Any:
        """A cursor is ours or it is refused: no code holds a control character."""
        cursor = super().decode_cursor(request)
        if cursor is not None and not str(cursor.position or "").isprintable():
            raise NotFound(self.invalid_cursor_message)
        return cursor


class ObjectiveList(ListAPIView):
    """Læringsmål in force on a day, by code."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []
    serializer_class = ObjectiveSerializer
    pagination_class = ByCode
    queryset = ObjectiveVersion.objects.none()

    @extend_schema(parameters=[ON_DATE, SPECIALTY], description="Læringsmålene i kraft på en dag, etter kode.")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> ObjectiveVersionQuerySet:
        found = ObjectiveVersion.objects.consolidated(on=day_of(self.request)).annotate(code=F("objective__code"))
        wanted = self.request.query_params.get("spesialitet", "")
        return found.filter(objective__series__specialty=_specialty(wanted)) if wanted else found


class ObjectiveDetail(APIView):
    """One læringsmål: its wordings, and what it replaces and is replaced by."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []

    @extend_schema(
        parameters=[ON_DATE],
        responses=ObjectiveDetailSerializer,
        description="Ett læringsmål: alle ordlydene, og hva det erstatter og erstattes av.",
    )
    def get(self, request: Request, code: str, state: RegisterState | None = None) -> HttpResponse:
        on = day_of(request)
        found = Objective.objects.announced().select_related("series__specialty").filter(code=normal_code(code)).first()
        if found is None:
            raise NotFound(_no_such_code(code), code="unknown-code")
        rules, awaiting = rules_about(found, on=on), awaiting_of(found)
        body = orjson.dumps(objective_body(lineage_of(found), on=on, rules=rules, awaiting=awaiting))
        return HttpResponse(body, content_type="application/json")


def _no_such_code(code: str) -> str:
    nearest = nearest_codes(code)
    if not nearest:
        return str(_("Læringsmålet finnes ikke. Kontroller koden."))
    return _("Læringsmålet finnes ikke. De nærmeste kodene er %(nearest)s.") % {"nearest": ", ".join(nearest)}


class Annex(APIView):
    """All of vedlegg 2 as it reads on a day."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []

    @extend_schema(
        parameters=[ON_DATE], responses=AnnexSerializer, description="Hele vedlegg 2, slik det lyder på en dag."
    )
    def get(self, request: Request, state: RegisterState | None = None) -> HttpResponse:
        on = day_of(request)
        # The serializer describes; for five thousand læringsmål it is orjson that writes, ten times faster.
        rules = [rule_body(rule) for rule in running_rules(on=on)]
        body = orjson.dumps({"on": on, "objectives": consolidation(on=on), "transitional_rules": rules})
        return HttpResponse(body, content_type="application/json")


class AppliesSerializer(serializers.Serializer):
    code = serializers.CharField()
    text = serializers.CharField()
    stage = serializers.CharField()
    chapter = serializers.CharField()


class ChoiceSerializer(serializers.Serializer):
    """What a rule lets the doctor complete by, and the læringsmål in force it comes instead of."""

    rule = RuleSerializer()
    former = FormerSerializer(many=True)
    replaced = serializers.ListField(child=serializers.CharField())


class CohortSerializer(serializers.Serializer):
    """Which læringsmål apply to a doctor who began on a day."""

    on = serializers.DateField()
    current = AppliesSerializer(many=True, help_text="Læringsmålene i kraft.")
    choices = ChoiceSerializer(many=True, help_text="Tidligere læringsmål legen kan fullføre etter i stedet.")


class Cohort(APIView):
    """Which læringsmål apply to a doctor who began on a day."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []

    @extend_schema(
        parameters=[
            OpenApiParameter("utdanningsdel", OpenApiTypes.STR, required=True, description="1, 2 eller 3."),
            OpenApiParameter("startet", OpenApiTypes.DATE, required=True, description="Første dag i delen."),
            OpenApiParameter("startet_utdanningen", OpenApiTypes.DATE, description="Første dag i spesialiseringen."),
            OpenApiParameter("spesialitet", OpenApiTypes.STR, description="Adressenavn. Trengs for del 2 og 3."),
            ON_DATE,
        ],
        responses=CohortSerializer,
        description="Hvilke læringsmål som gjelder for en lege ut fra når hun startet.",
    )
    def get(self, request: Request, state: RegisterState | None = None) -> HttpResponse:
        form = CohortForm(request.query_params, today=timezone.localdate())
        if not form.is_valid():
            field, sentences = next(iter(form.errors.items()))
            raise InvalidQuery(f"{field}: {sentences[0]}", code="invalid-question")
        body = orjson.dumps(answer_body(applying_to(form.doctor, on=form.day)))
        return HttpResponse(body, content_type="application/json")


class Schema(SpectacularAPIView):
    """The description of this API (OpenAPI)."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []


def _specialty(name: str) -> Specialty:
    known = Specialty.objects.filter(Q(slug=name) | Q(short_name__iexact=name))
    found = known.first() if name.isprintable() else None
    if found is None:
        raise InvalidQuery(
            _("Spesialiteten finnes ikke. Bruk adressenavnet eller forkortelsen."), code="unknown-specialty"
        )
    return found


urlpatterns = [
    path("laringsmal/", ObjectiveList.as_view(), name="objectives"),
    path("laringsmal/<str:code>/", unless_changed(ObjectiveDetail.as_view()), name="objective"),
    path("vedlegg/", unless_changed(Annex.as_view()), name="annex"),
    path("endringer/", Changes.as_view(), name="changes"),
    path("overgang/", unless_changed(Cohort.as_view()), name="cohort"),
    path("skjema/", Schema.as_view(), name="schema"),
]
