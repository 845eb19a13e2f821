"""What the system drafts for follow-up: the changes and their consequences, as they were decided (OP-2)."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from organisations.models import Specialty

from . import rules
from .models import Case, FollowUp
from .pages.case_items import CaseItem, case_items, items_of


def drafted_text(case: Case, *, kind: str, specialty: Specialty, on: dt.date) -> str:
    """The draft of a news item or of the text for the specialty's page; in bokmål, for a person to edit."""
    rows = adopted_in(case, specialty=specialty, on=on)
    title = _("Endringer i læringsmål for %(specialty)s") % {"specialty": specialty.in_words}
    lines = [title, ""]
    if kind == FollowUp.Kind.NEWS:
        count = len(rows)
        lines += [
            _(
                "Helsedirektoratet har vedtatt %(count)s endringer i læringsmålene for %(specialty)s i vedlegg 2 til "
                "spesialistforskriften."
            )
            % {"count": count, "specialty": specialty.in_words},
            "",
        ]
    else:
        lines += [_("Dette er endret, og dette betyr det for leger i spesialisering og utdanningsvirksomheter:"), ""]
    for row in rows:
        lines += [*_of_item(row), ""]
    lines.append(_("Saken har nummer %(number)s hos Helsedirektoratet.") % {"number": case.number})
    return "\n".join(lines)


def adopted_in(case: Case, *, specialty: Specialty, on: dt.date) -> list[CaseItem]:
    """The adopted change items of the case in one specialty, as they were adopted."""
    decisions = {pk: row for pk, row in rules.current_decisions(case).items() if row.is_made and row.adopts}
    proposals = case.proposals.filter(specialty=specialty)
    items = [item for item in items_of(proposals) if item.pk in decisions]
    return case_items(items, decisions=decisions, on=on)


def _of_item(row: CaseItem) -> list[str]:
    codes = ", ".join(code for code, _url in row.new_codes)
    becomes = _(" (ny kode %(codes)s)") % {"codes": codes} if codes else ""
    lines = [f"– {row.name}{becomes}: {row.kind}."]
    if row.in_force:
        lines.append(_("  Gjelder fra %(day)s.") % {"day": date_format(row.in_force, "j. F Y")})
    lines += [f"  {_('Ny tekst')}: «{block.new}»" for block in row.adopted if block.new and block.new != block.old]
    lines += [f"  {line}" for line in row.follows]
    return lines
