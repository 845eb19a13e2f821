"""Vedlegg 2 before and after a draft, day by day."""

from __future__ import annotations

import pytest
from django.test import Client

from objectives.operations import CorrectText
from regulations import pages, services
from regulations.outline import placed_clauses
from regulations.preview import preview
from tests import factories

from .conftest import IN_FORCE, PLANNED, announce


@pytest.fixture
def inside(by) -> Client:
    client = Client()
    client.force_login(by)
    return client


def page(client, draft, asked: str = "") -> str:
    answer = client.get(f"/endringsforskrifter/{draft.pk}/forhandsvisning/{asked}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_day_something_begins_is_a_day_of_the_preview(draft):
    shown = preview(placed_clauses(draft), announced_on=PLANNED)

    assert list(shown.days) == [PLANNED, IN_FORCE]


def test_each_day_has_what_changes_on_it_and_no_more(draft):
    shown = preview(placed_clauses(draft), announced_on=PLANNED)

    at_once = [item.code for item in shown.differences(PLANNED).items]
    later = {item.code for item in shown.differences(IN_FORCE).items}
    assert at_once == ["GAK-084"]
    assert later == {"GAK-077", "GAK-[ny]", "ANE-[ny]"}


def test_the_page_counts_by_kind_and_shows_the_redline(inside, draft):
    first, second = page(inside, draft), page(inside, draft, f"?dato={IN_FORCE}")

    assert "Språklig retting: <b" in first
    assert "<del" in first
    assert "Nye læringsmål: <b" in second
    assert "Opphevet: <b" in second


def test_side_by_side_and_with_what_is_unchanged(inside, draft):
    assert "Dagen før" in page(inside, draft, "?vis=side&uendrede=ja")


def test_a_clause_that_can_not_be_announced_is_left_out_with_why(inside, draft, texts, operations, by):
    other = services.create_regulation(name="Hastesak", planned_announcement=PLANNED, by=by, on=PLANNED)
    services.add_clause(regulation=other, operation=operations.repeal, by=by)
    services.lock(regulation=other, by=by)
    announce(other, by=by, number=113)

    text = page(inside, draft)
    assert "1 endringsledd er ikke med" in text
    assert "GAK-077" in text


def test_an_empty_draft_has_nothing_to_show(inside, empty_draft):
    assert "Ingenting å vise ennå." in page(inside, empty_draft)


@pytest.mark.parametrize("day", ["x", "2027-13-01", "99999-01-01"])
def test_a_tampered_day_is_not_found(inside, draft, day):
    assert inside.get(f"/endringsforskrifter/{draft.pk}/forhandsvisning/?dato={day}").status_code == 404


def test_what_is_announced_is_read_as_the_act(inside, announced):
    answer = inside.get(f"/endringsforskrifter/{announced.pk}/forhandsvisning/")

    assert answer.url == "/forskrifter/2027/114/"


def test_the_queries_do_not_grow_with_the_clauses(inside, draft, texts, by, django_assert_max_num_queries):
    for number in range(100, 130):
        row = factories.version(f"GAK-{number}", under=texts.heading)
        correction = CorrectText(code=f"GAK-{number}", text=f"Rettet {number}.", basis=row.pk)
        services.add_clause(regulation=draft, operation=correction, by=by)

    with django_assert_max_num_queries(26):
        page(inside, draft)


# --- drawn once for the same content -------------------------------------------------------------------


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """A line for each time a preview is drawn."""
    times: list[str] = []
    draws = pages.preview.preview_page

    def counted(regulation, **asked):
        times.append(f"{asked['day']} {asked['view']}")
        return draws(regulation, **asked)

    monkeypatch.setattr(pages.preview, "preview_page", counted)
    return times


def body(client, draft, asked: str = "") -> str:
    """The page without its frame, which is another each time."""
    return page(client, draft, asked).partition("<main")[2]


def test_the_same_preview_is_drawn_once(inside, draft, drawn):
    first = body(inside, draft, f"?dato={IN_FORCE}")

    assert body(inside, draft, f"?dato={IN_FORCE}") == first
    assert len(drawn) == 1


def test_another_day_or_another_way_to_show_it_is_another_drawing(inside, draft, drawn):
    for asked in ("", f"?dato={IN_FORCE}", f"?dato={IN_FORCE}&vis=side", f"?dato={IN_FORCE}&uendrede=ja"):
        page(inside, draft, asked)

    assert len(drawn) == 4


def test_a_day_the_draft_does_not_have_is_not_kept_under_a_name_of_its_own(inside, draft, drawn):
    assert body(inside, draft, "?dato=2031-01-01") == body(inside, draft, "?dato=2032-02-02")
    assert drawn == ["None endringer"]


def test_a_changed_draft_is_drawn_again(inside, draft, drawn, by):
    page(inside, draft)
    services.remove_clause(clause=draft.clauses.get(objective__code="GAK-077"), by=by)
    page(inside, draft)
    services.lock(regulation=draft, by=by)
    locked = page(inside, draft, f"?dato={IN_FORCE}")

    assert len(drawn) == 3
    assert "[ny]" not in locked


def test_what_another_act_changes_in_the_register_is_drawn_again(inside, draft, texts, operations, drawn, by):
    page(inside, draft)
    other = services.create_regulation(name="Hastesak", planned_announcement=PLANNED, by=by, on=PLANNED)
    services.add_clause(regulation=other, operation=operations.repeal, by=by)
    services.lock(regulation=other, by=by)
    announce(other, by=by, number=113)

    assert "1 endringsledd er ikke med" in page(inside, draft)
    assert len(drawn) == 2
