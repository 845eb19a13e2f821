"""What comes of a hearing's comments in the browser: answered alone and many at once, summed up, and read by others."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from hearings.models import SummaryDocument
from hearings.tasks import render_summary
from revisions.models import Case
from revisions.sample import heard
from revisions.sample.cases import SampleCases
from revisions.sample.people import create_demo_users
from revisions.sample.plans import IN_HEARING

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "Kravet er nødvendig. Små sykehus kan samarbeide i regionen."


@pytest.fixture
def case(annex) -> Case:
    """A case whose hearing has ended: four comments wait for an answer, and three of them say the same."""
    cache.clear()
    today, people = timezone.localdate(), create_demo_users()
    sample = SampleCases(people, today=today)
    opened = today - dt.timedelta(days=200)
    case = sample._in_hearing(sample._to_round(IN_HEARING, opened=opened), opened=today - dt.timedelta(days=100))
    heard.answered(case, by=people["saksbehandler"], dispose=False)
    return case


def dispose(caseworker, *, outcome: str, reason: str, button: str) -> None:
    caseworker.page.get_by_label(outcome, exact=True).check()
    caseworker.page.get_by_label("Begrunnelse").fill(reason)
    caseworker.press(button)


def test_every_comment_is_answered_summed_up_and_read_and_the_case_goes_on(case, someone):
    caseworker = someone().log_in("saksbehandler").visit(case.get_absolute_url())
    caseworker.reads("4 av 6 merknader er ikke vurdert.")
    caseworker.follow("Vurder merknadene")
    dispose(caseworker, outcome="Ikke tatt til følge", reason=REASON, button="Lagre for alle 3 og gå til neste")
    caseworker.reads("5 av 6 merknader er vurdert.")
    caseworker.follow("Vurder merknaden fra Sykehus i sør")
    dispose(caseworker, outcome="Delvis tatt til følge", reason="Vi presiserer.", button="Lagre og gå til neste")
    caseworker.reads("6 av 6 merknader er vurdert.")
    caseworker.page.get_by_label("Innledning").fill("De fleste støtter endringene.")
    caseworker.press("Lagre og publiser oppsummeringen")
    caseworker.reads("Oppsummeringen er publisert")
    for document in SummaryDocument.objects.all():
        render_summary(document.pk)

    decider = someone(width=390).log_in("beslutter").visit(case.get_absolute_url()).follow("Oppsummeringen")
    for words in ("De fleste støtter endringene.", REASON, "Sykehus i nord"):
        decider.reads(words)
    starts = {"PDF": b"%PDF", "Word": b"PK", "CSV": b"\xef\xbb\xbf"}
    for name, start in starts.items():
        link = decider.page.get_by_role("link", name=re.compile(f"som {name}")).get_attribute("href")
        assert decider.page.request.get(decider.address + link).body().startswith(start)

    caseworker.visit(case.get_absolute_url()).press("Gå til vedtak")
    caseworker.reads("Skriv forslag til vedtak for punkt 1")
