"""How well the language control finds what people would mark: precision and recall for each rule."""

from __future__ import annotations

from collections import Counter

import pytest

from objectives.language.context import Context
from objectives.language.control import control, control_elaboration
from objectives.language.lexicon import Lexicon
from objectives.language.wordlist import norwegian
from tests.objectives import language_sample as sample

PRECISION, RECALL = 0.95, 0.9
NOT_MARKED = {"new-word"}
"""Hints that a word is new say nothing of whether it is wrong."""

needs_dictionary = pytest.mark.skipif(norwegian() is None, reason="The dictionary is fetched by run.py and test.py.")


@pytest.fixture(scope="module")
def base() -> dict:
    return {
        "lexicon": Lexicon((sample.SPECIALTY, text) for text in sample.REGISTER),
        "dictionary": norwegian(),
        "specialty": sample.SPECIALTY,
        "specialty_name": "Nyresykdommer",
    }


def outcome(marked, findings):
    """(right, too many, missed) for each rule; a finding is right when it is by the rule and meets the marked words."""
    right, extra, missed = Counter(), Counter(), Counter()
    found = [(one.rule, one.start, one.end) for one in findings if one.code not in NOT_MARKED and one.rule != "SP-7"]
    for rule, start, end in found:
        hit = any(rule == other and start < last and first < end for other, first, last in marked.faults)
        (right if hit else extra)[rule] += 1
    for rule, first, last in marked.faults:
        if not any(rule == other and start < last and first < end for other, start, end in found):
            missed[rule] += 1
    return right, extra, missed


def summed(outcomes):
    right, extra, missed = Counter(), Counter(), Counter()
    for one in outcomes:
        for total, part in zip((right, extra, missed), one, strict=True):
            total.update(part)
    return {
        rule: (right[rule] / (right[rule] + extra[rule] or 1), right[rule] / (right[rule] + missed[rule] or 1))
        for rule in {*right, *extra, *missed}
    }


@needs_dictionary
def test_each_rule_is_precise_and_finds_most(base):
    marked = [sample.read(line) for line in sample.OBJECTIVES]

    results = summed(outcome(one, control(one.text, Context(**base))) for one in marked)

    assert len(marked) >= 100
    assert set(results) == {"SP-1", "SP-2", "SP-3", "SP-4", "SP-5", "SP-6"}
    for rule, (precision, recall) in sorted(results.items()):
        assert precision >= PRECISION, rule
        assert recall >= RECALL, rule


def test_headings_are_recognised_or_not_as_people_say(base):
    found = {
        (heading, text): any(one.rule == "SP-7" for one in control(text, Context(**base, heading=heading)))
        for heading, text, _expected in sample.UNDER_HEADINGS
    }

    assert found == {(heading, text): expected for heading, text, expected in sample.UNDER_HEADINGS}


def test_requirements_in_elaborations_are_found(base):
    marked = [sample.read(line) for line in sample.ELABORATIONS]
    context = Context(**{**base, "dictionary": None}, old=" ".join(one.text for one in marked))

    results = summed(outcome(one, control_elaboration(one.text, context)) for one in marked)

    precision, recall = results["TE-2"]
    assert precision >= PRECISION
    assert recall >= RECALL


@needs_dictionary
def test_every_finding_stands_at_its_words(base):
    for line in sample.OBJECTIVES:
        text = sample.read(line).text

        for finding in control(text, Context(**base)):
            assert text[finding.start : finding.end] == finding.words
            assert finding.message.endswith((".", "?"))
