"""The mails of an innspillsrunde: each says what is asked, until when, and where it is done. Written in the
transaction of what they tell; a key for each receiver keeps them single."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from hearings.models import CouncilAssessment, PersonalLink, RequestQuestion, RoundRequest
from notifications.services import write_message
from organisations.models import Organisation, Role, User


def long_date(day: dt.date) -> str:
    """«tirsdag 1. desember 2026»."""
    return date_format(day, "l j. F Y")


def addresses_of(body: Organisation) -> list[str]:
    """Where a body is reached: its own address, or its innsenderes when it has none."""
    if body.email:
        return [body.email]
    people = User.objects.filter(memberships__organisation=body, memberships__role=Role.SUBMITTER, is_active=True)
    return sorted(set(people.values_list("email", flat=True)))


def tell_body(request: RoundRequest, *, what: str, subject: str, paragraphs: list[str]) -> None:
    """One mail to each of the body's addresses; `what` is unique for what is told."""
    where = _("Åpne forespørselen: %(url)s") % {"url": _url("hearings:request", request.pk)}
    for address in addresses_of(request.organisation):
        write_message(
            key=f"innspill-{request.pk}-{what}-{address}"[:200],
            to=address,
            subject=_one_line(subject),
            body="\n\n".join([*paragraphs, where]) + "\n",
            case_number=request.consultation.case_number,
        )


def tell_of_request(request: RoundRequest, *, questions: int, items: int) -> None:
    """That the body is asked: about what, by when, and what to do."""
    asked = _("Dere er bedt om innspill til «%(title)s»: %(items)s endringspunkter og %(questions)s spørsmål.")
    facts = {"title": request.consultation, "items": items, "questions": questions}
    paragraphs = [asked % facts, _("Fristen er %(day)s.") % {"day": long_date(request.deadline)}]
    if request.organisation.kind == Organisation.Kind.REGUT:
        paragraphs.append(
            _("Er dere spesialitetskontakt, ber dere først lederne av de regionale rådene om en vurdering.")
        )
    if request.consultation.introduction:
        paragraphs.append(request.consultation.introduction)
    subject = _("Innspill innen %(day)s: %(title)s")
    named = subject % {"day": f"{request.deadline:%d.%m.%Y}", "title": request.consultation}
    tell_body(request, what="spurt", subject=named, paragraphs=paragraphs)


def tell_of_extension(request: RoundRequest, *, reason: str) -> None:
    """That the body has more time, and why."""
    words = _("Fristen for innspill til «%(title)s» er flyttet til %(day)s.")
    told = words % {"title": request.consultation, "day": long_date(request.deadline)}
    subject = _("Ny frist: %(title)s") % {"title": request.consultation}
    paragraphs = [told, _("Begrunnelse: %(reason)s") % {"reason": reason}]
    tell_body(request, what=f"frist-{request.deadline}", subject=subject, paragraphs=paragraphs)


def tell_of_question(request: RoundRequest, *, question: RequestQuestion) -> None:
    """That the body is asked one question more, and which."""
    words = _("Dere har fått et spørsmål til om «%(title)s»:")
    told = words % {"title": request.consultation}
    carry = _("Det dere har skrevet, står. Fristen er fortsatt %(day)s.") % {"day": long_date(request.deadline)}
    subject = _("Et spørsmål til: %(title)s") % {"title": request.consultation}
    tell_body(request, what=f"sporsmal-{question.pk}", subject=subject, paragraphs=[told, question.text, carry])


def tell_of_version(request: RoundRequest, *, number: int, what_is_new: str) -> None:
    """That the items have changed since the body was asked."""
    words = _("Endringspunktene i «%(title)s» er endret. Versjon %(number)s er sendt ut.")
    told = words % {"title": request.consultation, "number": number}
    carry = _("Det dere har skrevet, står. Åpne svaret for å velge hva som tas med til den nye versjonen.")
    subject = _("Ny versjon: %(title)s") % {"title": request.consultation}
    tell_body(request, what=f"versjon-{number}", subject=subject, paragraphs=[told, what_is_new, carry])


def remind_body(request: RoundRequest, *, on: dt.date, what: str) -> None:
    """That the deadline is near, or past."""
    subject, told = _reminder(str(request.consultation), request.deadline, on=on)
    tell_body(request, what=what, subject=subject, paragraphs=[told])


