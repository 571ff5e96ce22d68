"""The hold-out plan of the demo: lots drawn before the first outing, and a team that rang by mistake since."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from campaigns.doors.founding import found_doors
from campaigns.doors.models import Door
from campaigns.errors import DomainError
from campaigns.people.models import Campaign, Device, Membership, Outing
from campaigns.targeting import committing, holding_out
from campaigns.targeting.models import HoldoutPlan
from campaigns.targeting.proposing import Wish
from campaigns.territory.models import Address, PollingStation
from campaigns.turfs.models import FormerStop, Turf, TurfStop
from campaigns.visits import recording
from campaigns.visits.clock import Envelope

NAME = "Ce que font nos visites"
ELECTION = "Municipales"
BLOCK = 4  # one building of four: most of the town is left to walk
RUNG = ("not_home", "conversation", "not_home")  # doors rung at by mistake


def draw(
    campaign: Campaign, stations: Sequence[PollingStation], *, by: Membership, now: datetime
) -> HoldoutPlan | None:
    """One building of four, in these stations, stays without a visit until the vote; None in a town too small."""
    assert campaign.first_round_date is not None  # the demo gave it one
    wish = Wish(
        name=NAME,
        stations=tuple(station.code for station in stations),
        vote_date=campaign.first_round_date,
        election=ELECTION,
        block_size=BLOCK,
    )
    try:
        return committing.commit(campaign, wish, by=by, now=now)
    except DomainError as refusal:
        if refusal.code != "too_few":
            raise
        return None


def ring_by_mistake(outing: Outing, chance: random.Random) -> None:
    """A team of this outing rings where nobody should: at an entrance beside its walk, which its phone once had."""
    turf = outing.turfs.filter(assignments__device__isnull=False).order_by("number").first()
    place = _beside(turf) if turf else None
    if turf is None or place is None:
        return
    found_doors(outing.campaign, [place])
    FormerStop.objects.get_or_create(campaign=outing.campaign, turf=turf, address=place)
    device = Device.objects.get(assignments__turf=turf)
    doors = Door.objects.filter(campaign=outing.campaign, address=place).order_by("rank")[: len(RUNG)]
    events = [
        {
            "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            "type": "visit.recorded",
            "schema": 1,
            "campaign": f"c-{outing.campaign.slug}",
            "turf": f"t-{turf.pk}",
            "device_seq": device.seq_acked + number,
            "at": (outing.ends_at - timedelta(minutes=8 - 2 * number)).isoformat(),
            "payload": {"door": str(door.pk), "outcome": outcome, "requests": []},
        }
        for number, (door, outcome) in enumerate(zip(doors, RUNG, strict=False), start=1)
    ]
    at = Envelope(outing.ends_at, None, outing.ends_at)
    recording.record(device, events, envelope=at, seq_high=device.seq_acked + len(events))


def _beside(turf: Turf) -> Address | None:
    """An address held out in a street of the walk."""
    streets = TurfStop.objects.filter(turf=turf).values("address__street")
    near = holding_out.addresses(turf.campaign).filter(street__in=streets)
    return near.order_by("pk").first()
