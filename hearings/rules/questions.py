"""What each kind of body is asked as a start, after IR-2 and the template (FO-7)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearings.models import RequestQuestion
from organisations.models import Organisation

Topic = RequestQuestion.Topic
Kind = Organisation.Kind

QUESTIONS: dict[Topic, Promise] = {
    Topic.PROFESSIONAL: _("Hvilke faglige konsekvenser får forslaget?"),
    Topic.ORGANISATIONAL: _("Hvilke organisatoriske konsekvenser får forslaget?"),
    Topic.ECONOMIC: _("Hvilke økonomiske og administrative konsekvenser får forslaget?"),
    Topic.PATHWAY: _("Kan alle nå læringsmålene innen utdanningsløpet, og hva betyr forslaget for gjennomstrømmingen?"),
    Topic.OPERATIONS: _("Hva betyr forslaget for driften i sykehuset eller kommunen?"),
    Topic.COURSES: _("Trengs det nye eller endrede kurs?"),
    Topic.OTHERS: _("Har andre spesialiteter erfaring med lignende krav, og berøres oppgavedelingen mellom dem?"),
    Topic.ACTIVITIES: _("Hvordan påvirkes nasjonale og lokale læringsaktiviteter?"),
    Topic.TRANSITION: _("Hvilken overgangsordning og ikrafttredelse trengs for dem som allerede er i utdanning?"),
    Topic.CONCLUSION: _("Hva er deres samlede konklusjon?"),
}

_WITH_OPERATIONS = tuple(Topic)
_OUTSIDE_HOSPITAL = tuple(topic for topic in Topic if topic != Topic.OTHERS)
_PROFESSION = tuple(topic for topic in Topic if topic not in (Topic.OPERATIONS, Topic.PATHWAY))

STANDARD: dict[str, tuple[Topic, ...]] = {
    Kind.REGUT: _WITH_OPERATIONS,
    Kind.ALIS_SAMLIS: _OUTSIDE_HOSPITAL,
    Kind.MEDICAL_ASSOCIATION: _PROFESSION,
    Kind.SPECIALTY_COMMITTEE: _PROFESSION,
}


def standard_topics(kind: str) -> tuple[Topic, ...]:
    """The topics a body of this kind is asked about unless the caseworker chooses otherwise (IR-2, FO-7)."""
    return STANDARD.get(kind, _PROFESSION)
