"""The demo campaign: people, some weeks of outings with their visits, the next one ready. Made with the real verbs."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from campaigns.law import texting
from campaigns.people import joining
from campaigns.people.models import Campaign, ChangeCounter, MeetingPoint, Membership, Outing, Team, User
from campaigns.people.roles import Role
from campaigns.territory.models import PollingStation
from campaigns.turfs import cutting, handing_out
from campaigns.visits import folding, tallies
from canvass.demo import buildings, held_out, names, phones, roll_call, said, shifts, under_way
from canvass.demo.town import Town
from sms import gate
from sms.rollcall import schedule

SLUG = "demo"
PASSWORD = "porte-a-porte-2027"
TEAM_NAMES = ("Gare", "Halle", "Moulin", "Tanneurs", "Abbaye", "Vignes")
PAST_WEEKS = 4
DRAWN_FROM = slice(1, None, 3)  # one station of three: some of those walked, and one of the next outing
ACCOUNTS = (
    ("qg@example.org", "Inès Karim", (Role.HQ_MANAGE, Role.ADMIN)),
    ("lecture@example.org", "Paul Marin", (Role.HQ_READ,)),
    ("chef@example.org", "Nadia Haddad", (Role.TEAM_LEADER,)),
    ("mandataire@example.org", "Jeanne Oriol", (Role.TREASURER,)),
)
SCRIPT = [
    {"title": "Se présenter", "text": "Bonjour, je suis bénévole pour Valmont en commun. Avez-vous deux minutes ?"},
    {"title": "Une question ouverte", "text": "Qu’est-ce qui compte le plus pour vous dans le quartier ?"},
    {
        "title": "Procuration et inscription",
        "text": "Serez-vous là le jour du vote ? Nous pouvons aider pour une procuration.",
    },
    {"title": "En cas de tension", "text": "Remerciez, partez, appelez votre chef d’équipe. Rien ne presse."},
]


@transaction.atomic
def build(town: Town, *, now: datetime, seed: int = 1) -> Campaign:
    """A campaign of the town as it would stand today, after some weeks of work."""
    chance = random.Random(seed)
    campaign = _campaign(town, now)
    manager, chef = _people(campaign)
    teams = _teams(campaign, chef, chance)
    place = MeetingPoint.objects.create(campaign=campaign, name="3, place de la Halle")
    stations = list(town.stations)
    chance.shuffle(stations)
    saturdays = _past_saturdays_and_wednesdays(now)
    held_out.draw(campaign, stations[DRAWN_FROM], by=manager, now=saturdays[0] - timedelta(days=1))
    for number, starts_at in enumerate(saturdays):
        outing = _outing(campaign, starts_at, place, teams)
        _cut(outing, stations[number % len(stations) :][:1], teams, chance)
        shifts.play(outing, teams, chance, until=outing.ends_at)
        if number == DRAWN_FROM.start:
            held_out.ring_by_mistake(outing, chance)
        tallies.close_outing(outing, now=outing.ends_at + timedelta(hours=1))
    phones.give_numbers([team.leader for team in teams if team.leader])
    _today(campaign, now, place, teams, stations[-1:], chance, by=manager)
    roll_call.ask(_next_saturday(campaign, now, place, teams, stations[-3:-1], chance), by=manager, now=now)
    _soon(campaign, now, place, teams[:4])
    said.comment(campaign, stations[:3], now=now)
    folding.fold(campaign.pk)
    return campaign


def _campaign(town: Town, now: datetime) -> Campaign:
    sunday = now.date() + timedelta(days=(6 - now.weekday()) % 7)
    campaign = Campaign.objects.create(
        slug=SLUG,
        name="Valmont en commun",
        subtitle=f"Municipales, {town.commune.name}",
        first_round_date=sunday + timedelta(weeks=5),
        final_round_date=sunday + timedelta(weeks=6),
        door_goal=4_000,
        door_goal_from=now.date() - timedelta(weeks=PAST_WEEKS),
        script=SCRIPT,
    )
    campaign.communes.add(town.commune)
    ChangeCounter.objects.create(campaign=campaign)
    return campaign


def _people(campaign: Campaign) -> tuple[Membership, Membership]:
    """The accounts of the demo; returns who manages and the team leader among them."""
    members = [_member(campaign, email, name, roles) for email, name, roles in ACCOUNTS]
    return members[0], members[2]


def _member(campaign: Campaign, email: str, name: str, roles: Sequence[Role]) -> Membership:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, PASSWORD, name=name)
    return Membership.objects.create(campaign=campaign, user=user, roles=list(roles))


def _teams(campaign: Campaign, chef: Membership, chance: random.Random) -> list[Team]:
    leaders = [chef]
    for number, name in enumerate(TEAM_NAMES[1:], start=2):
        first = chance.choice(names.FIRST_NAMES)
        leaders.append(_member(campaign, f"chef{number}@example.org", f"{first} {name}", (Role.TEAM_LEADER,)))
    return [
        Team.objects.create(campaign=campaign, name=name, leader=leader)
        for name, leader in zip(TEAM_NAMES, leaders, strict=True)
    ]


def _past_saturdays_and_wednesdays(now: datetime) -> list[datetime]:
    zone = ZoneInfo("Europe/Paris")
    found = []
    for days in range(PAST_WEEKS * 7, 0, -1):
        day = (now - timedelta(days=days)).astimezone(zone)
        if day.weekday() in (2, 5):
            hour = 10 if day.weekday() == 5 else 18
            found.append(day.replace(hour=hour, minute=0, second=0, microsecond=0))
    return found


def _outing(campaign: Campaign, starts_at: datetime, place: MeetingPoint, teams: Sequence[Team]) -> Outing:
    day = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")[starts_at.weekday()]
    outing = Outing.objects.create(
        campaign=campaign,
        name=f"{day} {starts_at:%d/%m}, {place.name.split(', ')[-1]}",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        meeting_point=place,
    )
    outing.teams.set(teams)
    return outing


def _cut(outing: Outing, stations: list[PollingStation], teams: Sequence[Team], chance: random.Random) -> None:
    turfs = cutting.cut(campaign=outing.campaign, outing=outing, stations=stations, minutes=90, now=outing.starts_at)
    buildings.furnish(outing, now=outing.starts_at)
    with connection.cursor() as cursor:  # weeks pass within one transaction: the planner hears of them here
        cursor.execute("ANALYZE turfs_turf, turfs_turfstop, turfs_assignment, doors_door, visits_visit")
    for turf, team in zip(turfs, chance.sample(list(teams), min(len(teams), 4)), strict=False):
        handing_out.give_to_team(turf, team, now=outing.starts_at)


def _today(
    campaign: Campaign,
    now: datetime,
    place: MeetingPoint,
    teams: Sequence[Team],
    stations: list[PollingStation],
    chance: random.Random,
    *,
    by: Membership,
) -> None:
    """An outing under way whatever the hour, so that the boards have something live and phones can join."""
    outing = _outing(campaign, now - timedelta(minutes=50), place, teams)
    _cut(outing, stations, [], chance)
    under_way.hand_out(outing, list(teams))
    joining.open_code(outing=outing, now=now)
    under_way.play(outing, list(teams), chance, by=by, now=now)


def _soon(campaign: Campaign, now: datetime, place: MeetingPoint, teams: Sequence[Team]) -> None:
    """The evening of the next day before which leaders can still be asked. Nobody was: whoever opens its roll-call sees
    the question leave."""
    asked_at = texting.next_opening(now, gate.territory(campaign))
    evening = now.astimezone(ZoneInfo(campaign.time_zone)).replace(hour=18, minute=0, second=0, microsecond=0)
    evenings = (evening + timedelta(days=days) for days in itertools.count(1))
    _outing(campaign, next(at for at in evenings if asked_at < at - schedule.BEFORE_THE_START), place, teams)


def _next_saturday(
    campaign: Campaign,
    now: datetime,
    place: MeetingPoint,
    teams: Sequence[Team],
    stations: list[PollingStation],
    chance: random.Random,
) -> Outing:
    """The next outing: cut, half handed out, its code ready."""
    local = now.astimezone(ZoneInfo(campaign.time_zone))
    starts_at = (local + timedelta(days=(5 - local.weekday()) % 7 or 7)).replace(
        hour=10, minute=0, second=0, microsecond=0
    )
    outing = _outing(campaign, starts_at, place, teams)
    _cut(outing, stations, teams[:3], chance)
    joining.open_code(outing=outing, now=now)
    return outing
