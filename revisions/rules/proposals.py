"""What a proposal must be before it is sent, changed or made a case of (FO-*, SA-1, SA-4)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from organisations.models import Organisation
from organisations.refusals import RuleViolation, WrongState
from revisions.models import Case, Proposal, Status

from .completeness import missing_parts
from .decisions import long_date

# How far a case may have come when one more proposal joins it: what joins goes on the round with the rest (LA-4).
JOINABLE = (Status.RECEIVED, Status.COMPLETENESS, Status.RETURNED)


def proposal_is_complete(proposal: Proposal) -> None:
    """Nothing that the template demands is missing outright (SP-9: nothing else may stop the sender)."""
    missing = missing_parts(proposal)
    if missing:
        raise RuleViolation(
            _("Forslaget kan ikke sendes ennå. Dette mangler: %(missing)s")
            % {"missing": " ".join(part.message for part in missing)},
            code="proposal-incomplete",
            authority="FO-2",
        )


def proposal_is_editable(proposal: Proposal) -> None:
    """A submitted proposal stands as it was sent, unless it is sent back (SA-4)."""
    if not proposal.is_editable:
        raise WrongState(
            _(
                "Forslaget ble sendt inn %(date)s og kan ikke endres. "
                "Be Helsedirektoratet sende det tilbake hvis noe må rettes."
            )
            % {"date": long_date(proposal.submitted_at.date() if proposal.submitted_at else proposal.saved_at.date())},
            code="proposal-is-sent",
            authority="SA-4",
        )


def proposal_was_never_sent(proposal: Proposal) -> None:
    """Only a draft can be thrown away; what was sent is kept, and can be withdrawn."""
    if proposal.submitted_at is not None:
        raise WrongState(
            _("Forslaget er sendt inn og kan ikke slettes. Trekk saken i stedet."),
            code="proposal-was-sent",
            authority="SA-1",
        )


def sender_may_propose(organisation: Organisation) -> None:
    """Proposals come from RegUt, ALIS/SAMLIS, Legeforeningen or the directorate itself (SA-1)."""
    if organisation.kind not in Organisation.PROPOSING_KINDS:
        raise RuleViolation(
            _(
                "%(sender)s kan ikke sende endringsforslag. Forslag kommer fra RegUt, ALIS/SAMLIS-kontor, "
                "Legeforeningen eller Helsedirektoratet."
            )
            % {"sender": organisation},
            code="sender-may-not-propose",
            authority="SA-1",
        )


def proposal_has_no_case(proposal: Proposal) -> None:
    """A proposal belongs to one case."""
    if proposal.case is not None:
        raise RuleViolation(
            _("Forslaget hører allerede til sak %(number)s. Åpne saken for å arbeide videre.")
            % {"number": proposal.case.number},
            code="proposal-has-a-case",
            authority="SA-3",
        )


def proposal_is_submitted(proposal: Proposal) -> None:
    """A case is made of what is sent in, not of a draft."""
    if proposal.submitted_at is None:
        raise RuleViolation(
            _("Forslaget er ikke sendt inn og kan ikke bli en sak. Avsenderen må sende det først."),
            code="proposal-not-submitted",
            authority="SA-3",
        )


def case_takes_more_proposals(case: Case) -> None:
    """Closely tied proposals are one case, as long as nobody has been asked about it (LA-4)."""
    if case.status not in JOINABLE:
        raise RuleViolation(
            _(
                "Sak %(number)s er i fasen «%(phase)s» og tar ikke imot flere forslag. Opprett en egen sak, eller "
                "velg en sak der innspillsrunden ikke har åpnet."
            )
            % {"number": case.number, "phase": case.get_status_display()},
            code="case-has-moved-on",
            authority="LA-4",
        )