def remind_council(assessment: CouncilAssessment, *, on: dt.date, what: str) -> None:
    """The same to a council's leader. The link in the first mail is personal, and is not repeated."""
    address = address_of_leader(assessment)
    if not address:
        return
    subject, told = _reminder(str(assessment.request.consultation), assessment.deadline, on=on)
    has_user = assessment.council.leader_id is not None
    where = _("Åpne vurderingen: %(url)s") % {"url": _url("hearings:assessment", assessment.pk)}
    by_link = _("Bruk lenken i e-posten dere fikk da dere ble spurt. Finner du den ikke, be RegUt om en ny.")
    write_message(
        key=f"radsvurdering-{assessment.pk}-{what}"[:200],
        to=address,
        subject=_one_line(subject),
        body="\n\n".join([told, where if has_user else by_link]) + "\n",
        case_number=assessment.request.consultation.case_number,
    )


def _reminder(title: str, deadline: dt.date, *, on: dt.date) -> tuple[str, str]:
    left = (deadline - on).days
    names = {"title": title, "day": long_date(deadline)}
    if left < 0:
        told = _("Fristen for innspill til «%(title)s» gikk ut %(day)s, og vi har ikke fått svar. Send det likevel.")
        return _("Fristen er ute: %(title)s") % names, told % names
    told = _("Fristen for innspill til «%(title)s» er %(day)s. Vi har ikke fått svar ennå.")
    return _("Påminnelse om innspill: %(title)s") % names, told % names


def address_of_leader(assessment: CouncilAssessment) -> str:
    """Where the leader is reached."""
    leader = assessment.council.leader
    return leader.email if leader else assessment.leader_email


def ask_leader(assessment: CouncilAssessment, *, link: PersonalLink | None = None, secret: str = "") -> None:
    """Ask a council's leader for an assessment; by a personal link when the leader has no user."""
    title = str(assessment.request.consultation)
    words = _("%(body)s ber %(council)s om en vurdering av «%(title)s».")
    names = {"body": assessment.request.organisation, "council": assessment.council, "title": title}
    paragraphs = [words % names, _("Fristen er %(day)s.") % {"day": long_date(assessment.deadline)}]
    if link is None:
        paragraphs.append(_("Logg inn og svar her: %(url)s") % {"url": _url("hearings:assessment", assessment.pk)})
    else:
        paragraphs += _by_link(link, _url("hearings:link", secret))
    write_message(
        key=f"radsvurdering-{assessment.pk}-spurt-{link.pk if link else 0}",
        to=link.email if link else address_of_leader(assessment),
        subject=_one_line(_("Vurdering fra rådet: %(title)s") % {"title": title}),
        body="\n\n".join(paragraphs) + "\n",
        case_number=assessment.request.consultation.case_number,
        is_private=link is not None,
    )


def _by_link(link: PersonalLink, url: str) -> list[str]:
    """How the leader answers, in both målformer as the page it leads to (språklova § 14)."""
    found = []
    for language, address in (("nb", url), ("nn", f"{url}?sprak=nn")):
        with override(language):
            personal = _("Lenken er personlig. Den gjelder til og med %(day)s; ikke send den videre.")
            found.append(_("Svar her, uten å logge inn: %(url)s") % {"url": address})
            found.append(personal % {"day": long_date(link.expires_on)})
    return found


def receipt(*, to: str, title: str, case_number: str, key: str, url: str, is_late: bool) -> None:
    """That an answer has come."""
    came = _("Vi har fått svaret på «%(title)s».") % {"title": title}
    late = _("Det kom etter fristen og er merket slik. Det er tatt vare på.") if is_late else ""
    read = _("Les svaret: %(url)s") % {"url": url} if url else ""
    write_message(
        key=key,
        to=to,
        subject=_one_line(_("Kvittering: %(title)s") % {"title": title}),
        body="\n\n".join(filter(None, [came, late, read])) + "\n",
        case_number=case_number,
    )


def request_url(request: RoundRequest) -> str:
    """The whole address of a request's page."""
    return _url("hearings:request", request.pk)


def _url(name: str, *args: object) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]
