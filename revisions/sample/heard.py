"""Sample answers to a hearing that is over, in our own words, and what was made of them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from hearings import services
from hearings.models import Disposition, Hearing, HearingAnswer, HearingComment, Position
from organisations.models import User
from revisions.models import Case

SUPPORTS, REMARK = Position.SUPPORTS, Position.SUPPORTS_WITH_REMARK
AGAINST, NOTHING = Position.DOES_NOT_SUPPORT, Position.NO_REMARK

_VOLUME = "Små sykehus har ikke nok pasienter til at alle leger i spesialisering kan nå kravet i løpet av utdanningen."
ANSWERS: tuple[tuple[str, str, str], ...] = (
    ("Sykehus i nord", AGAINST, _VOLUME),
    ("Sykehus i midt", AGAINST, _VOLUME.replace("Små sykehus", "Små og mellomstore sykehus")),
    ("Sykehus i vest", AGAINST, _VOLUME),
    ("Sykehus i sør", REMARK, "Det bør framgå av den utdypende teksten om kravet også gjelder behandling av barn."),
    ("Universitetssykehus", SUPPORTS, ""),
    ("Pasientforening", SUPPORTS, "Bra at kravet blir tydeligere. Pasientene merker forskjellen."),
    ("Kommune", NOTHING, ""),
    ("Privatperson, lege", REMARK, "Læringsmålet bør ha et kurs, ellers blir opplæringen ulik i regionene."),
)


def answered(case: Case, *, by: User, dispose: bool) -> Hearing:
    """Answers to the case's closed hearing, looked through and published; all or two of the comments disposed of."""
    hearing = case.hearings.get()
    now = timezone.now()
    if hearing.published_at is None:
        hearing.published_at = timezone.make_aware(dt.datetime.combine(hearing.opens_on, dt.time(9)))
        hearing.save(update_fields=["published_at"])
    version = hearing.versions.order_by("-number").first()
    if version is None:
        return hearing
    items = list(version.items.all())
    days = (hearing.deadline - hearing.opens_on).days
    for at, (name, position, text) in enumerate(ANSWERS):
        sent = hearing.opens_on + dt.timedelta(days=days * (at + 2) // (len(ANSWERS) + 2))
        answer = _answer(hearing, name, sent=timezone.make_aware(dt.datetime.combine(sent, dt.time(11))))
        for item in items:
            said = text if item is items[0] else ""
            HearingComment.objects.create(
                answer=answer, item=item, position=position if said or not text else SUPPORTS, text=said
            )
        services.publish_answer(answer=answer, withheld={}, withheld_attachments=(), by=by, now=now)
    _dispose(hearing, by=by, now=now, everything=dispose)
    return hearing


def summed_up(hearing: Hearing, *, by: User) -> None:
    """The introduction, and the summary published."""
    text = (
        "De fleste støtter endringene. Innvendingene gjelder pasientgrunnlaget på små sykehus. Direktoratet "
        "beholder kravet, og presiserer i utdypende tekst hvordan det kan nås gjennom samarbeid i regionen."
    )
    services.save_summary(hearing=hearing, text=text, seen="", by=by)
    services.publish_summary(hearing=hearing, by=by, now=timezone.now())


def _answer(hearing: Hearing, name: str, *, sent: dt.datetime) -> HearingAnswer:
    is_private = name.startswith("Privatperson")
    who: dict[str, object] = {"kind": HearingAnswer.Kind.ORGANISATION}
    if is_private:
        who = {"kind": HearingAnswer.Kind.PERSON, "email": "privatperson@example.no", "confirmed_at": sent}
    version = hearing.versions.order_by("-number")[0]
    return HearingAnswer.objects.create(hearing=hearing, version=version, sender_name=name, sent_at=sent, **who)


def _dispose(hearing: Hearing, *, by: User, now: dt.datetime, everything: bool) -> None:
    outcomes, left = Disposition.Outcome, HearingComment.objects.in_hearing(hearing).to_dispose()
    if everything:
        services.dispose_alike(
            hearing=hearing,
            comments=[one.pk for one in left if one.position == AGAINST],
            outcome=outcomes.NOT_FOLLOWED,
            reason="Kravet er nødvendig. Mindre sykehus kan nå det gjennom samarbeid og rotasjon i regionen.",
            by=by,
            now=now,
        )
    rest = [one for one in left.not_disposed().order_by("-pk") if one.position != AGAINST]
    for comment in rest if everything else rest[:2]:
        services.dispose(
            comment=comment,
            outcome=outcomes.PARTLY if comment.position == REMARK else outcomes.NOTED,
            reason="Vi presiserer dette i den utdypende teksten. Ordlyden i læringsmålet endres ikke.",
            by=by,
            now=now,
        )
