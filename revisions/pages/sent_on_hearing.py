"""What a caseworker is offered when a case goes on a hearing: whom to tell, a letter to write on, and a preview."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from hearings.models import AskedItem, Hearing
from hearings.pages.asked_items import AskedPage, ShownAsked
from hearings.pages.hearing import HearingInTime, lede_of, length_of
from organisations.models import Organisation, Specialty
from revisions.asked_items import items_to_hear
from revisions.models import Case
from revisions.rules import MaterialChange


def hearing_bodies(specialties: Sequence[Specialty]) -> QuerySet[Organisation]:
    """Whom to tell, as a start: the RHF (and through them the utdanningsvirksomheter), RegUt, ALIS/SAMLIS,
    Legeforeningen and the committees of the specialties concerned; other bodies that are known can be added."""
    kinds = Organisation.Kind
    always = (kinds.RHF, kinds.REGUT, kinds.ALIS_SAMLIS, kinds.MEDICAL_ASSOCIATION, kinds.OTHER)
    concerned = Q(kind=kinds.SPECIALTY_COMMITTEE, specialty__in=list(specialties))
    return Organisation.objects.filter(Q(kind__in=always) | concerned).order_by("kind", "name")


def suggested_letter(case: Case, specialties: Sequence[Specialty]) -> str:
    """A letter to write on: what is proposed, by whom, and what is asked."""
    senders = sorted({str(proposal.sender) for proposal in case.proposals.select_related("sender")})
    names = {
        "specialties": get_text_list([specialty.in_words for specialty in specialties], _("og")),
        "senders": get_text_list(senders, _("og")),
    }
    return "\n\n".join(
        (
            _(
                "Helsedirektoratet sender forslag til endringer i vedlegg 2 til spesialistforskriften på høring. "
                "Forslaget gjelder læringsmål i %(specialties)s."
            )
            % names,
            _(
                "Forslaget kommer fra %(senders)s. RegUt, ALIS-/SAMLIS-kontorene og Legeforeningen har gitt innspill "
                "før høringen."
            )
            % names,
            _(
                "Endringene står punkt for punkt på denne siden, med begrunnelse. Vi ber om et standpunkt til de "
                "punktene dere vil uttale dere om, og om merknader der dere mener noe bør endres."
            ),
        )
    )


def letter_of_a_new_hearing(changes: Sequence[MaterialChange]) -> str:
    """A letter to write on when a case is heard again: what has changed since it was heard last."""
    lines = "\n".join(f"- {change.name}: {change.what}" for change in changes)
    since = [_("Dette er endret siden forrige høring:"), lines] if changes else []
    return "\n\n".join(
        (
            _(
                "Helsedirektoratet har hatt forslag til endringer i vedlegg 2 til spesialistforskriften på høring. "
                "Etter høringen er forslaget endret, og vi ber om svar på det som nå foreslås."
            ),
            *since,
            _(
                "Svarene fra den første høringen er med videre i saken. Endringene står punkt for punkt på denne "
                "siden. Vi ber om et standpunkt til de punktene dere vil uttale dere om."
            ),
        )
    )


def consequences_of(case: Case) -> str:
    """What the proposals say of consequences, part by part, to be written for everyone who reads."""
    parts = (
        (_("Faglige konsekvenser"), "professional_consequences"),
        (_("Organisatoriske konsekvenser"), "organisational_consequences"),
        (_("Økonomiske og administrative konsekvenser"), "economic_consequences"),
        (_("Leger som allerede er i utdanning"), "trainee_consequences"),
    )
    proposals = list(case.proposals.order_by("pk"))
    found = []
    for label, name in parts:
        texts = [text for proposal in proposals if (text := getattr(proposal, name).strip())]
        if texts:
            found.append(f"{label}:\n" + "\n\n".join(texts))
    return "\n\n".join(found)


def preview_of(case: Case, data: Mapping[str, Any], *, on: dt.date) -> dict[str, Any]:
    """The hearing's page as everyone would read it, with nothing stored."""
    names = ("title", "opens_on", "deadline", "letter", "consequences", "contact", "short_deadline_reason")
    hearing = Hearing(case_number=case.number, **{name: data[name] for name in names})
    items = [AskedItem(**asdict(item)) for item in items_to_hear(case, on=on)]
    asked = AskedPage([ShownAsked(item) for item in items], len(items), [])
    specialties = list(dict.fromkeys(item.specialty for item in items if item.specialty))
    told = [body.name for body in data["asked"]] + [body.name for body in data["others"]]
    return {
        "hearing": hearing,
        "time": HearingInTime(hearing, timezone.now()),
        "asked": asked,
        "lede": lede_of(len(items), specialties),
        "length": length_of(hearing),
        "bodies": sorted(told),
        "is_preview": True,
    }
