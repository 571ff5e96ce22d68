"""Who is late or silent on a walk, told from times alone: where a phone is, nobody knows. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TO_BEGIN = timedelta(minutes=20)  # to reach the first door from the meeting point
SILENCE = timedelta(minutes=20)  # longer than a building without network, and than a long conversation
PATIENCE = timedelta(minutes=15)  # an estimate is one


class Worry(StrEnum):
    """The most pressing first."""

    OVER = "over"  # the outing has ended and somebody still walks
    SILENT = "silent"  # figure: minutes without a sign
    NOT_BEGUN = "not_begun"  # figure: minutes since it could have begun
    LATE = "late"  # figure: minutes too many for the doors left


@dataclass(frozen=True)
class Walking:
    """A turf in somebody's hands. ``begun``: its first door was seen or its walk said to have begun."""

    begun: bool
    given_at: datetime
    last_sign: datetime | None
    minutes_left: float


@dataclass(frozen=True)
class Sign:
    worry: Worry
    minutes: int


def signs(walk: Walking, *, starts_at: datetime, ends_at: datetime, now: datetime) -> tuple[Sign, ...]:
    """What a leader should look after, the most pressing first; nothing before the outing begins."""
    if now < starts_at:
        return ()
    found = []
    if walk.begun and now >= ends_at + PATIENCE:
        found.append(Sign(Worry.OVER, _minutes(now - ends_at)))
    heard = walk.last_sign or walk.given_at
    if walk.begun and now - heard >= SILENCE:
        found.append(Sign(Worry.SILENT, _minutes(now - heard)))
    could = max(walk.given_at, starts_at)
    if not walk.begun and now - could >= TO_BEGIN:
        found.append(Sign(Worry.NOT_BEGUN, _minutes(now - could)))
    late = now + timedelta(minutes=walk.minutes_left) - ends_at
    if walk.begun and now < ends_at and late >= PATIENCE:
        found.append(Sign(Worry.LATE, _minutes(late)))
    return tuple(found)


def _minutes(time: timedelta) -> int:
    return round(time.total_seconds() / 60)
