"""A committed plan as a test wants it, whoever the lots would have held out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from campaigns.people.models import Campaign
from campaigns.targeting import lots, verifying
from campaigns.targeting.models import HoldoutPlan, HoldoutUnit
from campaigns.territory.models import Address, PollingStation

Units = Sequence[Sequence[Address]] | Sequence[Sequence[PollingStation]]


def plan(campaign: Campaign, *blocks: Sequence[Address] | Sequence[PollingStation], **fields) -> HoldoutPlan:
    """The first of each block is held out; the vote is in a month."""
    committed_at = fields.pop("committed_at", timezone.now())
    units = [unit for block in blocks for unit in block]
    kind = "buildings" if isinstance(units[0], Address) else "stations"
    made = HoldoutPlan.objects.create(
        **{
            "campaign": campaign,
            "number": campaign.holdout_plans.count() + 1,
            "name": "Témoins",
            "kind": kind,
            "block_size": len(blocks[0]),
            "outcome": "turnout",
            "election": "Municipales",
            "vote_date": today() + timedelta(days=30),
            "terms": {},
            "seed": "0x1",
            "left_over": 0,
            "balance": {"covariates": ["doors"], "differences": [0.0], "p": 1.0},
        }
        | fields
    )
    HoldoutUnit.objects.bulk_create(
        _unit(made, number, place, unit) for number, block in enumerate(blocks) for place, unit in enumerate(block)
    )
    made.assignment_sha256 = lots.digest(verifying.written(made.units.all()))
    made.committed_at = committed_at
    made.save()
    return made


def _unit(made: HoldoutPlan, number: int, place: int, unit: Address | PollingStation) -> HoldoutUnit:
    address = unit if isinstance(unit, Address) else None
    return HoldoutUnit(
        campaign=made.campaign,
        plan=made,
        block=number,
        place=place,
        held_out=place == 0,
        code=f"{unit.commune_id}|{unit.key}" if isinstance(unit, Address) else unit.code,
        station=unit.station if isinstance(unit, Address) else unit,
        address=address,
        doors=(address.dwellings or 1) if address else 100,
        registered=170.0,
        turnout=0.6,
        own_share=0.3,
    )


@contextmanager
def unguarded() -> Iterator[None]:
    """The database as who owns the server may make it: nothing of a plan is protected."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


def today() -> date:
    return timezone.localdate()
