"""What the public reads of ours and fills in on the pages of hearings exists in nynorsk too (språklova § 14)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from config.catalogue import MO, PO, compiled, read
from hearings.models import Position

from . import asked, msgids

ROOT = Path(settings.BASE_DIR)
PUBLIC_TEMPLATES = (
    *("hearings", "hearing", "coming", "link_closed", "_public", "_item", "_opinion", "_remark", "_change"),
    *("_specialties", "_language", "_answer_errors", "_answer_body", "_draft_saved", "_draft_theirs", "_on_front_page"),
)
# What the leader of a council reads and fills in by a personal link.
BY_LINK = ("assess", "assessment", "link_refused", "_read_answer", "_read_questions", "_asked_item", "_asked_change")
# What stands on the public pages, in their forms, in their refusals and in their mail.
PUBLIC = [
    *sorted((ROOT / "templates" / "hearings").glob("answer_*.html")),
    *(ROOT / "templates" / "hearings" / f"{name}.html" for name in PUBLIC_TEMPLATES),
    *(ROOT / "hearings" / path for path in ("forms/answers.py", "pages/hearing.py", "pages/answers.py")),
    *(ROOT / "hearings" / path for path in ("views/public.py", "views/answer_links.py", "views/answers.py")),
    *(ROOT / "hearings" / path for path in ("rules/hearing_answers.py", "services/hearing_mails.py")),
    *(ROOT / "hearings" / path for path in ("services/hearing_answers.py", "services/hearing_files.py")),
    *(ROOT / "hearings" / path for path in ("services/hearing_drafts.py", "models/versions.py")),
    *(ROOT / "templates" / "hearings" / f"{name}.html" for name in BY_LINK),
    *(
        ROOT / "templates" / "hearings" / f"_answer_{name}.html"
        for name in ("form", "field", "progress", "saved", "theirs")
    ),
    *(ROOT / "hearings" / path for path in ("forms/answering.py", "pages/answering.py", "services/answering.py")),
    ROOT / "hearings" / "rules" / "questions.py",
    ROOT / "organisations" / "once.py",
    ROOT / "organisations" / "rate_limits.py",
    ROOT / "organisations" / "received_files.py",
    ROOT / "organisations" / "virus_control.py",
    ROOT / "organisations" / "context.py",
    ROOT / "templates" / "base.html",
    *(ROOT / "templates" / "components" / f"{name}.html" for name in ("legend", "field", "form_errors", "_log_out")),
    *(ROOT / "templates" / "organisations" / f"{name}.html" for name in ("refused", "logged_out")),
    ROOT / "objectives" / "markup.py",
]


def catalogue() -> dict[str, str]:
    return read(PO.read_text(encoding="utf-8"))


def test_every_text_of_the_public_pages_has_a_nynorsk_one():
    texts = msgids.of_files(*PUBLIC)

    missing = sorted(text for text in texts if not catalogue().get(text))

    assert missing == []
    assert len(texts) > 150


def test_what_is_filled_in_keeps_its_placeholders():
    names = re.compile(r"%\(\w+\)s")

    wrong = [
        text
        for text, nynorsk in catalogue().items()
        if text and set(names.findall(text)) != set(names.findall(nynorsk))
    ]

    assert wrong == []


def test_the_compiled_catalogue_is_made_of_the_one_people_write():
    assert MO.read_bytes() == compiled(catalogue()), "Run: python manage.py compile_nynorsk"


def test_a_text_that_stands_twice_is_found():
    with pytest.raises(ValueError, match="Stands twice"):
        read('msgid "Ja"\nmsgstr "Ja"\n\nmsgid "Ja"\nmsgstr "Jo"\n')


def test_the_positions_are_the_same_words_in_both():
    with override("nn"):
        assert [str(label) for label in Position.labels] == [
            "Støttar",
            "Støttar med merknad",
            "Støttar ikkje",
            "Ingen merknad",
        ]


@pytest.mark.django_db
def test_the_visitor_chooses_and_the_choice_is_remembered(client):
    address = asked.hearing(opens_on=asked.OPENS).get_absolute_url()

    assert b'<html lang="nb">' in client.get(address).content
    assert b'<html lang="nn">' in client.get(f"{address}?sprak=nn").content
    assert "Høyringsbrev" in client.get(address).content.decode()
    assert b'<html lang="nb">' in client.get(f"{address}?sprak=nb").content


@pytest.mark.django_db
def test_a_page_that_exists_in_bokmal_alone_is_bokmal_whatever_is_chosen(client):
    client.get("/horinger/?sprak=nn")

    assert b'<html lang="nb">' in client.get("/").content


@pytest.mark.django_db
def test_a_made_up_language_is_bokmal(client):
    assert b'<html lang="nb">' in client.get("/horinger/?sprak=se").content
    assert _("Høringer") == "Høringer"
