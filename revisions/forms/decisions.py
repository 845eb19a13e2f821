"""The form of the proposed vedtak on one change item (SA-6)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from objectives import legal_text
from revisions.models import ChangeItem, Decision

from .items import MAX_TEXT
from .prose import ProseField

Outcome = Decision.Outcome

HINTS = {
    Outcome.ADOPT.value: _("Forslaget blir forskrift slik det står."),
    Outcome.ADOPT_WITH_CHANGES.value: _("Direktoratets egen tekst blir forskrift. Skriv den under."),
    Outcome.REJECT.value: _("Forskriften endres ikke på dette punktet."),
    Outcome.POSTPONE.value: _("Punktet avgjøres ikke nå. Det må tas opp igjen i en ny sak eller ved gjenåpning."),
}


class OutcomeForm(forms.Form):
    """Outcome, reason, and the directorate's own text where it adopts something else than what was proposed."""

    outcome = forms.ChoiceField(
        label=_("Utfall"),
        choices=Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg utfall for punktet."), "invalid_choice": _("Velg et av utfallene.")},
    )
    text = ProseField(
        label=_("Direktoratets tekst"),
        required=False,
        rows=4,
        limit=MAX_TEXT,
        help_text=_("Brukes bare ved «Vedtas med endringer». Feltet begynner med forslagets tekst."),
    )
    reason = ProseField(
        label=_("Begrunnelse"),
        rows=5,
        help_text=_("Avsenderen ser den når vedtaket er fattet."),
        error_messages={"required": _("Skriv en begrunnelse for utfallet.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, item: ChangeItem, standing: Decision | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.standing = item, standing
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)  # noqa: S101 - as declared above
        outcome.choice_hints = HINTS  # type: ignore[attr-defined]
        if item.kind == ChangeItem.Kind.REPEAL:
            del self.fields["text"]
            outcome.choices = [pair for pair in Outcome.choices if pair[0] != Outcome.ADOPT_WITH_CHANGES]
        self.initial = {"text": item.new_text, **_written(standing), "seen": fingerprint(standing)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("seen", "") != fingerprint(self.standing):
            sent: Any = self.data
            self.data = shown_now = sent.copy()
            shown_now["seen"] = fingerprint(self.standing)
            raise ValidationError(_someone_else(self.standing), code="changed-meanwhile")
        if "text" in data:
            self._text_and_outcome_agree(data.get("outcome"), legal_text.clean(data["text"]))
        return data

    def _text_and_outcome_agree(self, outcome: str | None, text: str) -> None:
        """What becomes law is never another text than the one on the page."""
        if outcome == Outcome.ADOPT_WITH_CHANGES and not text:
            self.add_error("text", _("Skriv direktoratets tekst, eller velg et annet utfall."))
        if outcome == Outcome.ADOPT and text not in ("", self.item.new_text):
            self.add_error(
                "text",
                _("Teksten er en annen enn forslagets. Velg «Vedtas med endringer», eller tøm feltet."),
            )


def fingerprint(*decisions: Decision | None) -> str:
    """Which outcomes a page showed, so that nobody writes over, or decides on, what they have not read."""
    return ",".join(f"{row.pk}-{row.proposed_at.timestamp():.6f}" for row in decisions if row is not None)


def _written(standing: Decision | None) -> dict[str, str]:
    """What is written already. A decision that is made is not taken up again, it is superseded."""
    if standing is None or standing.is_made:
        return {}
    written = {"outcome": standing.outcome, "reason": standing.reason}
    return written | ({"text": standing.text} if standing.text else {})


def _someone_else(standing: Decision | None) -> str:
    if standing is None:
        return gettext("Utfallet er endret etter at du åpnet siden. Les det på nytt før du lagrer.")
    return gettext(
        "%(name)s lagret et annet utfall mens du skrev: «%(outcome)s». Begrunnelse: %(reason)s Lagre en gang til for "
        "å erstatte det med ditt."
    ) % {
        "name": standing.proposed_by,
        "outcome": standing.get_outcome_display(),
        "reason": standing.reason,
    }
