"""SP-1: each sentence of a læringsmål begins with an approved competence term, and so does each part joined to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from .competence import Aspect
from .context import Context
from .findings import Finding
from .sentences import Competence, ParsedText, Sentence

UNDER_SUPERVISION = "Under supervisjon kunne"
INDEPENDENT = "Selvstendig kunne"
SKILLS = (UNDER_SUPERVISION, INDEPENDENT)
KNOWLEDGE = ("Ha kunnskap om", "Ha god kunnskap om")
LOWEST = ("Kjenne til", "Ha kjennskap til")

_VERBS = (
    "utføre|vurdere|tolke|behandle|utrede|henvise|gjøre|gi|starte|bruke|ordinere|forstå|mestre|anvende|håndtere|"
    "identifisere|gjennomføre|beskrive|planlegge|igangsette|initiere|følge|veilede|informere|diagnostisere|stille|"
    "rekvirere|redegjøre|delta|samarbeide|kommunisere|gjenkjenne|undersøke|forebygge"
)


_PREPOSITIONS = "om|i|innen|innenfor|til|på|av|vedrørende|angående|rundt|knyttet til"
_WHO = "(?:Legen|LIS|Kandidaten|Spesialisten|Man)"


class _Wrong(NamedTuple):
    """Words that stand where a term should, and the terms that could stand there; `{0}` is the pattern's group."""

    pattern: re.Pattern[str]
    proposals: Sequence[str]


def _wrong(pattern: str, *proposals: str) -> _Wrong:
    return _Wrong(re.compile(pattern, re.IGNORECASE), proposals)


_AT_THE_START = (
    _wrong(r"Kunne,? selvstendig\b", INDEPENDENT),
    _wrong(r"Kunne,? under (?:supervisjon|veiledning)\b", UNDER_SUPERVISION),
    _wrong(r"Under veiledning(?: kunne)?\b", UNDER_SUPERVISION),
    _wrong(r"(?:Med|Etter|Ved) (?:supervisjon|veiledning)(?: kunne)?\b", UNDER_SUPERVISION),
    _wrong(r"Under supervisjon (?!kunne\b|av\b|og\b|fra\b|med\b)(\w+)", "Under supervisjon kunne {0}"),
    _wrong(r"Selvstendig (?!kunne\b|og\b|eller\b)(\w+)", "Selvstendig kunne {0}"),
    _wrong(rf"Ha kjennskap (?:{_PREPOSITIONS})\b", "Ha kjennskap til"),
    _wrong(r"Ha kjennskap (?!til\b)(\w+)", "Ha kjennskap til {0}"),
    _wrong(r"Kjennskap til\b", "Ha kjennskap til"),
    _wrong(rf"Ha kunnskap (?:{_PREPOSITIONS})\b", "Ha kunnskap om"),
    _wrong(r"Ha kunnskap (?!om\b)(\w+)", "Ha kunnskap om {0}"),
    _wrong(rf"Ha god kunnskap (?:{_PREPOSITIONS})\b", "Ha god kunnskap om"),
    _wrong(r"Ha god kunnskap (?!om\b)(\w+)", "Ha god kunnskap om {0}"),
    _wrong(r"God kunnskap om\b", "Ha god kunnskap om"),
    _wrong(r"Kunnskap om\b", "Ha kunnskap om"),
    _wrong(r"Ha gode? kunnskaper? (?:om|i|innen)\b", "Ha god kunnskap om"),
    _wrong(rf"Ha (?:[\w-]+,? ){{1,3}}kunnskap(?:er)? (?:{_PREPOSITIONS})\b", *KNOWLEDGE),
    _wrong(rf"Ha kunnskaper (?:{_PREPOSITIONS})\b", "Ha kunnskap om"),
    _wrong(r"(?:Være|Gjøre seg) kjent med\b", *LOWEST),
    _wrong(r"Kjenne (?!til\b)([\w-]+)", *(f"{term} {{0}}" for term in LOWEST)),
    _wrong(r"(?:Ha )?(?:forståelse|innsikt|oversikt|orientering) (?:av|for|i|om|over)\b", *KNOWLEDGE),
    _wrong(r"Ha (?:[\w-]+ ){0,2}(?:ferdighet(?:er)?|erfaring|trening) (?:i|med|innen)\b", *SKILLS, "Beherske"),
    _wrong(r"(?:Kunne )?(?:mestre|beherske)\b", "Beherske"),
    _wrong(r"(?:Forstå|Vite)\b", *KNOWLEDGE),
    _wrong(rf"(?:{_WHO} )?(?:skal|må|bør) (ha|beherske|kjenne|selvstendig|under)\b", "{0}"),
    _wrong(rf"(?:{_WHO} )?(?:skal|må|bør)(?: kunne)?\b", *SKILLS),
    _wrong(r"Kunne(?: [a-zæøå]+)?", *SKILLS),
    _wrong(r"Ha\b(?: [\w-]+){1,3}"),
    _wrong(r"(?:I|Ved|Under|Sammen med|På|Etter|For|Som|Ut fra|Gjennom|Basert på|Med|Hos)(?: [\w-]+){1,3}"),
    _wrong(r"[\w-]+(?: og [\w-]+)?"),
)
"""The first that fits the beginning of a sentence says what is wrong with it."""

