"""Past elections in today's stations, where headquarters told what became of those whose limits were redrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Max

from campaigns.people.models import Campaign
from campaigns.targeting import boundaries
from campaigns.targeting.margins import Counts
from campaigns.targeting.redrawn import Days
from campaigns.targeting.town import Flags, Floats
from campaigns.territory.models import Election, PollingStation, StationResult


@dataclass(frozen=True)
class InTodays:
    """``stay``: which of the stations still have ground; ``registered`` and ``counts`` are of these alone."""

    stay: Flags
    registered: Floats
    counts: list[Counts]


def in_today_s(
    campaign: Campaign,
    rows: Sequence[PollingStation],
    told: Sequence[Counts],
    elections: Sequence[Election],
    days: Days,
) -> InTodays:
    """``told``: the elections as the files have them, in the order of ``rows``. A query where anything was redrawn."""
    codes = [row.code for row in rows]
    registered = np.array([row.registered or 0 for row in rows], dtype=float)
    gone = boundaries.gone(days.values())
    stay = np.array([code not in gone for code in codes], dtype=bool)
    if days:
        registered = _roll(campaign, codes, registered, days)
        told = [_redrawn(counts, election.date, days, codes) for counts, election in zip(told, elections, strict=True)]
    return InTodays(stay, registered[stay], [counts.only(stay) for counts in told])


def _redrawn(counts: Counts, held: date | None, days: Days, codes: list[str]) -> Counts:
    for since, shares in days.items():
        if held is not None and held < since:
            counts = boundaries.redraw(counts, shares, codes)
    return counts


def _roll(campaign: Campaign, codes: list[str], registered: Floats, days: Days) -> Floats:
    """A station's roll is that of its newest result: where that is of before, it follows the addresses too."""
    results = StationResult.objects.filter(station__commune__campaigns=campaign, election__date__isnull=False)
    newest = dict(results.order_by().values_list("station__code").annotate(newest=Max("election__date")))
    for since, shares in days.items():
        old = np.array([code not in newest or newest[code] < since for code in codes], dtype=bool)
        registered = boundaries.redraw_roll(registered, shares, codes, old)
    return registered
