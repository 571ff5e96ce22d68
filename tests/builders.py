"""Plain builders with plain defaults: what a test does not say does not matter to it."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from campaigns.doors.identifiers import uuid7
from campaigns.doors.models import Door
from campaigns.people.devices import token_hash
from campaigns.people.models import Campaign, ChangeCounter, Device, Membership, Outing, Team, User
from campaigns.territory import blocs, election_codes, street_names
from campaigns.territory.models import (
    Address,
    Commune,
    Election,
    ElectionList,
    PollingStation,
    StationResult,
    Street,
)
from campaigns.turfs.models import Assignment, Turf, TurfStop
from campaigns.visits import recording
from campaigns.visits.clock import Envelope

_numbers = itertools.count(1)
PASSWORD = "a long enough password"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SATURDAY = datetime(2027, 2, 13, 9, 0, tzinfo=UTC)


@functools.cache
def _hashed(password: str) -> str:
    """Hashing is slow on purpose: once is enough for all members."""
    return make_password(password)


def campaign(slug: str = "valmont", **fields) -> Campaign:
    made = Campaign.objects.create(slug=slug, name=slug.title(), final_round_date=date(2027, 6, 20), **fields)
    ChangeCounter.objects.create(campaign=made)
    return made


def member(campaign: Campaign, *roles: str, name: str = "") -> Membership:
    number = next(_numbers)
    user = User.objects.create(
        email=f"person{number}@example.org", password=_hashed(PASSWORD), name=name or f"Person {number}"
    )
    return Membership.objects.create(campaign=campaign, user=user, roles=list(roles))


def team(campaign: Campaign, leader: Membership | None = None, name: str = "") -> Team:
    return Team.objects.create(campaign=campaign, leader=leader, name=name or f"Team {next(_numbers)}")


def outing(campaign: Campaign, *teams: Team, starts_at: datetime = SATURDAY, **fields) -> Outing:
    made = Outing.objects.create(
        campaign=campaign,
        name=fields.pop("name", "Samedi"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        **fields,
    )
    made.teams.set(teams)
    return made


def station(code: str = "94033-0001", **fields) -> PollingStation:
    insee, number = code.split("-")
    commune, _ = Commune.objects.get_or_create(code=insee, defaults={"name": f"Commune {insee}"})
    made, _ = PollingStation.objects.get_or_create(code=code, defaults={"commune": commune, "number": number, **fields})
    return made


def address(station: PollingStation, number: int, street: str = "Rue des Tanneurs", **fields) -> Address:
    road, _ = Street.objects.get_or_create(
        commune=station.commune, key=street_names.key(street), defaults={"name": street}
    )
    place = {"lon": 2.47 + number * 1e-4, "lat": 48.85} | fields
    return Address.objects.create(
        commune=station.commune,
        street=road,
        key=f"{road.key}|{number}|{fields.get('suffix', '')}",
        number=number,
        station=station,
        source="demo",
        **place,
    )


def door(campaign: Campaign, address: Address, **fields) -> Door:
    return Door.objects.create(campaign=campaign, address=address, **fields)


def turf(outing: Outing, *addresses: Address, number: int = 1) -> Turf:
    made = Turf.objects.create(
        campaign=outing.campaign,
        outing=outing,
        number=number,
        minutes=90,
        door_count=len(addresses),
        created_at=LONG_AGO,
    )
    for position, place in enumerate(addresses, start=1):
        TurfStop.objects.create(campaign=outing.campaign, turf=made, address=place, position=position, minutes=1)
    return made


def device(outing: Outing, *turfs: Turf, **fields) -> Device:
    """A phone that holds these turfs; its token is its number."""
    end, number = outing.ends_at + timedelta(hours=24), uuid4()
    usual = {
        "id": number,
        "first_name": "Léa",
        "token_hash": token_hash(str(number)),
        "token_expires_at": end,
        "lease_until": end,
    }
    made = Device.objects.create(campaign=outing.campaign, outing=outing, **usual | fields)
    for held in turfs:
        Assignment.objects.create(campaign=outing.campaign, turf=held, device=made)
    return made


def event(device: Device, turf: Turf, door: Door, outcome: str | None = "not_home", *, seq: int = 1, **fields) -> dict:
    """A visit as the phone would send it; with ``supersedes`` a correction."""
    supersedes = fields.pop("supersedes", None)
    at = fields.pop("at", SATURDAY + timedelta(minutes=seq))
    return {
        "id": str(fields.pop("id", None) or uuid7()),
        "type": "visit.corrected" if supersedes else "visit.recorded",
        "schema": 1,
        "campaign": f"c-{device.campaign.slug}",
        "turf": f"t-{turf.pk}",
        "device_seq": seq,
        "at": at.isoformat(),
        "mono_ms": seq * 60_000,
        "payload": {"door": str(door.pk), "outcome": outcome, "requests": fields.pop("requests", [])},
        **({"supersedes": str(supersedes)} if supersedes else {}),
        **fields,
    }


def visits(
    device: Device, turf: Turf, *said: tuple[Door, str | None], at: datetime, requests: Sequence[str] = ()
) -> None:
    """Record these outcomes as the phone would push them, one minute apart."""
    start = device.seq_high
    events = [
        event(
            device, turf, door, outcome, seq=start + number, at=at + timedelta(minutes=number), requests=list(requests)
        )
        for number, (door, outcome) in enumerate(said, start=1)
    ]
    envelope = Envelope(sent_at=at + timedelta(hours=1), mono_ms=None, received_at=at + timedelta(hours=1))
    answer = recording.record(device, events, envelope=envelope, seq_high=start + len(events))
    assert {result.verdict for result in answer.results} <= {"ok"}
    device.refresh_from_db()


def election(code: str = "2024-legislatives-1", **fields) -> Election:
    """Its kind and date as its code tells them."""
    vote = election_codes.read(code)
    told = {"name": vote.name, "kind": vote.kind, "round": vote.round, "date": vote.date} if vote else {}
    made, _ = Election.objects.get_or_create(code=code, defaults={"name": code, "kind": "other"} | told | fields)
    return made


def result(election: Election, station: PollingStation, *, registered: int = 1_000, blank: int = 0, **votes: int):
    """The result of one station, its lists made as the importer makes them: a code is a nuance or a candidate."""
    year = str(election.date.year) if election.date else ""
    for code in votes:
        bloc, known = blocs.bloc_of(election.kind, year, code)
        told = {"name": code, "bloc": bloc, "bloc_is_known": known}
        ElectionList.objects.get_or_create(election=election, code=code, defaults=told)
    valid = sum(votes.values())
    return StationResult.objects.create(
        election=election, station=station, registered=registered, turned_out=valid + blank, blank=None,
        valid_votes=valid, votes=votes,
    )  # fmt: skip


def recorded(device: Device, *events: dict) -> None:
    """Record these events as the phone would push them."""
    now = timezone.now()
    envelope = Envelope(sent_at=now, mono_ms=None, received_at=now)
    answer = recording.record(device, list(events), envelope=envelope, seq_high=max(e["device_seq"] for e in events))
    assert {result.verdict for result in answer.results} <= {"ok"}
    device.refresh_from_db()
