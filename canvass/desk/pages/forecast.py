"""The forecast: doors and conversations to the vote, how likely the goal is, and what it would take."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.people.roles import Action
from campaigns.reports import figures, outlook, votes
from campaigns.reports.forecast import Basis, Fan, Forecast
from campaigns.reports.votes import Range
from canvass.desk import prospect, ranked_words
from canvass.desk.membership import MemberRequest, allowed


@require_safe
@allowed(Action.SEE_FORECAST)
def forecast(request: MemberRequest) -> HttpResponse:
    """Modelled, not measured: 2,000 futures drawn from the last fourteen days and the outings planned."""
    campaign = request.member.campaign
    days = figures.per_day(figures.by_day_and_station(campaign))
    found = outlook.of_campaign(campaign, days, now=timezone.now())
    knocked = {day: row.knocked for day, row in days.items()}
    talked = {day: row.conversations for day, row in days.items()}
    first = prospect.first_day(campaign, knocked, found.today)
    page = {
        "forecast": found,
        "is_shown": found.basis is not Basis.NOTHING,
        "finding": prospect.title(found.done, found.goal, found),
        "warning": prospect.warning(found),
        "doors": _drawn(found, found.doors, knocked, first, goal=found.goal),
        "talks": _drawn(found, found.talks, talked, first, goal=0),
        "shift_minutes": campaign.turf_minutes,
        "sees_outings": request.member.may(Action.SEE_OUTINGS),
        "sees_targets": request.member.may(Action.SEE_STATIONS),
        "votes": _votes(votes.of_campaign(campaign, found, seed=campaign.pk)),
    }
    return render(request, "desk/forecast.html", page)


def _votes(found: Range | None) -> tuple[str, str] | None:
    """« −3 », « 45 »"""
    if found is None:
        return None
    return ranked_words.figure(found.low), ranked_words.figure(found.high)


def _drawn(found: Forecast, fan: Fan, counts: dict[date, int], first: date, *, goal: int) -> dict[str, object]:
    """One fan with its chart and its table."""
    totals = prospect.totals(counts, first, found.today)
    chart = prospect.chart(totals, goal=goal, last=found.last_day, fan=fan)
    low, high = fan.band(0.80)
    return {
        "chart": chart,
        "rows": prospect.rows(found, fan),
        "done": totals[-1][1],
        "goal": goal,
        "expected": round(float(fan.median[-1])),
        "low": round(float(low[-1])),
        "high": round(float(high[-1])),
    }
