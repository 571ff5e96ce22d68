"""Doors for the addresses a campaign is about to visit, made from what is known of their dwellings."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Count

from campaigns.doors.identifiers import uuid7
from campaigns.doors.models import Door
from campaigns.people.models import Campaign
from campaigns.territory.models import Address, DwellingsSource

COUNTED = {DwellingsSource.FILE, DwellingsSource.VISITED}
MOST_DOORS = 400  # a larger number at one entrance is a mistake in the file; the rest is added on site
BATCH = 5_000


@transaction.atomic
def found_doors(campaign: Campaign, addresses: Iterable[Address]) -> int:
    """Give each address without doors its doors, and return how many were made. Runs twice with the result of once.

    A house has one door without a name; several dwellings are numbered 1 to n and marked as an estimate unless
    somebody counted them; an unknown number gives one estimated door, to be counted on site.
    """
    wanted = {address.pk: address for address in addresses}
    _lock(campaign)
    standing = Door.objects.filter(campaign=campaign, address__in=wanted).values("address").annotate(n=Count("id"))
    have = {row["address"] for row in standing}
    doors = [door for pk in sorted(wanted.keys() - have) for door in _doors_of(campaign, wanted[pk])]
    Door.objects.bulk_create(doors, batch_size=BATCH)
    return len(doors)


def _doors_of(campaign: Campaign, address: Address) -> list[Door]:
    number = min(max(address.dwellings or 1, 1), MOST_DOORS)
    estimated = address.dwellings is None or address.dwellings_source not in COUNTED
    names = [""] if number == 1 else [str(rank) for rank in range(1, number + 1)]
    return [
        Door(id=uuid7(), campaign=campaign, address=address, name=name, rank=rank, estimated=estimated)
        for rank, name in enumerate(names, start=1)
    ]


def _lock(campaign: Campaign) -> None:
    """Two leaders cutting at once must not both found the doors of one address; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('found_doors'), %s)", [campaign.pk])
