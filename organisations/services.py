"""Writing who takes part: verbs with keyword-only arguments."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from . import reference
from .models import Organisation, Region, SetInclusion, Specialty, SpecialtyContact, TrainingCouncil, User
from .refusals import RuleViolation
from .signals import contact_changed

Row = TypeVar("Row", bound=models.Model)

# A region of a council is empty when the council is tverregionalt.
COUNCIL_REGIONS = (*Region.values, "")


@transaction.atomic
def load_reference_data(*, by: User) -> dict[str, int]:
    """Create the specialties, bodies, councils and contacts of `reference` that are not there.

    Rows that exist are left as they are: what an administrator has changed, stands. Returns how many of each kind
    were created, by what a person calls them.
    """
    created = {
        _("spesialiteter og felles læringsmål"): _load_specialties(),
        _("felles læringsmål i spesialiteter"): _load_inclusions(),
    }
    by_short_name = {row.short_name: row for row in Specialty.objects.all()}
    created[_("organisasjoner")] = _load_bodies(by=by)
    created[_("spesialitetskomiteer")] = _load_committees(by_short_name, by=by)
    created[_("spesialistutdanningsråd")] = _load_councils(by_short_name, by=by)
    created[_("spesialitetskontakter (ikke satt)")] = add_missing(
        SpecialtyContact,
        (SpecialtyContact(specialty=row) for row in by_short_name.values()),
        key=lambda contact: contact.specialty_id,
        by=by,
    )
    return created


def add_missing(
    model: type[Row], rows: Iterable[Row], *, key: Callable[[Row], Hashable], by: User | None = None
) -> int:
    """Insert the rows whose `key` no row in the table has; returns how many. With `by`, their history too."""
    existing = {key(row) for row in model._default_manager.all()}
    new = [row for row in rows if key(row) not in existing]
    if by is None:
        model._default_manager.bulk_create(new)
    elif new:
        bulk_create_with_history(new, model, default_user=by)
    return len(new)


@transaction.atomic
def set_specialty_contact(*, specialty: Specialty, organisation: Organisation | None, by: User) -> SpecialtyContact:
    """Say which RegUt answers for the specialty, or that none does yet (IR-2).

    The journal hears of it through `signals.contact_changed`. Nothing happens when nothing changes. Raises
    RuleViolation when the organisation is not a RegUt.
    """
    if organisation is not None and organisation.kind != Organisation.Kind.REGUT:
        raise RuleViolation(
            _("%(organisation)s kan ikke være spesialitetskontakt for %(specialty)s. Velg et av de fire RegUt-ene.")
            % {"organisation": organisation, "specialty": specialty},
            code="contact-is-not-a-regut",
            authority="IR-2",
        )
    SpecialtyContact.objects.get_or_create(specialty=specialty)
    contacts = SpecialtyContact.objects.select_for_update(of=("self",)).select_related("organisation")
    contact = contacts.get(specialty=specialty)
    previous = contact.organisation
    if previous == organisation:
        return contact
    contact.organisation = organisation
    contact.full_clean()
    contact._history_user = by  # type: ignore[attr-defined]
    contact.save(update_fields=["organisation"])
    contact_changed.send(sender=SpecialtyContact, contact=contact, previous=previous, by=by)
    return contact


def slug_of(name: str) -> str:
    """The name as an address: «ore-nese-halssykdommer»."""
    return slugify(name.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a"))


def _load_specialties() -> int:
    kinds = {
        Specialty.Kind.COMMON_SET: reference.COMMON_SETS,
        Specialty.Kind.SPECIALTY: reference.SPECIALTIES,
    }
    rows = (
        Specialty(
            name=fact.name,
            short_name=fact.short_name,
            slug=slug_of(fact.name),
            kind=kind,
            is_outside_hospital=fact.is_outside_hospital,
        )
        for kind, facts in kinds.items()
        for fact in facts
    )
    return add_missing(Specialty, rows, key=lambda row: row.short_name)


def _load_inclusions() -> int:
    by_short_name = {row.short_name: row for row in Specialty.objects.all()}
    rows = (
        SetInclusion(specialty=by_short_name[fact.short_name], common_set=by_short_name[included])
        for fact in reference.SPECIALTIES
        for included in fact.includes
    )
    return add_missing(SetInclusion, rows, key=lambda row: (row.specialty_id, row.common_set_id))


def _load_bodies(*, by: User) -> int:
    """The bodies there is one of, or one of in each region, are known by that; the offices by their names."""
    kind = Organisation.Kind
    singular = _organisations(kind.DIRECTORATE, [reference.DIRECTORATE])
    singular += _organisations(kind.MEDICAL_ASSOCIATION, [reference.MEDICAL_ASSOCIATION])
    created = add_missing(Organisation, singular, key=lambda row: row.kind, by=by)
    authorities = _organisations(kind.RHF, reference.HEALTH_AUTHORITIES)
    created += add_missing(Organisation, authorities, key=lambda row: (row.kind, row.region), by=by)
    parents = {row.region: row for row in Organisation.objects.of_kind(kind.RHF)}
    centres = _organisations(kind.REGUT, reference.TRAINING_CENTRES)
    for centre in centres:
        centre.parent = parents[centre.region]
    created += add_missing(Organisation, centres, key=lambda row: (row.kind, row.region), by=by)
    offices = _organisations(kind.ALIS_SAMLIS, reference.OUT_OF_HOSPITAL_OFFICES)
    return created + add_missing(Organisation, offices, key=lambda row: row.name, by=by)


def _organisations(kind: str, facts: Iterable[reference.BodyFact]) -> list[Organisation]:
    return [Organisation(kind=kind, name=fact.name, short_name=fact.short_name, region=fact.region) for fact in facts]


def _load_committees(specialties: Mapping[str, Specialty], *, by: User) -> int:
    association = Organisation.objects.get(kind=Organisation.Kind.MEDICAL_ASSOCIATION)
    committees = (
        Organisation(
            kind=Organisation.Kind.SPECIALTY_COMMITTEE,
            name=f"Spesialitetskomiteen i {fact.name[0].lower()}{fact.name[1:]}",
            parent=association,
            specialty=specialties[fact.short_name],
        )
        for fact in reference.SPECIALTIES
    )
    return add_missing(Organisation, committees, key=lambda row: (row.kind, row.specialty_id), by=by)


def _load_councils(specialties: Mapping[str, Specialty], *, by: User) -> int:
    return add_missing(
        TrainingCouncil,
        _councils(specialties),
        key=lambda row: (row.kind, row.region, row.specialty_id),
        by=by,
    )


def _councils(specialties: Mapping[str, Specialty]) -> Iterator[TrainingCouncil]:
    """One per hospital specialty and one of each other kind, per region and tverregionalt (IR-4)."""
    kind = TrainingCouncil.Kind
    for region in COUNCIL_REGIONS:
        for fact in reference.SPECIALTIES:
            if not fact.is_outside_hospital:
                yield TrainingCouncil(kind=kind.SPECIALTY, region=region, specialty=specialties[fact.short_name])
        for other in (kind.LIS1, kind.FIM, kind.FKI, kind.FKM, kind.COORDINATION):
            yield TrainingCouncil(kind=other, region=region)
