"""Fills an empty, migrated database with a register as large and as old as one can expect: 5,200 læringsmål, ten
wordings of each, made by ten acts, and an eleventh that waits to enter into force with 50 changes.

The annex of the first day is a generated file read by `import_annex`. The later wordings are written with COPY:
the same rows, history included, as ten acts of 5,200 corrections would have given.
"""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from bench.generate_annex import annex
from objectives.models import Elaboration, LearningActivity, LegalAct, Objective, ObjectiveVersion
from objectives.operations import (
    AddObjective,
    CorrectText,
    Operation,
    RepealObjective,
    ReplaceObjective,
    Scheduled,
    apply,
)
from organisations.models import Specialty, User

FIRST_DAY = dt.date(2017, 9, 1)
YEARS = range(2018, 2027)
"""Each 1 September of these, every læringsmål got a new wording."""
ANNOUNCED = dt.date(2026, 6, 25)
WAITING = dt.date(2027, 3, 1)
"""The day the last act's 50 changes enter into force."""

# Compounds, so that words are as rare and as common as in the real annex: a few thousand forms, most of them rare.
ORGANS = (
    "lever", "nyre", "hjerte", "lunge", "galleveis", "tarm", "rektum", "rectum", "toraks", "hjerne", "nerve", "øye",
    "ledd", "knokkel", "muskel", "hud", "blod", "milt", "skjoldbrusk", "binyre", "blære", "livmor", "øre", "svelg",
)  # fmt: skip
FINDINGS = (
    "svikt", "sykdom", "svulst", "kreft", "skade", "betennelse", "blødning", "ødem", "infeksjon", "smerte",
    "misdannelse", "biopsi", "funksjon", "kirurgi", "ultralyd", "prøve", "transplantasjon", "reseksjon",
)  # fmt: skip
COMPOUNDS = [organ + finding for organ, finding in product(ORGANS, FINDINGS)]
REFINEMENTS = ("særlig", "også", "blant annet", "i hovedsak", "når det trengs", "om mulig", "som regel", "i vakt")


def load(*, objectives: int = 5200, seed: int = 1) -> None:
    """Write it all; half a minute on two cores."""
    call_command("load_reference_data", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "annex.xml"
        file.write_text(annex(objectives=objectives, seed=seed), encoding="utf-8")
        call_command("import_annex", str(file), "--valid-from", FIRST_DAY.isoformat(), verbosity=0)
    by = User.objects.system()
    rng = random.Random(seed)
    with transaction.atomic():
        _write_later_wordings(rng, by=by)
        _write_beside(rng)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    _announce_fifty_changes(by=by)


def _write_later_wordings(rng: random.Random, *, by: User) -> None:
    rows = list(
        ObjectiveVersion.objects.open_ended().values_list(
            "objective_id", "chapter_id", "theme_id", "position", "stage", "text"
        )
    )
    texts = [row[-1] for row in rows]
    for year in YEARS:
        act = _act(1000 + year, dt.date(year, 6, 20))
        day = dt.date(year, 9, 1)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE objectives_objectiveversion SET valid = daterange(lower(valid), %s), repealed_by_id = %s"
                " WHERE upper_inf(valid)",
                [day, act.pk],
            )
            texts = [_reworded(text, rng) for text in texts]
            with cursor.copy(
                "COPY objectives_objectiveversion (objective_id, chapter_id, theme_id, position, stage, text, valid,"
                " start_is_exact, enacted_by_id) FROM STDIN"
            ) as copy:
                for (*place, _first), text in zip(rows, texts, strict=True):
                    copy.write_row((*place, text, f"[{day},)", True, act.pk))
    _write_history(by=by)


def _write_history(*, by: User) -> None:
    """A row of record time for each wording, as it is made one at a time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO objectives_historicalobjectiveversion (id, objective_id, chapter_id, theme_id, position,"
            " stage, text, valid, start_is_exact, enacted_by_id, repealed_by_id, history_date, history_type,"
            " history_user_id)"
            " SELECT v.id, objective_id, chapter_id, theme_id, position, stage, text, valid, start_is_exact,"
            " enacted_by_id, repealed_by_id, coalesce(a.announced_at, now()), '+', %s"
            " FROM objectives_objectiveversion v JOIN objectives_legalact a ON a.id = v.enacted_by_id"
            " WHERE lower(v.valid) > %s",
            [by.pk, FIRST_DAY],
        )


def _reworded(text: str, rng: random.Random) -> str:
    """The same text with one clause put in or, when it has several, one of them put otherwise."""
    first, comma, rest = text.partition(", ")
    clause = f"{rng.choice(REFINEMENTS)} ved {rng.choice(COMPOUNDS)}"
    if comma and " ved " in first:
        head = first.rpartition(" – ")[0] or first
        return f"{head} – {clause}, {rest}"
    return f"{first.removesuffix('.')} – {clause}{comma or '.'}{rest}"


def _write_beside(rng: random.Random) -> None:
    """Utdypende tekst to every third læringsmål, and ten læringsaktiviteter in each specialty."""
    for objective in Objective.objects.with_a_text().order_by("pk")[::3]:
        Elaboration.objects.create(objective=objective, text="Gjelder legen i vakt, og det som følger av vakten.")
    for specialty in Specialty.objects.filter(kind=Specialty.Kind.SPECIALTY):
        codes = list(Objective.objects.filter(series__specialty=specialty).order_by("number")[:60])
        for number in range(1, 11):
            procedure = number % 2 == 0
            activity = LearningActivity.objects.create(
                kind="prosedyre" if procedure else "kurs",
                title=f"{rng.choice(COMPOUNDS).capitalize()} {number}",
                minimum_repetitions=5 * number if procedure else None,
                specialty=specialty,
            )
            activity.objectives.set(rng.sample(codes, min(6, len(codes))))


def _announce_fifty_changes(*, by: User) -> None:
    act = _act(1319, ANNOUNCED)
    apply(list(_fifty_changes()), act=act, by=by)


def _fifty_changes() -> Iterator[Scheduled]:
    """25 corrections, 15 replacements, 5 repeals and 5 new ones, spread over the annex."""
    open_ended = ObjectiveVersion.objects.open_ended().filter(chapter__part__letter="C").order_by("pk")
    chosen = list(open_ended.select_related("objective__series", "chapter"))[::100]
    for place, version in enumerate(chosen[:50]):
        code, basis, text = version.objective.code, version.pk, version.text.replace(" og ", " eller ")
        operation: Operation
        if place < 25:
            operation = CorrectText(code=code, text=text + " Også i vakt.", basis=basis)
        elif place < 40:
            effect = ("skjerpet", "redusert", "likeverdig")[place % 3]
            operation = ReplaceObjective(code=code, text=text + " Også hos barn.", effect=effect, basis=basis)
        elif place < 45:
            operation = RepealObjective(code=code, basis=basis)
        else:
            operation = AddObjective(
                prefix=version.objective.series.prefix,
                text="Ha kunnskap om noe helt nytt, herunder rektumkirurgi.",
                chapter=version.chapter.slug,
                theme=version.theme_id,
                after=code,
                stage=version.stage,
            )
        yield Scheduled(operation=operation, in_force_from=WAITING)


def _act(number: int, day: dt.date) -> LegalAct:
    announced = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=5), dt.time(14, 30)))
    return LegalAct.objects.create(
        number=number, decided_on=day, announced_at=announced, title="Forskrift om endring i spesialistforskriften"
    )
