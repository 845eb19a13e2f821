"""Closed lists of words the rules go by. Small letters, unless case is what tells."""

from __future__ import annotations

import datetime as dt
from typing import Final

REVIEWED: Final = dt.date(2026, 11, 22)
"""When somebody last went through the lists."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ESTABLISHED: Final = _words(
    """
    AB0 ABO AIDS CD CT DNA EDB EKG EU EØS FN HIV ID IKT IQ IT LIS MR NAV pH RNA TV UV WHO
    """
)
"""Abbreviations that are words by now: nobody reads them faster written out."""

LIMITING: Final = _words(
    """
    vanlige vanligste vanlig enkle enklere enkel ukompliserte ukomplisert hyppige hyppigste viktigste grunnleggende
    utvalgte enkelte relevante aktuelle lette eventuelt eller generelle begrenset begrensede mindre
    """
)
"""Words that make a requirement narrower or lighter."""

WIDENING: Final = _words(
    """
    alle samtlige komplekse kompliserte komplisert kompleks avanserte avansert sjeldne sjelden alvorlige alvorlig
    inngående spesialiserte livstruende
    """
)
"""Words that make it wider or harder."""

GENERAL: Final = _words(
    """
    generelt generell generelle felles grunnleggende annet andre diverse øvrig øvrige prinsipper prinsipp tema
    temaer emner sykdommer sykdom tilstander tilstand lidelser lidelse læringsmål kompetanse kompetansemål kunnskap
    ferdigheter ulike spesielle spesiell vanlige sjeldne del fag faget faglig faglige medisinske medisinsk metoder
    metode
    """
)
"""Words that say nothing of the subject."""

NUMBER_WORDS: Final = _words(
    """
    to tre fire fem seks syv sju åtte ni ti elleve tolv femten tjue tretti førti femti hundre halvparten dobbelt
    """
)
"""Numbers as words; «en» and «ett» are articles as often."""

NEGATIONS: Final = _words(
    """
    ikke uten ingen intet aldri unntatt verken hverken unntak ekskludert utenom
    """
)
"""Words that deny or except."""

SMALL_WORDS: Final = _words(
    """
    i på med for ved av til fra om den det de en ei et som samt hos innen innenfor under over etter at å er dette
    disse denne slik deres sin sitt sine egen eget egne både inkludert inklusive herunder heriblant også der være og
    ha kunne kunnskap kunnskaper kjennskap kjenne god gode beherske selvstendig supervisjon veiledning kan legen
    vedrørende angående når hvor hva dens
    """
)
"""Words that change no requirement by coming or going. What terms are made of is compared as terms."""

FUNCTION_WORDS: Final = _words(
    """
    og eller men samt som at om å i på til fra for med av ved hos under over etter før mot mellom blant gjennom uten
    innen innenfor utenfor utover ut inn opp ned bort hjem hen ikke kun bare også både enten verken hverken så da
    når hvor hvordan hva hvem hvilken hvilke hvilket hvis dersom fordi slik dette disse denne den det de en ei et
    egen eget egne sin sitt sine seg deres alle alt all hver hvert noen noe ingen annen annet andre samme slike kan
    kunne skal skulle vil ville må måtte bør burde er var være blir bli har ha hadde får få gir gi tar ta gjør gjøre
    inkludert herunder langs rundt nær per via hjelp bruk eventuelt henholdsvis selv
    """
)
"""Words that no compound begins or ends with."""

ADJECTIVES: Final = _words(
    """
    akutt akutte høy høye lav lave stor store små liten god gode fri frie ny nye gammel eldre kort lang lange hel
    hele halv full fulle tidlig sen hard bløt grov fin dyp dype øvre nedre indre ytre midtre bakre fremre høyre
    venstre primær sekundær sentral sentrale perifer perifere normal normale lokal lokale sosial sosiale medisinsk
    faglig fag åpen lukket rask langsom mild moderat alvorlig enkel enkle vanlig hyppig første andre tredje videre
    tverr kronisk enkelt standard felles total delvis spesiell generell aktuell sunn syk syke friske frisk ung unge
    voksen voksne barn gravide
    """
)
"""Words that stand before another without being one with it."""
