"""Who takes part, as plain data: specialties, common sets and public bodies.

The names are those of spesialistforskriften vedlegg 1 and 2 and of the bodies' own pages. The annex's outline and
its code series are in `objectives.annex.outline`; they refer to the short names here.
"""

from __future__ import annotations

from typing import NamedTuple


class SpecialtyFact(NamedTuple):
    """A specialty or a common set. `includes` are the common sets it builds on."""

    short_name: str
    name: str
    includes: tuple[str, ...] = ()
    is_outside_hospital: bool = False


class BodyFact(NamedTuple):
    """A public body: its name, its short name and the health region it works in."""

    name: str
    short_name: str
    region: str


COMMON_SETS = (
    SpecialtyFact("FKM", "Felles kompetansemål"),
    SpecialtyFact("FIM", "Felles læringsmål for indremedisinske spesialiteter"),
    SpecialtyFact("FKI", "Felles læringsmål for kirurgiske spesialiteter"),
    SpecialtyFact("KLS", "Kliniske læringsmål i del 1, sykehus"),
    SpecialtyFact("KLP", "Kliniske læringsmål i del 1, psykiatri"),
    SpecialtyFact("KLK", "Kliniske læringsmål i del 1, kommune"),
)

_EVERY_SPECIALTY = ("FKM", "KLS", "KLP", "KLK")
_INTERNAL_MEDICINE = (*_EVERY_SPECIALTY, "FIM")
_SURGERY = (*_EVERY_SPECIALTY, "FKI")

SPECIALTIES = (
    SpecialtyFact("AMM", "Akutt- og mottaksmedisin", _INTERNAL_MEDICINE),
    SpecialtyFact("BLS", "Blodsykdommer", _INTERNAL_MEDICINE),
    SpecialtyFact("END", "Endokrinologi", _INTERNAL_MEDICINE),
    SpecialtyFact("FOR", "Fordøyelsessykdommer", _INTERNAL_MEDICINE),
    SpecialtyFact("GER", "Geriatri", _INTERNAL_MEDICINE),
    SpecialtyFact("HJS", "Hjertesykdommer", _INTERNAL_MEDICINE),
    SpecialtyFact("MED", "Indremedisin", _INTERNAL_MEDICINE),
    SpecialtyFact("INF", "Infeksjonssykdommer", _INTERNAL_MEDICINE),
    SpecialtyFact("LUN", "Lungesykdommer", _INTERNAL_MEDICINE),
    SpecialtyFact("NYR", "Nyresykdommer", _INTERNAL_MEDICINE),
    SpecialtyFact("BAK", "Barnekirurgi", _SURGERY),
    SpecialtyFact("BEK", "Bryst- og endokrinkirurgi", _SURGERY),
    SpecialtyFact("GAK", "Gastroenterologisk kirurgi", _SURGERY),
    SpecialtyFact("KIR", "Generell kirurgi", _SURGERY),
    SpecialtyFact("KAK", "Karkirurgi", _SURGERY),
    SpecialtyFact("PLA", "Plastikkirurgi", _SURGERY),
    SpecialtyFact("THX", "Thoraxkirurgi", _SURGERY),
    SpecialtyFact("URO", "Urologi", _SURGERY),
    SpecialtyFact("ALM", "Allmennmedisin", _EVERY_SPECIALTY, is_outside_hospital=True),
    SpecialtyFact("ANE", "Anestesiologi", _EVERY_SPECIALTY),
    SpecialtyFact("ARB", "Arbeidsmedisin", _EVERY_SPECIALTY, is_outside_hospital=True),
    SpecialtyFact("BUP", "Barne- og ungdomspsykiatri", _EVERY_SPECIALTY),
    SpecialtyFact("PED", "Barnesykdommer", _EVERY_SPECIALTY),
    SpecialtyFact("FMR", "Fysikalsk medisin og rehabilitering", _EVERY_SPECIALTY),
    SpecialtyFact("GYN", "Fødselshjelp og kvinnesykdommer", _EVERY_SPECIALTY),
    SpecialtyFact("HUD", "Hud og veneriske sykdommer", _EVERY_SPECIALTY),
    SpecialtyFact("ITR", "Immunologi og transfusjonsmedisin", _EVERY_SPECIALTY),
    SpecialtyFact("KLF", "Klinisk farmakologi", _EVERY_SPECIALTY),
    SpecialtyFact("KNF", "Klinisk nevrofysiologi", _EVERY_SPECIALTY),
    SpecialtyFact("MAX", "Maxillofacial kirurgi", _EVERY_SPECIALTY),
    SpecialtyFact("MBK", "Medisinsk biokjemi", _EVERY_SPECIALTY),
    SpecialtyFact("GEN", "Medisinsk genetikk", _EVERY_SPECIALTY),
    SpecialtyFact("MMB", "Medisinsk mikrobiologi", _EVERY_SPECIALTY),
    SpecialtyFact("NKI", "Nevrokirurgi", _EVERY_SPECIALTY),
    SpecialtyFact("NEV", "Nevrologi", _EVERY_SPECIALTY),
    SpecialtyFact("NUK", "Nukleærmedisin", _EVERY_SPECIALTY),
    SpecialtyFact("ONC", "Onkologi", _EVERY_SPECIALTY),
    SpecialtyFact("ORT", "Ortopedisk kirurgi", _EVERY_SPECIALTY),
    SpecialtyFact("RAD", "Radiologi", _EVERY_SPECIALTY),
    SpecialtyFact("PAT", "Patologi", _EVERY_SPECIALTY),
    SpecialtyFact("VOP", "Psykiatri", _EVERY_SPECIALTY),
    SpecialtyFact("REV", "Revmatologi", _EVERY_SPECIALTY),
    SpecialtyFact("RUS", "Rus- og avhengighetsmedisin", _EVERY_SPECIALTY),
    SpecialtyFact("SAM", "Samfunnsmedisin", _EVERY_SPECIALTY, is_outside_hospital=True),
    SpecialtyFact("ØNH", "Øre-nese-halssykdommer", _EVERY_SPECIALTY),
    SpecialtyFact("ØYE", "Øyesykdommer", _EVERY_SPECIALTY),
)

