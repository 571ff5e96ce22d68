"""What the pages of one polling station share: finding it for who may see it, and its places on a map."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from campaigns.doors.models import Door, DoorState
from campaigns.people.models import Campaign, Membership
from campaigns.people.roles import Action, Scope
from campaigns.territory import surroundings
from campaigns.territory.models import Address, PollingStation, Street
from campaigns.turfs.models import TurfStop
from canvass.desk import station_map
from canvass.desk.station_map import Spot, StationMap

MOST_SPOTS = 1_500
TRACED = 150  # addresses are enough to find the streets around


def station_of(member: Membership, code: str, action: Action) -> PollingStation:
    """The station, if this member may do that there: all of the campaign for headquarters, those of their outings'
    areas for a leader; 404 otherwise."""
    stations = PollingStation.objects.filter(commune__campaigns=member.campaign).select_related("commune")
    if member.reach(action) is Scope.TEAMS:
        walked = TurfStop.objects.filter(campaign=member.campaign, turf__outing__teams__leader=member)
        stations = stations.filter(pk__in=walked.values("address__station"))
    return get_object_or_404(stations, code=code)


def streets_of(station: PollingStation) -> QuerySet[Street]:
    """The streets that have an address there, by name."""
    return Street.objects.filter(addresses__station=station).distinct().order_by("name")


def map_of(campaign: Campaign, station: PollingStation) -> StationMap | None:
    """Its contour, streets and addresses; None where no place is known. Four queries whatever the size."""
    spots = list(_spots(campaign, station))
    around = [spot.place for spot in spots[:: max(1, len(spots) // TRACED)]]
    corners = [place for ring in station_map.rings_of(station.contour) for place in ring]
    return station_map.drawn(station.contour, spots, surroundings.around(around or corners, walks=2))


def _spots(campaign: Campaign, station: PollingStation) -> list[Spot]:
    """Every address with a place, and whether its doors were tried. Doors that asked for peace are left alone."""
    places = Address.objects.filter(station=station).order_by("pk")
    rows = (
        Door.objects.standing()
        .filter(campaign=campaign, address__station=station)
        .exclude(state=DoorState.DO_NOT_KNOCK)
    )
    doors = {
        row["address"]: (row["doors"], row["tried"])
        for row in rows.order_by()
        .values("address")
        .annotate(doors=Count("pk"), tried=Count("pk", filter=~Q(state=DoorState.TODO)))
    }
    found = []
    for pk, lon, lat in places.values_list("pk", "lon", "lat")[:MOST_SPOTS]:
        if lon is None or lat is None:
            continue
        known, tried = doors.get(pk, (0, 0))
        found.append(Spot((lon, lat), "todo" if not tried else "seen" if tried == known else "begun"))
    return found
