"""Every operation on vedlegg 2, from the form a sender fills in to the annex as it reads on the date."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from objectives.models import ObjectiveVersion, Succession, Theme, ThemeVersion
from revisions.models import Case, ChangeItem, Proposal
from revisions.services import proposals
from tests import factories
from tests.revisions import drafts, stages

pytestmark = pytest.mark.django_db

IMMEDIATELY = stages.ANNOUNCED
LATER = dt.date(2027, 3, 1)


@pytest.fixture
def liver() -> Theme:
    """A heading with two læringsmål under it, and another after it with one."""
    heading = factories.theme("15.1", "Lever")
    factories.version("GAK-001", "Ha kunnskap om og selvstendig kunne behandle leversvikt.", under=heading)
    factories.version("GAK-002", "Ha kunnskap om levermetastaser.", under=heading)
    return heading


@pytest.fixture
def bile(liver) -> Theme:
    heading = factories.theme("15.2", "Galleveier")
    factories.version("GAK-003", "Ha kunnskap om gallestein.", under=heading)
    return heading


@pytest.fixture
def proposal(bile) -> Proposal:
    return drafts.draft()


@pytest.fixture
def writer(proposal):
    return drafts.signed_in(proposal.created_by)


def propose(writer, proposal: Proposal, **fields) -> ChangeItem:
    """Fills in the form and saves it."""
    answer = writer.post(f"/forslag/{proposal.pk}/punkter/ny/", fields)
    assert answer.status_code == 302, answer.context["form"].errors
    return proposal.items.latest("pk")


def enacted(proposal: Proposal) -> Case:
    """The proposal is sent, decided, drafted, locked and announced."""
    by = proposal.created_by
    proposals.save_parts(proposal=proposal, by=by, **drafts.PARTS)
    return stages.announced(proposals.submit_proposal(proposal=proposal, by=by, on=stages.RECEIVED))


def annex(on: dt.date) -> dict[str, list[str]]:
    """The codes under each heading on the day, in the annex's order."""
    found: dict[str, list[str]] = {}
    for version in ObjectiveVersion.objects.consolidated(on=on):
        found.setdefault(f"{version.theme_number} {version.theme_title}", []).append(version.objective.code)
    return found


def headings(on: dt.date) -> list[str]:
    rows = ThemeVersion.objects.in_force(on=on).order_by("position")
    return [str(row) for row in rows]


def text_of(code: str, on: dt.date) -> str:
    return ObjectiveVersion.objects.in_force(on=on).get(objective__code=code).text


def clause_text(case: Case) -> str:
    """What the act says, as everybody reads it."""
    act = ChangeItem.objects.filter(proposal__case=case).first().clause.regulation.act
    address = reverse("regulations:act", args=[act.decided_on.year, act.number])
    return Client().get(address).content.decode()


# --- læringsmål ---------------------------------------------------------------------------------------


def test_a_moved_objective_stands_under_its_new_heading_with_its_code(writer, proposal, bile):
    propose(writer, proposal, kind="flytting", code="GAK-002", theme=bile.pk, after="forst")

    enacted(proposal)

    assert annex(IMMEDIATELY - dt.timedelta(days=1))["15.1 Lever"] == ["GAK-001", "GAK-002"]
    assert annex(IMMEDIATELY) == {"15.1 Lever": ["GAK-001"], "15.2 Galleveier": ["GAK-002", "GAK-003"]}


def test_an_objective_is_moved_within_its_heading(writer, proposal, liver):
    neighbour = ObjectiveVersion.objects.get(objective__code="GAK-002").objective

    propose(writer, proposal, kind="flytting", code="GAK-001", theme=liver.pk, after=neighbour.pk)
    enacted(proposal)

    assert annex(IMMEDIATELY)["15.1 Lever"] == ["GAK-002", "GAK-001"]


