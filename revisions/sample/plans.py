"""What the sample proposals propose, in our own words: one plan for every phase a case can be in."""

from __future__ import annotations

from dataclasses import dataclass, field

from organisations.models import Organisation
from revisions.models import ChangeItem

CORRECT, REPLACE, REPEAL, ADD = (
    ChangeItem.Kind.CORRECT,
    ChangeItem.Kind.REPLACE,
    ChangeItem.Kind.REPEAL,
    ChangeItem.Kind.ADD,
)
MOVE, SPLIT, MERGE, ADD_THEME, RENAME_THEME = (
    ChangeItem.Kind.MOVE,
    ChangeItem.Kind.SPLIT,
    ChangeItem.Kind.MERGE,
    ChangeItem.Kind.ADD_THEME,
    ChangeItem.Kind.RENAME_THEME,
)


@dataclass(frozen=True)
class Change:
    """A change item to propose: of `code`, or new `after` that code.

    `heading` is what a temaoverskrift is to read, as number and title, by that of `code`; a læringsmål with `under`
    stands under the new heading with that number.
    """

    kind: str
    code: str
    text: str = ""
    effect: str = ""
    comment: str = ""
    texts: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    heading: tuple[str, str] | None = None
    under: str = ""


@dataclass(frozen=True)
class Plan:
    """A proposal with its items, and the title the case gets."""

    specialty: str
    title: str
    changes: tuple[Change, ...]
    summary: str
    sender: str = Organisation.Kind.REGUT
    parts: dict[str, str] = field(default_factory=dict)


