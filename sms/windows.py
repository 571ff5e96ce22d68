"""Whether the law and the operators let a text leave at a moment, from plain facts about it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaigns.law import silence, texting
from campaigns.law.territories import Territory

ANSWERED_WITHIN = timedelta(minutes=15)
"""So long after a person's own act its answer may leave outside our hours, by those of the operators."""
ANSWERS = frozenset({"otp", "confirm"})


@dataclass(frozen=True)
class Go:
    """It may leave now."""


@dataclass(frozen=True)
class Wait:
    """Not before ``until``; then it is to be asked again."""

    until: datetime


@dataclass(frozen=True)
class Never:
    """It ends in ``state``, one of models.State; ``why`` is ``opted_out``, ``called_off``,
    ``silence``, or ``too_late``."""

    state: str
    why: str


Verdict = Go | Wait | Never


@dataclass(frozen=True)
class Case:
    """What counts of one text. ``home``: where the campaign is, ``place``: where the receiver lives; ``rounds``: the
    days of the vote; ``outing``: when the outing begins that a roll-call asks about; ``called_off``: what it is
    about does not take place; ``forced``: the administration opened a Sunday or a holiday for it."""

    purpose: str
    home: Territory
    place: Territory
    rounds: tuple[date, ...]
    created_at: datetime
    expires_at: datetime
    outing: datetime | None = None
    called_off: bool = False
    forced: bool = False
    opted_out: bool = False


def judge(case: Case, *, now: datetime) -> Verdict:
    """The checks in their order: opted out, called off, silence of the vote, hours, expiry (law:S1, law:S3, law:V2)."""
    if case.opted_out:
        return Never("suppressed", "opted_out")
    if case.called_off:
        return Never("cancelled", "called_off")
    if _is_silenced(case, now):
        return Never("cancelled", "silence")
    opening = texting.next_opening(now, case.place, _hours(case, now))
    if opening >= case.expires_at:
        return Never("expired", "too_late")
    return Go() if opening == now else Wait(opening)


def _is_silenced(case: Case, now: datetime) -> bool:
    """News to residents stop with the campaign, by its clock and by theirs; the question for an outing that falls into
    the silence is asked at no time; what is purely practical may leave (law:V2, law:V3)."""
    at_home = case.home.time_zone
    if case.purpose == "broadcast":
        there = silence.in_silence(now, _rounds_there(case), case.place.time_zone)
        return there or silence.in_silence(now, case.rounds, at_home)
    asked = case.outing if case.purpose == "rollcall" else None
    return asked is not None and silence.in_silence(asked, case.rounds, at_home)


def _rounds_there(case: Case) -> set[date]:
    """The days on which the receiver may vote: where it is done on Saturday, the day before as well (law:V1)."""
    if not case.place.saturday_vote or case.home.saturday_vote:
        return set(case.rounds)
    return {day - timedelta(days=early) for day in case.rounds for early in (0, 1)}


def _hours(case: Case, now: datetime) -> texting.Hours:
    if case.forced:
        return texting.FORCED
    answers = case.purpose in ANSWERS and now - case.created_at <= ANSWERED_WITHIN
    return texting.OPERATORS if answers and texting.is_open(now, case.place, texting.OPERATORS) else texting.PRODUCT
