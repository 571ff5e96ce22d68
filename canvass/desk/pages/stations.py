"""Polling stations: the list to choose from, and one station with its past and its progress."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from campaigns.people.roles import Action
from campaigns.reports import figures
from campaigns.territory.models import Bloc, PollingStation, StationResult
from campaigns.visits import tallies
from canvass.desk.membership import MemberRequest, allowed
from canvass.desk.pages.closed_doors import closed_in


@require_safe
@allowed(Action.SEE_STATIONS)
def stations(request: MemberRequest) -> HttpResponse:
    """Every station of the campaign, with its latest result; ticking some leads to a new outing."""
    campaign = request.member.campaign
    rows = figures.station_progress(campaign, figures.by_day_and_station(campaign))
    latest = _latest_results([row.station for row in rows])
    return render(
        request,
        "desk/stations.html",
        {
            "rows": [{"progress": row, "result": latest.get(row.station.pk)} for row in rows],
            "may_prepare": request.member.may(Action.PREPARE_OUTINGS),
            "may_import": request.member.may(Action.IMPORT_GROUND),
            "blocs": Bloc,
        },
    )


@require_safe
@allowed(Action.SEE_STATIONS)
def station(request: MemberRequest, code: str) -> HttpResponse:
    """One station: results over the elections, doors, progress by day, welcome from twenty conversations."""
    campaign = request.member.campaign
    found = get_object_or_404(PollingStation, code=code, commune__campaigns=campaign)
    table = {key: row for key, row in figures.by_day_and_station(campaign).items() if key[1] == found.pk}
    progress = next(row for row in figures.station_progress(campaign, table) if row.station.pk == found.pk)
    results = found.results.select_related("election").prefetch_related("election__lists").order_by("-election__date")
    return render(
        request,
        "desk/station.html",
        {
            "station": found,
            "may_prepare": request.member.may(Action.PREPARE_OUTINGS),
            "progress": progress,
            "days": figures.per_day(table),
            "results": [shares(result) for result in results],
            "welcome": tallies.welcomes(campaign).get(found.pk),
            "closed": closed_in(campaign, found) if request.member.may(Action.OPEN_CLOSED_DOORS) else [],
        },
    )


def _latest_results(stations: list[PollingStation]) -> dict[int, dict[str, Any]]:
    """Each station's newest result, two queries whatever the size."""
    rows = (
        StationResult.objects.filter(station__in=stations)
        .order_by("station_id", "-election__date", "-election__code")
        .distinct("station_id")
        .select_related("election")
        .prefetch_related("election__lists")
    )
    return {row.station_id: shares(row) for row in rows}


def shares(result: StationResult) -> dict[str, Any]:
    """``{"result", "turnout", "blocs": [(bloc, label, votes, share of valid votes)]}``."""
    bloc_of = {item.code: item.bloc for item in result.election.lists.all()}
    votes = dict.fromkeys(Bloc.values, 0)
    for code, count in result.votes.items():
        votes[bloc_of.get(code, Bloc.OTHER)] += count
    valid = result.valid_votes or 1
    return {
        "result": result,
        "turnout": result.turned_out / result.registered if result.registered else None,
        "blocs": [(bloc.value, bloc.label, votes[bloc.value], votes[bloc.value] / valid) for bloc in Bloc],
    }
