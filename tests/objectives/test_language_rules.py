"""The rules of the language control, one by one: where they look, what they propose, and what they leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectives.language.affixes import write_word_list
from objectives.language.context import Context
from objectives.language.control import control, control_elaboration
from objectives.language.findings import Place, Weight
from objectives.language.lexicon import Lexicon, written_out
from objectives.language.marking import marked
from objectives.language.sentences import ParsedText
from objectives.language.wordlist import WordList

AFFIXES = """SET UTF-8
COMPOUNDFLAG z
PFX U Y 1
PFX U 0 u .
SFX E Y 2
SFX E 0 er [^e]
SFX E 0 r e
SFX A N 1
SFX A 0 en [^e]
"""
ENTRIES = "5\nsår/E\nklok/U\nbehandling/EAz\nlunge/E\nnyre\nbeherske\nog\n"


@pytest.fixture
def words(tmp_path):
    (tmp_path / "nb.aff").write_text(AFFIXES, encoding="utf-8")
    (tmp_path / "nb.dic").write_text(ENTRIES, encoding="utf-8")
    write_word_list(affixes=tmp_path / "nb.aff", entries=tmp_path / "nb.dic", target=tmp_path / "nb.txt")
    return WordList(tmp_path / "nb.txt")


def found(text, rule=None, **known):
    return [one for one in control(text, Context(**known)) if rule in (None, one.rule)]


def test_a_dictionary_is_written_out_with_every_ending_and_no_joined_words(words):
    for form in ("sår", "sårer", "klok", "uklok", "behandlinger", "behandlingen", "lunger", "nyre"):
        assert form in words
    for form in ("såren", "nyrebehandling", "behandlin", "", "å", "5", "behandling\nlunge", "nyrer"):
        assert form not in words


@given(st.sets(st.text("abcåøé-", min_size=1, max_size=6), min_size=1), st.text("abcåøé-", max_size=7))
def test_a_word_is_in_the_list_when_it_is_one_of_its_lines(tmp_path_factory, forms, asked):
    path = tmp_path_factory.mktemp("words") / "nb.txt"
    path.write_bytes(b"\n" + b"\n".join(sorted(form.encode() for form in forms)) + b"\n")

    listed = WordList(path)

    assert all(form in listed for form in forms)
    assert (asked in listed) == (asked in forms)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Ha kunnskap om a. Beherske b.", ["Ha kunnskap om a.", "Beherske b."]),
        ("Ha kunnskap om f.eks. Crohns sykdom.", ["Ha kunnskap om f.eks. Crohns sykdom."]),
        ("\t3a. Beherske a.\n\t3b. Kjenne til b.", ["Beherske a.", "Kjenne til b."]),
        ("Minst 2. grad. Ja?  Nei!", ["Minst 2. grad.", "Ja?", "Nei!"]),
        ("", []),
        ("\n\t– \n", []),
    ],
)
def test_a_text_is_read_sentence_by_sentence(text, sentences):
    read = ParsedText(text).sentences

    assert [one.words for one in read] == sentences
    assert [text[one.start : one.end] for one in read] == sentences


@pytest.mark.parametrize(
    ("text", "words", "proposals"),
    [
        ("Kunne tolke EKG.", "Kunne tolke", ("Under supervisjon kunne tolke", "Selvstendig kunne tolke")),
        ("Kunne tolke EKG under supervisjon.", "Kunne tolke", ("Under supervisjon kunne tolke",)),
        ("Kjenne funn ved sepsis.", "Kjenne funn", ("Kjenne til funn", "Ha kjennskap til funn")),
        (
            "Ha kunnskap om a og kunne gjøre b.",
            "kunne gjøre",
            ("under supervisjon kunne gjøre", "selvstendig kunne gjøre"),
        ),
        ("Ha god kunnskap innen a.", "Ha god kunnskap innen", ("Ha god kunnskap om",)),
        ("Under veiledning kunne a.", "Under veiledning kunne", ("Under supervisjon kunne",)),
    ],
)
def test_what_stands_for_a_term_is_marked_and_terms_are_proposed(text, words, proposals):
    (finding,) = found(text, "SP-1")

    assert (finding.words, tuple(finding.proposals)) == (words, proposals)


@pytest.mark.parametrize(
    "text",
    [
        "Ha kunnskap om:\n\t– årsaker\n\t– utredning",
        "Etter utdanningen skal legen:\n\t– ha kunnskap om syn\n\t– beherske undersøkelse av syn",
        "«Ha kunnskap om» syn.",
        "I samarbeid med andre selvstendig kunne lede.",
        "Selvstendig kunne vurdere, behandle og kunne følge opp sår.",
    ],
)
def test_a_term_in_its_place_is_left_alone(text):
    assert found(text, "SP-1") == []


def test_an_items_own_term_is_read_in_the_list():
    (finding,) = found("\t3a. Kunne tolke røntgen.\n\t3b. Beherske røntgen.", "SP-1")

    assert (finding.start, finding.words) == (5, "Kunne tolke")


def test_the_counts_of_a_spelling_are_told_first_of_the_specialty():
    lexicon = Lexicon([("kirurgi", "rektum rektum"), ("kirurgi", "rectum"), ("annet", "rectum rectum rectum")])

    (here,) = found("Ha kunnskap om rectum.", "SP-4", lexicon=lexicon, specialty="kirurgi")
    (there,) = found("Ha kunnskap om rektum.", "SP-4", lexicon=lexicon, specialty="hud")

    assert here.proposals == ("rektum",)
    assert "2 mot 1 i spesialiteten" in here.message
    assert there.proposals == ("rectum",)


def test_nobody_is_asked_to_write_cancer_for_kreft():
    lexicon = Lexicon([("kirurgi", "coloncancer coloncancer")])

    assert found("Ha kunnskap om tarmkreft.", "SP-4", lexicon=lexicon, specialty="kirurgi") == []


@pytest.mark.parametrize(
    ("short", "before", "long"),
    [
        ("MDT", "drøfte i multidisiplinært teammøte", "multidisiplinært teammøte"),
        ("MDT-møte", "i multidisiplinært teammøte", "multidisiplinært teammøte"),
        ("EMG", "tolke elektromyografi", "elektromyografi"),
        ("XYZ", "tolke elektromyografi", ""),
        ("A", "", ""),
    ],
)
def test_an_abbreviation_is_made_of_the_words_before_it(short, before, long):
    assert written_out(short, before) == long


def test_how_the_register_writes_an_abbreviation_out_is_proposed():
    lexicon = Lexicon([("a", "Beherske elektromyografi (EMG).")])

    (finding,) = found("Beherske EMG. Ha god kunnskap om EMG.", "SP-3", lexicon=lexicon)

    assert (finding.start, finding.proposals) == (9, ("elektromyografi (EMG)",))


def test_only_forms_that_are_new_in_the_text_are_looked_at(words):
    known = {"lexicon": Lexicon([("a", "hamartom")]), "dictionary": words}

    new = found("Beherske hamartom og teratom.", "SP-5", **known)
    old = found("Beherske hamartom og teratom.", "SP-5", old="Beherske teratom.", **known)

    assert [(one.code, one.words, one.weight) for one in new] == [("new-word", "teratom", Weight.NOTE)]
    assert old == []


def test_a_word_and_a_half_is_not_a_compound(words):
    known = {"lexicon": Lexicon([("a", "behandling behandling behandling")]), "dictionary": words}

    (slip,) = found("Beherske behandlling.", "SP-5", **known)

    assert (slip.code, slip.proposals) == ("misspelt", ("behandling",))
    assert found("Beherske lungebehandling.", "SP-5", **known) == []


def test_what_the_text_in_force_has_already_is_told_to_be_old():
    old, new = control("Kunne tolke røntgen, f.eks. av hånd.", Context(old="Kunne tolke røntgen."))

    assert (old.rule, old.is_new) == ("SP-1", False)
    assert (new.rule, new.is_new) == ("SP-3", True)


def test_a_heading_that_is_not_recognised_is_marked_in_the_heading():
    known = {"heading": "Tjeneste ved annen enhet", "specialty_name": "Nevrologi"}

    (finding,) = found("Ha god kunnskap om sjeldne plager.", "SP-7", **known)

    assert finding.place is Place.HEADING
    assert "Tjeneste ved annen enhet"[finding.start : finding.end] == finding.words


def test_a_text_that_is_missing_is_the_only_thing_that_stops():
    (finding,) = control("  \n", Context())

    assert finding.weight is Weight.MISSING
    assert all(one.weight is not Weight.MISSING for one in control("Kunne herunder XYZ.", Context()))


def test_a_quotation_in_an_elaboration_is_no_requirement():
    findings = control_elaboration("«Beherske» betyr uten veiledning. Legen skal øve.", Context(old="uten øve legen"))

    assert [one.words for one in findings if one.rule == "TE-2"] == ["skal"]


@given(st.text("Kkunne Hal tolkeog.,:\n\t–«»()MDTfeksherunder20å", max_size=80))
def test_whatever_is_written_every_finding_stands_at_its_words(text):
    for findings in (control(text, Context()), control_elaboration(text, Context())):
        assert all(text[one.start : one.end] == one.words for one in findings if one.place is Place.TEXT)
        assert "".join(run.text for run in marked(text, findings)) == text


def test_overlapping_findings_are_marked_together():
    text = "XYZ er ikke noe."
    findings = control(text, Context())

    runs = marked(text, findings)

    assert [(one.rule, one.words) for one in findings] == [("SP-1", "XYZ"), ("SP-3", "XYZ")]
    assert runs[0].numbers == (1, 2)
