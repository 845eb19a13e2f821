"""What a proposal must be before it is sent, changed or made a case of (FO-*, SA-1, SA-4)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Organisation
from organisations.refusals import RuleViolation
from revisions.models import Case, Proposal, Status

from .decisions import long_date

# How far a case may have come when one more proposal joins it: what joins goes on the round with the rest (LA-4).
JOINABLE = (Status.RECEIVED, Status.COMPLETENESS, Status.RETURNED)


@dataclass(frozen=True)
class Missing:
    """Something the template asks for that is not there: the field, and the sentence that says so."""

    field: str
    message: str


_REQUIRED_PARTS = {
    "summary": gettext_lazy("Skriv en oppsummering: hva foreslås, og hvorfor."),
    "reasons": gettext_lazy("Skriv begrunnelsen: hvorfor endringen trengs, og hvem som har vurdert den."),
    "professional_consequences": gettext_lazy("Beskriv de faglige konsekvensene, også om det ikke er noen."),
    "organisational_consequences": gettext_lazy("Beskriv de organisatoriske konsekvensene, også om det ikke er noen."),
    "economic_consequences": gettext_lazy(
        "Beskriv de økonomiske og administrative konsekvensene, også om det ikke er noen."
    ),
    "activities_effect": gettext_lazy(
        "Beskriv virkningen for læringsaktiviteter, også om det ikke er noen, med en begrunnelse."
    ),
    "conclusion": gettext_lazy("Skriv en konklusjon; ved uenighet en vektet konklusjon."),
}


def missing_parts(proposal: Proposal) -> list[Missing]:
    """What is missing outright before the proposal can be sent (FO-2, FO-4, FO-5, LA-1), in the template's order."""
    missing = [
        Missing(name, str(words)) for name, words in _REQUIRED_PARTS.items() if not getattr(proposal, name).strip()
    ]
    has_items = proposal.items.exists()
    if has_items and not proposal.trainee_consequences.strip():
        missing.append(
            Missing(
                "trainee_consequences",
                _("Beskriv konsekvensene for leger som allerede er i utdanning, med forslag til overgangsordning."),
            )
        )
    changes_recommendations = proposal.activity_changes.exists() or proposal.elaboration_changes.exists()
    if not has_items and not changes_recommendations:
        missing.append(
            Missing(
                "items",
                _("Legg til minst ett endringspunkt, eller en endring av kurs, prosedyre eller utdypende tekst."),
            )
        )
    for name in Proposal.CHECKLIST:
        if not getattr(proposal, name):
            label = str(getattr(Proposal._meta.get_field(name), "verbose_name", name))
            point = f"{label[0].lower()}{label[1:]}"
            missing.append(Missing(name, _("Bekreft i sjekklisten: %(point)s.") % {"point": point}))
    return missing


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
        raise RuleViolation(
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
        raise RuleViolation(
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
