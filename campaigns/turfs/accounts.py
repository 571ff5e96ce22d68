"""What the minutes of a turf came from, added up over its stops. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from campaigns.turfs.minutes import Estimate


class Stopping(Protocol):
    """A stop of a cut, or one that is stored."""

    @property
    def estimate(self) -> Estimate | None: ...
    @property
    def minutes(self) -> float: ...


@dataclass(frozen=True)
class Account:
    """The minutes of one turf, and where they come from."""

    minutes: float
    doors: int
    floors: int
    floors_guessed: int
    """Those of the floors that no building told."""
    opening_rate: float
    """Over all its doors."""
    opening_knocks: int
    """The campaign's own knocks that taught it, those of each kind of housing once; 0: public figures alone."""
    minutes_per_conversation: float
    knocking_minutes: float
    conversation_minutes: float
    stairs_minutes: float
    walking_minutes: float


def of(minutes: float, stops: Iterable[Stopping]) -> Account | None:
    """The account of a turf of so many minutes; None where a stop does not say what its minutes came from."""
    rows = list(stops)
    each = [row.estimate for row in rows if row.estimate is not None]
    if not each or len(each) < len(rows):
        return None
    doors = sum(estimate.doors for estimate in each)
    opened = sum(estimate.doors * estimate.opening.rate for estimate in each)
    talked = sum(estimate.conversation_minutes for estimate in each)
    return Account(
        minutes=minutes,
        doors=doors,
        floors=sum(estimate.floors for estimate in each),
        floors_guessed=sum(estimate.floors for estimate in each if not estimate.floors_known),
        opening_rate=opened / doors if doors else 0.0,
        opening_knocks=_knocks(each),
        minutes_per_conversation=talked / opened if opened else 0.0,
        knocking_minutes=sum(estimate.knocking_minutes for estimate in each),
        conversation_minutes=talked,
        stairs_minutes=sum(estimate.stairs_minutes for estimate in each),
        walking_minutes=max(0.0, minutes - sum(row.minutes for row in rows)),
    )


def _knocks(estimates: Iterable[Estimate]) -> int:
    """Each kind of housing once: its doors all learned from the same knocks, or earlier from a part of them."""
    most: dict[str, int] = {}
    for estimate in estimates:
        most[estimate.housing] = max(estimate.opening.knocked, most.get(estimate.housing, 0))
    return sum(most.values())


def as_json(account: Account | None) -> dict[str, Any] | None:
    """``{"floors", "floors_guessed", "opening_rate", "opening_knocks", "minutes_per_conversation", "knocking_minutes",
    "conversation_minutes", "stairs_minutes", "walking_minutes"}``."""
    if account is None:
        return None
    return {
        "floors": account.floors,
        "floors_guessed": account.floors_guessed,
        "opening_rate": round(account.opening_rate, 4),
        "opening_knocks": account.opening_knocks,
        "minutes_per_conversation": round(account.minutes_per_conversation, 2),
        "knocking_minutes": round(account.knocking_minutes, 1),
        "conversation_minutes": round(account.conversation_minutes, 1),
        "stairs_minutes": round(account.stairs_minutes, 1),
        "walking_minutes": round(account.walking_minutes, 1),
    }
