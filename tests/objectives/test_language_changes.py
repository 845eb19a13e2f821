"""Language or content: what a change of text touches, what it is proposed to be, and what then (ID-3 to ID-5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectives.language.changes import (
    Classification,
    classify,
    consequences_of,
    is_risky_as_language,
    what_is_risky,
)
from objectives.language.competence import Aspect, Level
from objectives.language.evidence import evidence_of

LANGUAGE, SHARPENED = Classification.LANGUAGE, Classification.SHARPENED
REDUCED, EQUIVALENT = Classification.REDUCED, Classification.EQUIVALENT
WORDS = {"undersøkelse", "behandling", "nefritt", "nevritt"}

CHANGES = [
    # only language
    ("Ha kunnskap om astma.", "Ha kunnskap om astma.", LANGUAGE, False),
    ("Beherske laparoskopisk cholecystektomi.", "Beherske laparoskopisk kolecystektomi.", LANGUAGE, False),
    ("Ha kunnskap om undersøkelsse av øyet.", "Ha kunnskap om undersøkelse av øyet.", LANGUAGE, False),
    ("Ha kunnskap om lever svikt.", "Ha kunnskap om leversvikt.", LANGUAGE, False),
    ("Ha kunnskap om sykdom i lever og galle", "Ha kunnskap om sykdommer i galle og lever.", LANGUAGE, False),
    ("Beherske møte i MDT.", "Beherske møte i multidisiplinært team (MDT).", LANGUAGE, False),
    ("Ha kunnskap om hud, f.eks. eksem.", "Ha kunnskap om hud, for eksempel eksem.", LANGUAGE, False),
    ("Ha kunnskap om:\n\ta. syn\n\tb. hørsel", "Ha kunnskap om:\n\t– syn\n\t– hørsel", LANGUAGE, False),
    # sharper
    ("Ha kunnskap om astma.", "Ha god kunnskap om astma.", SHARPENED, True),
    ("Under supervisjon kunne sy sår.", "Selvstendig kunne sy sår.", SHARPENED, True),
    ("Kunne sy sår.", "Selvstendig kunne sy sår.", SHARPENED, True),
    ("Ha kunnskap om astma.", "Ha kunnskap om astma. Beherske måling av lungefunksjon.", SHARPENED, True),
    ("Beherske minst 10 tappinger.", "Beherske minst 20 tappinger.", SHARPENED, True),
    ("Beherske behandling av enkle brudd.", "Beherske behandling av brudd.", SHARPENED, False),
    ("Ha kunnskap om:\n\t– syn", "Ha kunnskap om:\n\t– syn\n\t– hørsel", SHARPENED, False),
    ("Ha kunnskap om barn eller voksne.", "Ha kunnskap om barn og voksne.", SHARPENED, False),
    # lighter
    ("Beherske dialyse.", "Under supervisjon kunne gjøre dialyse.", None, True),
    ("Ha god kunnskap om astma.", "Ha kjennskap til astma.", REDUCED, True),
    ("Beherske minst 10 tappinger.", "Beherske minst 5 tappinger.", REDUCED, True),
    ("Ha kunnskap om astma og allergi.", "Ha kunnskap om astma.", REDUCED, False),
    ("Beherske behandling av brudd.", "Beherske behandling av ukompliserte brudd.", REDUCED, False),
    ("Ha kunnskap om:\n\t– syn\n\t– hørsel", "Ha kunnskap om:\n\t– syn", REDUCED, False),
    # something else
    ("Ha kunnskap om nefritt.", "Ha kunnskap om nevritt.", EQUIVALENT, False),
    ("Beherske behandling av hypotensjon.", "Beherske behandling av hypertensjon.", EQUIVALENT, False),
    ("Ha kunnskap om indikasjoner.", "Ha kunnskap om kontraindikasjoner.", EQUIVALENT, True),
    ("Ha kunnskap om selekterte grupper.", "Ha kunnskap om uselekterte grupper.", EQUIVALENT, True),
    ("Ha kunnskap om barn med feber.", "Ha kunnskap om barn uten feber.", EQUIVALENT, True),
    ("Ha kunnskap om feber. Beherske hoste.", "Ha kunnskap om hoste. Beherske feber.", EQUIVALENT, False),
    # both ways: what sharpens anything is sharper
    ("Ha kunnskap om A og E.", "Ha god kunnskap om A.", SHARPENED, True),
]


@pytest.mark.parametrize(("old", "new", "expected", "risky"), CHANGES)
def test_a_change_is_proposed_to_be_what_it_looks_like(old, new, expected, risky):
    proposed = classify(old, new, is_word=WORDS.__contains__)

    if expected is not None:
        assert proposed.classification is expected
    assert is_risky_as_language(proposed.evidence) is risky
    assert all(reason.endswith(".") for reason in proposed.reasons)
    assert proposed.reasons


def test_the_evidence_names_levels_numbers_and_items():
    evidence = evidence_of(
        "Ha kunnskap om:\n\ta. brudd\nBeherske 10 tappinger.",
        "Ha god kunnskap om:\n\ta. brudd\n\tb. sår\nBeherske 20 tappinger, ikke flere.",
    )

    (term,) = evidence.terms
    (level,) = evidence.levels
    assert (term.was.words, term.now.words) == ("Ha kunnskap om", "Ha god kunnskap om")
    assert (level.aspect, level.was, level.now) == (Aspect.KNOWLEDGE, Level.MIDDLE, Level.HIGHEST)
    assert (evidence.numbers_removed, evidence.numbers_added) == (("10",), ("20",))
    assert evidence.negations_added == ("ikke",)
    assert evidence.items_added == ("sår",)
    assert 0 < evidence.share < 1
    assert what_is_risky(evidence) == ["et kompetansebegrep", "et tall", "en nektelse"]


def test_a_slip_is_only_believed_when_the_new_is_a_word_and_the_old_is_none():
    fixed = evidence_of("Ha kunnskap om behanling.", "Ha kunnskap om behandling.", is_word=WORDS.__contains__)
    other = evidence_of("Ha kunnskap om nefritt.", "Ha kunnskap om nevritt.", is_word=WORDS.__contains__)

    assert fixed.respelt == (("behanling", "behandling"),)
    assert other.words_added == ("nevritt",)


@pytest.mark.parametrize(
    ("classification", "new_code", "carries"),
    [
        (LANGUAGE, False, "som før"),
        (SHARPENED, True, "Godkjenninger overføres ikke"),
        (REDUCED, True, "Godkjenninger og læringsaktiviteter overføres"),
        (EQUIVALENT, True, "Godkjenninger og læringsaktiviteter overføres"),
    ],
)
def test_what_follows_is_told_with_the_code_the_day_and_what_carries_over(classification, new_code, carries):
    told = consequences_of(classification)

    assert told.gives_new_code is new_code
    assert carries in told.carries_over
    assert ("straks" in told.in_force) is not new_code


TEXTS = st.lists(
    st.sampled_from(
        ["Ha kunnskap om", "Beherske", "brudd", "ikke", "10", "sår", "og", "eller", ".", "\n\t– ", "\n", "enkle", "MDT"]
    ),
    max_size=12,
).map(" ".join)


@given(TEXTS, TEXTS)
def test_any_two_texts_are_classified_and_the_same_text_is_only_language(old, new):
    assert classify(old, old).classification is LANGUAGE
    assert not is_risky_as_language(evidence_of(old, old))
    assert classify(old, new).reasons


@given(TEXTS, TEXTS)
def test_what_is_risky_one_way_is_risky_the_other(old, new):
    assert is_risky_as_language(evidence_of(old, new)) == is_risky_as_language(evidence_of(new, old))
