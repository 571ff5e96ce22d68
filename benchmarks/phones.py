"""Phones for the push benchmark: each holds a turf of its own, and what it sends is written before the clock starts."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from campaigns.doors.identifiers import uuid7
from campaigns.doors.models import Door
from campaigns.people import devices
from campaigns.people.models import Campaign, ChangeCounter, Device, Outing
from campaigns.territory.models import Address, Commune, PollingStation, Street
from campaigns.turfs.models import Assignment, Turf, TurfStop

OUTCOMES = ("not_home", "conversation", "refused", "come_back", "no_access")
DOORS_PER_ADDRESS = 4


@dataclass
class Phone:
    device: Device
    token: str
    turf: Turf
    station: PollingStation
    doors: list[Door]
    sent: int = 0

    def events(self, number: int) -> list[dict[str, Any]]:
        """The next visits of the walk, door after door, and round again."""
        return [self._event() for _ in range(number)]

    def _event(self) -> dict[str, Any]:
        self.sent += 1
        door = self.doors[self.sent % len(self.doors)]
        return {
            "id": str(uuid7()),
            "type": "visit.recorded",
            "schema": 1,
            "campaign": f"c-{self.device.campaign.slug}",
            "turf": f"t-{self.turf.pk}",
            "device_seq": self.sent,
            "at": (datetime.now(UTC) - timedelta(seconds=30)).isoformat(),
            "mono_ms": self.sent * 1000,
            "payload": {"door": str(door.pk), "outcome": OUTCOMES[self.sent % 5], "requests": []},
        }

    def request(self, events: list[dict[str, Any]]) -> bytes:
        """A push as it goes over the wire."""
        envelope = {"schema": 1, "sent_at": datetime.now(UTC).isoformat(), "mono_ms": 2**40, "seq_high": self.sent}
        body = json.dumps(envelope | {"events": events}, separators=(",", ":")).encode()
        head = (
            "POST /api/v1/sync/push HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Canvass: 1\r\nContent-Type: application/json\r\n"
            "Accept: */*\r\nAccept-Language: fr-FR,fr;q=0.9\r\nUser-Agent: Mozilla/5.0 (Linux; Android 15)\r\n"
            f"Cookie: device={self.token}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def walking(number: int, *, doors_each: int) -> list[Phone]:
    """That many phones in one campaign, each in its own turf."""
    now = datetime.now(UTC)
    campaign = Campaign.objects.create(slug="push", name="Push", final_round_date=date(2099, 6, 20))
    ChangeCounter.objects.create(campaign=campaign)
    commune = Commune.objects.create(code="94000", name="Valmont")
    street = Street.objects.create(commune=commune, key="rue", name="Rue")
    outing = Outing.objects.create(campaign=campaign, name="Samedi", starts_at=now, ends_at=now + timedelta(hours=3))
    phones = []
    for rank in range(number):
        station = PollingStation.objects.create(code=f"94000-{rank:04}", commune=commune, number=f"{rank:04}")
        turf, doors = _turf(outing, street, station, rank, doors_each)
        device, token = devices.register(
            outing=outing, team_id=None, first_name=f"Phone {rank}", phone="", public_key="", now=now
        )
        Assignment.objects.create(campaign=campaign, turf=turf, device=device)
        phones.append(Phone(device, token, turf, station, doors))
    return phones


def _turf(outing: Outing, street: Street, station: PollingStation, rank: int, doors: int) -> tuple[Turf, list[Door]]:
    places = Address.objects.bulk_create(
        Address(
            commune=station.commune, street=street, key=f"rue|{rank}|{n}", number=n, station=station, source="demo",
            lon=2.47, lat=48.85,
        )
        for n in range(1, doors // DOORS_PER_ADDRESS + 1)
    )  # fmt: skip
    turf = Turf.objects.create(campaign=outing.campaign, outing=outing, number=rank + 1, minutes=90, door_count=doors)
    TurfStop.objects.bulk_create(
        TurfStop(campaign=outing.campaign, turf=turf, address=place, position=position, minutes=1)
        for position, place in enumerate(places, start=1)
    )
    made = Door.objects.bulk_create(
        Door(campaign=outing.campaign, address=place, rank=n) for place in places for n in range(DOORS_PER_ADDRESS)
    )
    return turf, made


class Wire:
    """One kept-alive connection, as a browser would hold it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> bytes:
        """The answer's body. Exits on any status but 200: a fast refusal must not count as speed."""
        self.socket.sendall(request)
        head, body = b"", b""
        while not head:
            body += self.socket.recv(65536)
            head, _, rest = body.partition(b"\r\n\r\n") if b"\r\n\r\n" in body else (b"", b"", b"")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(rest) < length:
            rest += self.socket.recv(65536)
        if b" 200 " not in head[:16]:
            raise SystemExit(f"refused: {head.decode()} {rest.decode()}")
        return rest
