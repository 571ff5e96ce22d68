"""The dashboard: are we going to make it, where next, what became of the doors."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from campaigns.people.models import Campaign, Outing
from campaigns.people.roles import Action, Scope
from campaigns.reports import figures, forecast, live
from campaigns.visits import tallies
from canvass.desk import charts
from canvass.desk.membership import MemberRequest, allowed

PERIODS = {"jour": 1, "semaine": 7, "campagne": None}
STATIONS_SHOWN = 8


@require_safe
@allowed(Action.SEE_PROGRESS)
def dashboard(request: MemberRequest) -> HttpResponse:
    """``?periode=jour|semaine|campagne`` narrows the figures; the goal always counts from its first day.

    Leaders see the figures of their teams' outings; the goal is the campaign's and shown to headquarters.
    """
    member, campaign = request.member, request.member.campaign
    period = request.GET.get("periode", "campagne")
    if period not in PERIODS:
        period = "campagne"
    today = timezone.now().astimezone(ZoneInfo(campaign.time_zone)).date()
    sees_all = member.reach(Action.SEE_PROGRESS) is Scope.ALL
    outings = None if sees_all else Outing.objects.visible_to(member)
    everything = figures.by_day_and_station(campaign, outings=outings)
    shown = _within(everything, today, PERIODS[period])
    stations = figures.station_progress(campaign, shown)
    if not sees_all:
        stations = [row for row in stations if row.figures.knocked]
    return render(
        request,
        "desk/dashboard.html",
        {
            "period": period,
            "today": today,
            "total": figures.total(shown),
            "seen": sum(row.seen for row in stations),
            "said": _said(figures.total(shown), stations, figures.per_day(everything).get(today)),
            "stations": _where_next(campaign, stations),
            "funnel": _funnel(figures.total(shown)),
            "turfs": live.walking_now(member),
            "todo": live.to_do(member) if member.reach(Action.SEE_OUTINGS) is Scope.ALL else [],
            "sees_stations": member.may(Action.SEE_STATION),
            **_goal(campaign, figures.per_day(everything), today, goal=campaign.door_goal if sees_all else 0),
        },
    )


Table = dict[tuple[date, int | None], figures.Figures]


def _within(table: Table, today: date, days: int | None) -> Table:
    if days is None:
        return table
    first = today - timedelta(days=days - 1)
    return {(day, station): row for (day, station), row in table.items() if day >= first}


def _where_next(campaign: Campaign, stations: list[figures.StationProgress]) -> list[dict[str, Any]]:
    """Where work has begun, the stations with most left to see first, with the welcome where it may be shown."""
    welcomes = tallies.welcomes(campaign)
    begun = [row for row in stations if row.seen or row.figures.knocked]
    begun.sort(key=lambda row: (-row.left, row.station.code))
    return [{"row": row, "welcome": welcomes.get(row.station.pk)} for row in begun[:STATIONS_SHOWN]]


def _said(
    total: figures.Figures, stations: list[figures.StationProgress], today: figures.Figures | None
) -> dict[str, str]:
    """What each key figure is a part of: no share without its count."""
    knocked, dwellings = today.knocked if today else 0, sum(row.dwellings for row in stations)
    return {
        "today": _("%(count)s today") % {"count": charts.thousands(knocked)},
        "dwellings": _("of %(count)s dwellings") % {"count": charts.thousands(dwellings)},
        "opened": _("%(opened)s opened of %(knocked)s knocked")
        % {"opened": charts.thousands(total.opened), "knocked": charts.thousands(total.knocked)},
        "requests": ngettext("%(count)s request", "%(count)s requests", total.requests)
        % {"count": charts.thousands(total.requests)},
    }


def _funnel(total: figures.Figures) -> list[dict[str, Any]]:
    steps = [
        (_("Doors knocked"), total.knocked),
        (_("Doors opened"), total.opened),
        (_("Conversations"), total.conversations),
        (_("Requests"), total.requests),
    ]
    base = total.knocked or 1
    return [{"label": label, "count": count, "share": count / base} for label, count in steps]


def _goal(campaign: Campaign, days: dict[date, figures.Figures], today: date, *, goal: int) -> dict[str, Any]:
    """The finding in the title, and the chart that shows it."""
    knocked = {day: row.knocked for day, row in days.items()}
    first = campaign.door_goal_from or (min(knocked) if knocked else today)
    first = min(first, today)
    last = max(campaign.final_round_date, today)
    outlook = forecast.outlook(knocked, goal=goal, today=today, last_day=last)
    totals = forecast.cumulative(knocked, first=first, today=today)
    length = (last - first).days
    chart = charts.line_chart(
        [count for _day, count in totals],
        days=length,
        goal=goal,
        expected=outlook.expected,
        day_labels=[(offset, _day_label(first + timedelta(days=offset))) for offset in _tick_days(length)],
    )
    coming = [day for day in (campaign.first_round_date, campaign.final_round_date) if day and day >= today]
    vote_in = (min(coming) - today).days if coming else None
    return {"finding": _finding(outlook), "outlook": outlook, "chart": chart, "days": totals, "vote_in": vote_in,
            "spark": charts.sparkline([row.knocked for row in list(days.values())[-10:]]),
            "spark_rate": charts.sparkline([row.open_rate or 0 for row in list(days.values())[-10:]])}  # fmt: skip


def _finding(outlook: forecast.Outlook) -> str:
    """The title is a sentence with the answer."""
    if not outlook.goal:
        return _("%(done)s doors knocked so far") % {"done": charts.thousands(outlook.done)}
    if outlook.done >= outlook.goal:
        return _("The goal of %(goal)s doors is reached") % {"goal": charts.thousands(outlook.goal)}
    if outlook.missing is None:
        return _("No door knocked this week")
    if outlook.missing == 0:
        return _("At this pace, the goal will be reached")
    return ngettext(
        "At this pace, %(count)s door will be missing", "At this pace, %(count)s doors will be missing", outlook.missing
    ) % {"count": charts.thousands(round(outlook.missing, -1) or outlook.missing)}


def _tick_days(length: int) -> list[int]:
    step = max(7, round(length / 5 / 7) * 7)
    return list(range(0, length + 1, step))


def _day_label(day: date) -> str:
    return formats.date_format(datetime.combine(day, datetime.min.time()), "j b")
