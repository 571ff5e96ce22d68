"""Doors made from an estimate give way, one by one, to those found on site (tests/cases/buildings.json). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar


class Guess(Protocol):
    """What decides of a door: ``last_at`` is None while nobody was there, or what happened there was undone."""

    @property
    def id(self) -> Any: ...
    @property
    def rank(self) -> Any: ...
    @property
    def estimated(self) -> Any: ...
    @property
    def state(self) -> Any: ...
    @property
    def last_at(self) -> Any: ...


D = TypeVar("D", bound=Guess)


def giving_way(doors: Iterable[D]) -> D | None:
    """Of the doors of an address, the guess that a door found there takes the place of; None when none is left.

    The last in rank, then in the order of identifiers. A door where something happened is no guess any more.
    """
    guesses = [door for door in doors if door.estimated and door.state == "todo" and door.last_at is None]
    return max(guesses, key=lambda door: (door.rank, str(door.id)), default=None)
