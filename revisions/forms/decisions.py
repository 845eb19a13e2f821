"""The form of the proposed vedtak on one change item (SA-6)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from objectives import legal_text
from organisations.prose import LineField, ProseField
from revisions.models import ChangeItem, Decision, RecommendationDecision, Wording

from .items import MAX_TEXT

Outcome = Decision.Outcome

HINTS = {
    Outcome.ADOPT.value: _("Forslaget blir forskrift slik det står."),
    Outcome.ADOPT_WITH_CHANGES.value: _("Direktoratets egen tekst blir forskrift. Skriv den under."),
    Outcome.REJECT.value: _("Forskriften endres ikke på dette punktet."),
    Outcome.POSTPONE.value: _("Punktet avgjøres ikke nå. Det må tas opp igjen i en ny sak eller ved gjenåpning."),
}


RECOMMENDATION_HINTS = {
    Outcome.ADOPT.value: _("Endringen publiseres når beslutningen er fattet."),
    Outcome.ADOPT_WITH_CHANGES.value: _("Direktoratets egen tekst publiseres. Skriv den under."),
    Outcome.REJECT.value: _("Anbefalingen endres ikke på dette punktet."),
    Outcome.POSTPONE.value: HINTS[Outcome.POSTPONE.value],
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
        if not item.has_own_words:
            outcome.choices = [pair for pair in Outcome.choices if pair[0] != Outcome.ADOPT_WITH_CHANGES]
        self._own_words(item, standing)
        self.initial = {**_words_of(item, item.wording), **_written(standing), "seen": fingerprint(standing)}

    def _own_words(self, item: ChangeItem, standing: Decision | None) -> None:
        """The fields of the directorate's own words: as the kind has them, and none for what has no words."""
        if item.kind not in ChangeItem.WITH_TEXT or item.is_about_a_heading:
            del self.fields["text"]
        self.own_names = ["text"] if "text" in self.fields else []
        help_text = _("Brukes bare ved «Vedtas med endringer». Feltet begynner med forslagets ord.")
        if item.kind in ChangeItem.WITH_TEXT and item.is_about_a_heading:
            self.fields["number"] = LineField(label=_("Direktoratets nummer"), max_length=20, required=False)
            self.fields["title"] = LineField(label=_("Direktoratets ord"), max_length=250, required=False)
            self.fields["title"].help_text = help_text
            self.own_names = ["number", "title"]
        if item.kind == ChangeItem.Kind.SPLIT:
            written = len(standing.texts) if standing is not None and not standing.is_made else 0
            for number in range(1, max(len(item.texts), written) + 2):
                label = gettext("Direktoratets tekst %(number)s") % {"number": number}
                field = ProseField(label=label, required=False, rows=3, limit=MAX_TEXT)
                field.help_text = gettext("En tom tekst blir ikke med.") if number > len(item.texts) else help_text
                self.fields[f"text_{number}"] = field
                self.own_names.append(f"text_{number}")
        self.order_fields(["outcome", *self.own_names, "reason"])

    @property
    def own_fields(self) -> list[BoundField]:
        """The fields of the directorate's own words, in their order."""
        return [self[name] for name in self.own_names]

    def own_wording(self) -> Wording:
        """The words in the fields, as they came."""
        data = self.cleaned_data
        if self.item.is_about_a_heading:
            return Wording(text=data.get("title", ""), number=data.get("number", ""))
        if self.item.kind == ChangeItem.Kind.SPLIT:
            texts = (legal_text.clean(data.get(name, "")) for name in self.own_names)
            return Wording(texts=tuple(text for text in texts if text))
        return Wording(text=legal_text.clean(data.get("text", "")))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("seen", "") != fingerprint(self.standing) and not _is_said(self.standing, data, self.own_wording()):
            sent: Any = self.data
            self.data = shown_now = sent.copy()
            shown_now["seen"] = fingerprint(self.standing)
            raise ValidationError(_someone_else(self.standing), code="changed-meanwhile")
        if self.own_names:
            self._words_and_outcome_agree(data.get("outcome"), self.own_wording())
        return data

    def _words_and_outcome_agree(self, outcome: str | None, words: Wording) -> None:
        """What becomes law is never another text than the one on the page."""
        field = self.own_names[-1] if self.item.is_about_a_heading else self.own_names[0]
        if outcome == Outcome.ADOPT_WITH_CHANGES and not (words.text or words.texts):
            self.add_error(field, _("Skriv direktoratets tekst, eller velg et annet utfall."))
        if outcome == Outcome.ADOPT and words not in (Wording(), self.item.wording):
            self.add_error(
                field,
                _("Teksten er en annen enn forslagets. Velg «Vedtas med endringer», eller tøm feltet."),
            )


