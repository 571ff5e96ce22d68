"""A campaign with so many of everything, for what is asked of all pages at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.utils import timezone

from campaigns.calendar import opening, repeating, signing_up, subscribing
from campaigns.calendar.models import SignUp
from campaigns.doors import comments
from campaigns.doors.models import Building, Door, Floor, Staircase
from campaigns.people import devices, joining
from campaigns.people.models import Campaign, Device, JoinCode, JoinRequest, MeetingPoint, Membership, Outing, Team
from campaigns.targeting import committing
from campaigns.targeting.models import HoldoutPlan
from campaigns.territory.models import Address, Election, ElectionList, ImportRun, PollingStation, StationResult
from campaigns.turfs import entering, handing_out, relaying, walkers
from campaigns.turfs.models import Turf
from campaigns.visits import changes, paper
from campaigns.visits.models import Quarantine, Visit, WelcomeTally
from campaigns.visits.paper import Line, Said
from sms import inbound
from sms.models import InboundSms, State
from sms.rollcall import answering
from sms.rollcall.models import LeaderCall
from tests import builders
from tests.rollcall import roll_calls
from tests.sms import written
from tests.targeting import plans

REPORT = {
    "read": 1_200, "imported": 1_000, "updated": 20, "unchanged": 150, "duplicates": 10, "set_aside": 20,
    "seconds": 2.4, "ambiguous": 3, "stations": 60, "stations_without_results": 2, "warnings": ["Une colonne vide."],
    "dropped_columns": ["nom", "prenom"],
}  # fmt: skip


@dataclass
class World:
    """What the addresses of the pages name. ``chief`` manages and administers, ``leader`` leads every team."""

    campaign: Campaign
    chief: Membership
    leader: Membership
    outing: Outing
    station: PollingStation
    code: JoinCode
    turf: Turf
    run: ImportRun
    asked: JoinRequest
    token: str
    visit: Visit
    plan: HoldoutPlan
    undrawn: PollingStation
    sign_up: SignUp
    call: LeaderCall

    @property
    def names(self) -> dict[str, object]:
        """The blanks of the addresses in listing.py."""
        return {
            "outing": self.outing.pk,
            "member": self.leader.pk,
            "station": self.station.code,
            "run": self.run.pk,
            "plan": self.plan.pk,
            "undrawn": self.undrawn.code,
            "call": self.call.pk,
            "answer": self.call.code,
            "sign_up": self.sign_up.code,
            "sign_up_page": self.outing.sign_up_page.code,
            "calendar": subscribing.token_of(self.leader),
            "area": self.turf.pk,
            "turf": f"t-{self.turf.pk}",
            "join": self.asked.pk,
            "code": self.code.words,
            "door": self.visit.door_id,
            "visit": self.visit.pk,
            "address": self.visit.door.address_id,
            "cursor": changes.encode(self.campaign.epoch, 0),
        }


def build(items: int) -> World:
    """So many stations, results, outings, teams, turfs, phones, requests, visits, refusals, imports and members."""
    now = timezone.now()
    campaign = builders.campaign("valmont", door_goal=1_000, subtitle="Municipales")
    chief = builders.member(campaign, "hq_manage", "admin", name="Inès Karim")
    leader = builders.member(campaign, "team_leader", name="Nadia Haddad")
    teams = [builders.team(campaign, leader=leader, name=f"Équipe {n}") for n in range(items)]
    stations = [_station(campaign, n, elections=items + 1) for n in range(items)]  # transfers need two
    place = MeetingPoint.objects.create(campaign=campaign, name="Place de la Halle")
    outing = _outing(campaign, teams, place, now - timedelta(minutes=30))
    code = joining.open_code(outing=outing, now=now)
    for n in range(items):
        _outing(campaign, teams, place, now + timedelta(days=n + 1))
        _outing(campaign, teams, place, now - timedelta(days=n + 1))
        builders.member(campaign, "hq_read", name=f"Lectrice {n}")
        Membership.objects.create(campaign=builders.campaign(f"autre-{n}"), user=chief.user, roles=["hq_manage"])
        builders.station(f"9410{n}-0001")  # of a commune that the campaign has not taken in
    walked = [_walk(outing, teams[n], stations[n], n, now) for n in range(items)]
    entering.open_codes(outing, now=now)
    for n in range(items):
        _comes(outing, n)
    asked = [_knocks(campaign, outing, code, n) for n in range(items)]
    runs = [_import(campaign, n, now) for n in range(items)]
    for n, (_turf, phone, _token) in enumerate(walked):
        _refusals(campaign, phone, chief, n, now)
    WelcomeTally.objects.bulk_create(
        WelcomeTally(campaign=campaign, outing=outing, station=station, welcome=welcome, count=9)
        for station in stations
        for welcome in ("favourable", "hesitant", "unfavourable")
    )
    for n in range(items):
        _comments(stations[0], chief, leader, n, now)
        _messages(campaign, leader, n, now)
    turf, phone, token = walked[0]
    visit = Visit.objects.filter(device=phone).select_related("door").order_by("device_seq")[0]
    held = [_holds_out(campaign, stations, n, items, chief) for n in range(items)]
    undrawn = builders.station("94039-0001", name="Halle", registered=900)
    campaign.communes.add(undrawn.commune)
    for number in range(4 * items):
        builders.address(undrawn, 200 + number, street="Cours des Halles", dwellings=12)
    signed = _signed_up(outing, teams, items, now)
    call = _called(outing, leader, now)
    return World(
        campaign, chief, leader, outing, stations[0], code, turf, runs[0], asked[0], token, visit, held[0], undrawn,
        signed, call,
    )  # fmt: skip


def _called(outing: Outing, leader: Membership, now: datetime) -> LeaderCall:
    """The leader of all teams was asked, answered, took it back, and answered again."""
    leader.phone = "+33612345678"
    leader.save()
    roll_call = roll_calls.asked(outing)
    calls = list(roll_call.calls.order_by("pk"))
    for call in calls:
        answering.answer(call, way="text", state="needs_reading", words="Peut-être", now=now)
        answering.answer(call, way="link", state="comes", people=3, now=now)
    answering.answer(calls[0], way="phone", state="declines", now=now)
    return calls[0]


def _signed_up(outing: Outing, teams: list[Team], items: int, now: datetime) -> SignUp:
    """A page of the outing with places, and as many series; one of each who signed up cancelled, another came."""
    page = opening.open_page(outing=outing, seats=50, now=now)
    rows = []
    for n in range(items):
        for name in ("Léa", "Karim", "Ana"):
            row, _new = signing_up.sign_up(page, outing, id=uuid4(), first_name=f"{name} {n}", now=now)
            rows.append(row)
        signing_up.cancel(rows[-2], now=now)
        signing_up.tick(rows[-1], came=True, now=now)
        told = {"name": f"Mardi {n}", "weekday": 1, "starts": time(18), "ends": time(20), "first_day": now.date()}
        series = repeating.begin(outing.campaign, **told, last_day=now.date() + timedelta(days=7), teams=teams, now=now)
        opening.open_page(series=series, now=now)
    return rows[0]


def _messages(campaign: Campaign, leader: Membership, n: int, now: datetime) -> None:
    """One text of each state, one in doubt, an answer, and one that nobody could read."""
    number, then = f"+3361234560{n}", now - timedelta(minutes=20)
    for state in State.values:
        told = {"state": state, "posted_at": then, "settled_at": now, "error_code": "30005", "cost": "0.08"}
        written.text(campaign, to=number, membership=leader, body=f"Bonjour {n}", created_at=then, **told)
    for place, read_as in enumerate(("roll_call", *inbound.WAITS_FOR_A_PERSON)):
        InboundSms.objects.create(
            provider_sid=f"SM{n}{place}", campaign=campaign, membership=leader, from_e164=number, body="OUI 3",
            payload={}, received_at=now, processed_at=now, read_as=read_as,
        )  # fmt: skip


def _holds_out(
    campaign: Campaign, stations: list[PollingStation], n: int, items: int, chief: Membership
) -> HoldoutPlan:
    """A plan over buildings of every station, so many blocks in each, with as many deviations."""
    street = f"Allée des Tirages {n}"
    blocks = [
        [builders.address(station, 100 + 2 * item + place, street=street, dwellings=12) for place in range(2)]
        for station in stations
        for item in range(items)
    ]
    made = plans.plan(campaign, *blocks, name=f"Témoins {n}", committed_by=chief)
    for _item in range(items):
        committing.note_deviation(made, "Une sortie a manqué", by=chief, now=timezone.now())
    return made


def _outing(campaign: Campaign, teams: list[Team], place: MeetingPoint, starts_at: datetime) -> Outing:
    return builders.outing(campaign, *teams, starts_at=starts_at, meeting_point=place)


def _comments(station: PollingStation, chief: Membership, leader: Membership, n: int, now: datetime) -> None:
    """One of each author, one of them pinned and corrected."""
    street = Address.objects.filter(station=station).first().street
    mine = comments.write(chief, station, f"Marché le mardi, {n} étals.", now=now)
    theirs = comments.write(leader, station, f"Gardien à l’entrée {n}.", street=street, now=now)
    comments.pin(mine, by=chief, now=now)
    comments.correct(theirs, f"Gardienne à l’entrée {n}.", version=1, by=chief, now=now)


def _station(campaign: Campaign, n: int, *, elections: int) -> PollingStation:
    """Each in a commune of its own."""
    station = builders.station(f"9403{n}-0001", name=f"École des Tilleuls {n}", registered=900)
    ring = [[2.4695, 48.8495], [2.4715, 48.8495], [2.4715, 48.8505], [2.4695, 48.8505], [2.4695, 48.8495]]
    station.contour = {"type": "Polygon", "coordinates": [ring]}
    station.save()
    campaign.communes.add(station.commune)
    for year in range(2022 - elections, 2022):
        election, made = Election.objects.get_or_create(
            code=f"{year}-presidentielle-1",
            defaults={"kind": "presidentielle", "date": date(year, 4, 10), "name": f"Présidentielle {year}, 1er tour"},
        )
        if made:
            for bloc in ("left", "centre", "right", "far_right"):
                ElectionList.objects.create(election=election, code=bloc, name=bloc, bloc=bloc)
        StationResult.objects.create(
            election=election, station=station, registered=900, turned_out=600, valid_votes=580,
            votes={"left": 200, "centre": 150, "right": 100, "far_right": 130},
        )  # fmt: skip
    return station


def _walk(outing: Outing, team: Team, station: PollingStation, n: int, now: datetime) -> tuple[Turf, Device, str]:
    """A turf of one building and two houses, with a phone that has begun it."""
    street = f"Rue des Tanneurs {n}"
    places = [builders.address(station, number, street=street, dwellings=1) for number in (2, 4, 6)]
    builders.address(station, 8, street=street, dwellings=2)  # still to be cut
    doors = [*_tower(outing.campaign, places[0]), *(builders.door(outing.campaign, place) for place in places[1:])]
    turf = builders.turf(outing, *places, number=n + 1)
    turf.name, turf.team = street, team
    turf.save()
    phone, token = devices.register(
        outing=outing, team_id=team.pk, first_name=f"Léa {n}", phone="", public_key="", now=now
    )
    handing_out.give_to_phone(turf, phone, now=now)
    handing_out.start(turf, phone, now=now)
    said = [(doors[0], "conversation"), (doors[1], "not_home"), (doors[2], "refused")]
    builders.visits(phone, turf, *said, at=now - timedelta(minutes=20), requests=["proxy", "help"])
    relaying.offer(turf, phone, now=now)
    _typed_in(turf, team.leader, doors[3:], now)
    Device.objects.filter(pk=phone.pk).update(seq_high=9)  # what it says that it still holds
    return turf, phone, token


def _typed_in(turf: Turf, leader: Membership, doors: list[Door], now: datetime) -> None:
    """A sheet that was typed in and destroyed, and one that is being typed."""
    for number, door in enumerate(doors, start=1):
        line = Line(door.pk, Said("conversation", ("proxy",)))
        paper.enter(turf, number, [line], walked_at=now - timedelta(minutes=25), by=leader, now=now)
        if number < len(doors):
            paper.destroy(turf, number, by=leader, now=now)


def _tower(campaign: Campaign, address: Address) -> list[Door]:
    building = Building.objects.create(campaign=campaign, address=address)
    staircase = Staircase.objects.create(campaign=campaign, building=building, name="A")
    floors = [Floor.objects.create(campaign=campaign, staircase=staircase, level=level) for level in (2, 1, 0)]
    return [builders.door(campaign, address, floor=floor, name="gauche") for floor in floors]


def _comes(outing: Outing, n: int) -> None:
    """Two who walk together and wait for an area, and the area that they might get."""
    pair = [builders.device(outing, first_name=f"{name} {n}") for name in ("Amel", "Bruno")]
    walkers.walk_together(*pair)
    walkers.note(pair[0], "no_stairs", holds=True)
    builders.turf(outing, number=100 + n)


def _knocks(campaign: Campaign, outing: Outing, code: JoinCode, n: int) -> JoinRequest:
    return JoinRequest.objects.create(campaign=campaign, code=code, outing=outing, first_name=f"Omar {n}")


def _import(campaign: Campaign, n: int, now: datetime) -> ImportRun:
    """One of each kind of end: done, failed, under way, lost."""
    ends = [
        {"state": "done", "report": REPORT, "set_aside_file": "ecartees.csv", "finished_at": now},
        {"state": "failed", "problem": "ban.csv est vide.", "finished_at": now, "path": "imports/ban.csv"},
        {"state": "running", "beat_at": now, "started_at": now, "bytes_read": 40, "bytes_total": 100},
        {"state": "running", "beat_at": now - timedelta(hours=1), "path": "imports/ban.csv"},
    ]
    return ImportRun.objects.create(
        kind="addresses", owner=f"campaign:{campaign.pk}", file_name=f"ban-{n}.csv", **ends[n % len(ends)]
    )


def _refusals(campaign: Campaign, phone: Device, judge: Membership, n: int, now: datetime) -> None:
    """One that waits and one that somebody put aside."""
    text = json.dumps(
        {"id": f"e{n}", "type": "visit.recorded", "at": now.isoformat(), "payload": {"outcome": "refused"}}
    )
    for verdict, by in (("waiting", None), ("dismissed", judge)):
        Quarantine.objects.create(
            campaign=campaign, device=phone, device_seq=n, code="turf_not_assigned", text=text,
            digest=f"{verdict}{n}".encode(), verdict=verdict, decided_by=by, decided_at=by and now,
        )  # fmt: skip
