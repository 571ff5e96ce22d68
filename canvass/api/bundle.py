"""``/api/v1/device`` and the walk a phone takes with it: everything it needs without a network, in one answer."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.contacts import texts
from campaigns.doors.models import Building, Door
from campaigns.people import voting
from campaigns.people.models import Campaign, Device
from campaigns.territory import surroundings
from campaigns.territory.models import PollingStation
from campaigns.turfs.models import Turf, TurfStop
from campaigns.visits import changes, tallies
from canvass.api import answers, documented, shapes
from canvass.api.identifiers import read_id
from canvass.api.phone import PhoneView


class Me(PhoneView):
    @extend_schema(responses={200: answers.DEVICE, **documented.errors(*documented.PHONE)})
    def get(self, request: Request) -> Response:
        """Who this phone is and which turfs it holds."""
        turfs = list(Turf.objects.held_by(self.device))
        return Response({**shapes.device(self.device, turfs), "server_time": timezone.now().isoformat()})


class Bundle(PhoneView):
    @extend_schema(responses={200: answers.BUNDLE, **documented.errors(*documented.PHONE, "not_found", "silence")})
    def get(self, request: Request, turf: str) -> Response:
        """The whole walk of a turf this phone holds, and the cursor to pull from."""
        now = timezone.now()
        held = Turf.objects.held_by(self.device).select_related("outing__meeting_point", "team")
        found = get_object_or_404(held, pk=read_id(turf, "t-"))
        voting.refuse_in_silence(self.device.campaign, now=now)
        return Response(walk(self.device, found, now=now))


def walk(device: Device, turf: Turf, *, now: datetime) -> dict[str, Any]:
    """The bundle: campaign, turf, stations, addresses in walking order, buildings, doors with their last state, notes.

    Practical notes are in it while the outing lasts, for whoever holds the turf then.
    """
    campaign = device.campaign
    cursor = changes.cursor_now(campaign)  # before the rows: what changes meanwhile is pulled again, never missed
    stops = list(
        TurfStop.objects.filter(turf=turf).select_related("address__street", "address__station").order_by("position")
    )
    places = [stop.address_id for stop in stops]
    stations = {stop.address.station.pk: stop.address.station for stop in stops if stop.address.station}
    remarks: dict[int, dict[str, dict[str, str]]] = {}
    for note in changes.readable_notes(Turf.objects.filter(pk=turf.pk), now).order_by("noted_at"):
        told = changes.told_note(note)
        kinds = remarks.setdefault(note.address_id, {})
        kinds.pop(told["kind"], None)  # the latest of a kind counts
        if told["text"]:
            kinds[told["kind"]] = told
    rows = Door.objects.standing().filter(campaign=campaign, address__in=places).select_related("floor__staircase")
    doors = list(changes.with_moment(rows).order_by("address_id", "rank", "pk"))
    buildings = changes.with_floors(Building.objects.filter(campaign=campaign, address__in=places)).order_by("address")
    guessed = {door.address_id for door in doors if door.estimated}
    return {
        "server_time": now.isoformat(),
        "epoch": f"e{campaign.epoch}",
        "cursor": cursor,
        "lease_until": device.lease_until.isoformat(),
        "campaign": _campaign(campaign),
        "turf": {**_turf(turf, len(doors)), "map": _map(stops)},
        "stations": [_station(station) for station in stations.values()],
        "addresses": [
            _address(stop, [*remarks.get(stop.address_id, {}).values()], estimated=stop.address_id in guessed)
            for stop in stops
        ],
        "buildings": [changes.told_building(building) for building in buildings],
        "doors": [changes.told_door(door) for door in doors],
    }


def _campaign(campaign: Campaign) -> dict[str, Any]:
    campaign.refresh_from_db(fields=["name", "script"])  # long or seldom asked: they do not come with every call
    return {
        "id": f"c-{campaign.slug}",
        "name": campaign.name,
        "time_zone": campaign.time_zone,
        "silence": [{"from": starts.isoformat(), "to": ends.isoformat()} for starts, ends in voting.silences(campaign)],
        "script": campaign.script,
        "consent_texts": [asdict(reading) for reading in texts.current(campaign.pk)],
        "topics": list(tallies.TOPICS),
    }


def _turf(turf: Turf, doors: int) -> dict[str, Any]:
    return {
        "id": f"t-{turf.pk}",
        "number": turf.number,
        "name": turf.name,
        "version": turf.version,
        "state": turf.state,
        "minutes": turf.minutes,
        "doors": doors,
        "outing": shapes.outing(turf.outing) if turf.outing else None,
        "team": turf.team.name if turf.team else None,
    }


def _map(stops: list[TurfStop]) -> dict[str, Any]:
    """Part of the walk, so that no phone holds one without the other."""
    placed = [(stop.address.lon, stop.address.lat) for stop in stops]
    return surroundings.around([(lon, lat) for lon, lat in placed if lon is not None and lat is not None])


def _station(station: PollingStation) -> dict[str, Any]:
    return {"id": station.code, "number": station.short_number, "name": station.name}


def _address(stop: TurfStop, remarks: list[dict[str, str]], *, estimated: bool) -> dict[str, Any]:
    address = stop.address
    side = "none" if address.number is None else ("odd" if address.number % 2 else "even")
    return {
        "id": address.pk,
        "position": stop.position,
        "street": address.street.name if address.street else "",
        "numbering": address.numbering,
        "side": side,
        "label": address.label,
        "lon": address.lon,
        "lat": address.lat,
        "station": address.station.code if address.station else None,
        "estimated": estimated,
        "unknown": address.dwellings is None,
        "notes": remarks,
    }