WAITING = Plan(
    "PAT",
    "Digital patologi",
    (
        Change(
            CORRECT,
            "PAT-009",
            "Selvstendig kunne tolke frysesnitt under operasjon.",
            comment="Kompetansenivået manglet.",
        ),
        Change(
            REPLACE,
            "PAT-011",
            "Ha god kunnskap om digitale arbeidsverktøy og selvstendig kunne validere dem.",
            "skjerpet",
        ),
    ),
    "– Kompetansenivået i PAT-009 skrives ut.\n– Digital patologi løftes til høyeste nivå.",
)
ASSESSING = Plan(
    "ANE",
    "Luftveier hos barn",
    (Change(REPLACE, "ANE-005", "Selvstendig kunne sikre frie luftveier hos barn over ett år.", "skjerpet"),),
    "– Kravet skjerpes for barn over ett år.",
)
RETURNED = Plan(
    "RAD",
    "CT av tykktarmen",
    (Change(CORRECT, "RAD-014", "Ha kunnskap om CT-kolografi.", comment="Orddeling og norsk skrivemåte."),),
    "– Skrivemåten rettes.",
)
IN_ROUND = Plan(
    "FIM",
    "Akutte tilstander i felles indremedisin",
    (
        Change(CORRECT, "FIM-013", "Selvstendig kunne rette opp de vanligste elektrolyttforstyrrelsene."),
        Change(CORRECT, "FIM-006", "Selvstendig kunne vurdere behov for overflytting til intensivavdeling."),
        Change(ADD, "FIM-005", "Selvstendig kunne gi første behandling ved alvorlig allergisk reaksjon."),
    ),
    "– To språklige rettinger.\n– Ett nytt læringsmål om alvorlig allergisk reaksjon.",
)
IN_HEARING = Plan(
    "ØNH",
    "Hørsel og hode- og halskreft",
    (
        Change(CORRECT, "ØNH-004", "Under supervisjon kunne vurdere pasienter for cochleaimplantasjon."),
        Change(
            REPLACE,
            "ØNH-015",
            "Ha god kunnskap om multidisiplinært teammøte (MDT-møte) og selvstendig kunne legge fram pasienter der.",
            "skjerpet",
        ),
        Change(REPEAL, "ØNH-009", comment="Dekkes av felles læringsmål."),
    ),
    "– En orddelingsfeil rettes.\n– Kravet om MDT-møte skjerpes.\n– Et læringsmål utgår.",
    Organisation.Kind.MEDICAL_ASSOCIATION,
)
HEADINGS = Plan(
    "GAK",
    "Bukveggen: egen overskrift og klarere læringsmål",
    (
        Change(
            ADD_THEME,
            "GAK-029",
            heading=("15.7", "Bukveggsbrokk"),
            comment="Brokk i bukveggen er blitt et eget felt.",
        ),
        Change(MOVE, "GAK-032", under="15.7", comment="Hører til under den nye overskriften."),
        Change(
            SPLIT,
            "GAK-018",
            texts=(
                "Ha god kunnskap om akutt pankreatitt.",
                "Selvstendig kunne behandle pasienter med akutt pankreatitt.",
            ),
            comment="Kunnskapen og ferdigheten nås på ulike tidspunkter i utdanningen.",
        ),
        Change(
            MERGE,
            "GAK-003",
            "Selvstendig kunne behandle perforert ulcus med åpen teknikk, og under supervisjon laparoskopisk.",
            codes=("GAK-004",),
            comment="De to gjelder samme tilstand, og vurderes sammen.",
        ),
        Change(RENAME_THEME, "GAK-018", heading=("15.4", "Bukspyttkjertel og milt")),
    ),
    "– Ny overskrift for bukveggsbrokk.\n– Ett læringsmål deles i to, og to blir ett.\n– En overskrift får nye ord.",
)
IN_DECISION = Plan(
    "ALM",
    "Samarbeid og systemforståelse",
    (
        Change(
            REPLACE,
            "ALM-019",
            "Selvstendig kunne lede tverrfaglige møter om pasienter med sammensatte behov.",
            "skjerpet",
        ),
        Change(
            CORRECT,
            "ALM-010",
            "Selvstendig kunne følge opp pasienter med kronisk obstruktiv lungesykdom (kols) og hjertesvikt.",
        ),
    ),
    "– Møteledelse blir et krav.\n– En forkortelse skrives ut.",
    Organisation.Kind.MEDICAL_ASSOCIATION,
)
PROPOSED = Plan(
    "ANE",
    "Sedasjon og regional anestesi",
    (
        Change(
            REPLACE,
            "ANE-012",
            "Ha god kunnskap om komplikasjoner ved regionalanestesi og selvstendig kunne behandle dem.",
            "skjerpet",
        ),
        Change(ADD, "ANE-022", "Ha god kunnskap om overvåking etter sedasjon."),
    ),
    "– Kunnskapsnivået heves til nivået for ferdigheten.\n– Nytt læringsmål om overvåking.",
)
DECIDED = Plan(
    "GAK",
    "Lever og galleveier",
    (
        Change(CORRECT, "GAK-007", "Selvstendig kunne utføre laparoskopisk kolecystektomi."),
        Change(
            REPLACE,
            "GAK-014",
            "Ha god kunnskap om behandling av levermetastaser fra tykktarms- og endetarmskreft.",
            "skjerpet",
        ),
        Change(REPEAL, "GAK-015", comment="Dekkes av det skjerpede læringsmålet om levermetastaser."),
        Change(ADD, "GAK-016", "Under supervisjon kunne utføre intraoperativ ultralyd av lever."),
    ),
    "– Skrivemåten av kolecystektomi rettes.\n– Kravet om levermetastaser skjerpes.\n– Intraoperativ "
    "ultralyd blir nytt.",
)
IN_TRANSITION = Plan(
    "FKM",
    "Forbedringsarbeid i del 1",
    (
        Change(
            REPLACE,
            "FKMS-005",
            "Ha kunnskap om grunnleggende metoder for forbedringsarbeid og under supervisjon kunne bruke dem.",
            "skjerpet",
        ),
        Change(
            REPLACE,
            "FKMK-002",
            "Ha god kunnskap om ansvarsdelingen mellom fastlege, legevakt, sykehjem og kommuneoverlege.",
            "skjerpet",
        ),
        Change(
            REPLACE,
            "FKM-007",
            "Ha god kunnskap om krav til samtykke og personvern i medisinsk og helsefaglig forskning.",
            "skjerpet",
        ),
    ),
    "– Kravene i del 1 skjerpes, med overgangsregel.\n– Kravet om forskning venter på et nasjonalt kurs.",
)
ANNOUNCED = Plan(
    "GAK",
    "Endetarm og brokk",
    (
        Change(CORRECT, "GAK-023", "Under supervisjon kunne utføre fremre reseksjon av rektum."),
        Change(
            REPLACE,
            "GAK-027",
            "Ha kunnskap om kirurgi ved inflammatorisk tarmsykdom, herunder tidspunkt for operasjon.",
            "likeverdig",
        ),
        Change(REPLACE, "GAK-030", "Selvstendig kunne operere lyskebrokk laparoskopisk.", "skjerpet"),
        Change(REPEAL, "GAK-021"),
    ),
    "– Skrivemåten av rektum samles.\n– Brokkirurgi skjerpes.\n– Et læringsmål utgår.",
)
DRAFT = Plan(
    "GAK",
    "",
    (
        Change(
            CORRECT,
            "GAK-012",
            "Selvstendig kunne vurdere indikasjon for endoskopisk undersøkelse av galle- og pankreasganger (ERCP).",
        ),
    ),
    "– Kompetansenivået skrives ut, og forkortelsen forklares.",
)
COMMITTEE_DRAFT = Plan(
    "GAK",
    "",
    (Change(REPLACE, "GAK-020", "Selvstendig kunne drenere væskeansamlinger etter pankreatitt.", "skjerpet"),),
    "",
    Organisation.Kind.MEDICAL_ASSOCIATION,
)
