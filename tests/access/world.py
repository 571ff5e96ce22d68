"""Two campaigns side by side, and everybody who may come to a door of the site: what the access table is played on."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.utils import timezone

from campaigns.calendar import opening, repeating, signing_up
from campaigns.doors import comments
from campaigns.people import devices, joining
from campaigns.people.models import Campaign, JoinRequest, MeetingPoint, Membership
from campaigns.territory.models import ImportRun
from campaigns.turfs import handing_out, relaying
from campaigns.turfs.models import SharingOut
from campaigns.visits.models import Quarantine, Visit
from canvass.tasks import heartbeat
from sms import inbound
from sms.models import InboundSms, OutboundSms, State
from tests import builders
from tests.rollcall import roll_calls
from tests.sms import written
from tests.targeting import plans

ROLES = ("hq_read", "hq_manage", "treasurer", "admin", "auditor")
PERSONAS = ("anonymous", "phone", "lost", "alien", "leader", "rival", *ROLES, "outsider")


@dataclass
class World:
    """``here`` is the campaign whose objects the addresses name; ``there`` the one next door."""

    here: SimpleNamespace
    there: SimpleNamespace
    clients: dict[str, Client] = field(default_factory=dict)

    def canary_unseen_by(self, persona: str) -> str:
        """A word in every name of the campaign that this persona has nothing to do with."""
        return self.here.canary if persona in ("outsider", "alien") else self.there.canary


def build() -> World:
    world = World(
        here=_campaign("valmont", "CANARIVALMONT", "94033"), there=_campaign("ailleurs", "CANARIAILLEURS", "94046")
    )
    here, there = world.here, world.there
    members = {role: builders.member(here.campaign, role) for role in ROLES}
    members |= {"leader": here.leader, "rival": builders.member(here.campaign, "team_leader")}
    builders.team(here.campaign, leader=members["rival"])
    members["outsider"] = builders.member(there.campaign, "admin", "hq_manage")
    for name, member in members.items():
        world.clients[name] = _signed_in(member.user)
    for name in ("admin", "outsider"):  # the administration's pages ask for the password again
        world.clients[name].post("/compte/reauthenticate/", {"password": builders.PASSWORD})
    lost, lost_token = _phone(here.outing, here.turf, "Perdue")
    devices.revoke(lost, now=timezone.now())
    heartbeat()
    world.clients |= {
        "anonymous": Client(),
        "phone": _holding(here.token),
        "lost": _holding(lost_token),
        "alien": _holding(there.token),
    }
    return world


def _campaign(slug: str, canary: str, commune: str) -> SimpleNamespace:
    campaign: Campaign = builders.campaign(slug, subtitle=canary)
    leader = builders.member(campaign, "team_leader", name=f"{canary} cheffe")
    team = builders.team(campaign, leader=leader, name=f"{canary} équipe")
    place = MeetingPoint.objects.create(campaign=campaign, name=f"{canary} place")
    starts_at = timezone.now() - timedelta(minutes=10)
    outing = builders.outing(campaign, team, name=f"{canary} sortie", starts_at=starts_at, meeting_point=place)
    station = builders.station(f"{commune}-0001", name=f"{canary} école", registered=1_000)
    for election, votes in (
        ("2022-presidentielle-1", {"MÉLENCHON": 300, "MACRON": 250}),
        ("2024-europeennes", {"LUG": 90}),
    ):
        builders.result(builders.election(election), station, **votes)
    campaign.communes.add(station.commune)
    far = builders.station(f"{commune}-0009", name=f"{canary} gymnase")
    blocks = [
        [builders.address(far, 2 * n + m, street=f"Allée {canary}", dwellings=8) for m in (1, 2)] for n in range(2)
    ]
    plan = plans.plan(campaign, *blocks, name=f"{canary} témoins")
    undrawn = builders.station(f"{commune}-0010", name=f"{canary} halle")
    for number in range(1, 5):
        builders.address(undrawn, number, street=f"Cours {canary}", dwellings=8)
    address = builders.address(station, 12, street=f"Rue {canary}")
    door = builders.door(campaign, address)
    turf = builders.turf(outing, address)
    builders.address(station, 14, street=f"Rue {canary}")  # still to be cut
    turf.name = f"{canary} secteur"
    turf.join_code = joining.open_code(outing=outing, now=timezone.now())
    turf.save()
    code = joining.open_code(outing=outing, now=timezone.now())
    device, token = _phone(outing, turf, canary)
    relay = relaying.offer(turf, device, now=timezone.now())
    builders.visits(device, turf, (door, "conversation"), at=timezone.now() - timedelta(hours=2), requests=["proxy"])
    asked = joining.ask(code_text=code.words, first_name=canary, now=timezone.now())
    run = ImportRun.objects.create(
        kind="addresses", owner=f"campaign:{campaign.pk}", file_name=f"{canary}.csv", state=ImportRun.State.FAILED,
        set_aside_file=f"{slug}/set-aside.csv",
    )  # fmt: skip
    lay_down(run, canary)
    text = json.dumps({"id": f"{canary} id", "type": "visit.recorded", "payload": {"door": str(door.pk)}})
    refused = Quarantine.objects.create(campaign=campaign, device=device, code="invalid", text=text, digest=b"x" * 32)
    ready = JoinRequest.objects.create(
        campaign=campaign, code=code, outing=outing, first_name=canary, status=JoinRequest.Status.ACCEPTED
    )
    doubtful, unread = _messages(campaign, leader, canary)
    comment = comments.write(leader, station, f"{canary} marché le mardi.", now=timezone.now())
    page = opening.open_page(outing=outing, now=timezone.now())
    signed, _new = signing_up.sign_up(page, outing, id=uuid4(), first_name=f"{canary} Léa", now=timezone.now())
    today = timezone.now().date()
    told = {"name": f"{canary} mardis", "weekday": 1, "starts": time(18), "ends": time(20), "first_day": today}
    series = repeating.begin(campaign, **told, teams=[team], now=timezone.now())
    leader.phone = "+33612345678" if slug == "valmont" else "+33612345679"
    leader.save()
    roll_call = roll_calls.asked(outing)
    return SimpleNamespace(
        roll_call=roll_call, call=roll_call.calls.get(),
        sign_up=signed, page=page, series=series,
        comment=comment, doubtful=doubtful, unread=unread,
        canary=canary, campaign=campaign, leader=leader, team=team, outing=outing, station=station, address=address,
        door=door, turf=turf, code=code, device=device, token=token, asked=asked, ready=ready,
        run=run, refused=refused, plan=plan, undrawn=undrawn, visit=Visit.objects.get(campaign=campaign), relay=relay,
        sharing=SharingOut.objects.create(campaign=campaign, outing=outing, shared_at=timezone.now()),
    )  # fmt: skip


def _messages(campaign: Campaign, leader: Membership, canary: str) -> tuple[OutboundSms, InboundSms]:
    """A text to the leader that arrived, one of which nobody knows, and one of theirs that nobody could read."""
    now, number = timezone.now(), f"+3361234{campaign.pk % 10_000:04}"
    asked = {"membership": leader, "to": number, "body": f"{canary} : combien serez-vous ?", "created_at": now}
    written.text(campaign, state=State.DELIVERED, posted_at=now, **asked)
    then = now - timedelta(minutes=20)
    doubtful = written.text(campaign, state=State.UNCERTAIN, posted_at=then, **asked)
    unread = InboundSms.objects.create(
        provider_sid=f"SM{canary}", campaign=campaign, membership=leader, from_e164=number, body=f"{canary} ?",
        payload={}, received_at=now, processed_at=now, read_as=inbound.NEEDS_READING,
    )  # fmt: skip
    return doubtful, unread


def lay_down(run: ImportRun, canary: str) -> None:
    """The file of the rows set aside: what a test does to it no transaction takes back."""
    place = Path(settings.MEDIA_ROOT) / run.set_aside_file
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"line,reason\n2,{canary}\n")


def _phone(outing, turf, first_name: str):
    device, token = devices.register(
        outing=outing, team_id=None, first_name=first_name, phone="", public_key="", now=timezone.now()
    )
    handing_out.give_to_phone(turf, device, now=timezone.now())
    return device, token


def _signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _holding(token: str) -> Client:
    client = Client()
    client.cookies[settings.DEVICE_COOKIE] = token
    return client
