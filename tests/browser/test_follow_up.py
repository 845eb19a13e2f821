"""After the decision, in the browser: RegUt writes and tells it is done, and the directorate sees how far it is."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import timezone

from organisations.models import Organisation, Region, Specialty
from organisations.services import set_specialty_contact
from revisions.models import Case, FollowUp
from revisions.sample.cases import SampleCases
from revisions.sample.people import create_demo_users

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(annex) -> Case:
    """A case in follow-up, of which nothing is done; RegUt Vest is the specialty's contact."""
    cache.clear()
    people = create_demo_users()
    regut = Organisation.objects.get(kind=Organisation.Kind.REGUT, region=Region.WEST)
    contact = {"specialty": Specialty.objects.get(short_name="GAK"), "organisation": regut}
    set_specialty_contact(by=people["administrator"], **contact)
    SampleCases(people, today=timezone.localdate())._announced()
    FollowUp.objects.update(done_at=None, done_by=None, outcome="")
    return Case.objects.get()


def test_regut_writes_tells_it_is_done_in_the_region_and_the_directorate_sees_it(case, someone):
    regut = someone().log_in("regut").visit("/min-side/").follow("Nyhetssak")
    regut.page.get_by_label("Tekst").fill("Endringer i gastroenterologisk kirurgi gjelder fra høsten.")
    regut.press("Lagre teksten")
    regut.press("Meld oppgaven gjort")
    regut.visit("/oppfolging/").follow("Videreformidling i helseregionen")
    regut.page.get_by_label("Hva som er gjort").fill("Sendt til alle utdanningskoordinerende overleger.")
    regut.press("Meld oppgaven gjort")

    caseworker = someone(width=390).log_in("saksbehandler").visit(case.get_absolute_url())
    caseworker.follow("Nyhetssak").reads("gjelder fra høsten")
    caseworker.visit("/oppfolging/?vis=gjort").follow("Videreformidling i helseregionen")
    caseworker.reads("Sendt til alle utdanningskoordinerende overleger.")
