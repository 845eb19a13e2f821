"""What must hold before an endringsforskrift is sent to Lovdata, and what Lovdata's form asks for. Read-only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives.rules import long_date
from organisations.refusals import RuleViolation, WrongState

from . import configuration, reviewing, rules
from .documents import ActDocument, build_document
from .documents.wording import legal_basis_line
from .models import AmendmentRegulation, Dispatch, DispatchCheck
from .outline import PlacedClause

FORM_ADDRESS = "https://lovdata.no/lovtidend/kunngjoring"
AMENDS = "forskrift/2016-12-08-1482"
MINISTRY = "Helse- og omsorgsdepartementet"
AUTHORITY = "EF-1"


@dataclass(frozen=True)
class Field:
    """One thing Lovdata's form asks for, ready to be copied."""

    key: str
    label: str
    value: str
    rows: int = 1


def current_dispatch(regulation: AmendmentRegulation) -> Dispatch | None:
    """What is made ready of the version that is locked now, or was announced; None when nothing is."""
    version = reviewing.current_version(regulation)
    if version is None:
        return None
    rows = version.dispatches.standing().select_related("sent_by", "prepared_by", "version")
    return rows.first()


def act_document(
    regulation: AmendmentRegulation,
    dispatch: Dispatch | None,
    *,
    clauses: Sequence[PlacedClause] | None = None,
    with_grounds: bool = False,
) -> ActDocument:
    """The act as it now is: with the date it was decided from when the package to Lovdata tells it.

    `dispatch` is the current one; the rest is as `build_document` takes it.
    """
    document = build_document(regulation, clauses=clauses, with_grounds=with_grounds)
    if dispatch is None or not document.is_draft:
        return document
    basis = legal_basis_line(regulation.legal_basis, decided_on=dispatch.decided_on)
    return replace(document, decided_on=dispatch.decided_on, legal_basis=basis)


def manuscript(regulation: AmendmentRegulation, dispatch: Dispatch) -> ActDocument:
    """The act as Lovdata gets it: as it is locked, with the date it was decided."""
    document = act_document(regulation, dispatch)
    name = document.file_name.removesuffix(".pdf").replace("utkast-", "kunngjoring-", 1)
    return replace(document, file_name=f"{name}.pdf")


def fields(regulation: AmendmentRegulation, dispatch: Dispatch, placed: Sequence[PlacedClause]) -> list[Field]:
    """What the form asks for, in the order of Lovdata's own metadata."""
    on = dispatch.decided_on
    contact = ", ".join(
        part for part in (dispatch.contact_name, dispatch.contact_email, dispatch.contact_phone) if part
    )
    return [
        Field("tittel", _("Tittel"), regulation.title, rows=2),
        Field("korttittel", _("Korttittel"), regulation.short_title),
        Field("organ", _("Fastsatt av"), configuration.deciding_organ(on=on).name),
        Field("departement", _("Departement"), MINISTRY),
        Field("vedtatt", _("Vedtatt"), long_date(on)),
        Field("hjemmel", _("Hjemmel"), legal_basis_line(regulation.legal_basis, decided_on=on), rows=9),
        Field("ikrafttredelse", _("Ikrafttredelse"), "; ".join(in_force(placed)), rows=2),
        Field("endrer", _("Endrer"), f"{AMENDS} ({configuration.amended_regulation(on=on).annex})"),
        Field("eos", _("EØS-henvisning"), _("Ingen")),
        Field("kontakt", _("Kontaktperson"), contact, rows=2),
    ]


def in_force(placed: Sequence[PlacedClause]) -> list[str]:
    """The days the act enters into force, straks first, what is decided later last."""
    days = sorted({one.clause.in_force_from for one in placed if one.clause.in_force_from is not None})
    kinds = {one.clause.entry_into_force for one in placed}
    told = [_("straks ved kunngjøring")] if "straks" in kinds else []
    told += [long_date(day) for day in days]
    return [*told, _("fastsettes senere")] if "senere" in kinds else told


def as_text(found: Sequence[Field]) -> str:
    """The facts as a text file, one after the other."""
    return "".join(f"{field.label}:\r\n{field.value}\r\n\r\n" for field in found)


# --- the rules of it ----------------------------------------------------------------------------------


def is_ready_to_be_sent(regulation: AmendmentRegulation) -> None:
    """Only what is locked and approved by a second person is sent. Raises WrongState or RuleViolation."""
    rules.is_not_announced(regulation)
    rules.is_locked_for_announcement(regulation)
    reviewing.is_approved(regulation)


def is_decided(decided_on: dt.date, *, on: dt.date, placed: Sequence[PlacedClause]) -> None:
    """A forskrift is decided before it is sent, and nothing in it begins before that (forvaltningsloven § 38)."""
    if decided_on > on:
        raise RuleViolation(
            _("Forskriften må være vedtatt før den sendes til kunngjøring. Velg i dag eller en tidligere dato."),
            code="decided-in-the-future",
            authority="Forvaltningsloven § 38",
        )
    for one in placed:
        starts = one.clause.in_force_from
        if starts is not None:
            rules.clause_starts_after_the_decision(one.name, in_force_from=starts, decided_on=decided_on)


def is_not_sent(regulation: AmendmentRegulation) -> None:
    """What Lovdata has is not changed here until it is taken back. Raises WrongState."""
    sent = Dispatch.objects.sent().filter(regulation=regulation).select_related("sent_by").first()
    if sent is not None and sent.sent_at is not None:
        raise WrongState(
            _("«%(name)s» ble sendt til kunngjøring %(day)s av %(who)s. Trekk den tilbake fra kunngjøring først.")
            % {"name": regulation.name, "day": long_date(rules.norwegian_day(sent.sent_at)), "who": sent.sent_by},
            code="sent-already",
            authority=AUTHORITY,
        )


def is_made_ready(dispatch: Dispatch | None, regulation: AmendmentRegulation) -> Dispatch:
    """The facts of the form are there. Raises WrongState when they are not."""
    if dispatch is None:
        raise WrongState(
            _("Pakken til Lovdata for «%(name)s» er ikke gjort klar. Skriv vedtaksdato og kontaktperson først.")
            % {"name": regulation.name},
            code="not-made-ready",
            authority=AUTHORITY,
        )
    return dispatch


def everything_is_ticked(ticked: Collection[str]) -> None:
    """The whole checklist is gone through before the act is sent."""
    missing = [str(point.label) for point in DispatchCheck.Point if point.value not in ticked]
    if missing:
        raise RuleViolation(
            ngettext(
                "Ett punkt i sjekklisten er ikke krysset av: %(missing)s.",
                "%(count)s punkter i sjekklisten er ikke krysset av: %(missing)s.",
                len(missing),
            )
            % {"count": len(missing), "missing": "; ".join(missing)},
            code="checklist-not-done",
            authority=AUTHORITY,
        )


def is_sent(dispatch: Dispatch | None, regulation: AmendmentRegulation) -> Dispatch:
    """Only what is sent can be taken back. Raises WrongState."""
    if dispatch is None or not dispatch.is_sent:
        raise WrongState(
            _("«%(name)s» er ikke sendt til kunngjøring. Last siden på nytt.") % {"name": regulation.name},
            code="not-sent",
            authority=AUTHORITY,
        )
    return dispatch
