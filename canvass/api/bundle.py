"""``/api/v1/device`` and the walk a phone takes with it: everything it needs without a network, in one answer."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.doors import notes
from campaigns.doors.models import AccessNote, Door
from campaigns.law import silence
from campaigns.people.models import Campaign, Device
from campaigns.territory.models import PollingStation
from campaigns.turfs.models import Turf, TurfStop
from campaigns.visits import changes
from canvass.api import documented, shapes
from canvass.api.identifiers import read_id
from canvass.api.phone import PhoneView

TOPICS = ["logement", "sante", "ecole", "transports", "proprete", "autre"]


class Me(PhoneView):
    @extend_schema(responses={200: documented.DEVICE, **documented.errors(401, 503)})
    def get(self, request: Request) -> Response:
        """Who this phone is and which turfs it holds."""
        turfs = list(Turf.objects.held_by(self.device))
        return Response({**shapes.device(self.device, turfs), "server_time": timezone.now().isoformat()})


class Bundle(PhoneView):
    @extend_schema(responses={200: documented.BUNDLE, **documented.errors(401, 404, 503)})
    def get(self, request: Request, turf: str) -> Response:
        """The whole walk of a turf this phone holds, and the cursor to pull from."""
        held = Turf.objects.held_by(self.device).select_related("outing__meeting_point", "team")
        return Response(walk(self.device, get_object_or_404(held, pk=read_id(turf, "t-"))))


def walk(device: Device, turf: Turf) -> dict[str, Any]:
    """The bundle: campaign, turf, stations, addresses in walking order, doors with their last state, notes."""
    campaign = device.campaign
    cursor = changes.cursor_now(campaign)  # before the rows: what changes meanwhile is pulled again, never missed
    stops = list(
        TurfStop.objects.filter(turf=turf).select_related("address__street", "address__station").order_by("position")
    )
    places = [stop.address_id for stop in stops]
    stations = {stop.address.station.pk: stop.address.station for stop in stops if stop.address.station}
    remarks: dict[int, list[dict[str, str]]] = {}
    for note in AccessNote.objects.filter(campaign=campaign, address__in=places).order_by("noted_at"):
        told = {"id": str(note.pk), "kind": note.kind, "text": notes.decrypt(note.encrypted_text)}
        remarks.setdefault(note.address_id, []).append(told)
    rows = Door.objects.standing().filter(campaign=campaign, address__in=places).select_related("floor__staircase")
    doors = list(rows.order_by("address_id", "rank", "pk"))
    return {
        "server_time": timezone.now().isoformat(),
        "epoch": f"e{campaign.epoch}",
        "cursor": cursor,
        "lease_until": device.lease_until.isoformat(),
        "campaign": _campaign(campaign),
        "turf": _turf(turf, len(doors)),
        "stations": [_station(station) for station in stations.values()],
        "addresses": [_address(stop, doors, remarks.get(stop.address_id, [])) for stop in stops],
        "doors": [_door(door) for door in doors],
    }


def _campaign(campaign: Campaign) -> dict[str, Any]:
    rounds = {day for day in (campaign.first_round_date, campaign.final_round_date) if day}
    windows = [silence.window(day, campaign.time_zone) for day in sorted(rounds)]
    return {
        "id": f"c-{campaign.slug}",
        "name": campaign.name,
        "time_zone": campaign.time_zone,
        "silence": [{"from": starts.isoformat(), "to": ends.isoformat()} for starts, ends in windows],
        "script": campaign.script,
        "topics": TOPICS,
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


def _station(station: PollingStation) -> dict[str, Any]:
    return {"id": station.code, "number": station.short_number, "name": station.name}


def _address(stop: TurfStop, doors: list[Door], remarks: list[dict[str, str]]) -> dict[str, Any]:
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
        "estimated": any(door.estimated for door in doors if door.address_id == address.pk),
        "unknown": address.dwellings is None,
        "notes": remarks,
    }


def _door(door: Door) -> dict[str, Any]:
    floor = door.floor
    return {
        "id": str(door.pk),
        "address": door.address_id,
        "staircase": floor.staircase.name if floor else "",
        "floor": floor.level if floor else None,
        "name": door.name,
        "rank": door.rank,
        "state": door.state,
        "last": changes.last_visit(door),
    }