def fingerprint(*decisions: Decision | RecommendationDecision | None) -> str:
    """Which outcomes a page showed, so that nobody writes over, or decides on, what they have not read."""
    return ",".join(f"{row.pk}-{row.proposed_at.timestamp():.6f}" for row in decisions if row is not None)


def _written(standing: Decision | None) -> dict[str, str]:
    """What is written already. A decision that is made is not taken up again, it is superseded."""
    if standing is None or standing.is_made:
        return {}
    written = {"outcome": standing.outcome, "reason": standing.reason}
    own = standing.own_wording
    return written | (_words_of(standing.item, own) if own else {})


def _words_of(item: ChangeItem, words: Wording) -> dict[str, str]:
    """The words as the fields show them."""
    if item.is_about_a_heading:
        return {"title": words.text, "number": words.number}
    if item.kind == ChangeItem.Kind.SPLIT:
        return {f"text_{number}": text for number, text in enumerate(words.texts, start=1)}
    return {"text": words.text}


def _someone_else(standing: Decision | RecommendationDecision | None) -> str:
    if standing is None:
        return gettext("Utfallet er endret etter at du åpnet siden. Les det på nytt før du lagrer.")
    own = _own_words(standing)
    told = gettext("Direktoratets tekst: «%(text)s» ") % {"text": own} if own else ""
    return gettext(
        "%(name)s lagret et annet utfall mens du skrev: «%(outcome)s». %(text)sBegrunnelse: %(reason)s Lagre en gang "
        "til for å erstatte det med ditt."
    ) % {
        "name": standing.proposed_by,
        "outcome": standing.get_outcome_display(),
        "text": told,
        "reason": standing.reason,
    }


def _is_said(standing: Decision | RecommendationDecision | None, data: dict[str, Any], own: Wording) -> bool:
    """Whether the stored outcome says the same already: two clicks on one button, and nothing is written over."""
    if standing is None or standing.is_made:
        return False
    stored = standing.own_wording if isinstance(standing, Decision) else Wording(text=standing.text)
    says = (standing.outcome, standing.reason)
    words_are_the_same = standing.outcome != Outcome.ADOPT_WITH_CHANGES or stored == own
    return says == (data.get("outcome"), data.get("reason", "").strip()) and words_are_the_same


def _own_words(standing: Decision | RecommendationDecision) -> str:
    """The directorate's own words in an outcome, in one line; empty when the proposal's are used."""
    if isinstance(standing, RecommendationDecision):
        return standing.text
    words = standing.own_wording
    return " / ".join(filter(None, (words.number, words.text, *words.texts))) if words else ""


class RecommendationForm(forms.Form):
    """The outcome of a change of a course, a procedure or an utdypende tekst, and why."""

    outcome = forms.ChoiceField(
        label=_("Utfall"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg utfall for punktet."), "invalid_choice": _("Velg et av utfallene.")},
    )
    text = ProseField(
        label=_("Direktoratets tekst"),
        required=False,
        rows=4,
        limit=MAX_TEXT,
        help_text=_("Brukes bare ved «Vedtas med endringer»: den utdypende teksten, eller tittelen."),
    )
    reason = ProseField(
        label=_("Begrunnelse"),
        rows=5,
        help_text=_("Avsenderen ser den når beslutningen er fattet."),
        error_messages={"required": _("Skriv en begrunnelse for utfallet.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, proposed: str, standing: RecommendationDecision | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed, self.standing = proposed, standing
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)  # noqa: S101 - as declared above
        outcome.choice_hints = RECOMMENDATION_HINTS  # type: ignore[attr-defined]
        self.initial = {"text": proposed, "seen": fingerprint(standing)}
        if standing is not None and not standing.is_made:
            self.initial |= {"outcome": standing.outcome, "reason": standing.reason, "text": standing.text or proposed}
        if not proposed:
            del self.fields["text"]
            outcome.choices = [pair for pair in Outcome.choices if pair[0] != Outcome.ADOPT_WITH_CHANGES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        own = legal_text.clean(data.get("text", ""))
        if data.get("seen", "") != fingerprint(self.standing) and not _is_said(self.standing, data, Wording(text=own)):
            sent: Any = self.data
            self.data = shown_now = sent.copy()
            shown_now["seen"] = fingerprint(self.standing)
            raise ValidationError(_someone_else(self.standing), code="changed-meanwhile")
        if data.get("outcome") == Outcome.ADOPT_WITH_CHANGES and not own:
            self.add_error("text", gettext("Skriv direktoratets tekst, eller velg et annet utfall."))
        if data.get("outcome") == Outcome.ADOPT and own not in ("", self.proposed):
            self.add_error(
                "text", gettext("Teksten er en annen enn forslagets. Velg «Vedtas med endringer», eller tøm feltet.")
            )
        return data