_OPENING = re.compile(
    r"(?:I|Ved|Under|Sammen med|På|Etter|For|Som|Ut fra|Gjennom|Basert på|Med|Innen|Innenfor|Hos)\b", re.IGNORECASE
)
_VERB_PHRASE = re.compile(rf"\b(?:kunne|kjenne|ha|skal|må|bør|{_VERBS})\b", re.IGNORECASE)
_JOINED = re.compile(
    r"(?:[,;]|\b(?:og|eller|samt|men))\s+(?P<words>"
    r"(?P<able>kunne)(?!\s+(?:ha|være|bli)\b)(?: [a-zæøå]+)?"
    r"|(?P<know>kjenne)(?! igjen\b| til\b)(?P<known> [a-zæøå]+)?"
    r"|(?P<having>ha (?:god )?kunnskap (?:i|innen|innenfor|vedrørende|angående|rundt)\b|ha kjennskap (?:i|om)\b"
    r"|ha (?:ferdigheter i|erfaring med|innsikt i|forståelse for|oversikt over|kompetanse i))"
    rf"|(?P<doing>{_VERBS})\b)",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(r"\b(?:å|hvordan|kan|som|når|hvis|dersom|til)\b(?! grunn)", re.IGNORECASE)


def unapproved_terms(parsed: ParsedText, context: Context) -> Iterator[Finding]:
    """Sentences and joined parts without an approved term in its place (SP-1)."""
    for sentence in parsed.sentences:
        terms = parsed.competences_of(sentence)
        if not _begins_well(sentence, terms, parsed):
            yield _at_the_start(sentence)
        yield from _in_joined_parts(sentence, terms)


def _begins_well(sentence: Sentence, terms: Sequence[Competence], parsed: ParsedText) -> bool:
    if terms and terms[0].start == sentence.start + _quotes(sentence.words):
        return True
    if sentence.lead is not None:
        return sentence.words[:1].islower() or not _AT_A_LIST.match(sentence.words)
    if not sentence.is_item and sentence.words.endswith(":") and _items_carry_terms(sentence, parsed):
        return not re.match(r"kunne|kjenne|ha\b", sentence.words, re.IGNORECASE)
    if not _OPENING.match(sentence.words) or not terms:
        return False
    verb = _VERB_PHRASE.search(sentence.words)
    return verb is None or terms[0].start <= sentence.start + verb.start() < terms[0].end


_AT_A_LIST = re.compile(r"(?:Kunne|Kjenne|Ha|Under|Selvstendig|Forstå|Mestre|Vite)\b")
"""What hangs on a sentence that asks for something is no sentence, unless it begins as one."""


def _quotes(words: str) -> int:
    return len(words) - len(words.lstrip("«(\"'"))


def _items_carry_terms(lead: Sentence, parsed: ParsedText) -> bool:
    items = [one for one in parsed.sentences if one.lead is lead]
    return bool(items) and all(parsed.competences_of(one) for one in items)


def _at_the_start(sentence: Sentence) -> Finding:
    skipped = _quotes(sentence.words)
    for wrong in _AT_THE_START:
        if match := wrong.pattern.match(sentence.words, skipped):
            break
    else:  # only signs
        return _finding(sentence.words[:1], sentence.start, ())
    words = match[0].rstrip()
    groups = match.groups()
    proposals = [one.format(*groups) for one in wrong.proposals]
    if re.fullmatch(r"Kunne(?: \w+)?", words, re.IGNORECASE):
        proposals = _with_the_verb(words, _skills_for(sentence.words))
    return _finding(words, sentence.start + match.start(), _in_the_case_of(words, proposals))


def _skills_for(sentence: str) -> Sequence[str]:
    """«Kunne tolke … under supervisjon» says its level, in another place."""
    return (UNDER_SUPERVISION,) if re.search(r"\bunder (?:supervisjon|veiledning)\b", sentence, re.I) else SKILLS


def _with_the_verb(words: str, terms: Sequence[str]) -> list[str]:
    _able, _space, verb = words.partition(" ")
    return [f"{term} {verb}".strip() for term in terms]


def _in_the_case_of(words: str, proposals: Sequence[str]) -> list[str]:
    change: Callable[[str], str] = _large if words[:1].isupper() else _small
    return [change(one) for one in proposals]


def _large(term: str) -> str:
    return term[:1].upper() + term[1:]


def _small(term: str) -> str:
    return term[:1].lower() + term[1:]


def _in_joined_parts(sentence: Sentence, terms: Sequence[Competence]) -> Iterator[Finding]:
    """«… og kunne vurdere»: what is joined to a term of knowledge needs a term of its own."""
    for match in _JOINED.finditer(sentence.words):
        start = sentence.start + match.start("words")
        if any(one.start <= start < one.end for one in terms):
            continue
        governing = [one for one in terms if one.end <= start]
        if not governing:
            continue  # the sentence's own beginning has been found wanting
        if match["know"]:
            known = match["known"] or ""
            yield _finding(match["words"], start, [f"kjenne til{known}", f"ha kjennskap til{known}"])
        elif match["having"]:
            yield _finding(match["words"], start, [_having(match["having"].casefold())])
        elif governing[-1].term.aspect is not Aspect.SKILL:
            between = sentence.words[governing[-1].end - sentence.start : match.start()]
            if match["able"]:
                yield _finding(match["words"], start, _with_the_verb(match["words"], [_small(one) for one in SKILLS]))
            elif not _SUBORDINATE.search(between):
                yield _finding(match["words"], start, [f"{_small(one)} {match['words']}" for one in SKILLS])


def _having(words: str) -> str:
    if words.startswith("ha kjennskap"):
        return "ha kjennskap til"
    return "ha god kunnskap om" if "god " in words else "ha kunnskap om"


def _finding(words: str, start: int, proposals: Sequence[str]) -> Finding:
    if proposals:
        either = _(" eller ").join(f"«{one}»" for one in proposals)
        message = _("«%(words)s» er ikke et kompetansebegrep. Skriv %(either)s.") % {"words": words, "either": either}
    else:
        message = _(
            "«%(words)s» er ikke et kompetansebegrep. Begynn med et av dem, for eksempel «Ha kunnskap om» eller "
            "«Selvstendig kunne»."
        ) % {"words": words}
    return Finding(
        rule="SP-1",
        code="not-a-term",
        start=start,
        end=start + len(words),
        words=words,
        message=message,
        proposals=tuple(proposals),
    )
