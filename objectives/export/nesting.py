"""List items with the deeper items inside them: what markup needs, and what a stored text tells by levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from objectives.legal_text import Block


class Item(NamedTuple):
    """A list item and the list inside it. `block` is None where a level is skipped."""

    block: Block | None
    inside: list[Item]


def runs(blocks: Sequence[Block]) -> Iterator[Block | list[Item]]:
    """Each paragraph, and each run of list items as a list, in order."""
    place = 0
    while place < len(blocks):
        end = next((at for at in range(place, len(blocks)) if not blocks[at].level), len(blocks))
        if end > place:
            yield nested(blocks[place:end])
        else:
            yield blocks[place]
            end += 1
        place = end


def nested(blocks: Sequence[Block], level: int = 1) -> list[Item]:
    """Items of one level, each with the deeper ones that follow it."""
    items, place = [], 0
    while place < len(blocks):
        own = blocks[place] if blocks[place].level <= level else None
        start = place + 1 if own else place
        end = next((at for at in range(start, len(blocks)) if blocks[at].level <= level), len(blocks))
        items.append(Item(own, nested(blocks[start:end], level + 1)))
        place = end
    return items
