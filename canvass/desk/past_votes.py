"""What polling stations voted, as pages tell it: turnout, and the blocs as the campaign counts them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from campaigns.people.models import Campaign
from campaigns.targeting import blocs
from campaigns.targeting.blocs import BlocTables
from campaigns.targeting.models import TownBloc
from campaigns.territory.models import Bloc, PollingStation, StationResult


def of_station(campaign: Campaign, station: PollingStation) -> list[dict[str, Any]]:
    """Every election it took part in, the newest first. Two queries."""
    results = list(station.results.select_related("election").order_by("-election__date", "-election__code"))
    tables = blocs.tables(campaign, [result.election for result in results])
    return [told(result, tables) for result in results]


def latest(campaign: Campaign, stations: list[PollingStation]) -> dict[int, dict[str, Any]]:
    """Each station's newest result by its id. Two queries whatever the size."""
    newest = (
        StationResult.objects.filter(station__in=stations)
        .order_by("station_id", "-election__date", "-election__code")
        .distinct("station_id")
        .select_related("election")
    )
    results = list(newest)
    tables = blocs.tables(campaign, {result.election_id: result.election for result in results}.values())
    return {result.station_id: told(result, tables) for result in results}


def told(result: StationResult, tables: BlocTables) -> dict[str, Any]:
    """``{"result", "turnout", "blank", "abstained", "blocs", "bar"}``. ``blocs``: (bloc, label, votes, share of the
    valid votes). ``bar``: the same of everybody registered, followed by ``blank`` and ``abstained``, so that it adds
    up to one. Turnout is None and the bar empty where nobody was registered."""
    bloc_of = tables.of.get(result.election_id, {})
    votes = dict.fromkeys(tables.order, 0)
    for code, count in result.votes.items():
        votes[bloc_of.get(code, Bloc.OTHER.value)] += count
    valid, registered = result.valid_votes or 1, result.registered
    blank, abstained = max(0, result.turned_out - result.valid_votes), max(0, registered - result.turned_out)
    named = [(bloc, str(TownBloc(bloc).label), count) for bloc, count in votes.items()]
    whole = [*named, ("blank", _("blank or void"), blank), ("abstained", _("did not vote"), abstained)]
    return {
        "result": result,
        "turnout": result.turned_out / registered if registered else None,
        "blank": blank,
        "abstained": abstained,
        "blocs": [(bloc, label, count, count / valid) for bloc, label, count in named],
        "bar": [(kind, label, count, count / registered) for kind, label, count in whole] if registered else [],
    }
