"""A small annex with what is hard to write: three stages, lists, a former chapter, and texts that look like code."""

from __future__ import annotations

import datetime as dt

from objectives.models import AnnexChapter, CodeSeries, ObjectiveVersion, Stage, Theme
from objectives.models.validity import from_day
from tests import factories

ON = dt.date(2026, 3, 1)
SINCE = dt.date(2025, 9, 1)
ENDS = dt.date(2027, 3, 1)

HOSTILE = 'Ha kunnskap om <script>alert(1)</script> & «sitat» fra "andre".'
FORMULA = "=HYPERLINK(0) er ikke en formel, men en tekst."
LISTED = "\n".join(
    (
        "Selvstendig kunne vurdere:",
        "\t3a. barn",
        "\t\t– nyfødte",
        "\t\t– skolebarn",
        "\t3b. voksne",
        "og forklare det for pårørende.",
    )
)
ONLY_A_LIST = "\t3a. Selvstendig kunne utføre ultralyd."


def stands(
    code: str,
    text: str,
    *,
    in_chapter: AnnexChapter,
    under: Theme | None = None,
    stage: str = Stage.PARTS_2_AND_3,
    valid_from: dt.date = SINCE,
    valid_until: dt.date | None = None,
    position: int | None = None,
) -> ObjectiveVersion:
    """A læringsmål in a chapter, under a heading or not."""
    owner = factories.objective(code)
    return ObjectiveVersion.objects.create(
        objective=owner,
        chapter=in_chapter,
        theme=under,
        position=position or owner.number * 1_000_000,
        text=text,
        stage=stage,
        valid=from_day(valid_from, valid_until),
        enacted_by=factories.act(),
        repealed_by=factories.act(114, dt.date(2025, 1, 24)) if valid_until else None,
    )


def part_a() -> AnnexChapter:
    """«A2. Etikk» with læringsmål of both stages, and the former chapter."""
    common = factories.specialty("FKM", "Felles kompetansemål")
    factories.series("FKM", of=common)
    factories.series("FKMS", of=common)
    CodeSeries.objects.get_or_create(prefix="LM", defaults={"specialty": common, "digits": 2, "is_closed": True})
    ethics = factories.chapter("A2", "A2. Etikk", of=common)
    stands("FKMS-001", "Kjenne til etiske dilemmaer.", in_chapter=ethics, stage=Stage.PART_1, position=1)
    stands("FKMS-002", LISTED, in_chapter=ethics, stage=Stage.PART_1, position=2)
    stands("FKM-001", "Ha god kunnskap om etisk refleksjon.", in_chapter=ethics, position=3)
    return ethics


def former_chapter(title: str = "[Tidligere kapittel A, læringsmål Del 1") -> AnnexChapter:
    """Two læringsmål that applied until SINCE."""
    part = factories.chapter("A2", "A2. Etikk").part
    chapter = AnnexChapter.objects.create(part=part, slug="A-tidligere", title=title, position=900, is_former=True)
    for number, text in ((1, "Kjenne til sentrale verdier."), (2, "Kunne drøfte verdier.]")):
        stands(
            f"LM-{number:02d}",
            text,
            in_chapter=chapter,
            stage=Stage.PART_1,
            valid_from=dt.date(2024, 9, 1),
            valid_until=SINCE,
            position=number,
        )
    return chapter


def surgery() -> AnnexChapter:
    """«C15» with a læringsmål of its own, two headings, a future one, and one that is to end."""
    chapter = factories.chapter("C15", "C15. Gastroenterologisk kirurgi")
    factories.series("GAK", of=factories.specialty())
    liver = factories.theme("15.12", "Lever", in_chapter=chapter)
    bile = factories.theme("15.13", "Galleveier", in_chapter=chapter)
    stands("GAK-001", "Ha kunnskap om faget.", in_chapter=chapter)
    stands("GAK-002", HOSTILE, in_chapter=chapter, under=liver)
    stands("GAK-003", FORMULA, in_chapter=chapter, under=liver)
    stands("GAK-004", LISTED, in_chapter=chapter, under=liver)
    stands("GAK-005", ONLY_A_LIST, in_chapter=chapter, under=bile, valid_until=ENDS)
    stands("GAK-006", "Beherske noe bare i del 3.", in_chapter=chapter, under=bile, stage=Stage.PART_3)
    stands("GAK-007", "Gjelder først senere.", in_chapter=chapter, under=bile, valid_from=ENDS)
    return chapter


def small_annex() -> None:
    """All of it: nine læringsmål in force on ON, and two former."""
    part_a()
    former_chapter()
    surgery()


CODES = ["FKMS-001", "FKMS-002", "FKM-001", "GAK-001", "GAK-002", "GAK-003", "GAK-004", "GAK-005", "GAK-006"]
