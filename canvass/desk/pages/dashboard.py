"""The dashboard: are we going to make it, where next, what became of the doors."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from campaigns.people.models import Campaign, Membership, Outing
from campaigns.people.roles import Action, Scope
from campaigns.reports import figures, live, outlook
from campaigns.reports.forecast import Basis
from campaigns.visits import tallies
from canvass.desk import called, charts, prospect
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
            "todo": _to_do(member),
            "sees_stations": member.may(Action.SEE_STATION),
            **_goal(member, figures.per_day(everything), today, sees_all=sees_all),
        },
    )


def _to_do(member: Membership) -> list[live.ToDo]:
    """Whom to call is first: they come tomorrow, or they do not."""
    if member.reach(Action.SEE_OUTINGS) is not Scope.ALL:
        return []
    return called.to_do(member, now=timezone.now()) + live.to_do(member)


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


def _goal(member: Membership, days: dict[date, figures.Figures], today: date, *, sees_all: bool) -> dict[str, Any]:
    """The finding in the title, and the chart that shows it. What comes is the campaign's: leaders see what is done."""
    campaign = member.campaign
    knocked = {day: row.knocked for day, row in days.items()}
    goal = campaign.door_goal if sees_all else 0
    found = outlook.of_campaign(campaign, days, now=timezone.now()) if sees_all else None
    shown = found if found and found.basis is not Basis.NOTHING else None
    totals = prospect.totals(knocked, prospect.first_day(campaign, knocked, today), today)
    done = totals[-1][1]
    chart = prospect.chart(
        totals, goal=goal, last=max(campaign.final_round_date, today), fan=shown.doors if shown else None
    )
    coming = [day for day in (campaign.first_round_date, campaign.final_round_date) if day and day >= today]
    vote_in = (min(coming) - today).days if coming else None
    return {"finding": prospect.title(done, goal, found), "forecast": shown, "chart": chart, "days": totals,
            "done": done, "goal": goal, "vote_in": vote_in, "sees_forecast": member.may(Action.SEE_FORECAST),
            "spark": charts.sparkline([row.knocked for row in list(days.values())[-10:]]),
            "spark_rate": charts.sparkline([row.open_rate or 0 for row in list(days.values())[-10:]])}  # fmt: skip
