"""Akoma Ntoso 3.0: the act as an amending act, with each clause as an active modification of vedlegg 2.

A `textualMod` tells what a clause does, points to the clause that says so, to the læringsmål it changes (named as in
the annex's own file), to the words it brings, and to the period from which they apply. `refersTo` is the register's
own word for the change, where the standard's words are too few. The tests validate the file against the OASIS schema.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone

from objectives import legal_text
from objectives.export import facts
from objectives.export.as_akoma_ntoso import COMPONENT, NAMESPACE, WORK, blocks_markup
from objectives.operations import Operation

from .changes import Change, what_it_does
from .structure import NOT_ANNOUNCED, ActDocument, ChapterPart, ClauseText, Instruction

_HDIR = "hdir"
_ANNEX = f"{WORK}/{COMPONENT}"
# The standard's words for what a change does to a text; a replacement is a repeal and an insertion.
_TYPES = {
    "add": ("insertion",),
    "correct": ("substitution",),
    "replace": ("repeal", "insertion"),
    "repeal": ("repeal",),
    "move": ("replacement",),
    "split": ("split",),
    "merge": ("join",),
    "recode": ("renumbering",),
    "add-theme": ("insertion",),
    "rename-theme": ("substitution",),
    "move-theme": ("replacement",),
    "repeal-theme": ("repeal",),
}


def write(document: ActDocument) -> bytes:
    """The whole act. Raises ValueError for one that is neither decided nor planned: every level must have a date."""
    return "".join(_page(document)).encode()


def _page(document: ActDocument) -> Iterator[str]:
    day = document.decided_on or document.planned_on
    if day is None:
        raise ValueError("The act has no date.")
    periods = {start: f"period_{number}" for number, start in enumerate(_days(document), start=1)}
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso xmlns="{NAMESPACE}">\n<act name="forskrift">\n<meta>\n'
        f"{_identification(document, day)}{_publication(document)}{_lifecycle(document, day, periods)}"
    )
    yield from _analysis(document, periods)
    yield f"{_temporal_data(periods)}{_references(document)}</meta>\n"
    yield (
        f"<preface><p><docTitle>{escape(document.title)}</docTitle></p>{_mark(document)}"
        f"<p>Hjemmel: {escape(document.legal_basis)}</p></preface>\n<body>\n"
        f'<part eId="part_I"><num>I</num><intro eId="part_I__intro"><p>{escape(document.lead_in)}</p></intro>\n'
    )
    clauses = iter(range(1, document.clause_count + 1))
    for number, part in enumerate(document.chapters, start=1):
        yield from _chapter(part, number, clauses)
    if not document.chapters:
        yield _paragraph("part_I__para_1", "<p/>")
    yield '</part>\n<part eId="part_II"><num>II</num>'
    yield f"{_paragraph('part_II__para_1', f'<p>{escape(document.entry_into_force)}</p>')}</part>\n"
    if document.transitional:
        name = "part_III__para_1"
        blocks = blocks_markup(legal_text.blocks(document.transitional), name)
        yield f'<part eId="part_III"><num>III</num>{_paragraph(name, blocks)}</part>\n'
    yield "</body>\n</act>\n</akomaNtoso>\n"


def _days(document: ActDocument) -> list[dt.date]:
    return sorted({change.starts for change in document.changes if change.starts})


# --- what it is ---------------------------------------------------------------------------------------


def _identification(document: ActDocument, day: dt.date) -> str:
    number = f"{document.number}" if document.number else "utkast"
    work, name = f"/akn/no/act/forskrift/{day}/{number}", "vedtatt" if document.decided_on else "planlagt"
    expression = f"{work}/nob@{day}"
    return (
        f'<identification source="#{_HDIR}">\n<FRBRWork>{_level(work, name, day)}<FRBRcountry value="no"/>'
        f'<FRBRsubtype value="forskrift"/><FRBRnumber value="{number}"/>'
        f"<FRBRname value={quoteattr(document.short_title)}/></FRBRWork>\n"
        f"<FRBRExpression>{_level(expression, name, day)}"
        f'<FRBRauthoritative value="false"/><FRBRlanguage language="nob"/></FRBRExpression>\n'
        f"<FRBRManifestation>{_level(expression, name, day, extension='.xml')}"
        '<FRBRformat value="application/akn+xml"/></FRBRManifestation>\n</identification>\n'
    )


def _level(uri: str, name: str, day: dt.date, *, extension: str = "") -> str:
    return (
        f'<FRBRthis value="{uri}/!main{extension}"/><FRBRuri value="{uri}{extension}"/>'
        f'<FRBRdate date="{day}" name="{name}"/><FRBRauthor href="#{_HDIR}"/>'
    )


def _publication(document: ActDocument) -> str:
    if not document.announced_at:
        return ""
    day = timezone.localtime(document.announced_at).date()
    return (
        f'<publication date="{day}" name="norsk-lovtidend" showAs="Norsk Lovtidend" number="{document.legacy_id}"/>\n'
    )


def _lifecycle(document: ActDocument, day: dt.date, periods: dict[dt.date, str]) -> str:
    """The decision, and each day something enters into force."""
    events = "".join(
        f'<eventRef eId="event_{name}" date="{start}" source="#denne" type="generation" refersTo="#i-kraft"/>\n'
        for start, name in periods.items()
    )
    return (
        f'<lifecycle source="#{_HDIR}">\n<eventRef eId="event_vedtak" date="{day}" source="#denne" '
        f'type="generation"/>\n{events}</lifecycle>\n'
    )


def _temporal_data(periods: dict[dt.date, str]) -> str:
    groups = "".join(
        f'<temporalGroup eId="{name}"><timeInterval refersTo="#i-kraft" start="#event_{name}"/></temporalGroup>\n'
        for name in periods.values()
    )
    return f'<temporalData source="#{_HDIR}">\n{groups}</temporalData>\n' if groups else ""


def _references(document: ActDocument) -> str:
    own = document.legacy_id or document.mark.capitalize()
    kinds = {change.operation.kind: change.operation for change in document.changes}
    concepts = [("i-kraft", "I kraft"), *((_concept(one), what_it_does(one)) for one in kinds.values())]
    return (
        f'<references source="#{_HDIR}">\n<original eId="denne" href="{_own_address(document)}" showAs="{own}"/>\n'
        f'<activeRef eId="endret" href="{_ANNEX}" showAs="{facts.LEGACY_ID}, vedlegg 2"/>\n'
        f'<TLCOrganization eId="{_HDIR}" href="/ontology/organization/no/helsedirektoratet" '
        'showAs="Helsedirektoratet"/>\n'
        + "".join(
            f'<TLCConcept eId="{name}" href="/ontology/concept/no/{name}" showAs={quoteattr(words)}/>\n'
            for name, words in concepts
        )
        + "</references>\n"
    )


def _own_address(document: ActDocument) -> str:
    day = document.decided_on or document.planned_on
    return f"/akn/no/act/forskrift/{day}/{document.number or 'utkast'}"


def _concept(operation: Operation) -> str:
    return f"endring-{operation.kind}"


# --- what it does -------------------------------------------------------------------------------------


def _analysis(document: ActDocument, periods: dict[dt.date, str]) -> Iterator[str]:
    if not document.changes:
        return
    yield f'<analysis source="#{_HDIR}"><activeModifications>\n'
    for part_number, part in enumerate(document.chapters, start=1):
        for clause in part.clauses:
            if clause.change:
                yield from _modifications(clause.change, clause, _eid(part_number, clause.change.number), periods)
    yield "</activeModifications></analysis>\n"


def _modifications(change: Change, clause: ClauseText, name: str, periods: dict[dt.date, str]) -> Iterator[str]:
    quoted = [f'<new href="#{name}__qstr_{at}"/>' for at, one in enumerate(clause.instructions, 1) if one.new_text]
    force = f'<force period="#{periods[change.starts]}"/>' if change.starts else ""
    kinds = _TYPES[change.operation.kind]
    for at, kind in enumerate(kinds, start=1):
        is_repeal = kind == "repeal"
        targets = _targets(change, of_new=kind == "insertion")
        new = "" if is_repeal else "".join(quoted or _renamed(change))
        yield (
            f'<textualMod type="{kind}" eId="mod_{change.number}_{at}" refersTo="#{_concept(change.operation)}">'
            f'<source href="#{name}"/>{"".join(targets)}{force}{new}</textualMod>\n'
        )


def _targets(change: Change, *, of_new: bool) -> list[str]:
    """The læringsmål of vedlegg 2 that is changed, or comes; for a heading, the chapter it is in."""
    if change.is_of_heading:
        return [f'<destination href="{_ANNEX}#part_{change.part}__chp_{change.chapter}"/>']
    names = [one.name for one in (change.after if of_new else change.before)]
    return [f'<destination href="{_ANNEX}#para_{name}"/>' for name in names]


def _renamed(change: Change) -> list[str]:
    """Where the words go on, when the change brings none."""
    if change.is_of_heading:
        return []
    return [f'<new href="{_ANNEX}#para_{one.name}"/>' for one in change.after]


# --- what it says -------------------------------------------------------------------------------------


def _chapter(part: ChapterPart, number: int, clauses: Iterator[int]) -> Iterator[str]:
    yield f'<chapter eId="part_I__chp_{number}"><heading>{escape(part.heading)}</heading>\n'
    for clause, count in zip(part.clauses, clauses, strict=False):
        yield _clause(clause.instructions, _eid(number, count))
    yield "</chapter>\n"


def _eid(chapter: int, clause: int) -> str:
    return f"part_I__chp_{chapter}__para_{clause}"


def _clause(instructions: Sequence[Instruction], name: str) -> str:
    mods = "".join(_instruction(one, name, number) for number, one in enumerate(instructions, start=1))
    return _paragraph(name, mods)


def _instruction(one: Instruction, name: str, number: int) -> str:
    quoted = ""
    if one.new_text:
        own = f"{name}__qstr_{number}"
        words = blocks_markup(legal_text.blocks(one.new_text), own)
        quoted = f'<quotedStructure eId="{own}" startQuote="" endQuote="">{words}</quotedStructure>'
    return f'<p><mod eId="{name}__mod_{number}">{escape(one.prose)}{quoted}</mod></p>'


def _paragraph(name: str, words: str) -> str:
    return f'<paragraph eId="{name}"><content eId="{name}__content">{words}</content></paragraph>\n'


def _mark(document: ActDocument) -> str:
    return f"<p><docStatus>{document.mark} – {NOT_ANNOUNCED}</docStatus></p>" if document.mark else ""
