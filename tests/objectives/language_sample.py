"""A hundred texts, marked by hand, with the kinds of faults that læringsmål have – and without.

Nothing here is the regulation's: every sentence is written for the sample. A fault is marked where it stands:
`[SP-1:Kunne tolke]` says that the words «Kunne tolke» are to be found by SP-1. `REGISTER` is what is «in force»: the
words, spellings and abbreviations that the control knows besides its dictionary.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SPECIALTY = "nyresykdommer"

REGISTER = [
    "Ha god kunnskap om akutt og kronisk nyresvikt, herunder årsaker, utredning og behandling.",
    "Ha kunnskap om utredning og behandling av leversvikt. Selvstendig kunne starte behandling av leversvikt.",
    "Selvstendig kunne vurdere indikasjon for dialyse og starte behandling av pasienter med nyresvikt.",
    "Beherske undersøkelse av pasienter med hjertesvikt. Ha god kunnskap om behandling av hjertesvikt.",
    "Ha god kunnskap om bivirkninger av legemidler. Ha kunnskap om legemidler til eldre pasienter.",
    "Under supervisjon kunne drøfte pasienter i multidisiplinært teammøte (MDT-møte).",
    "Ha kunnskap om akutt nyreskade (AKI) hos pasienter med lungebetennelse.",
    "Selvstendig kunne tolke elektromyografi (EMG) ved mistanke om muskelsykdom.",
    "Ha kunnskap om kronisk obstruktiv lungesykdom (KOLS), utredning og behandling.",
    "Ha kjennskap til kirurgisk behandling av rektumkreft og kolonkreft. Kjenne til rektumprolaps.",
    "Ha kunnskap om rektum og rektumkreft. Ha god kunnskap om toraksdren og toraksskader.",
    "Ha kunnskap om komplikasjoner etter kolecystektomi og kolecystitt. Beherske laparoskopi.",
    "Ha kunnskap om lungekreft, blærekreft, nyrekreft og brystkreft. Beherske utredning av lungekreft.",
    "Selvstendig kunne legge behandlingsplan for pasienter med sammensatte sykdommer.",
    "Selvstendig kunne skrive behandlingsplan og oppfølgingsplan. Beherske smertebehandling av pasienter.",
    "Ha god kunnskap om smertebehandling, væskebehandling og antibiotikabehandling hos pasienter.",
    "Ha kunnskap om infeksjoner hos pasienter med nedsatt immunforsvar. Beherske behandling av infeksjoner.",
    "Beherske undersøkelse og utredning av pasienter med blødning, infeksjoner og sykdommer i nyrene.",
    "Ha god kunnskap om undersøkelse, utredning og behandling av pasienter med sykdommer i blod.",
    "Ha kunnskap om kontraindikasjoner, indikasjoner og komplikasjoner ved nyrebiopsi.",
    "Ha god kunnskap om indikasjoner, komplikasjoner og bivirkninger ved strålebehandling.",
    "Selvstendig kunne gi informasjon om komplikasjoner til pasienter og pårørende.",
    "Ha kunnskap om blodprøver, urinprøver og blodtrykk. Selvstendig kunne måle blodtrykk og ta blodprøver.",
    "Ha kjennskap til nyretransplantasjon, levertransplantasjon og lungetransplantasjon.",
    "Ha god kunnskap om elektrolyttforstyrrelser og syre-baseforstyrrelser. Beherske hyperkalemi.",
    "Ha kunnskap om diabetes og nyresykdom. Ha god kunnskap om hypertensjon og proteinuri.",
]

OBJECTIVES = """
[SP-1:Kunne tolke] røntgen av håndledd.
[SP-1:Kunne utføre] lumbalpunksjon under supervisjon.
[SP-1:Kjenne indikasjoner] for nyrebiopsi.
[SP-1:Kjenne prinsippene] for behandling av brannskader.
[SP-1:Forstå] sammenhengen mellom blodtrykk og nyresykdom.
[SP-1:Ha god kunnskap i] smertebehandling av eldre.
[SP-1:Ha kunnskap innen] medisinsk strålefysikk.
[SP-1:Ha kjennskap om] arvelige nyresykdommer.
[SP-1:Kunnskap om] sykdommer i nyrene hos gravide.
[SP-1:God kunnskap om] dialyse.
[SP-1:Under veiledning kunne] sette inn dialysekateter.
[SP-1:Selvstendig utføre] undersøkelse av pasienter med hjertesvikt.
[SP-1:Under supervisjon gi] opplæring i måling av blodtrykk.
[SP-1:Ha ferdigheter i] ultralyd av nyrer.
[SP-1:Ha innsikt i] pasientens rettigheter.
[SP-1:Mestre] samtaler om alvorlig sykdom.
[SP-1:Legen skal kunne] vurdere behov for dialyse.
[SP-1:Være kjent med] ordninger for reise til behandling.
[SP-1:Kunne selvstendig] vurdere behov for væskebehandling.
Ha god kunnskap om legemidler og [SP-1:kunne vurdere] bivirkninger.
Ha kunnskap om førerkort og [SP-1:kunne skrive] attest.
Beherske undersøkelse av pasienter med hjertesvikt og [SP-1:kjenne kriteriene] for innleggelse.
Ha kunnskap om hypertensjon. [SP-1:Kunne starte] behandling av hypertensjon.
Ha kunnskap om vaksiner og [SP-1:gi] vaksiner til barn.
[SP-1:Vurdere] behov for dialyse hos eldre.
Ha god kunnskap om dialyse og selvstendig kunne starte behandling.
Sammen med kirurg selvstendig kunne vurdere indikasjon for nyretransplantasjon.
Under supervisjon av nyrelege kunne utføre nyrebiopsi.
Beherske samtaler med pårørende og kunne gi informasjon om komplikasjoner.
Ha kunnskap om hvordan man kan utrede og behandle hypertensjon.
Kjenne til ordninger for reise til behandling.
[SP-2:Ha kunnskap om] brudd i håndledd. Beherske behandling av brudd i håndledd.
[SP-2:Ha kjennskap til] dialyse. Selvstendig kunne starte dialyse.
Selvstendig kunne behandle hyperkalemi. [SP-2:Kjenne til] årsaker til hyperkalemi.
[SP-2:Ha kunnskap om] og beherske måling av blodtrykk.
[SP-2:Ha kunnskap om] sår og selvstendig kunne behandle sår.
Beherske laparoskopi og [SP-2:ha kunnskap om] komplikasjoner.
[SP-2:Ha kjennskap til] astma. [SP-2:Ha kunnskap om] allergi. Beherske behandling av astma.
[SP-2:Kjenne til] og selvstendig kunne bruke retningslinjer for smertebehandling.
[SP-2:Ha kunnskap om] årsaker til svimmelhet. Selvstendig kunne utrede pasienter med svimmelhet.
[SP-2:Ha kunnskap om] blødning. Selvstendig kunne stanse blødning fra nesen.
Ha god kunnskap om astma. Ha kunnskap om allergi. Beherske behandling av astma.
Ha kunnskap om dialyse. Under supervisjon kunne starte dialyse.
Ha god kunnskap om svimmelhet. Under supervisjon kunne utrede pasienter med svimmelhet.
Beherske pasientpresentasjon i [SP-3:MDT-møte].
Selvstendig kunne behandle [SP-3:AKI] hos eldre.
Ha kunnskap om [SP-3:ERCP] ved gallestein.
Ha kunnskap om [SP-3:PCI] og bypass.
Selvstendig kunne tolke [SP-3:EMG] og nevrografi.
Ha kunnskap om sykdommer i huden, [SP-3:f.eks.] eksem.
Beherske undersøkelse av sanser, [SP-3:bl.a.] syn og hørsel.
Ha kunnskap om plager hos eldre ([SP-3:inkl.] svimmelhet).
Ha kunnskap om [SP-3:COPD] og astma hos voksne.
Ha kunnskap om behandling av smerter, kvalme [SP-3:osv.]
Ha kjennskap til [SP-3:NAFLD (non-alkoholisk fettleversykdom)].
Selvstendig kunne vurdere svelgfunksjon, [SP-3:evt.] i samarbeid med logoped.
[SP-2:Ha kunnskap om] kronisk obstruktiv lungesykdom (KOLS). Selvstendig kunne behandle KOLS.
Ha god kunnskap om tolkning av EKG og CT.
Ha kunnskap om hjerneslag type II og faktor VIII.
Ha kjennskap til kirurgisk behandling av [SP-4:rectumkreft].
Ha kunnskap om sykdommer i [SP-4:rectum].
Beherske innleggelse av [SP-4:thoraxdren].
Ha kunnskap om behandling etter [SP-4:cholecystektomi].
Ha kunnskap om utredning av [SP-4:lungecancer].
Ha kunnskap om akutt [SP-4:cholecystitt].
Beherske tapping av luft ved [SP-4:toraxskader].
Ha kjennskap til [SP-4:blærecancer].
Ha kunnskap om [SP-4:coloncancer] hos eldre.
Ha kunnskap om rektumprolaps og lungekreft.
Ha kunnskap om kolonner, krefter og ledere.
Ha god kunnskap om [SP-5:behanlding] av nyresvikt.
[SP-1:Ha] [SP-5:kunskap] om dialyse. Beherske dialyse.
Ha kunnskap om [SP-5:undersøklese] av nyrer.
Ha kunnskap om [SP-5:komplikasjonner] ved dialyse.
Beherske oppfølging av [SP-5:pasenter] med hjertesvikt.
Ha kunnskap om [SP-5:bivirkingner] av legemidler.
Ha god kunnskap om [SP-5:infeksjonner] hos barn.
Ha kunnskap om [SP-5:sykdommerr] i blod.
Ha kunnskap om [SP-5:indikajsoner] for dialyse.
Selvstendig kunne legge [SP-5:behandlings plan] for eldre.
Ha god kunnskap om [SP-5:lever svikt].
Ha kunnskap om [SP-5:smerte behandling] hos barn.
Beherske [SP-5:utrednings forløp] ved mistanke om kreft.
Ha kunnskap om [SP-5:hjerte svikt] hos eldre.
Ha kunnskap om [SP-5:operasjons metoder] ved brudd.
Ha god kunnskap om [SP-5:lunge kreft] og [SP-5:nyre svikt].
Ha kunnskap om nyrearteriestenose og nyrebekkenbetennelse.
Beherske behandling av smerter etter skader i håndledd og ankel.
Ha kunnskap om voksne pasienter med sammensatte plager.
Selvstendig kunne skrive oppfølgingsplan etter utskrivning.
Ha kunnskap om infeksjoner, [SP-6:herunder] sepsis.
Beherske undersøkelse av sanser, [SP-6:herunder] syn. Ha god kunnskap om hud, [SP-6:herunder] eksem.
Ha god kunnskap om legemidler, [SP-6:herunder] [SP-3:NSAID], og [SP-1:kunne starte] behandling.
Ha kunnskap om det som hører under spesialiteten.
Beherske undersøkelse av ledd, [SP-6:herunder] kne, hofte og skulder.
Ha kjennskap til sjeldne sykdommer, [SP-6:herunder] medfødte, og [SP-1:kjenne symptomene] på dem.
Under supervisjon kunne lede visitt og samtaler med pårørende.
Selvstendig kunne kjenne igjen en alvorlig syk pasient og tilkalle hjelp.
[SP-1:Ha erfaring med] samtaler om livets slutt.
Ha god kunnskap om bruk av tolk, [SP-3:m.m.], og beherske samtaler med tolk.
Ha kunnskap om [SP-5:antibiotika behandling] av infeksjoner.
Ha god kunnskap om [SP-5:blodtrykkk] og [SP-5:nyresvkit].
Ha kjennskap til [SP-3:HLA] og vevstyping.
Beherske vurdering av barn med feber, hoste og utslett.
Ha kunnskap om palliasjon. Under supervisjon kunne gi lindrende behandling ved livets slutt.
Ved akutt nyresvikt selvstendig kunne vurdere behov for dialyse.
""".strip().splitlines()

UNDER_HEADINGS = [
    ("Dialyse", "Ha god kunnskap om dialyse hos eldre.", False),
    ("Lever", "Ha kunnskap om levertransplantasjon.", False),
    ("Nyretransplantasjon", "Ha kjennskap til utvelgelse av givere.", True),
    ("Tjeneste ved annen enhet", "Ha god kunnskap om sjeldne plager.", True),
    ("Samhandling og ledelse", "Selvstendig kunne lede et tverrfaglig team.", False),
    ("Rektum", "Ha kunnskap om rectumprolaps.", False),
    ("Elektrolyttforstyrrelser", "Beherske behandling av for høyt kalium.", True),
    ("Generelt", "Ha kunnskap om alt mulig.", False),
    ("Barnesykdommer", "Ha kunnskap om astma hos barn.", False),
    ("Genetikk", "Ha kunnskap om arvelige sykdommer.", True),
    ("Blod", "Ha god kunnskap om blodprøver.", False),
    ("Rehabilitering", "Ha kunnskap om opptrening etter slag.", True),
]

ELABORATIONS = """
Læringsmålet omfatter [TE-2:selvstendig kunne] sette inn kateter.
Legen [TE-2:skal ha] gjennomført tjue innleggelser.
Legen [TE-2:må kunne] forklare risiko.
Det [TE-2:kreves] erfaring fra poliklinikk.
Kurset er [TE-2:obligatorisk] for alle.
Det er et [TE-2:krav om] deltakelse i vaktordning.
Legen [TE-2:må] delta i teammøter.
Man [TE-2:skal beherske] ultralyd.
Målet er nådd når legen kan [TE-2:ha god kunnskap om] dialyse i praksis.
[TE-2:Minst 10] innleggelser med supervisjon.
Med «Beherske» menes at legen gjør det uten veiledning.
Listen skal ikke leses som uttømmende.
Læringsmålet kan nås ved tjeneste på poliklinikk eller sengepost.
Det er ikke et krav om egen forskning.
Det kan være nyttig å delta i teammøter.
Med eldre menes pasienter over 75 år.
""".strip().splitlines()

_MARK = re.compile(r"\[(?P<rule>[A-Z]{2}-\d):(?P<words>[^\]]*)\]")


@dataclass
class Marked:
    """A text without its marks, and what each rule is to find: (rule, start, end)."""

    text: str
    faults: set[tuple[str, int, int]] = field(default_factory=set)


def read(line: str) -> Marked:
    """Take the marks out of a line of the sample."""
    text, faults, at = "", set(), 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        faults.add((match["rule"], len(text), len(text) + len(match["words"])))
        text += match["words"]
        at = match.end()
    return Marked(text + line[at:], faults)