DIRECTORATE = BodyFact("Helsedirektoratet", "", "")
MEDICAL_ASSOCIATION = BodyFact("Den norske legeforening", "Legeforeningen", "")

HEALTH_AUTHORITIES = (
    BodyFact("Helse Nord RHF", "Helse Nord", "HN"),
    BodyFact("Helse Midt-Norge RHF", "Helse Midt-Norge", "HMN"),
    BodyFact("Helse Vest RHF", "Helse Vest", "HV"),
    BodyFact("Helse Sør-Øst RHF", "Helse Sør-Øst", "HSO"),
)

TRAINING_CENTRES = (
    BodyFact("RegUt Helse Nord", "RegUt HN", "HN"),
    BodyFact("RegUt Helse Midt-Norge", "RegUt HMN", "HMN"),
    BodyFact("RegUt Helse Vest", "RegUt HV", "HV"),
    BodyFact("RegUt Helse Sør-Øst", "RegUt HSØ", "HSO"),
)

# Bodø, Trondheim, Bergen, Kristiansand, Ringsaker and Oslo.
OUT_OF_HOSPITAL_OFFICES = (
    BodyFact("ALIS- og SAMLIS-kontor Nord", "ALIS/SAMLIS Nord", "HN"),
    BodyFact("ALIS- og SAMLIS-kontor Midt", "ALIS/SAMLIS Midt", "HMN"),
    BodyFact("ALIS- og SAMLIS-kontor Vest", "ALIS/SAMLIS Vest", "HV"),
    BodyFact("ALIS- og SAMLIS-kontor Sør", "ALIS/SAMLIS Sør", "HSO"),
    BodyFact("ALIS- og SAMLIS-kontor Øst", "ALIS/SAMLIS Øst", "HSO"),
    BodyFact("ALIS- og SAMLIS-kontor Oslo", "ALIS/SAMLIS Oslo", "HSO"),
)
