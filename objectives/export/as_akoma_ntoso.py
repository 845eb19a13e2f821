"""Akoma Ntoso 3.0: the annex as a document, each læringsmål a paragraph with its code, its time and its act.

`eId` is the place in this document; `wId` on a læringsmål is its code, the same in every version. Periods point to
the acts that began and ended each text. The tests validate the file against the OASIS schema.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from objectives.legal_text import Block
from objectives.models import Stage
from objectives.rules import long_date

from . import facts
from .document import Act, AnnexDocument, Chapter, Heading, ObjectiveText, Part
from .nesting import Item, runs

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
WORK = f"/akn/no/act/forskrift/{facts.DECIDED_ON:%Y-%m-%d}/{facts.NUMBER}"
COMPONENT = "!vedlegg2"
# «C15. Gastro…» and «C.20 Urologi»: number and heading apart, and together as printed.
_NUMBER = re.compile(r"((?:[A-ZÆØÅ]\.?\d{1,2}\.?)?)\s*(.*)", re.DOTALL)
_KNOWN_FROM = ' refersTo="#kjent-fra"'
_HDIR, _HOD = "hdir", "hod"


def stream(document: AnnexDocument) -> Iterator[bytes]:
    """The file, a chapter at a time."""
    time = _Time(document)
    yield _start(document, time).encode()
    for part in document.parts:
        yield f'<part eId="part_{part.letter}"><num>{part.letter}.</num>{_heading(_without_letter(part))}\n'.encode()
        for chapter in part.chapters:
            yield _chapter(chapter, f"part_{part.letter}__chp_{chapter.slug}", time).encode()
        yield b"</part>\n"
    yield b"</mainBody>\n</doc>\n</akomaNtoso>\n"


class _Time:
    """The events and periods of the document: what began or ended a text, and when."""

    def __init__(self, document: AnnexDocument) -> None:
        self.events: dict[tuple[dt.date, Act, str, bool], str] = {}
        self.periods: dict[tuple[str, str], str] = {}
        self._of: dict[str, str] = {}
        for placed in document.placed():
            self._of[placed.objective.code] = self._period(placed.objective)

    def period(self, one: ObjectiveText) -> str:
        return self._of[one.code]

    @property
    def acts(self) -> list[Act]:
        return list(dict.fromkeys(act for _day, act, _kind, _exact in self.events))

    def _period(self, one: ObjectiveText) -> str:
        base = one.enacted_by.legacy_id == facts.LEGACY_ID
        start = self._event(one.valid_from, one.enacted_by, "generation" if base else "amendment", one.start_is_exact)
        end = ""
        if one.valid_until and one.repealed_by:
            end = self._event(one.valid_until, one.repealed_by, "repeal", True)
        return self.periods.setdefault((start, end), f"period_{len(self.periods) + 1}")

    def _event(self, day: dt.date, act: Act, kind: str, exact: bool) -> str:
        return self.events.setdefault((day, act, kind, exact), f"event_{len(self.events) + 1}")


def _start(document: AnnexDocument, time: _Time) -> str:
    scope = f"<p>{escape(document.scope)}</p>" if document.scope else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso xmlns="{NAMESPACE}">\n<doc name="vedlegg">\n<meta>\n'
        f"{_identification(document)}{_lifecycle(time)}{_temporal_data(time)}{_references(time)}</meta>\n"
        f"<preface><p><docTitle>{escape(facts.ANNEX_HEADING)}</docTitle></p>{scope}"
        f'<p>Slik teksten lyder <date date="{document.on}">{long_date(document.on)}</date>. '
        f"{escape(facts.DISCLAIMER)}</p></preface>\n<mainBody>\n"
    )


def _identification(document: AnnexDocument) -> str:
    expression = f"{WORK}/nob@{document.on}"
    return (
        f'<identification source="#{_HDIR}">\n'
        f"<FRBRWork>{_level(WORK, 'vedtatt', facts.DECIDED_ON, author=_HOD)}"
        f'<FRBRcountry value="no"/><FRBRsubtype value="forskrift"/><FRBRnumber value="{facts.NUMBER}"/>'
        f"<FRBRname value={quoteattr(facts.SHORT_TITLE)}/></FRBRWork>\n"
        f"<FRBRExpression>{_level(expression, 'konsolidert', document.on, author=_HDIR)}"
        '<FRBRauthoritative value="false"/><FRBRlanguage language="nob"/></FRBRExpression>\n'
        f"<FRBRManifestation>{_level(expression, 'konsolidert', document.on, author=_HDIR, extension='.xml')}"
        '<FRBRformat value="application/akn+xml"/></FRBRManifestation>\n</identification>\n'
    )


def _level(uri: str, name: str, day: dt.date, *, author: str, extension: str = "") -> str:
    return (
        f'<FRBRthis value="{uri}/{COMPONENT}{extension}"/><FRBRuri value="{uri}{extension}"/>'
        f'<FRBRdate date="{day}" name="{name}"/><FRBRauthor href="#{author}"/>'
    )


def _lifecycle(time: _Time) -> str:
    events = "".join(
        f'<eventRef eId="{name}" date="{day}" source="#{_act_id(act)}" type="{kind}"{"" if exact else _KNOWN_FROM}/>\n'
        for (day, act, kind, exact), name in time.events.items()
    )
    return f'<lifecycle source="#{_HDIR}">\n{events}</lifecycle>\n'


def _temporal_data(time: _Time) -> str:
    groups = "".join(
        f'<temporalGroup eId="{name}"><timeInterval refersTo="#i-kraft" start="#{start}"{_end(end)}/></temporalGroup>\n'
        for (start, end), name in time.periods.items()
    )
    return f'<temporalData source="#{_HDIR}">\n{groups}</temporalData>\n'


def _end(event: str) -> str:
    return f' end="#{event}"' if event else ""


def _references(time: _Time) -> str:
    acts = "".join(
        f'<{_kind(act)} eId="{_act_id(act)}" href="/akn/no/act/forskrift/{act.decided_on}/{act.number}" '
        f'showAs="{act.legacy_id}"/>\n'
        for act in time.acts
    )
    concepts = [
        ("i-kraft", "I kraft"),
        ("kjent-fra", "Kjent fra: kilden sier ikke når teksten begynte å gjelde"),
        *((f"del-{value}", f"Utdanningens {str(label).lower()}") for value, label in Stage.choices),
    ]
    return (
        f'<references source="#{_HDIR}">\n{acts}'
        f'<TLCOrganization eId="{_HDIR}" href="/ontology/organization/no/helsedirektoratet" '
        'showAs="Helsedirektoratet"/>\n'
        f'<TLCOrganization eId="{_HOD}" href="/ontology/organization/no/helse-og-omsorgsdepartementet" '
        'showAs="Helse- og omsorgsdepartementet"/>\n'
        + "".join(
            f'<TLCConcept eId="{name}" href="/ontology/concept/no/{name}" showAs={quoteattr(words)}/>\n'
            for name, words in concepts
        )
        + "</references>\n"
    )


def _kind(act: Act) -> str:
    return "original" if act.legacy_id == facts.LEGACY_ID else "passiveRef"


def _act_id(act: Act) -> str:
    return f"act_{act.legacy_id}"


def _without_letter(part: Part) -> str:
    return part.title.removeprefix(f"{part.letter}.").strip()


def _num(text: str) -> str:
    return f"<num>{escape(text)}</num>" if text else ""


def _heading(text: str) -> str:
    return f"<heading>{escape(text)}</heading>"


def _chapter(chapter: Chapter, name: str, time: _Time) -> str:
    number, title = _NUMBER.findall(chapter.title)[0]
    text = [f'<chapter eId="{name}">{_num(number)}{_heading(title)}\n']
    for place, heading in enumerate(chapter.headings, start=1):
        text.append(_section(heading, f"{name}__sec_{place}", time))
    return "".join([*text, "</chapter>\n"])


def _section(heading: Heading, name: str, time: _Time) -> str:
    objectives = "".join(_objective(one, time) for one in heading.objectives)
    if not heading.text:
        return objectives
    return f'<section eId="{name}">{_num(heading.number)}{_heading(heading.title)}\n{objectives}</section>\n'


def _objective(one: ObjectiveText, time: _Time) -> str:
    name = f"para_{one.code}"
    return (
        f'<paragraph eId="{name}" wId="{one.code}" period="#{time.period(one)}" refersTo="#del-{one.stage}">'
        f"<num>{one.code}</num><content>{blocks_markup(one.blocks, name)}</content></paragraph>\n"
    )


def blocks_markup(blocks: Sequence[Block], name: str) -> str:
    """Paragraphs as p, and each run of list items as a list; `name` is the eId of what they stand in."""
    return "".join(
        f"<p>{escape(run.text)}</p>" if isinstance(run, Block) else _list(run, f"{name}__list_{place}")
        for place, run in enumerate(runs(blocks), start=1)
    )


def _list(items: Sequence[Item], name: str) -> str:
    return (
        f'<blockList eId="{name}">'
        + "".join(_item(item, f"{name}__item_{place}") for place, item in enumerate(items, start=1))
        + "</blockList>"
    )


def _item(item: Item, name: str) -> str:
    words = f"<num>{escape(item.block.mark)}</num><p>{escape(item.block.text)}</p>" if item.block else ""
    inside = _list(item.inside, f"{name}__list_1") if item.inside else ""
    return f'<item eId="{name}">{words}{inside}</item>'
