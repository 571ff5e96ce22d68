"""Polling stations: the list to choose from, and one station with its past, its progress and what members know."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.doors import comments
from campaigns.people.models import Membership, Outing
from campaigns.people.roles import Action, Scope
from campaigns.reports import figures, passes
from campaigns.targeting import redrawn
from campaigns.territory.models import Bloc, PollingStation
from campaigns.visits import tallies
from canvass.desk import past_votes
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.pages.closed_doors import closed_in
from canvass.desk.station import map_of, station_of, streets_of


@require_safe
@allowed(Action.SEE_STATIONS)
def stations(request: MemberRequest) -> HttpResponse:
    """Every station of the campaign, with its latest result; ticking some leads to a new outing."""
    campaign = request.member.campaign
    rows = figures.station_progress(campaign, figures.by_day_and_station(campaign))
    latest = past_votes.latest(campaign, [row.station for row in rows])
    said = comments.counted(campaign)
    return render(
        request,
        "desk/stations.html",
        {
            "rows": [
                {"progress": row, "result": latest.get(row.station.pk), "said": said.get(row.station.pk)}
                for row in rows
            ],
            "any_said": bool(said),
            "may_prepare": request.member.may(Action.PREPARE_OUTINGS),
            "may_import": request.member.may(Action.IMPORT_GROUND),
            "blocs": Bloc,
        },
    )


@require_safe
@allowed(Action.SEE_STATION)
def station(request: MemberRequest, code: str) -> HttpResponse:
    """One station: results over the elections, doors pass by pass, progress by day, welcome from twenty
    conversations, map, comments. A leader sees the stations of their outings, with the days of those outings."""
    return shown(request, station_of(request.member, code, Action.SEE_STATION))


def shown(request: MemberRequest, found: PollingStation, *, refused: dict[str, Any] | None = None) -> HttpResponse:
    """The page; ``refused``: a comment that was not taken, as ``{"comment", "text", "street", "message"}``."""
    member, campaign = request.member, request.member.campaign
    page = {
        "station": found,
        "may_prepare": member.may(Action.PREPARE_OUTINGS),
        "sees_stations": member.may(Action.SEE_STATIONS),
        "may_plan": member.may(Action.PLAN_HOLDOUTS),  # the field stays blind to what is held out
        "passes": passes.by_station(campaign).get(found.pk, passes.NOTHING),
        "results": past_votes.of_station(campaign, found),
        "redrawn": redrawn.days_of(campaign, found.code),
        "welcome": tallies.welcomes(campaign).get(found.pk),
        "closed": closed_in(campaign, found) if member.may(Action.OPEN_CLOSED_DOORS) else [],
        "map": map_of(campaign, found),
        **_progress(member, found),
        **_comments(member, found),
        "refused": refused,
    }
    return render(request, "desk/station.html", page, status=422 if refused else 200)


def _progress(member: Membership, found: PollingStation) -> dict[str, Any]:
    """Dwellings, doors seen and events; of their own outings for a leader."""
    sees_all = member.reach(Action.SEE_STATION) is Scope.ALL
    outings = None if sees_all else Outing.objects.visible_to(member)
    everything = figures.by_day_and_station(member.campaign, outings=outings)
    table = {key: row for key, row in everything.items() if key[1] == found.pk}
    rows = figures.station_progress(member.campaign, table)
    return {"progress": next(row for row in rows if row.station.pk == found.pk), "days": figures.per_day(table)}


def _comments(member: Membership, found: PollingStation) -> dict[str, Any]:
    may_write = member.may(Action.COMMENT_STATIONS)
    return {
        "comments": [(one, comments.may_change(one, member)) for one in comments.of_station(member, found)],
        "may_write": may_write,
        "may_manage": member.may(Action.MANAGE_COMMENTS),
        "streets": streets_of(found) if may_write else [],
        "longest": comments.LONGEST,
        "kept_until": comments.kept_until(member.campaign),
    }
