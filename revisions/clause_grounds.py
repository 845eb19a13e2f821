"""What the case knows of a clause's grounds, for the spreadsheet of the endringsforskrift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from regulations.grounds import Grounds

from .models import ChangeItem, Decision


def grounds_of_items(clause_ids: Sequence[int]) -> Mapping[int, Grounds]:
    """The comment of the change item behind each clause, and the reason of the decision that stands. Two queries."""
    items = ChangeItem.objects.filter(clause__in=clause_ids).values_list("pk", "clause_id", "comment")
    rows = list(items)
    made = Decision.objects.filter(item__in=[pk for pk, _clause, _comment in rows], decided_at__isnull=False)
    reasons = dict(made.order_by("pk").values_list("item_id", "reason"))
    return {clause: Grounds(comment.strip(), reasons.get(pk, "").strip()) for pk, clause, comment in rows}
