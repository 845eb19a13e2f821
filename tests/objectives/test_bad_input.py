"""Whatever one asks the public pages, the answer is a clear one: never a fault of the server."""

from __future__ import annotations

import itertools
from urllib.parse import quote

import pytest

from tests import factories

from . import register_pages as made

pytestmark = pytest.mark.django_db

HOSTILE = (
    "\x00",
    "a\x00b",
    "x" * 10_000,
    "æ" * 10_000,
    '"uavsluttet',
    '"" "',
    "100 %_\\",
    "\\",
    "%",
    "_",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "& | ! ( ) :* <->",
    "\u202e\u200b\ufeff",
    "😀" * 30,
    "-" * 200,
    "( " * 500,
    "2027-13-45",
    "31.02.2027",
    "00.00.0000",
    "99999-01-01",
    "-1",
    "9" * 60,
    "../../etc/passwd",
    "{{ 7*7 }}",
    "%00",
    "%%%",
)
FACETS = ("spesialitet", "del", "utdanning", "niva", "status")
PARAMETERS = {
    "/laringsmal/": (
        "q",
        "dato",
        "rekkefolge",
        "etter",
        "stavemate",
        "spesialitet",
        "del",
        "utdanning",
        "niva",
        "status",
    ),
    "/laringsmal/GAK-088/": ("dato", "kjent"),
    "/vedlegg/": ("dato",),
    "/vedlegg/C15/": ("dato",),
    "/vedlegg/del/C/": ("dato",),
    "/vedlegg/sammenlign/": ("fra", "til", "kapittel", "del", "vis", "uendrede"),
    "/spesialitet/gastroenterologisk-kirurgi/": ("dato",),
    "/laringsaktiviteter/gastroenterologisk-kirurgi/": ("type",),
    "/api/v1/laringsmal/": ("dato", "spesialitet", "side"),
    "/api/v1/laringsmal/GAK-088/": ("dato",),
    "/api/v1/vedlegg/": ("dato",),
}
PATHS = (
    "/laringsmal/{}/",
    "/laringsmal/GAK-088/{}/",
    "/vedlegg/{}/",
    "/vedlegg/del/{}/",
    "/spesialitet/{}/",
    "/laringsaktiviteter/{}/",
    "/laringsaktiviteter/gastroenterologisk-kirurgi/{}/",
    "/api/v1/laringsmal/{}/",
)


@pytest.fixture
def register():
    made.register_with_a_history()
    factories.series("GAK", of=factories.specialty())


@pytest.mark.parametrize(("path", "name"), [(path, name) for path, names in PARAMETERS.items() for name in names])
def test_nothing_in_the_query_is_a_fault_of_the_server(client, register, path, name):
    answers = {hostile[:30]: client.get(path, {name: hostile}).status_code for hostile in HOSTILE}

    assert not {hostile: status for hostile, status in answers.items() if status not in (200, 301, 302, 400, 404)}


@pytest.mark.parametrize("path", PATHS)
def test_nothing_in_the_path_is_a_fault_of_the_server(client, register, path):
    asked = [path.format(quote(hostile, safe="")) for hostile in HOSTILE]

    answers = {address[:60]: client.get(address).status_code for address in asked}

    assert not {address: status for address, status in answers.items() if status not in (200, 301, 302, 400, 404)}


def test_the_same_name_twice_and_names_nobody_knows_are_no_fault(client, register):
    for path, names in PARAMETERS.items():
        twice = "&".join(itertools.chain.from_iterable((f"{name}=a", f"{name}=b") for name in names))

        assert client.get(f"{path}?{twice}&ukjent=%00&&=&a").status_code in (200, 302, 400, 404)


@pytest.mark.parametrize(
    "typed", ["gak-088", "GAK088", "gak088", "Gak-88", "gak 088", "GAK–088", "GAK-0088", "%20gak-88%20"]
)
def test_a_code_written_otherwise_leads_to_the_right_one(client, register, typed):
    answer = client.get(f"/laringsmal/{typed}/?dato=01.03.2027", follow=True)

    assert answer.status_code == 200
    assert answer.redirect_chain[-1] == ("/laringsmal/GAK-088/2027-03-01/", 301)


@pytest.mark.parametrize("day", ["2016-12-31", "31.12.2016", "2027-02-30", "i morgen"])
def test_a_day_that_is_none_of_ours_is_told_in_a_sentence(client, register, day):
    for path in ("/laringsmal/GAK-088/", "/vedlegg/C15/", "/laringsmal/", "/vedlegg/del/C/", "/vedlegg/"):
        answer = client.get(path, {"dato": day})

        assert answer.status_code == 400
        html = answer.content.decode()
        assert "Læringsmålene gjelder fra 1. mars 2017." in html or "Skriv datoen som dag, måned og år" in html


def test_a_tampered_address_of_the_list_is_answered_in_a_sentence(client, register):
    for query, words in (
        ({"rekkefolge": "xx"}, "Dette valget finnes ikke."),
        ({"stavemate": "xx"}, "Dette valget finnes ikke."),
        ({"etter": "\x00"}, "Adressen peker ikke på noe sted i listen."),
        ({"etter": "x" * 20}, "Adressen peker ikke på noe sted i listen."),
    ):
        answer = client.get("/laringsmal/", query)

        assert answer.status_code == 400
        assert words in answer.content.decode()


def test_a_chapter_or_part_in_small_letters_is_compared(client, register):
    for name in ("c15", "c", "C15"):
        assert client.get("/vedlegg/sammenlign/", {"kapittel": name}).status_code == 200


@pytest.mark.parametrize("path", ["/eksport/%00/", "/eksport/%00/fil/", "/eksport/a%00b/"])
def test_the_address_of_no_file_is_not_found(client, db, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/vedlegg/", "/api/v1/laringsmal/GAK-088/", "/api/v1/overgang/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_machines_can_only_read_even_what_somebody_has_just_read(client, register, path, method):
    client.get(path)

    answer = getattr(client, method)(path)

    assert answer.status_code == 405
    assert b"Adressen kan bare leses." in answer.content


def test_asking_what_an_address_can_do_leaves_nothing_for_those_who_read_it(client, register):
    options = client.options("/api/v1/laringsmal/GAK-088/")

    assert options.status_code == 200
    assert client.get("/api/v1/laringsmal/GAK-088/").json()["code"] == "GAK-088"


def test_machines_are_told_of_formats_and_places_in_sentences(client, register):
    html = client.get("/api/v1/laringsmal/", headers={"accept": "application/xml"})
    tampered = client.get("/api/v1/laringsmal/", {"side": "tull"})

    assert (html.status_code, html.json()["message"]) == (
        406,
        "Vi har ikke svaret i formatet du ber om. Be om application/json.",
    )
    assert (tampered.status_code, tampered.json()["message"][:35]) == (404, "Adressen peker ikke på noe sted i l")
