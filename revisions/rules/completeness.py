"""What a proposal lacks before it can be sent, what the system checks itself, and what it only remarks on.

Only what the template demands outright stops the sender (SP-9); remarks are sent along with the proposal.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from objectives.models import ObjectiveVersion, Stage, Theme, ThemeVersion
from organisations.models import Organisation
from revisions.models import ChangeItem, Endorsement, Proposal

from .language_remarks import language_remarks
from .missing import ACTIVITIES, ATTACHMENTS, ENDORSEMENTS, ITEMS, Missing

COMMON_COMPETENCE = "FKM"
# «Ingen» and the like, with nothing after it.
_BARE_NONE = re.compile(r"^\W*(ingen|ikke noen|nei|nei, ingen|uendret|ikke aktuelt|ingen virkning)?\W*$", re.IGNORECASE)
_MINUTES = re.compile(r"referat|protokoll", re.IGNORECASE)
_ABOUT_COURSES = re.compile(r"\bkurs", re.IGNORECASE)
_ABOUT_COMPETENCE = re.compile(r"spesialist|kompetanse|pasient|må kunne|skal kunne|behandl", re.IGNORECASE)


_REQUIRED_PARTS = {
    "summary": (gettext_lazy("Skriv en oppsummering: hva foreslås, og hvorfor."), "FO-2"),
    "reasons": (gettext_lazy("Skriv begrunnelsen: hvorfor endringen trengs, og hvem som har vurdert den."), "FO-2"),
    "professional_consequences": (gettext_lazy("Beskriv de faglige konsekvensene, også om det ikke er noen."), "FO-2"),
    "organisational_consequences": (
        gettext_lazy("Beskriv de organisatoriske konsekvensene, også om det ikke er noen."),
        "FO-2",
    ),
    "economic_consequences": (
        gettext_lazy("Beskriv de økonomiske og administrative konsekvensene, også om det ikke er noen."),
        "FO-2",
    ),
    "activities_effect": (
        gettext_lazy("Beskriv virkningen for læringsaktiviteter, også om det ikke er noen, med en begrunnelse."),
        "LA-1",
    ),
    "local_activities_effect": (
        gettext_lazy("Beskriv behovet for nye lokale læringsaktiviteter, også om det ikke er noe."),
        "LA-1",
    ),
    "conclusion": (gettext_lazy("Skriv en konklusjon; ved uenighet en vektet konklusjon."), "FO-5"),
}


def missing_parts(proposal: Proposal) -> list[Missing]:
    """What is missing outright before the proposal can be sent (FO-2, FO-4, FO-5, FO-8, LA-1), part by part."""
    return [
        *_missing_texts(proposal),
        *_missing_for_items(proposal, list(proposal.items.all())),
        *_missing_confirmations(proposal),
    ]


def needs_common_argument(proposal: Proposal) -> bool:
    """Whether the proposal must argue that a felles kompetansemål can be reached in every specialty (FO-8)."""
    return any(_is_common_competence(item, proposal) for item in proposal.items.all())


def _is_common_competence(item: ChangeItem, proposal: Proposal) -> bool:
    owner = item.chapter.specialty if item.chapter and item.chapter.specialty else proposal.specialty
    return item.gives_new_code and item.stage != Stage.PART_1 and owner.short_name == COMMON_COMPETENCE


def _missing_texts(proposal: Proposal) -> Iterator[Missing]:
    for name, (words, authority) in _REQUIRED_PARTS.items():
        if not getattr(proposal, name).strip():
            yield Missing(name, str(words), authority)
    if proposal.activities_effect.strip() and _BARE_NONE.match(proposal.activities_effect):
        yield Missing(
            "activities_effect",
            _("Skriv hvorfor ingen nasjonale læringsaktiviteter påvirkes. «Ingen» alene er ikke nok."),
            "LA-1",
        )


def _missing_for_items(proposal: Proposal, items: list[ChangeItem]) -> Iterator[Missing]:
    if not items and not proposal.activity_changes.all() and not proposal.elaboration_changes.all():
        yield Missing(
            ITEMS,
            _("Legg til minst ett endringspunkt, eller en endring av kurs, prosedyre eller utdypende tekst."),
            "FO-3",
        )
    if items and not proposal.trainee_consequences.strip():
        yield Missing(
            "trainee_consequences",
            _("Beskriv konsekvensene for leger som allerede er i utdanning, med forslag til overgangsordning."),
        )
    if not proposal.all_specialties_argument.strip() and needs_common_argument(proposal):
        yield Missing(
            "all_specialties_argument",
            _("Begrunn at det felles kompetansemålet kan nås i alle de 46 spesialitetene."),
            "FO-8",
        )
    for item in _empty_headings(items):
        yield Missing(
            ITEMS,
            _(
                "Overskriften i punkt %(n)s har ingen læringsmål under seg. Legg til eller flytt minst ett dit, eller "
                "slett punktet."
            )
            % {"n": item.position},
            "FO-9",
            item.pk,
        )
    for item in _without_place(items):
        yield Missing(
            ITEMS, _("Velg temaoverskrift og utdanningens del i punkt %(n)s.") % {"n": item.position}, "FO-4", item.pk
        )


def _without_place(items: list[ChangeItem]) -> list[ChangeItem]:
    """New læringsmål that don't say where in vedlegg 2 they go (FO-4)."""
    new = [item for item in items if item.kind == ChangeItem.Kind.ADD]
    open_ended = {item.chapter_id for item in new if _is_open_ended(item)}
    with_themes = (
        set(Theme.objects.filter(chapter__in=open_ended).values_list("chapter", flat=True)) if open_ended else set()
    )
    return [item for item in new if not item.stage or (_is_open_ended(item) and item.chapter_id in with_themes)]


