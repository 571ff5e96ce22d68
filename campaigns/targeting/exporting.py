"""A ranking for other programs: one JSON object, the stations from the best rate to the worst."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from campaigns.targeting import allocation
from campaigns.targeting.allocation import Shift
from campaigns.targeting.ranking import Ranking


def as_json(ranking: Ranking, hours: float | None = None) -> dict[str, Any]:
    """``{"campaign", "own", "reference", "comparable", "assumptions", "stations": […]}``, and with ``hours`` of
    canvassers ``"allocation"``, see `shared_out`.

    Rates are net votes per 1,000 canvasser-hours; shares are between 0 and 1; intervals hold 90 % of the draws. A
    figure that nobody can give is null, and ``notes`` say why.
    """
    ground, chosen = ranking.ground, ranking.ground.chosen
    told = {
        "campaign": ground.campaign.slug,
        "own": chosen.own,
        "reference": chosen.reference,
        "comparable": list(chosen.comparable),
        "assumptions": asdict(ranking.assumed),
        "stations": [_station(ranking, row, place) for place, row in enumerate(ranking.by_rate, start=1)],
    }
    return told if hours is None else told | {"allocation": shared_out(ranking, hours)}


def shared_out(ranking: Ranking, hours: float) -> dict[str, Any]:
    """Where so many canvasser-hours go: ``{"hours", "shifts", "hours_left", "doors", "conversations", "walks": […]}``,
    a walk for each station and pass, in the order in which they pay. ``hours_left`` make no whole shift, or nothing is
    left that pays."""
    ground = ranking.ground
    shared = allocation.allocate(ground.found.town, ground.learned, ranking.scores, hours, ranking.assumed)
    walks: dict[tuple[int, int], list[Shift]] = {}
    for shift in shared.shifts:
        walks.setdefault((shift.station, shift.pass_number), []).append(shift)
    return {
        "hours": hours,
        "shifts": len(shared.shifts),
        "hours_left": round(shared.hours_left, 2),
        "doors": round(sum(shift.doors for shift in shared.shifts)),
        "conversations": round(float(shared.conversations.sum())),
        "walks": [
            {
                "station": ranking.places[station].code,
                "pass": number,
                "shifts": len(shifts),
                "hours": round(len(shifts) * ranking.assumed.team_hours, 2),
                "doors": round(sum(shift.doors for shift in shifts)),
                "conversations": round(sum(shift.conversations for shift in shifts), 1),
                "rate": _figure(shifts[0].rate),
            }
            for (station, number), shifts in walks.items()
        ],
    }


def _station(ranking: Ranking, row: int, position: int) -> dict[str, Any]:
    place, scores = ranking.places[row], ranking.scores
    people, doorstep, learned = scores.electorate, scores.doorstep, ranking.ground.learned
    has_rate = not np.isnan(scores.rate[row])
    open_pass = int(doorstep.open_pass[row])
    return {
        "station": place.code,
        "name": place.name,
        "commune": place.commune,
        "rank": position if has_rate else None,
        "priority": _figure(scores.priority[row], 1) if has_rate else None,
        "rate": _figure(scores.rate[row]),
        "rate_low": _figure(scores.by_rate.low[row]),
        "rate_high": _figure(scores.by_rate.high[row]),
        "gross_rate": _figure(doorstep.current_gross[row]),
        "rank_low": int(scores.by_rate.rank_low[row]) or None,
        "rank_high": int(scores.by_rate.rank_high[row]) or None,
        "first_ten": _figure(scores.by_rate.first_ten[row], 3),
        "reservoir": _figure(people.reservoir[row], 1),
        "reservoir_low": _figure(scores.by_reservoir.low[row], 1),
        "reservoir_high": _figure(scores.by_reservoir.high[row], 1),
        "reservoir_rank": int(scores.by_reservoir.rank[row]) or None,
        "net_votes_per_person_reached": _figure(scores.gain.net[row], 6),
        "registered": place.registered,
        "turnout": _figure(people.turnout[row], 4),
        "own_share": _figure(people.own_share[row], 4),
        "doors": _figure(ranking.ground.found.town.doors_to_knock[row], 0),
        "doors_left": [_figure(left, 0) for left in learned.doors_left[row]],
        "pass": open_pass + 1 if open_pass >= 0 else None,
        "contact": _figure(doorstep.contact[row, 0], 4),
        "minutes_per_door": _figure(doorstep.minutes[row, max(0, open_pass)], 3),
        "notes": [note.name.lower() for note in ranking.notes(row) if note.name],
        "missing": list(place.missing),
        "refused": list(place.refused),
        "other_ground": list(place.moved),
        "carried_over": list(place.carried),
        "made_from": list(place.made_from),
    }


def _figure(value: float, digits: int = 4) -> float | None:
    return None if np.isnan(value) else round(float(value), digits)
