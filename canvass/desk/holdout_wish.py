"""What the form of a hold-out plan asks, read without trust: what is no number is out of range, and said in words."""

from __future__ import annotations

import math
from datetime import date, datetime

from django.http import QueryDict
from django.utils.text import slugify

from campaigns.people.models import Campaign
from campaigns.targeting import assumptions, proposing
from campaigns.targeting.models import HoldoutPlan
from campaigns.targeting.power import Assumed
from campaigns.targeting.proposing import Wish

SIZES = (2, 3, 4, 5, 10, 20)
PERCENT = 100.0
NO_NUMBER = -1.0  # which nothing takes


def read(asked: QueryDict, campaign: Campaign, *, now: datetime) -> Wish:
    """The wish; nothing is checked here. What is not said is what the campaign assumes already."""
    said = assumptions.standing(campaign).values
    expected = assumptions.in_force(said, campaign).effect_points
    kind = asked.get("kind", HoldoutPlan.Kind.BUILDINGS)
    return Wish(
        name=asked.get("name", ""),
        stations=tuple(asked.getlist("bureau")),
        vote_date=_day(asked.get("vote_date", "")) or next_vote(campaign, now),
        election=asked.get("election", ""),
        round=_whole(asked.get("round", "1")),
        kind=kind,
        block_size=2 if kind == HoldoutPlan.Kind.STATIONS else _whole(asked.get("block_size", "2")),
        outcome=asked.get("outcome", HoldoutPlan.Outcome.TURNOUT),
        direction=_direction(asked.get("direction", "")),
        own_bloc=asked.get("own_bloc", str(said.get(assumptions.OWN) or "")),
        pool=slugify(asked.get("pool", ""))[:60],
        without_visited=bool(asked.get("without_visited")),
        expected_points=_number(asked.get("expected_points"), expected),
        assumed=_assumed(asked),
    )


def fields(wish: Wish) -> list[tuple[str, str]]:
    """The same wish as names and values of a form, so that what is committed is what was shown."""
    assumed = wish.assumed
    told = [("bureau", code) for code in wish.stations]
    told += [("name", wish.name), ("election", wish.election), ("round", str(wish.round))]
    told += [("vote_date", wish.vote_date.isoformat()), ("kind", wish.kind), ("block_size", str(wish.block_size))]
    told += [("outcome", wish.outcome), ("direction", wish.direction), ("own_bloc", wish.own_bloc)]
    told += [("pool", wish.pool), ("expected_points", f"{wish.expected_points:g}"), ("icc", f"{assumed.icc:g}")]
    told += [("turnout", _hundredths(assumed.turnout)), ("explained", _hundredths(assumed.explained))]
    told += [("contact", _hundredths(assumed.contact)), ("sd_points", f"{assumed.sd_points:g}")]
    return told + ([("without_visited", "1")] if wish.without_visited else [])


def next_vote(campaign: Campaign, now: datetime) -> date:
    """The next round of the campaign; its last one where both are over."""
    rounds = [day for day in (campaign.first_round_date, campaign.final_round_date) if day is not None]
    coming = [day for day in rounds if day >= proposing.today(campaign, now)]
    return min(coming) if coming else max(rounds)


def _assumed(asked: QueryDict) -> Assumed:
    plain = Assumed()
    return Assumed(
        turnout=_number(asked.get("turnout"), plain.turnout * PERCENT) / PERCENT,
        icc=_number(asked.get("icc"), plain.icc),
        explained=_number(asked.get("explained"), plain.explained * PERCENT) / PERCENT,
        contact=_number(asked.get("contact"), plain.contact * PERCENT) / PERCENT,
        sd_points=_number(asked.get("sd_points"), plain.sd_points),
    )


def _hundredths(share: float) -> str:
    return f"{share * PERCENT:g}"


def _direction(text: str) -> str:
    return text if text in HoldoutPlan.Direction.values else HoldoutPlan.Direction.EITHER


def _number(text: str | None, otherwise: float) -> float:
    """A plain number, with a comma too; anything else is one that nothing takes."""
    if text is None or not text.strip():
        return otherwise
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return NO_NUMBER
    return number if math.isfinite(number) else NO_NUMBER


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
