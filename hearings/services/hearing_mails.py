"""The mails of a hearing, in the målform of whoever gets them. Written in the transaction of what they tell."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from hearings.models import HearingAnswer, HearingComment
from hearings.rules import moment_in_words
from notifications.services import write_message

MAX_COPY = 200_000
"""Characters of the answer that the receipt repeats; the rest is read by the link."""


def ask_to_confirm(answer: HearingAnswer, *, secret: str) -> None:
    """The link that confirms the address; without it the answer does not count."""
    with override(answer.language):
        names = {"title": answer.hearing.title, "name": answer.sender_name}
        paragraphs = [
            _("Hei, %(name)s.") % names,
            _("Vi har tatt imot et svar på «%(title)s» med denne e-postadressen.") % names,
            _("Svaret teller først når du har bekreftet at det er ditt. Åpne lenken og velg «Bekreft svaret»:"),
            link_url(secret),
            _("Lenken gjelder i to døgn. Er svaret ikke ditt, trenger du ikke gjøre noe: da slettes det."),
        ]
        subject = _("Bekreft høringssvaret ditt")
    _write(f"horingssvar-{answer.pk}-bekreft", answer, to=answer.email, subject=subject, paragraphs=paragraphs)


def receipt(answer: HearingAnswer, *, to: Sequence[str], secret: str = "") -> None:
    """That the answer is received, with a copy of it, and how it can be changed."""
    with override(answer.language):
        paragraphs = [*_received(answer), *_how_to_change(answer, secret), *copy_of(answer)]
        subject = _("Kvittering for høringssvar")
    what = f"kvittering-{answer.changed_at.isoformat()}" if answer.changed_at else "kvittering"
    if answer.changed_at is None and answer.sent_at is not None:
        what = f"kvittering-{answer.sent_at.isoformat()}"
    for address in to:
        key = f"horingssvar-{answer.pk}-{what}-{address}"[:200]
        _write(key, answer, to=address, subject=subject, paragraphs=paragraphs)


def tell_of_withdrawal(answer: HearingAnswer, *, to: Sequence[str]) -> None:
    """That the answer is taken back."""
    with override(answer.language):
        paragraphs = [
            _("Svaret på «%(title)s» er trukket tilbake. Det blir verken vurdert eller publisert.")
            % {"title": answer.hearing.title}
        ]
        subject = _("Høringssvaret er trukket tilbake")
    moment = answer.withdrawn_at.isoformat() if answer.withdrawn_at else ""
    for address in to:
        key = f"horingssvar-{answer.pk}-trukket-{moment}-{address}"[:200]
        _write(key, answer, to=address, subject=subject, paragraphs=paragraphs)


def copy_of(answer: HearingAnswer) -> list[str]:
    """The answer as running text: the general comment, then each item it says something of, then its files."""
    comments = answer.comments.select_related("item").order_by("item__number")
    general = [row for row in comments if row.item_id is None]
    parts = [_("Slik lyder svaret fra %(name)s:") % {"name": answer.sender_name}]
    parts += [_("Generelt:") + f"\n{row.text}" for row in general]
    parts += [_of_item(row) for row in comments if row.item_id is not None]
    names = answer.attachments.values_list("file_name", flat=True)
    if names:
        parts.append(_("Vedlegg: %(names)s") % {"names": ", ".join(names)})
    text = "\n\n".join(parts)
    if len(text) > MAX_COPY:
        return [text[:MAX_COPY] + " …", _("Svaret er langt; resten leses på siden til svaret.")]
    return [text]


def link_url(secret: str) -> str:
    """The whole address of the page a link opens."""
    return settings.SITE_URL + reverse("hearings:answer_link", args=[secret])


def _of_item(row: HearingComment) -> str:
    position = row.get_position_display()
    head = f"{row.item}: {position}" if position else str(row.item)
    return f"{head}\n{row.text}" if row.text else head


def _received(answer: HearingAnswer) -> list[str]:
    moment = answer.changed_at or answer.sent_at
    when = moment_in_words(moment)
    names = {"title": answer.hearing.title, "when": when}
    words = (
        _("Vi har lagret endringene i svaret på «%(title)s» %(when)s.")
        if answer.changed_at
        else _("Vi har mottatt svaret på «%(title)s» %(when)s.")
    )
    late = _("Det kom etter fristen og er merket slik. Det er tatt vare på.")
    public = _("Svaret blir offentlig når Helsedirektoratet har gått gjennom det. E-postadressen vises aldri.")
    return [words % names, *([late] if answer.is_late else []), public]


def _how_to_change(answer: HearingAnswer, secret: str) -> list[str]:
    if answer.is_late:
        return []
    until = date_format(answer.hearing.deadline, "l j. F Y")
    url = link_url(secret) if secret else settings.SITE_URL + reverse("hearings:own_answer", args=[answer.pk])
    return [_("Du kan endre eller trekke svaret til og med %(day)s kl. 23.59:") % {"day": until} + f"\n{url}"]


def _write(key: str, answer: HearingAnswer, *, to: str, subject: str, paragraphs: Sequence[str]) -> None:
    write_message(
        key=key,
        to=to,
        subject=" ".join(f"{subject}: {answer.hearing.title}".split())[:200],
        body="\n\n".join(paragraphs) + "\n",
        case_number=answer.hearing.case_number,
        # A link is for its receiver alone, and a copy of a private person's answer is theirs.
        is_private=answer.organisation_id is None,
    )
