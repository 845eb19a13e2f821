"""The mails about an act, to those who follow it and to bodies that pass it on: words only, nothing is sent here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives.differences import Difference
from objectives.models import Follow, LegalAct
from objectives.rules import long_date
from organisations.models import Organisation

from .entered import Entered
from .hooks import also_told

MOST_CODES = 60
# Those who pass a change on to where it is used (OP-3), and who answered when it was heard.
RECEIVERS = (
    Organisation.Kind.RHF,
    Organisation.Kind.REGUT,
    Organisation.Kind.ALIS_SAMLIS,
    Organisation.Kind.MEDICAL_ASSOCIATION,
)


@dataclass(frozen=True)
class Mail:
    """What a mail says, whoever gets it."""

    subject: str
    body: str


def receivers(act: LegalAct, *, objectives: Collection[int]) -> dict[str, str]:
    """The addresses, each once whoever has it, by what tells them apart in a key; bodies first."""
    bodies = Organisation.objects.of_kind(*RECEIVERS).exclude(email="").order_by("pk").values_list("pk", "email")
    people = Follow.objects.of(act, objectives=objectives).filter(user__is_active=True)
    found = {f"organisasjon-{pk}": email for pk, email in bodies}
    found |= {f"bruker-{pk}": email for pk, email in people.order_by("user").values_list("user", "user__email")}
    found |= {f"bruker-{person.pk}": person.email for person in also_told(act) if person.is_active}
    once: dict[str, str] = {}
    for key, email in found.items():
        once.setdefault(email.lower(), key)
    return {key: email for email, key in once.items()}


def announced(act: LegalAct, *, days: Mapping[dt.date, int], waiting: int) -> Mail:
    """That an act is announced: its days, and how much begins on each."""
    lines = [
        ngettext("%(day)s: %(count)s endring", "%(day)s: %(count)s endringer", count)
        % {"day": long_date(day), "count": count}
        for day, count in sorted(days.items())
    ]
    if waiting:
        lines.append(_("Uten fastsatt dato: %(count)s") % {"count": waiting})
    return Mail(
        _("Kunngjort: %(act)s om læringsmål i vedlegg 2") % {"act": act},
        _letter(
            _("%(title)s, %(act)s, er kunngjort i Norsk Lovtidend.") % {"title": act.title, "act": act},
            _("Endringene trer i kraft:"),
            "\n".join(f"– {line}" for line in lines),
            _("Les forskriften: %(url)s") % {"url": _act_url(act)},
        ),
    )


def has_entered(act: LegalAct, what: Entered) -> Mail:
    """That something has entered into force."""
    day = long_date(what.day)
    return Mail(
        _("I kraft %(day)s: endringer i vedlegg 2") % {"day": day},
        _letter(
            _("Fra %(day)s gjelder disse endringene, fastsatt ved %(act)s:") % {"day": day, "act": act},
            _changes(what),
            _("Hva som er nytt, og hva som overføres for den som er i utdanning: %(url)s")
            % {"url": _url(reverse("regulations:entry", args=[what.day.isoformat()]))},
        ),
    )


def is_near(act: LegalAct, what: Entered, *, days: int) -> Mail:
    """That something soon enters into force."""
    day = {"day": long_date(what.day), "days": days, "act": act}
    soon = ngettext(
        "Om %(days)s dag, %(day)s, trer disse endringene i kraft, fastsatt ved %(act)s:",
        "Om %(days)s dager, %(day)s, trer disse endringene i kraft, fastsatt ved %(act)s:",
        days,
    )
    return Mail(
        _("Påminnelse: endringer i vedlegg 2 trer i kraft %(day)s") % day,
        _letter(
            soon % day,
            _changes(what),
            _("Les endringene: %(url)s") % {"url": _url(reverse("regulations:entry", args=[what.day.isoformat()]))},
        ),
    )


def is_corrected(act: LegalAct, *, before: str, reason: str, consequences: Collection[str]) -> Mail:
    """That an announcement was registered wrongly, and is set right."""
    return Mail(
        _("Rettet: kunngjøringen av %(act)s") % {"act": act},
        _letter(
            _("Kunngjøringen av %(before)s var registrert feil hos oss, og er rettet. Forskriften er den samme.")
            % {"before": before},
            "\n".join(f"– {sentence}" for sentence in consequences),
            _("Begrunnelse: %(reason)s") % {"reason": reason},
            _("Les forskriften: %(url)s") % {"url": _act_url(act)},
        ),
    )


def _changes(what: Entered) -> str:
    lines = [f"– {_change(item)}" for item in what.items[:MOST_CODES]]
    if len(what.items) > MOST_CODES:
        lines.append(_("– og %(count)s til") % {"count": len(what.items) - MOST_CODES})
    return "\n".join([*lines, *(_("– temaoverskriften %(heading)s") % {"heading": one} for one in what.headings)])


def _change(item: Difference) -> str:
    old = [version.objective.code for version in item.before if version.objective.code != item.code]
    codes = f"{', '.join(old)} → {item.code}" if old else item.code
    return f"{codes}: {str(item.kind.label).lower()}"


def _letter(*parts: str) -> str:
    unfollow = _("Du får denne e-posten fordi du eller organisasjonen din følger endringene. Endre det her: %(url)s")
    return "\n\n".join([*(part for part in parts if part), unfollow % {"url": _url(reverse("objectives:followed"))}])


def _act_url(act: LegalAct) -> str:
    return _url(reverse("regulations:act", args=[act.decided_on.year, act.number]))


def _url(path: str) -> str:
    return urljoin(settings.SITE_URL, path)