def test_a_correction_can_move_the_objective_too(writer, proposal, bile):
    propose(
        writer,
        proposal,
        kind="spraklig",
        code="GAK-002",
        new_text="Ha kunnskap om metastaser i lever.",
        moves="on",
        theme=bile.pk,
    )

    enacted(proposal)

    assert text_of("GAK-002", IMMEDIATELY) == "Ha kunnskap om metastaser i lever."
    assert annex(IMMEDIATELY)["15.2 Galleveier"] == ["GAK-003", "GAK-002"]


def test_a_split_gives_several_codes_where_the_old_one_stood(writer, proposal):
    fields = {"text_1": "Ha kunnskap om leversvikt.", "text_2": "Selvstendig kunne behandle leversvikt."}

    item = propose(writer, proposal, kind="deling", code="GAK-001", approvals="ja", **fields)
    case = enacted(proposal)

    assert item.texts == list(fields.values())
    assert annex(LATER)["15.1 Lever"] == ["GAK-004", "GAK-005", "GAK-002"]
    assert {link.new.code for link in Succession.objects.filter(old__code="GAK-001", kind="delt")} == {
        "GAK-004",
        "GAK-005",
    }
    assert all(link.approvals_carry_over for link in Succession.objects.all())
    page = drafts.signed_in(factories.caseworker()).get(case.get_absolute_url()).content.decode()
    assert "Nye koder:" in page
    assert "GAK-005" in page


def test_a_merge_takes_the_place_of_the_first(writer, proposal):
    text = "Ha kunnskap om leversvikt og metastaser."

    item = propose(
        writer, proposal, kind="sammenslaing", code="GAK-001", code_2="gak-002", new_text=text, approvals="nei"
    )
    enacted(proposal)

    assert [source.objective.code for source in item.sources] == ["GAK-001", "GAK-002"]
    assert annex(LATER)["15.1 Lever"] == ["GAK-004"]
    assert text_of("GAK-004", LATER) == text
    assert {link.old.code for link in Succession.objects.filter(new__code="GAK-004", approvals_carry_over=False)} == {
        "GAK-001",
        "GAK-002",
    }


def test_a_recoded_objective_keeps_its_text_in_another_series(writer, proposal):
    factories.series("KLS", of=factories.specialty("KLS", "Felles kirurgi"), last_number=40)

    propose(writer, proposal, kind="ny-kode", code="GAK-003", series="KLS")
    enacted(proposal)

    assert annex(IMMEDIATELY)["15.2 Galleveier"] == ["KLS-041"]
    assert text_of("KLS-041", IMMEDIATELY) == "Ha kunnskap om gallestein."
    assert Succession.objects.get().approvals_carry_over


# --- temaoverskrifter ---------------------------------------------------------------------------------


def test_a_new_heading_comes_with_what_the_same_proposal_puts_under_it(writer, proposal, liver):
    heading = propose(writer, proposal, kind="ny-overskrift", number="15.3", title="Leversvulster", after=str(liver.pk))
    under = {"theme": f"ny-{heading.pk}"}

    propose(writer, proposal, kind="flytting", code="GAK-002", **under)
    propose(writer, proposal, kind="nytt", new_text="Ha kunnskap om hepatom.", stage="2-3", **under)
    case = enacted(proposal)

    assert headings(IMMEDIATELY) == ["15.1 Lever", "15.3 Leversvulster", "15.2 Galleveier"]
    assert annex(IMMEDIATELY)["15.3 Leversvulster"] == ["GAK-002"]
    assert annex(LATER)["15.3 Leversvulster"] == ["GAK-002", "GAK-004"]
    assert "Ny overskrift 15.3 etter 15.1 skal lyde:" in clause_text(case)


def test_a_heading_gets_other_words_and_the_objectives_keep_their_codes(writer, proposal, liver):
    propose(writer, proposal, kind="endret-overskrift", theme=liver.pk, number="15.1", title="Lever og milt")

    enacted(proposal)

    assert annex(IMMEDIATELY)["15.1 Lever og milt"] == ["GAK-001", "GAK-002"]


