"""Utdypende tekst, courses and procedures for the sample's læringsmål."""

from __future__ import annotations

from objectives.models import Elaboration, LearningActivity, Objective
from organisations.models import Specialty

ELABORATIONS = {
    "GAK-002": "Læringsmålet nås i den vanlige vaktordningen. Simulatortrening er et nyttig supplement.",
    "GAK-007": "Gjelder planlagte inngrep. Vurdering av gallegangene før inngrepet er beskrevet i GAK-008.",
    "GAK-013": "Omfatter bildediagnostikk, blodprøver og henvisning til drøfting i tverrfaglig møte.",
    "GAK-024": "Legen skal kunne begrunne valget av undersøkelse i det tverrfaglige møtet.",
    "ANE-008": "Fantomtrening og veiledet trening på operasjonsstue går som regel foran selvstendig utførelse.",
    "ANE-022": "Gjelder sedasjon ved bildediagnostikk og endoskopi, hos voksne uten alvorlig tilleggssykdom.",
    "ALM-010": "Oppfølgingen skjer i samarbeid med kommunens hjemmetjeneste når pasienten har vedtak om det.",
    "PAT-011": "Digital diagnostikk brukes i økende grad, og utstyret varierer mellom avdelingene.",
    "RAD-008": "Læringsmålet omfatter undersøkelser både på dagtid og i vakt.",
    "ØNH-004": "Komiteen anbefaler hospitering ved en avdeling med egen hørselssentral.",
    "FIM-009": "Oppfølgingen i kommunen avtales med fastlegen før utskrivning.",
    "FKM-001": "Tilbakemeldingen kan øves i kollegagrupper.",
}

# title, specialty, kind of course, codes
COURSES = (
    ("Akutt abdomen", "GAK", "Emnekurs", ("GAK-001", "GAK-005", "GAK-006")),
    ("Lever-, galle- og pankreaskirurgi", "GAK", "Emnekurs", ("GAK-013", "GAK-014", "GAK-018")),
    ("Laparoskopisk kirurgi, grunnkurs", "GAK", "Ferdighetskurs", ("GAK-002", "GAK-007")),
    ("Den vanskelige luftveien", "ANE", "Ferdighetskurs", ("ANE-004", "ANE-006")),
    ("Intensivmedisin", "ANE", "Emnekurs", ("ANE-013", "ANE-014")),
    ("Legevaktmedisin", "ALM", "Emnekurs", ("ALM-014", "ALM-015", "ALM-016")),
    ("Thoraxradiologi", "RAD", "Emnekurs", ("RAD-006", "RAD-007", "RAD-008")),
    ("Digital patologi", "PAT", "Nettkurs", ("PAT-011", "PAT-012")),
    ("Øremikroskopi og otokirurgi", "ØNH", "Ferdighetskurs", ("ØNH-001", "ØNH-002")),
    ("Akutt indremedisin", "FIM", "Emnekurs", ("FIM-001", "FIM-003")),
    ("Forbedringsarbeid i praksis", "FKM", "Nettkurs", ("FKM-003", "FKMS-005")),
)

# title, specialty, recommended minimum number, codes
PROCEDURES = (
    ("Laparoskopisk appendektomi", "GAK", 30, ("GAK-002",)),
    ("Laparoskopisk kolecystektomi", "GAK", 40, ("GAK-007",)),
    ("Diagnostisk koloskopi", "GAK", 100, ("GAK-028",)),
    ("Åpen operasjon for lyskebrokk", "GAK", 20, ("GAK-029",)),
    ("Spinalanestesi", "ANE", 100, ("ANE-009",)),
    ("Epiduralkateter for fødsel", "ANE", 50, ("ANE-010",)),
    ("Fiberoptisk intubasjon", "ANE", 10, ("ANE-008",)),
    ("Obduksjon", "PAT", 50, ("PAT-016",)),
    ("Ventilasjonsrør", "ØNH", 30, ("ØNH-002",)),
    ("Trakeotomi", "ØNH", 5, ("ØNH-013",)),
)


def create_elaborations_and_activities() -> None:
    """Write the texts and activities that are not there yet."""
    objectives = {row.code: row for row in Objective.objects.filter(code__in=_codes())}
    for code, text in ELABORATIONS.items():
        Elaboration.objects.get_or_create(objective=objectives[code], defaults={"text": text})
    for title, specialty, kind, codes in COURSES:
        _activity(LearningActivity.Kind.COURSE, title, specialty, [objectives[c] for c in codes], course_kind=kind)
    for title, specialty, minimum, linked in PROCEDURES:
        rows = [objectives[code] for code in linked]
        _activity(LearningActivity.Kind.PROCEDURE, title, specialty, rows, minimum_repetitions=minimum)


def _codes() -> set[str]:
    linked = [row[-1] for row in COURSES] + [row[-1] for row in PROCEDURES]
    return {*ELABORATIONS, *(code for codes in linked for code in codes)}


def _activity(kind: str, title: str, specialty: str, objectives: list[Objective], **fields: object) -> None:
    home = Specialty.objects.get(short_name=specialty)
    activity, created = LearningActivity.objects.get_or_create(kind=kind, title=title, specialty=home, defaults=fields)
    if created:
        activity.objectives.set(objectives)
