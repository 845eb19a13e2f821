"""The language of the whole register: which words it knows on a day, and what is reported."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from objectives.language.register import context_on, lexicon_on
from objectives.language.reporting import language_report
from objectives.models import Elaboration, ObjectiveVersion
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 1)
LATER = dt.date(2026, 9, 1)


def report(*arguments: str) -> str:
    out = io.StringIO()
    call_command("language_report", "--on", "2026-03-01", *arguments, stdout=out)
    return out.getvalue()


def test_the_words_are_those_in_force_on_the_day():
    factories.version("GAK-001", "Beherske hamartom.", valid_until=LATER)

    assert lexicon_on(DAY).count("hamartom", specialty=factories.series().specialty.slug) == 1
    assert "hamartom" not in lexicon_on(LATER)


def test_a_new_text_is_known_at_once():
    before = lexicon_on(DAY)
    factories.version("GAK-001", "Beherske hamartom.")

    assert "hamartom" not in before
    assert "hamartom" in lexicon_on(DAY)


def test_the_words_are_counted_once_while_no_text_has_changed():
    factories.version("GAK-001", "Beherske hamartom.")
    lexicon_on(DAY)

    with CaptureQueriesContext(connection) as queries:
        lexicon_on(DAY)

    assert len(queries) == 1


def test_a_text_is_seen_with_its_heading_and_its_neighbours():
    first = factories.version("GAK-001", "Beherske biopsi av lever.")
    factories.version("GAK-002", "Ha kunnskap om hepatitt.")

    context = context_on(DAY, specialty=factories.series().specialty, theme=first.theme, apart_from=first.objective_id)

    assert (context.heading, context.neighbours) == ("Lever", ("Ha kunnskap om hepatitt.",))


def test_figures_are_told_for_each_rule_and_specialty():
    factories.version("GAK-001", "Kunne sy sår i lever.")
    factories.version("GAK-002", "Ha kunnskap om lever, herunder hepatitt.")
    Elaboration.objects.create(objective=factories.objective("GAK-001"), text="Legen skal ha sydd ti sår.")

    told = report()

    assert "2 læringsmål og 1 utdypende tekster; 3 av dem har funn." in told
    assert "SP-1   not-a-term                         1        1  kunne sy (1)" in told
    assert "SP-6   herunder                           1        1  herunder (1)" in told
    assert "TE-2   requirement-in-elaboration         1        1  skal ha (1)" in told
    assert factories.specialty().name in told


def test_one_specialty_is_chosen_by_its_name_and_given_as_json():
    factories.version("GAK-001", "Kunne sy sår i lever.")
    factories.version("NEV-001", "Kunne tolke EEG.", under=factories.theme("37.1", "EEG", in_chapter=_nevrology()))

    told = json.loads(report("--specialty", "nev", "--format", "json"))

    assert told["objectives"] == 1
    (text,) = told["texts"]
    assert [one["rule"] for one in text["findings"]] == ["SP-1", "SP-3"]
    assert text["findings"][0]["proposals"] == ["Under supervisjon kunne tolke", "Selvstendig kunne tolke"]


def _nevrology():
    return factories.chapter("C37", "C37. Nevrologi", of=factories.series("NEV").specialty)


def test_every_finding_can_be_listed():
    factories.version("GAK-001", "Kunne sy sår i lever.")

    assert "GAK-001 SP-1 «Kunne sy» er ikke et kompetansebegrep." in report("--findings")


def test_a_word_used_once_beside_a_common_one_is_reported_though_it_is_in_force():
    for number in range(1, 4):
        factories.version(f"GAK-00{number}", "Ha kunnskap om fistulografi i lever.")
    factories.version("GAK-004", "Ha kunnskap om fistulogrfi i lever.")

    (finding,) = [
        finding for text in language_report(on=DAY).controlled for finding in text.findings if finding.rule == "SP-5"
    ]

    assert (finding.words, finding.proposals) == ("fistulogrfi", ("fistulografi",))


@pytest.mark.parametrize("arguments", [("--specialty", "ukjent"), ("--on", "i dag")])
def test_what_can_not_be_read_is_refused_in_a_sentence(arguments):
    with pytest.raises(CommandError, match=r"Skriv "):
        report(*arguments)


def test_the_report_asks_as_many_questions_of_two_texts_as_of_four():
    def questions() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(language_report(on=DAY).controlled) == ObjectiveVersion.objects.count()
        return len(queries)

    factories.version("GAK-001", "Kunne a.")
    factories.version("GAK-002", "Kunne b.")
    few = questions()
    factories.version("GAK-003", "Kunne c.")
    factories.version("GAK-004", "Kunne d.")

    assert questions() == few