def test_a_heading_is_moved_with_what_stands_under_it(writer, proposal, liver, bile):
    propose(writer, proposal, kind="flyttet-overskrift", theme=liver.pk, number="15.5", after=str(bile.pk))

    enacted(proposal)

    assert list(annex(IMMEDIATELY)) == ["15.2 Galleveier", "15.5 Lever"]


def test_a_heading_ceases_when_the_same_proposal_empties_it(writer, proposal, liver, bile):
    propose(writer, proposal, kind="flytting", code="GAK-003", theme=liver.pk)

    propose(writer, proposal, kind="opphevet-overskrift", theme=bile.pk)
    enacted(proposal)

    assert headings(IMMEDIATELY) == ["15.1 Lever"]
    assert annex(IMMEDIATELY) == {"15.1 Lever": ["GAK-001", "GAK-002", "GAK-003"]}


# --- refusals -----------------------------------------------------------------------------------------


def refused(writer, proposal: Proposal, **fields) -> str:
    answer = writer.post(f"/forslag/{proposal.pk}/punkter/ny/", fields)
    assert answer.status_code == 422
    return answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "flytting", "code": "GAK-001"}, "Velg temaoverskriften læringsmålet skal stå under."),
        ({"kind": "flytting", "code": "GAK-001", "theme": "liver", "after": "forst"}, "GAK-001 står der allerede."),
        ({"kind": "deling", "code": "GAK-001", "text_1": "Ha kunnskap."}, "Skriv minst to tekster"),
        (
            {"kind": "deling", "code": "GAK-001", "text_1": "Ha kunnskap.", "text_2": "Kunne."},
            "Svar på om godkjenninger overføres til det nye.",
        ),
        ({"kind": "sammenslaing", "code": "GAK-001", "new_text": "Alt."}, "Skriv koden til minst ett læringsmål til."),
        (
            {"kind": "sammenslaing", "code": "GAK-001", "code_2": "GAK-001", "new_text": "Alt.", "approvals": "ja"},
            "GAK-001 er nevnt to ganger.",
        ),
        (
            {"kind": "sammenslaing", "code": "GAK-001", "code_2": "GAK-999", "new_text": "Alt.", "approvals": "ja"},
            "Koden GAK-999 finnes ikke i registeret.",
        ),
        ({"kind": "ny-kode", "code": "GAK-001"}, "Velg serien den nye koden gis i."),
        ({"kind": "ny-overskrift", "number": "15.9"}, "Skriv hva overskriften skal hete."),
        (
            {"kind": "ny-overskrift", "number": "15.2", "title": "Milt"},
            "Nummeret 15.2 er allerede brukt i kapittelet, av «15.2 Galleveier».",
        ),
        ({"kind": "endret-overskrift", "number": "15.1", "title": "Lever"}, "Velg overskriften det gjelder."),
        (
            {"kind": "endret-overskrift", "theme": "liver", "number": "15.1", "title": "Lever"},
            "Temaoverskriften «15.1 Lever» blir lik den gjeldende.",
        ),
        (
            {"kind": "flyttet-overskrift", "theme": "liver", "number": "15.1", "after": "forst"},
            "Temaoverskriften «15.1 Lever» står der allerede.",
        ),
        ({"kind": "opphevet-overskrift", "theme": "liver"}, "2 læringsmål står under den (GAK-001, GAK-002)."),
    ],
)
def test_what_could_not_become_law_is_refused_in_the_registers_words(writer, proposal, liver, fields, sentence):
    if fields.get("theme") == "liver":
        fields = {**fields, "theme": str(liver.pk)}

    assert sentence in refused(writer, proposal, **fields)
    assert not proposal.items.exists()


def test_an_objective_of_a_merge_is_in_no_other_item(writer, proposal):
    propose(writer, proposal, kind="sammenslaing", code="GAK-001", code_2="GAK-002", new_text="Alt.", approvals="ja")

    assert "Forslaget endrer allerede GAK-002, i punkt 1." in refused(
        writer, proposal, kind="oppheving", code="GAK-002"
    )


