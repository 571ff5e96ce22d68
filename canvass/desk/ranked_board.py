"""The ranking as the page shows it: rows, map, strip and what is ticked, from what the model says. No arithmetic of the
model here."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from campaigns.targeting import allocation
from campaigns.targeting.gathering import Place
from campaigns.targeting.ranking import Ranking
from campaigns.targeting.scores import Note
from canvass.desk import ranked_map, ranked_words
from canvass.desk.ranked_asked import RESERVOIR, Asked
from canvass.desk.ranked_map import RankedMap, Shape

STEPS = (0, 35, 50, 65, 78, 88)  # where each tone of the map begins, on 100
FEW_ROWS = 5
STRIP_WIDE, STRIP_HIGH = 760.0, 96.0


@dataclass(frozen=True)
class Row:
    """One station in the list. Figures are words already: "–" where there is none."""

    place: Place
    score: int | None
    tone: str
    """``0`` to ``5``; ``skip`` where knocking would cost votes; ``none`` where nothing can be said."""
    rate: str
    rate_range: str
    ranks: str
    first_ten: float | None
    reservoir: str
    reservoir_range: str
    abstention: float | None
    own_share: float | None
    doors_left: int
    flags: tuple[str, ...]
    missing: tuple[str, ...]
    carried: str
    """From which old stations its past comes, where its limits changed."""
    chosen: bool

    @property
    def skipped(self) -> bool:
        return self.tone == "skip"


@dataclass(frozen=True)
class Bar:
    """A station in the strip: as wide as its doors, as high as its score; ``walked`` of its width in the hours."""

    row: Row
    walked: float
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Planned:
    """What the hours asked for give one station, in the order in which they pay."""

    row: Row
    shifts: int
    doors: int
    conversations: int


@dataclass(frozen=True)
class Plan:
    """Where the hours asked for go."""

    hours: int
    stations: tuple[Planned, ...]
    shifts: int
    doors: int
    conversations: int
    hours_left: int
    """Nothing that pays is left for them, or they make no whole shift."""


@dataclass(frozen=True)
class Board:
    rows: tuple[Row, ...]
    common: tuple[str, ...]
    """Flags that every row has; said once, and not in the rows."""
    map: RankedMap | None
    shapes: tuple[tuple[Shape, Row], ...]
    bars: tuple[Bar, ...]
    plan: Plan
    chosen: tuple[Row, ...]
    chosen_doors: int
    chosen_shifts: int
    refused: int
    lacking: int


def board(ranking: Ranking, asked: Asked, *, may_plan: bool) -> Board:
    """One query, for the map; none where only the list is wanted. ``may_plan``: whoever reads it plans hold-outs; to
    everybody else what is held out is not told."""
    by_reservoir = asked.order == RESERVOIR
    order = ranking.by_reservoir if by_reservoir else ranking.by_rate
    scores = _scores(ranking, by_reservoir=by_reservoir)
    rows = tuple(_row(ranking, row, scores[row], asked, may_plan) for row in order)
    common = _common(rows)
    rows = tuple(replace(row, flags=tuple(flag for flag in row.flags if flag not in common)) for row in rows)
    chosen = tuple(row for row in rows if row.chosen)
    drawn = None if asked.view == "liste" else ranked_map.draw(place.pk for place in ranking.places)
    placed = ranked_map.by_pk(drawn) if drawn else {}
    plan = _plan(ranking, {row.place.pk: row for row in rows}, asked.hours)
    return Board(
        rows=rows,
        common=common,
        map=drawn,
        shapes=tuple((placed[row.place.pk], row) for row in rows if row.place.pk in placed),
        bars=_bars(rows, plan),
        plan=plan,
        chosen=chosen,
        chosen_doors=sum(row.doors_left for row in chosen),
        chosen_shifts=_shifts(ranking, asked),
        refused=sum(bool(row.place.refused) for row in rows),
        lacking=sum(bool(row.place.missing) for row in rows),
    )


def _common(rows: Sequence[Row]) -> tuple[str, ...]:
    if len(rows) < FEW_ROWS:
        return ()
    return tuple(flag for flag in rows[0].flags if all(flag in row.flags for row in rows))


def row_of(ranking: Ranking, row: int, asked: Asked, *, may_plan: bool) -> Row:
    """One station as the list shows it."""
    scores = _scores(ranking, by_reservoir=asked.order == RESERVOIR)
    return _row(ranking, row, scores[row], asked, may_plan)


def _scores(ranking: Ranking, *, by_reservoir: bool) -> np.ndarray:
    """0 to 100, the best station 100; not a number where there is none."""
    if not by_reservoir:
        return np.where(np.isnan(ranking.scores.rate), np.nan, ranking.scores.priority)
    reservoir = np.asarray(ranking.scores.reservoir)
    return 100 * reservoir / max(1e-9, float(np.nanmax(reservoir, initial=0.0)))


def _row(ranking: Ranking, row: int, score: float, asked: Asked, may_plan: bool) -> Row:
    scores, place = ranking.scores, ranking.places[row]
    standing = scores.by_reservoir if asked.order == RESERVOIR else scores.by_rate
    ranked = not math.isnan(score) and standing.rank_low[row] > 0
    return Row(
        place=place,
        score=None if math.isnan(score) else round(score),
        tone=_tone(score, costs=Note.COSTS_VOTES in ranking.notes(row)),
        rate=ranked_words.figure(scores.rate[row], 1),
        rate_range=ranked_words.between(scores.by_rate.low[row], scores.by_rate.high[row]),
        ranks=_ranks(int(standing.rank_low[row]), int(standing.rank_high[row])) if ranked else "",
        first_ten=float(standing.first_ten[row]) if ranked else None,
        reservoir=ranked_words.figure(scores.reservoir[row]),
        reservoir_range=ranked_words.between(scores.by_reservoir.low[row], scores.by_reservoir.high[row]),
        abstention=ranked_words.share(1 - scores.electorate.turnout[row]),
        own_share=ranked_words.share(scores.electorate.own_share[row]),
        doors_left=round(float(ranking.ground.learned.doors_left[row].sum())),
        flags=tuple(ranked_words.flags(ranking, row, may_plan=may_plan)),
        missing=tuple(ranked_words.missing(place)),
        carried=ranked_words.carried(place),
        chosen=place.code in asked.chosen,
    )


def _tone(score: float, *, costs: bool) -> str:
    if math.isnan(score):
        return "skip" if costs else "none"
    return str(sum(score >= step for step in STEPS[1:]))


def _ranks(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def _plan(ranking: Ranking, rows: Mapping[int, Row], hours: int) -> Plan:
    """One shift after the other to the station where it pays most."""
    ground = ranking.ground
    shared = allocation.allocate(ground.found.town, ground.learned, ranking.scores, hours, ranking.assumed)
    walked = list(dict.fromkeys(shift.station for shift in shared.shifts))
    stations = tuple(
        Planned(
            row=rows[ranking.places[station].pk],
            shifts=sum(shift.station == station for shift in shared.shifts),
            doors=round(float(shared.doors[station].sum())),
            conversations=round(float(shared.conversations[station])),
        )
        for station in walked
    )
    return Plan(
        hours=hours,
        stations=stations,
        shifts=len(shared.shifts),
        doors=sum(each.doors for each in stations),
        conversations=round(float(shared.conversations.sum())),
        hours_left=round(shared.hours_left),
    )


def _bars(rows: Sequence[Row], plan: Plan) -> tuple[Bar, ...]:
    """From the best station to the worst; those without doors left are not there."""
    doors_walked = {each.row.place.pk: each.doors for each in plan.stations}
    shown = [row for row in rows if row.doors_left > 0 and row.score is not None]
    doors = sum(row.doors_left for row in shown)
    gap = min(2.0, STRIP_WIDE / (4 * max(1, len(shown))))
    found, x = [], 0.0
    for row in shown:
        wide = STRIP_WIDE * row.doors_left / doors
        high = max(3.0, STRIP_HIGH * (row.score or 0) / 100)
        shown_wide = round(max(0.5, wide - gap), 1)
        walked = round(shown_wide * min(1.0, doors_walked.get(row.place.pk, 0) / row.doors_left), 1)
        found.append(Bar(row, walked, round(x, 1), round(STRIP_HIGH - high, 1), shown_wide, round(high, 1)))
        x += wide
    return tuple(found)


def _shifts(ranking: Ranking, asked: Asked) -> int:
    """Team shifts that the doors of the ticked stations take, once each."""
    minutes = 0.0
    for row, place in enumerate(ranking.places):
        if place.code in asked.chosen:
            by_pass = ranking.scores.doorstep.minutes[row] * ranking.ground.learned.doors_left[row]
            minutes += float(np.nansum(by_pass))
    return math.ceil(minutes / ranking.assumed.door_minutes)


def town_turnout(ranking: Ranking) -> float:
    """What is expected of the whole town, weighted by the registered."""
    known = ranking.scores.electorate.scored
    weights = ranking.ground.found.town.registered * known
    return float(np.nansum(ranking.scores.electorate.turnout * weights) / max(1.0, weights.sum()))


def legend() -> list[Mapping[str, Any]]:
    return [{"tone": number, "begins": begins} for number, begins in enumerate(STEPS)]
