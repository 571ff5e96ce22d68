"""« Pourquoi ce score ? »: the parts of a station's rate as bars and words, what is known of it, and what would change
it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.targeting import reasons, what_if
from campaigns.targeting.ranking import Ranking
from campaigns.targeting.reasons import Part
from campaigns.targeting.what_if import Supposed
from canvass.desk import ranked_words

HALF, LIMIT = 150.0, 1.2  # points of the drawing on each side; the logarithm that fills it
MORE: Mapping[Part, str | Promise] = {
    Part.CONTACT: gettext_lazy("Doors open more"),
    Part.REACH: gettext_lazy("More people behind each door"),
    Part.OWN: gettext_lazy("Ours are more, or stay at home more"),
    Part.OPPONENTS: gettext_lazy("Opponents are fewer, or less moved"),
    Part.PERSUASION: gettext_lazy("More people who may change to us"),
    Part.TIME: gettext_lazy("Quicker from door to door"),
}
LESS: Mapping[Part, str | Promise] = {
    Part.CONTACT: gettext_lazy("Doors open less"),
    Part.REACH: gettext_lazy("Fewer people behind each door"),
    Part.OWN: gettext_lazy("Ours are fewer, or come anyway"),
    Part.OPPONENTS: gettext_lazy("Opponents are more, or more moved"),
    Part.PERSUASION: gettext_lazy("Fewer people who may change to us"),
    Part.TIME: gettext_lazy("Slower from door to door"),
}
SUPPOSED: Mapping[Supposed, str | Promise] = {
    Supposed.OPPONENTS_UNMOVED: gettext_lazy("if opponents are not moved at all"),
    Supposed.OPPONENTS_THIRD: gettext_lazy("if opponents are moved at 30 % of ours"),
    Supposed.OPPONENTS_DOUBLE: gettext_lazy("if opponents are moved at 60 % of ours"),
    Supposed.PERSUASION: gettext_lazy("if a visit persuades rather than mobilises"),
    Supposed.TURNOUT_LOWER: gettext_lazy("if turnout is lower (about 7 points)"),
    Supposed.TURNOUT_HIGHER: gettext_lazy("if turnout is higher (about 7 points)"),
}


@dataclass(frozen=True)
class Bar:
    """One part: ``percent`` more or less than in the town because of it; the rectangle grows from the middle."""

    words: str
    percent: str
    x: float
    width: float
    helps: bool


@dataclass(frozen=True)
class Vote:
    """What the station did at one past election, as shares."""

    name: str
    turnout: float
    own_share: float


@dataclass(frozen=True)
class If:
    words: str
    rank: int | None


@dataclass(frozen=True)
class Why:
    bars: tuple[Bar, ...]
    """Empty where there is no rate to explain."""
    whole: str
    """« 1,7 »: times the rate of the town."""
    votes: tuple[Vote, ...]
    doors_left: tuple[int, ...]
    contact: float | None
    knocked: int
    minutes_per_door: str
    gain: str
    ifs: tuple[If, ...]
    rank: int | None


def of(ranking: Ranking, row: int) -> Why:
    """Scores the town six more times, without draws, for what would change the rank."""
    town, learned = ranking.ground.found.town, ranking.ground.learned
    scores = ranking.scores
    found = reasons.reasons_of(town, scores)
    factors = found.of(row) or {}
    supposed = what_if.what_if(town, learned, ranking.assumed)
    place = ranking.places[row]
    return Why(
        bars=tuple(_bar(part, factor) for part, factor in factors.items()),
        whole=ranked_words.figure(found.whole[row], 1) if factors else "",
        votes=tuple(_votes(ranking, row)),
        doors_left=tuple(round(float(left)) for left in learned.doors_left[row]),
        contact=ranked_words.share(scores.doorstep.contact[row, 0]),
        knocked=place.doors.knocked,
        minutes_per_door=ranked_words.figure(scores.doorstep.minutes[row, 0], 1),
        gain=ranked_words.figure(1000 * scores.gain.net[row], 1),
        ifs=tuple(If(str(SUPPOSED[each.supposed]), int(each.rank[row]) or None) for each in supposed),
        rank=int(scores.by_rate.rank[row]) or None,
    )


def _bar(part: Part, factor: float) -> Bar:
    log = float(np.log(factor))
    width = HALF * min(1.0, abs(log) / LIMIT)
    percent = round(100 * (factor - 1))
    return Bar(
        words=str((MORE if log >= 0 else LESS)[part]),
        percent=_("%(percent)s %%") % {"percent": f"{percent:+d}".replace("-", "−") if percent else "0"},
        x=round(HALF if log >= 0 else HALF - width, 1),
        width=round(width, 1),
        helps=log >= 0,
    )


def _votes(ranking: Ranking, row: int) -> list[Vote]:
    """The last three elections known there, the newest first."""
    found, town = ranking.ground.found, ranking.ground.found.town
    told = []
    for election, past in zip(reversed(found.elections), reversed(town.past), strict=True):
        registered, valid = past.registered[row], past.valid[row]
        if past.known[row] and registered > 0:
            own = past.votes[row, town.own_index] / valid if valid > 0 else 0.0
            told.append(Vote(election.name, float(past.turned_out[row] / registered), float(own)))
    return told[:3]
