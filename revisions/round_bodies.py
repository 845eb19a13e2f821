"""Whom a case's innspillsrunde should ask, from its specialties (IR-2, LA-5, spesialistforskriften § 6)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from organisations.models import Organisation, Specialty
from revisions.models import Case

Kind = Organisation.Kind


def specialties_of(case: Case) -> list[Specialty]:
    """The specialties the case's proposals are about."""
    return list(Specialty.objects.filter(proposals__case=case).select_related("contact").distinct())


def suggested_bodies(bodies: Sequence[Organisation], specialties: Sequence[Specialty]) -> list[Organisation]:
    """Whom to ask, as a start: the spesialitetskontakt of each specialty, or all RegUt where none is set (IR-2);
    the ALIS- and SAMLIS offices for the ASA specialties (LA-5); Legeforeningen, and the committees concerned (§ 6)."""
    contacts = [getattr(specialty, "contact", None) for specialty in specialties]
    named = {contact.organisation_id for contact in contacts if contact and contact.organisation_id}
    all_regut = not named or any(not (contact and contact.organisation_id) for contact in contacts)
    outside_hospital = any(specialty.is_outside_hospital for specialty in specialties)
    wanted = {
        Kind.REGUT: lambda body: all_regut or body.pk in named,
        Kind.ALIS_SAMLIS: lambda body: outside_hospital,
        Kind.MEDICAL_ASSOCIATION: lambda body: True,
        Kind.SPECIALTY_COMMITTEE: lambda body: True,
    }
    return [body for body in bodies if wanted[Kind(body.kind)](body)]


def facts_about(bodies: Sequence[Organisation], specialties: Sequence[Specialty]) -> list[str]:
    """What the caseworker should know of who is there to be asked, in sentences."""
    found = []
    unset = [one.in_words for one in specialties if not _has_contact(one)]
    if unset:
        words = _("Spesialitetskontakten er ikke satt for %(names)s, derfor er alle RegUt foreslått.")
        found.append(words % {"names": ", ".join(unset)})
    covered = {body.specialty_id for body in bodies if body.kind == Kind.SPECIALTY_COMMITTEE}
    uncovered = [one.in_words for one in specialties if one.kind == Specialty.Kind.SPECIALTY and one.pk not in covered]
    if uncovered:
        found.append(_("Ingen spesialitetskomité er registrert for %(names)s.") % {"names": ", ".join(uncovered)})
    return found


def _has_contact(specialty: Specialty) -> bool:
    contact = getattr(specialty, "contact", None)
    return contact is not None and contact.organisation_id is not None
