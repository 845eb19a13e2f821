"""Which comments are proposed as alike."""

from __future__ import annotations

from hearings.likeness import proposed_groups

CAMPAIGN = "Vi mener at kravet om bildediagnostikk må presiseres slik at det gjelder barn og voksne."


def groups(*texts: str) -> list[list[int]]:
    return [group.comments for group in proposed_groups(enumerate(texts))]


def test_the_same_words_with_other_signs_are_alike():
    assert groups(CAMPAIGN, CAMPAIGN.upper().replace(".", "!"), "Noe helt annet om økonomi.") == [[0, 1]]


def test_a_few_changed_words_are_still_alike():
    assert groups(CAMPAIGN, CAMPAIGN.replace("Vi mener at", "Vi ved Haukeland mener at")) == [[0, 1]]


def test_another_opinion_is_not_alike():
    assert groups(CAMPAIGN, "Kravet om supervisjon bør falle bort for den som alt er spesialist i radiologi.") == []


def test_short_ones_must_be_the_same():
    assert groups("Bør strykes", "Bør styrkes", "bør strykes.") == [[0, 2]]


def test_those_without_words_are_in_no_group():
    assert groups("", "", "–", "…") == []


def test_the_largest_group_comes_first():
    assert groups("Enig", "Enig", CAMPAIGN, CAMPAIGN, CAMPAIGN) == [[2, 3, 4], [0, 1]]