def _is_open_ended(item: ChangeItem) -> bool:
    return item.theme_id is None and item.new_heading_id is None


def _empty_headings(items: list[ChangeItem]) -> list[ChangeItem]:
    """New temaoverskrifter that nothing in the proposal is placed under (FO-9)."""
    filled = {item.new_heading_id for item in items if not item.is_about_a_heading}
    return [item for item in items if item.kind == ChangeItem.Kind.ADD_THEME and item.pk not in filled]


def _missing_confirmations(proposal: Proposal) -> Iterator[Missing]:
    for name in Proposal.CHECKLIST:
        if not getattr(proposal, name):
            label = str(getattr(Proposal._meta.get_field(name), "verbose_name", name))
            point = f"{label[0].lower()}{label[1:]}"
            yield Missing(name, _("Bekreft i sjekklisten: %(point)s.") % {"point": point}, "FO-4")


# --- what stops nobody --------------------------------------------------------------------------------


def remarks(proposal: Proposal, *, on: dt.date) -> list[Missing]:
    """What the sender should consider before sending on the day; sent along for the directorate to see (SP-9)."""
    items = list(proposal.items.all())
    return [
        *_remarks_on_texts(proposal, items),
        *_remarks_on_bodies(proposal),
        *_remarks_on_items(items),
        *language_remarks(proposal, on=on),
        *_remarks_on_activities(proposal),
        *_remarks_on_files(proposal),
    ]


def _remarks_on_texts(proposal: Proposal, items: list[ChangeItem]) -> Iterator[Missing]:
    reasons, trainees = proposal.reasons, proposal.trainee_consequences
    if _ABOUT_COURSES.search(reasons) and not _ABOUT_COMPETENCE.search(reasons):
        yield Missing(
            "reasons", _("Knytt behovet til hva spesialisten må kunne, ikke til innholdet i et kurs."), "FO-5"
        )
    changes_content = any(item.changes_content for item in items)
    if changes_content and trainees.strip() and not re.search("overgang|ikraft|i kraft", trainees, re.IGNORECASE):
        yield Missing(
            "trainee_consequences",
            _("Foreslå overgangsordning eller ikrafttredelse for dem som er i utdanning."),
            "FO-2",
        )