def test_a_heading_is_changed_once_in_a_proposal(writer, proposal, liver):
    propose(writer, proposal, kind="endret-overskrift", theme=liver.pk, number="15.1", title="Milt")

    page = refused(writer, proposal, kind="endret-overskrift", theme=liver.pk, number="15.1", title="Nyre")

    assert "Forslaget har allerede et endringspunkt om denne temaoverskriften." in page


def test_a_new_heading_is_not_deleted_from_over_what_is_placed_under_it(writer, proposal):
    heading = propose(writer, proposal, kind="ny-overskrift", number="15.3", title="Milt")
    propose(writer, proposal, kind="flytting", code="GAK-002", theme=f"ny-{heading.pk}")

    answer = writer.post(f"/forslag/{proposal.pk}/punkter/{heading.pk}/slett/")

    assert "Punkt 2 plasseres ved den nye overskriften «15.3 Milt»." in answer.content.decode()
    assert proposal.items.count() == 2


def test_a_new_heading_of_another_proposal_can_not_be_chosen(writer, proposal):
    another = drafts.draft()
    heading = propose(writer, another, kind="ny-overskrift", number="15.3", title="Milt")

    refused(writer, proposal, kind="flytting", code="GAK-002", theme=f"ny-{heading.pk}")

    assert not proposal.items.exists()


def test_a_draft_with_new_headings_can_be_thrown_away_whole(writer, proposal):
    heading = propose(writer, proposal, kind="ny-overskrift", number="15.3", title="Milt")
    propose(writer, proposal, kind="flytting", code="GAK-002", theme=f"ny-{heading.pk}")

    writer.post(f"/forslag/{proposal.pk}/slett/")

    assert not Proposal.objects.exists()


def test_those_who_do_not_write_for_the_sender_add_nothing(proposal, liver):
    stranger = drafts.signed_in(factories.caseworker())

    answer = stranger.post(
        f"/forslag/{proposal.pk}/punkter/ny/", {"kind": "opphevet-overskrift", "theme": str(liver.pk)}
    )

    assert answer.status_code == 404
    assert not proposal.items.exists()


# --- while it is written ------------------------------------------------------------------------------


def look(writer, proposal: Proposal, **fields) -> str:
    answer = writer.post(f"/forslag/{proposal.pk}/punkter/ny/", {"vis": "1", **fields})
    assert answer.status_code == 200
    return answer.content.decode()


def test_another_text_is_added_by_a_button_and_nothing_is_lost(writer, proposal):
    written = {"text_1": "Ha kunnskap om leversvikt.", "text_2": "Kunne behandle leversvikt."}

    page = look(writer, proposal, kind="deling", code="GAK-001", vis="flere-tekster", **written)

    assert 'name="text_3"' in page
    assert all(f"{text}</textarea>" in page for text in written.values())


def test_another_code_is_added_by_a_button_and_each_text_is_fetched(writer, proposal):
    page = look(writer, proposal, kind="sammenslaing", code="GAK-001", code_2="GAK-002", vis="flere-koder")

    assert 'name="code_3"' in page
    assert "Ha kunnskap om levermetastaser." in page


def test_a_chosen_heading_is_where_the_writing_starts(writer, proposal, liver):
    page = look(writer, proposal, kind="endret-overskrift", theme=str(liver.pk))

    assert 'value="15.1"' in page
    assert 'value="Lever"' in page


def test_another_heading_brings_its_own_words_while_nothing_is_written(writer, proposal, liver, bile):
    fetched = {"fetched": str(liver.pk), "number": "15.1", "title": "Lever"}

    page = look(writer, proposal, kind="endret-overskrift", theme=str(bile.pk), **fetched)

    assert 'value="Galleveier"' in page


