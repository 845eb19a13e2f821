"""Measures what docs/performance.md says of the language control.

    ANNEX_EXCERPT=FOLDER python3 run.py -- python bench/language.py

Reads Lovdata's XHTML of vedlegg 2 from the folder (or file) that ANNEX_EXCERPT names, and controls every læringsmål in
force: as it stands, and as if it had just been written, with the words of its own specialty unknown to the register, so
that every word of it has to be looked up. Each is also classified against a text with words added. No database is used.
Prints processor time in milliseconds, the least of three rounds for each text; and the memory that the dictionary and
the words of the register take. Exits with 1 when a text takes more than 20 ms.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
LIMIT = 20.0
ROUNDS = 3


def memory() -> float:
    """What this process holds for itself, in megabytes; files it shares with others are not counted."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    return int(fields["RssAnon"].split()[0]) / 1024


def fastest(ask: Callable[[], object]) -> float:
    """Milliseconds of processor time, the least of three rounds: what the work is, without what else goes on."""
    times = []
    for _round in range(ROUNDS):
        began = time.thread_time()
        ask()
        times.append((time.thread_time() - began) * 1000)
    return min(times)


def texts(place: Path) -> Iterator[tuple[str, str]]:
    from objectives.annex import outline
    from objectives.annex.reader import read_annex

    file = place if place.is_file() else next(place.glob("*.xml"))
    reading = read_annex(file.read_bytes(), series={fact.prefix: fact.digits for fact in outline.SERIES})
    return ((row.code.partition("-")[0], row.text) for row in reading.objectives if row.ended is None)


def told(name: str, times: list[float]) -> bool:
    hundredths = statistics.quantiles(times, n=100)
    print(f"{name:44} {statistics.mean(times):7.2f} {hundredths[98]:7.2f} {max(times):7.2f}")
    return max(times) > LIMIT


def main() -> None:
    import django

    django.setup()
    from objectives.language.changes import classify
    from objectives.language.context import Context
    from objectives.language.control import control
    from objectives.language.lexicon import Lexicon
    from objectives.language.wordlist import knows, norwegian

    rows = list(texts(Path(os.environ.get("ANNEX_EXCERPT") or sys.exit("ANNEX_EXCERPT is missing."))))
    before = memory()
    dictionary = norwegian() or sys.exit("The dictionary is missing: run it through run.py.")
    assert "undersøkelse" in dictionary
    after_dictionary = memory()
    began = time.thread_time()
    lexicon = Lexicon(rows)
    lexicon.warm()
    made = time.thread_time() - began
    after = memory()
    print(f"{len(rows)} læringsmål; the words of the register made in {made * 1000:.0f} ms")
    print(f"memory: dictionary {after_dictionary - before:.1f} MB, words {after - after_dictionary:.1f} MB")
    print(f"{'milliseconds of processor time':44} {'mean':>7} {'99 %':>7} {'most':>7}")
    contexts = {one: Context(lexicon=lexicon, dictionary=dictionary, specialty=one) for one, _text in rows}
    over = told("as it stands", [fastest(partial(control, text, contexts[one])) for one, text in rows])
    apart = {one: Lexicon((s, t) for s, t in rows if s != one) for one in contexts}
    for words in apart.values():
        words.warm()
    unseen = {one: Context(lexicon=apart[one], dictionary=dictionary, specialty=one) for one in contexts}
    over |= told("as if new, its specialty unknown", [fastest(partial(control, t, unseen[one])) for one, t in rows])
    is_word = partial(knows, dictionary)
    over |= told(
        "classified against a changed text",
        [fastest(partial(classify, text, f"{text} og mer", is_word=is_word)) for _one, text in rows],
    )
    sys.exit(over)


if __name__ == "__main__":
    main()
