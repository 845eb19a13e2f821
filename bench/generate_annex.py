"""Makes a vedlegg 2 of any size, in Lovdata's XHTML and in our own words; the same for the same arguments.

python bench/generate_annex.py --objectives 5200 -o annex.xml
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.annex_markup import chapter, document, items, note, paragraph, part, scoped, small, theme
from objectives.annex import outline

LEVELS = ("Ha kjennskap til", "Ha kunnskap om", "Ha god kunnskap om", "Under supervisjon kunne vurdere", "Beherske")
SUBJECTS = (
    "utredning", "behandling", "oppfølging", "forebygging", "bildediagnostikk", "vanlige feilkilder",
    "bivirkninger av behandlingen", "samarbeidet med andre enheter", "informasjonen til pasienten", "risikovurdering",
)  # fmt: skip
OCCASIONS = (
    "ved akutte tilstander", "hos eldre pasienter", "hos barn", "før planlagte inngrep", "etter utskrivning",
    "ved sammensatte behov", "i døgnets sene timer", "ved usikkert funn", "hos pasienter med flere sykdommer",
)  # fmt: skip
THEMES = ("Grunnlag", "Utredning", "Behandling", "Prosedyrer", "Samhandling", "Akutte tilstander", "Oppfølging")
NOTE = (
    "Delen tilføyd ved forskrift 2 feb 2018 nr. 21 (i kraft 5 mars 2018), endret ved forskrifter "
    "6 mai 2023 nr. 65 (i kraft 1 sep 2024), 24 jan 2025 nr. 87 (i kraft 1 sep 2025, gjelder Del 1)."
)
# Small series beside the specialties, as in life.
WEIGHTS = {"FKM": 14, "FKMS": 7, "FKMK": 8, "KLS": 45, "KLP": 16, "KLK": 40}
USUAL_WEIGHT = 100
IN_A_THEME = 7
SKIPPED = 40  # one number in so many is left out, as if repealed


def annex(*, objectives: int, seed: int = 1, former: int | None = None) -> str:
    """The file: `objectives` læringsmål in force, and `former` (one per hundred unless told) under «[Tidligere …»."""
    rng = random.Random(seed)
    former = min(99, objectives // 100) if former is None else former
    counts = _counts(objectives, rng)
    codes = {prefix: _codes(prefix, count, rng) for prefix, count in counts.items()}
    return document(
        part("A. Felles kompetansemål", note(NOTE), *_part_a(codes, former, rng)),
        part("B. Kliniske fag i del 1", *_part_b(codes, rng)),
        part("C. Legespesialitetene i del 2 og 3", *_part_c(codes, rng)),
    )


def _counts(total: int, rng: random.Random) -> dict[str, int]:
    """How many in each series: by weight, and exactly `total` together."""
    weights = {
        fact.prefix: WEIGHTS.get(fact.prefix, USUAL_WEIGHT * rng.uniform(0.4, 1.6))
        for fact in outline.SERIES
        if not fact.is_closed
    }
    scale = total / sum(weights.values())
    counts = {prefix: int(weight * scale) for prefix, weight in weights.items()}
    largest = sorted(weights, key=lambda prefix: (-weights[prefix], prefix))
    for place in range(total - sum(counts.values())):
        counts[largest[place % len(largest)]] += 1
    if max(counts.values()) > 900:
        raise ValueError("Too many: a code has three digits.")
    return counts


def _codes(prefix: str, count: int, rng: random.Random) -> Iterator[str]:
    number = 0
    for _place in range(count):
        number += 2 if number and rng.randrange(SKIPPED) == 0 else 1
        yield f"{prefix}-{number:03d}"


def _text(rng: random.Random) -> str:
    sentences = [
        f"{rng.choice(LEVELS)} {rng.choice(SUBJECTS)} {rng.choice(OCCASIONS)}, herunder {rng.choice(SUBJECTS)} og "
        f"{rng.choice(SUBJECTS)}."
        for _sentence in range(rng.randint(1, 3))
    ]
    return " ".join(sentences)


def _objective(code: str, rng: random.Random) -> str:
    """A paragraph; one in six with its text as a marked item, as in Radiologi."""
    if rng.randrange(6):
        return paragraph(f"{code} {_text(rng)}")
    return paragraph(f"{code} ", items(_text(rng), marks=(rng.choice(("3a.", "3b.")),)))


def _part_a(codes: dict[str, Iterator[str]], former: int, rng: random.Random) -> Iterator[str]:
    yield chapter("A1. Innledning", small("Innledningen er ikke læringsmål."))
    first = [f"{code}: {_text(rng)}" for prefix in ("FKMS", "FKMK") for code in codes[prefix]]
    later = [f"{code}: {_text(rng)}" for code in codes["FKM"]]
    lists = [scoped(lead, *texts) for lead, texts in (("Del 1:", first), ("Del 2–3:", later)) if texts]
    if lists:
        yield chapter("A2. Det alle skal kunne", *lists)
    if former:
        texts = [f"LM-{number:02d} {_text(rng)}" for number in range(1, former + 1)]
        yield chapter(
            "[Tidligere kapittel A, læringsmål Del 1",
            small("Del 1"),
            *map(paragraph, texts[:-1]),
            paragraph(texts[-1] + "]"),
        )


def _part_b(codes: dict[str, Iterator[str]], rng: random.Random) -> Iterator[str]:
    hospital = [
        theme(heading, *(_objective(code, rng) for code in codes[prefix]))
        for prefix, heading in (("KLS", "1.1 Sykehus"), ("KLP", "1.2 Psykiatri"))
    ]
    yield chapter("B1. Spesialisthelsetjenesten", *hospital)
    yield chapter("B2. Kommunehelsetjenesten", *(_objective(code, rng) for code in codes["KLK"]))


def _part_c(codes: dict[str, Iterator[str]], rng: random.Random) -> Iterator[str]:
    for fact in outline.CHAPTERS:
        (prefix, *_others) = sorted(fact.prefixes)
        if not fact.slug.startswith("C"):
            continue
        number, those = fact.slug[1:], list(codes[prefix])
        themes = [
            theme(
                f"{number}.{place + 1} {THEMES[place % len(THEMES)]}",
                *(_objective(code, rng) for code in those[start : start + IN_A_THEME]),
            )
            for place, start in enumerate(range(0, len(those), IN_A_THEME))
        ]
        yield chapter(fact.title, small("Kapittelets innledning er ikke læringsmål."), *themes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--objectives", type=int, default=5200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.output.write_text(annex(objectives=arguments.objectives, seed=arguments.seed), encoding="utf-8")
    print(f"{arguments.objectives} læringsmål, {arguments.output.stat().st_size / 1e6:.1f} MB: {arguments.output}")


if __name__ == "__main__":
    main()
