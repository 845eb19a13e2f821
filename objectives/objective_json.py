"""One læringsmål for machines, as `objectives.api.ObjectiveDetailSerializer` describes it (held together by a test).

Written out here because the serializer takes longer than the database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from . import legal_text
from .cohort_json import awaiting_body, rule_body
from .cohorts import Rule
from .lineage import Lineage
from .models import LegalAct, ObjectiveVersion, Succession
from .undetermined import Awaiting


def objective_body(
    lineage: Lineage, *, on: dt.date, rules: Iterable[Rule] = (), awaiting: Iterable[Awaiting] = ()
) -> dict[str, Any]:
    """The læringsmål with every wording it has had, what it replaces and is replaced by, and what is about it:
    overgangsregler, and changes that wait for their day."""
    objective = lineage.objective
    specialty = objective.series.specialty
    in_force = next((version for version in lineage.versions if on in version.valid), None)
    return {
        "code": objective.code,
        "specialty": specialty.name if specialty else None,
        "on": on,
        "in_force": _version(in_force) if in_force else None,
        "versions": [_version(version) for version in lineage.versions],
        "predecessors": [_succession(link) for link in lineage.predecessors],
        "successors": [_succession(link) for link in lineage.successors],
        "transitional_rules": [rule_body(rule) for rule in rules],
        "undetermined": [awaiting_body(one) for one in awaiting],
    }


def _version(version: ObjectiveVersion) -> dict[str, Any]:
    return {
        "text": legal_text.plain(version.text),
        "stage": version.stage,
        "chapter": version.chapter.title,
        "valid_from": version.valid_from,
        "valid_from_is_exact": version.start_is_exact,
        "valid_until": version.valid_until,
        "enacted_by": version.enacted_by.ref_id,
        "announced_at": _moment(version.enacted_by),
        "repealed_by": version.repealed_by.ref_id if version.repealed_by else None,
    }


def _moment(act: LegalAct) -> str | None:
    return timezone.localtime(act.announced_at).isoformat() if act.announced_at else None


def _succession(link: Succession) -> dict[str, Any]:
    return {
        "old": link.old.code,
        "new": link.new.code,
        "kind": link.kind,
        "approvals_carry_over": link.approvals_carry_over,
        "activities_carry_over": link.activities_carry_over,
        "enacted_by": link.enacted_by.ref_id,
    }
