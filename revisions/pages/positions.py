"""What those who were asked think of each change item, side by side for whoever decides (SA-7).

Disagreement comes first and is drawn: a bar for each item, with as many parts as there are answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hearings.models import AskedItem, Position, ResponsePosition, RoundRequest
from hearings.pages.answering import SIGNS
from organisations.models import Organisation
from revisions.models import Case

Kind = Organisation.Kind

ORDER = (Position.SUPPORTS, Position.SUPPORTS_WITH_REMARK, Position.DOES_NOT_SUPPORT, Position.NO_REMARK)
UNANSWERED = ""
WIDTH = 480
HEIGHT = 18
FOR = (Position.SUPPORTS, Position.SUPPORTS_WITH_REMARK)


@dataclass(frozen=True)
class View:
    """What one body thinks of one item."""

    body: str
    position: str
    words: str
    sign: str
    reason: str
    url: str
    is_late: bool = False
    older: int = 0
    """The version it was written on, when a newer one is sent out; else 0."""
    lifted: str = ""


@dataclass(frozen=True)
class Segment:
    """A part of the bar."""

    sign: str
    x: float
    width: float
    count: int
    words: str


@dataclass(frozen=True)
class ItemPositions:
    """One item: the training side and the profession side, and how they stand."""

    item: AskedItem
    training: list[View]
    profession: list[View]
    disagrees: bool
    sides_disagree: bool
    bar: list[Segment]

    @property
    def counted(self) -> str:
        """«3 støtter, 1 støtter ikke»: the drawing in words."""
        return ", ".join(f"{part.count} {part.words.lower()}" for part in self.bar)


@dataclass(frozen=True)
class PositionsPage:
    """All items of the newest version, disagreement first."""

    items: list[ItemPositions] = field(default_factory=list)
    asked: int = 0
    answered: int = 0
    waiting: list[str] = field(default_factory=list)

    @property
    def disagreeing(self) -> list[ItemPositions]:
        return [row for row in self.items if row.disagrees]

    def by_key(self) -> dict[str, ItemPositions]:
        return {row.item.key: row for row in self.items}


def positions_page(case: Case) -> PositionsPage:
    """What is answered in the newest round that sent the items out, in five queries."""
    consultation = case.rounds.filter(versions__isnull=False).order_by("-pk").first()
    version = consultation.versions.order_by("-number").first() if consultation else None
    if consultation is None or version is None:
        return PositionsPage()
    related = ("organisation", "consultation", "response__version")
    requests = list(
        RoundRequest.objects.filter(consultation=consultation).select_related(*related).order_by("organisation__name")
    )
    sent = [one for one in requests if _is_sent(one)]
    said = _said_by_key(sent)
    rows = [_item(item, requests, said, newest=version.number) for item in version.items.order_by("number")]
    ordered = sorted(rows, key=lambda row: (not row.sides_disagree, not row.disagrees, row.item.number))
    waiting = [str(one.organisation) for one in requests if not _is_sent(one)]
    return PositionsPage(ordered, len(requests), len(sent), waiting)


def _is_sent(request: RoundRequest) -> bool:
    response = getattr(request, "response", None)
    return response is not None and response.is_sent


def _said_by_key(requests: Iterable[RoundRequest]) -> dict[tuple[int, str], ResponsePosition]:
    """Each body's position on each item, by the key that is the same in every version."""
    responses = {one.response.pk: one.pk for one in requests}
    rows = ResponsePosition.objects.filter(response__in=responses).select_related("item")
    return {(responses[row.response_id], row.item.key): row for row in rows}


def _item(
    item: AskedItem, requests: list[RoundRequest], said: dict[tuple[int, str], ResponsePosition], *, newest: int
) -> ItemPositions:
    training: list[View] = []
    profession: list[View] = []
    positions: list[str] = []
    for request in requests:
        row = said.get((request.pk, item.key))
        view = _view(request, row, newest=newest)
        positions.append(view.position)
        is_profession = request.organisation.kind in (Kind.MEDICAL_ASSOCIATION, Kind.SPECIALTY_COMMITTEE)
        (profession if is_profession else training).append(view)
    # Who has said something stands first; the rest of the order is the alphabet's.
    for side in (training, profession):
        side.sort(key=lambda view: not view.position)
    given = {one for one in positions if one not in (UNANSWERED, Position.NO_REMARK)}
    disagrees = Position.DOES_NOT_SUPPORT in given and bool(given & set(FOR))
    stands = (_stand(training), _stand(profession))
    sides = disagrees and None not in stands and stands[0] != stands[1]
    return ItemPositions(item, training, profession, disagrees, sides, bar_of(positions))


def _stand(views: list[View]) -> bool | None:
    """Whether a side is for: True when all who took a stand are, False when any is not, None when nobody did."""
    taken = [view.position for view in views if view.position not in (UNANSWERED, Position.NO_REMARK)]
    return None if not taken else Position.DOES_NOT_SUPPORT not in taken


def _view(request: RoundRequest, row: ResponsePosition | None, *, newest: int) -> View:
    position = row.position if row else UNANSWERED
    response = getattr(request, "response", None)
    is_sent = response is not None and response.is_sent
    words = str(Position(position).label) if position else _("Ikke svart")
    lifted = ""
    if request.lifted_to and request.lifted_on:
        lifted = _("Løftet til %(to)s %(day)s.") % {"to": request.lifted_to, "day": f"{request.lifted_on:%d.%m.%Y}"}
    older = response.version.number if is_sent and response and response.version.number != newest else 0
    return View(
        body=str(request.organisation),
        position=position,
        words=words,
        sign=SIGNS[position],  # type: ignore[index]
        reason=row.reason if row else "",
        url=request.get_absolute_url(),
        is_late=bool(is_sent and response and response.is_late),
        older=older,
        lifted=lifted,
    )


def bar_of(positions: list[str], *, width: int = WIDTH) -> list[Segment]:
    """The parts of a bar, from support to silence; each as wide as its share of the answers."""
    counts, parts, x = Counter(positions), [], 0.0
    for position in (*ORDER, UNANSWERED):
        count = counts[position]
        if count:
            part = width * count / len(positions)
            words = str(Position(position).label) if position else _("Ikke svart")
            parts.append(Segment(SIGNS[position], round(x, 2), round(part, 2), count, words))  # type: ignore[index]
            x += part
    return parts