def _remarks_on_bodies(proposal: Proposal) -> Iterator[Missing]:
    bodies = list(proposal.endorsements.all())
    if not bodies and proposal.sender.kind == Organisation.Kind.REGUT:
        yield Missing(
            ENDORSEMENTS, _("Ingen råd står oppført med at de har behandlet forslaget. Er det forankret?"), "IR-4"
        )
    against = [body for body in bodies if body.position == Endorsement.Position.AGAINST]
    disagrees = bool(against) or "uenig" in f"{proposal.reasons} {proposal.conclusion}".casefold()
    if (
        disagrees
        and proposal.conclusion.strip()
        and not re.search("vekt|legger vi", proposal.conclusion, re.IGNORECASE)
    ):
        who = ", ".join(str(body) for body in against)
        said = _("%(who)s støtter ikke forslaget.") % {"who": who} if against else _("Teksten sier at noen er uenige.")
        yield Missing("conclusion", f"{said} " + _("Konklusjonen skal da være vektet."), "FO-5")


def _remarks_on_items(items: list[ChangeItem]) -> Iterator[Missing]:
    if silent := [item.position for item in items if not item.comment.strip()]:
        yield Missing(
            ITEMS,
            ngettext(
                "Punkt %(n)s sier ikke hvorfor endringen trengs.",
                "Punktene %(n)s sier ikke hvorfor endringen trengs.",
                len(silent),
            )
            % {"n": _listed(silent)},
            "FO-3",
        )
    for item in outdated(items):
        yield Missing(
            ITEMS,
            _("Den gjeldende teksten er endret etter at punkt %(n)s ble skrevet. Åpne punktet og lagre det på nytt.")
            % {"n": item.position},
            "FO-3",
            item.pk,
        )


def outdated(items: list[ChangeItem]) -> list[ChangeItem]:
    """Items written against words that are no longer the last ones announced."""
    objectives = {source.objective.pk for item in items for source in item.sources}
    themes = {item.theme_id for item in items if item.heading_basis_id and item.theme_id}
    texts = ObjectiveVersion.objects.filter(objective_id__in=objectives).order_by("valid")
    headings = ThemeVersion.objects.filter(theme_id__in=themes).order_by("valid")
    latest: dict[Any, int] = dict(texts.values_list("objective_id", "pk")) if objectives else {}
    read: dict[Any, int] = dict(headings.values_list("theme_id", "pk")) if themes else {}
    return [
        item
        for item in items
        if (item.heading_basis_id and read.get(item.theme_id) != item.heading_basis_id)
        or any(latest.get(source.objective.pk) != source.basis for source in item.sources)
    ]


def _remarks_on_activities(proposal: Proposal) -> Iterator[Missing]:
    for title in unknown_titles(proposal):
        yield Missing(
            ACTIVITIES,
            _("«%(title)s» står ikke i den nasjonale lista. Er tittelen nøyaktig?") % {"title": title},
            "LA-3",
        )


def unknown_titles(proposal: Proposal) -> list[str]:
    """Existing courses and procedures the proposal names otherwise than the national list does (LA-3)."""
    return [change.current for change in proposal.activity_changes.all() if change.current and not change.activity_id]


def _remarks_on_files(proposal: Proposal) -> Iterator[Missing]:
    for file in proposal.attachments.all():
        if _MINUTES.search(f"{file.file_name} {file.purpose}"):
            yield Missing(
                ATTACHMENTS,
                _("«%(name)s» ser ut som et møtereferat. Skriv heller i begrunnelsen hva møtet kom fram til.")
                % {"name": file.file_name},
                "FO-6",
            )


# --- what the system has checked ----------------------------------------------------------------------


def checked(proposal: Proposal) -> list[str]:
    """What the system has looked at itself and found in order, so that nobody has to confirm it (FO-4)."""
    items, files = list(proposal.items.all()), list(proposal.attachments.all())
    found = []
    if items and not _without_place(items):
        found.append(_("Plasseringen i vedlegg 2 er oppgitt"))
    if any(item.basis_id or item.heading_basis_id for item in items) and not outdated(items):
        found.append(_("Endringene bygger på de tekstene som gjelder"))
    if any(change.current for change in proposal.activity_changes.all()) and not unknown_titles(proposal):
        found.append(_("Titlene står i den nasjonale lista"))
    if files:
        found.append(_("Alle vedlegg sier hva de skal vise"))
    return found


def _listed(numbers: list[int]) -> str:
    """«2», «1 og 3», «1, 2 og 3»."""
    words = [str(number) for number in numbers]
    return (
        _("%(first)s og %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]} if len(words) > 1 else words[0]
    )