def test_a_move_is_shown_among_the_neighbours_to_be(writer, proposal, bile):
    page = look(writer, proposal, kind="flytting", code="GAK-002", theme=str(bile.pk), after="forst")

    shown = page[page.index("Slik blir det under 15.2 Galleveier") :]
    assert shown.index("GAK-002") < shown.index("GAK-003")


def test_a_saved_item_of_each_kind_is_shown_again_as_it_was_saved(writer, proposal, liver, bile):
    heading = propose(writer, proposal, kind="ny-overskrift", number="15.3", title="Milt", after=str(liver.pk))
    moved = propose(writer, proposal, kind="flytting", code="GAK-002", theme=f"ny-{heading.pk}")
    split = propose(writer, proposal, kind="deling", code="GAK-001", text_1="A.", text_2="B.", approvals="nei")

    pages = {
        item: writer.get(f"/forslag/{proposal.pk}/punkter/{item.pk}/").content.decode()
        for item in (heading, moved, split)
    }

    assert 'value="Milt"' in pages[heading]
    assert f'<option value="{liver.pk}" selected>15.1 Lever</option>' in pages[heading]
    assert f'<option value="ny-{heading.pk}" selected>15.3 Milt (ny i forslaget)</option>' in pages[moved]
    assert "A.</textarea>" in pages[split]
    assert "B.</textarea>" in pages[split]


# --- reading ------------------------------------------------------------------------------------------


def test_the_template_shows_every_kind_in_its_table(writer, proposal, liver):
    heading = propose(writer, proposal, kind="ny-overskrift", number="15.3", title="Milt")
    propose(writer, proposal, kind="flytting", code="GAK-002", theme=f"ny-{heading.pk}")
    propose(writer, proposal, kind="deling", code="GAK-001", text_1="Alfa.", text_2="Beta.", approvals="nei")

    page = writer.get(f"/forslag/{proposal.pk}/").content.decode()

    assert "Flyttes fra 15.1 Lever til 15.3 Milt." in page
    assert "Nytt læringsmål 2" in page
    assert "Godkjenninger overføres ikke." in page


def test_a_proposal_about_headings_alone_says_so_in_its_title(writer, proposal, liver):
    propose(writer, proposal, kind="endret-overskrift", theme=liver.pk, number="15.1", title="Milt")

    assert Proposal.objects.get().title.startswith("Forslag til endring av temaoverskrifter for")


def test_a_heading_changed_since_the_item_was_written_is_told(writer, proposal, liver):
    propose(writer, proposal, kind="endret-overskrift", theme=liver.pk, number="15.1", title="Milt")
    other = drafts.draft()
    propose(writer, other, kind="endret-overskrift", theme=liver.pk, number="15.1", title="Nyre")
    enacted(other)

    page = writer.get(f"/forslag/{proposal.pk}/rediger/").content.decode()

    assert "Den gjeldende teksten er endret etter at punktet ble skrevet." in page


@pytest.mark.parametrize("address", ["/forslag/{pk}/", "/forslag/{pk}/rediger/"])
def test_a_page_with_twice_as_many_merges_asks_no_more(writer, proposal, django_assert_num_queries, address):
    def merge(first: int) -> None:
        codes = [f"GAK-{number:03}" for number in (first, first + 1)]
        for code in codes:
            factories.version(code, f"Ha kunnskap om {code}.", under=factories.theme("15.1", "Lever"))
        propose(
            writer,
            proposal,
            kind="sammenslaing",
            code=codes[0],
            code_2=codes[1],
            new_text=f"Alt om {codes[0]}.",
            approvals="ja",
        )

    merge(20)
    with CaptureQueriesContext(connection) as one:
        writer.get(address.format(pk=proposal.pk))
    asked = len(one)
    merge(30)
    with django_assert_num_queries(asked):
        page = writer.get(address.format(pk=proposal.pk)).content.decode()

    assert "GAK-020 og GAK-021" in page
    assert "GAK-030 og GAK-031" in page
