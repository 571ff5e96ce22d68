"""A forecast as pages tell it: its title, its fans as charts, its days as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.people.models import Campaign
from campaigns.reports import forecast as forecasting
from campaigns.reports.forecast import BANDS, Basis, Fan, Forecast
from canvass.desk import charts
from canvass.desk.charts import Futures, LineChart

Totals = list[tuple[date, int]]


@dataclass(frozen=True)
class Row:
    """One day of the table: the middle future, and the bounds of the middle 50, 80 and 95 %."""

    day: date
    median: int
    bounds: tuple[tuple[int, int], ...]


def first_day(campaign: Campaign, counts: Mapping[date, int], today: date) -> date:
    """Where the charts begin: with the goal, or with the first door."""
    return min(campaign.door_goal_from or min(counts, default=today), today)


def chart(totals: Totals, *, goal: int, last: date, fan: Fan | None) -> LineChart:
    """The running total so far, and the futures where there are some."""
    first = totals[0][0]
    length = (max(last, totals[-1][0]) - first).days
    return charts.line_chart(
        [count for _day, count in totals],
        days=length,
        goal=goal,
        futures=None if fan is None else futures(fan),
        day_labels=[(offset, _day_label(first + timedelta(days=offset))) for offset in _tick_days(length)],
    )


def futures(fan: Fan) -> Futures:
    bands = [fan.band(share) for share in reversed(BANDS)]
    return Futures(fan.median.tolist(), [(low.tolist(), high.tolist()) for low, high in bands])


def rows(found: Forecast, fan: Fan) -> list[Row]:
    """Every seventh day from today, and the last one."""
    shown = sorted({*range(0, len(found.days), 7), len(found.days) - 1})
    bands = [fan.band(share) for share in BANDS]
    return [
        Row(found.days[at], round(fan.median[at]), tuple((round(low[at]), round(high[at])) for low, high in bands))
        for at in shown
    ]


def title(done: int, goal: int, found: Forecast | None) -> str:
    """A sentence with the answer."""
    if not goal or found is None:
        return _("%(done)s doors knocked so far") % {"done": charts.thousands(done)}
    if done >= goal:
        return _("The goal of %(goal)s doors is reached") % {"goal": charts.thousands(goal)}
    if found.basis is Basis.NOTHING:
        return _("No door knocked in the last two weeks")
    if found.missing == 0:
        return _("At this pace, the goal will be reached")
    return ngettext(
        "At this pace, %(count)s door will be missing", "At this pace, %(count)s doors will be missing", found.missing
    ) % {"count": charts.thousands(round(found.missing, -1) or found.missing)}


def warning(found: Forecast) -> str:
    """What the forecast stands on, where that is little; empty where it is enough."""
    return {
        Basis.NOTHING: _(
            "Nothing was knocked in the last two weeks and no outing is planned: there is nothing to forecast from."
        ),
        Basis.PLANNED: _("Nothing was measured in the last two weeks: only planned outings count here."),
        Basis.FEW: _("Only a few doors were knocked so far: read the wide bands, not the line in the middle."),
        Basis.MEASURED: "",
    }[found.basis]


def totals(counts: Mapping[date, int], first: date, today: date) -> Totals:
    return forecasting.cumulative(counts, first=first, today=today)


def _tick_days(length: int) -> Sequence[int]:
    step = max(7, round(length / 5 / 7) * 7)
    return range(0, length + 1, step)


def _day_label(day: date) -> Any:
    return formats.date_format(datetime.combine(day, datetime.min.time()), "j b")
