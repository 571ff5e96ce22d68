"""What a campaign knows of addresses becomes minutes, each with the inputs that it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from campaigns.doors import openings
from campaigns.doors.housing import Housing
from campaigns.doors.models import Door, DoorState, Floor
from campaigns.people.models import Campaign
from campaigns.territory.models import Address
from campaigns.turfs import accounts, minutes, opening
from campaigns.turfs.accounts import Account
from campaigns.turfs.choice import EVERYTHING, Choice
from campaigns.turfs.minutes import Estimate
from campaigns.turfs.models import Turf, TurfStop
from campaigns.turfs.opening import Opening


@dataclass(frozen=True)
class Entrance:
    """Doors of an address: all that stand there, and those left to knock at."""

    dwellings: int
    left: int


def accounts_of(turfs: Iterable[Turf]) -> dict[int, Account]:
    """What the minutes of these turfs came from, by key. Missing: turfs cut before that was kept, and those of a later
    pass, whose minutes are those of what is left. One query."""
    wanted = {turf.pk: turf for turf in turfs if turf.pass_no == 1}
    stops: dict[int, list[TurfStop]] = {}
    for stop in TurfStop.objects.filter(turf__in=wanted).order_by("turf", "position"):
        stops.setdefault(stop.turf_id, []).append(stop)
    found = {pk: accounts.of(wanted[pk].minutes, rows) for pk, rows in stops.items()}
    return {pk: account for pk, account in found.items() if account is not None}


def rates(campaign: Campaign) -> dict[Housing, Opening]:
    """How often a door of each kind of housing opens to this campaign. One query."""
    found = openings.by_housing(campaign)
    return {kind: opening.learned(seen.knocked, seen.opened) for kind, seen in found.items()}


def of_addresses(campaign: Campaign, addresses: Sequence[Address], choice: Choice = EVERYTHING) -> dict[int, Estimate]:
    """The estimate of each address, by its key; one without a door left takes no time. Three queries."""
    learned, floors = rates(campaign), _floors(campaign, addresses)
    entrances = _entrances(campaign, addresses, choice)
    talk = campaign.conversation_minutes
    return {address.pk: _of(entrances[address.pk], floors.get(address.pk), learned, talk) for address in addresses}


def _of(entrance: Entrance, floors: int | None, learned: Mapping[Housing, Opening], talk: float) -> Estimate:
    kind = Housing.of(max(entrance.dwellings, entrance.left))
    return minutes.at_address(
        entrance.left,
        dwellings=entrance.dwellings,
        floors=floors,
        opening=learned[kind],
        minutes_per_conversation=talk,
    )


def _entrances(campaign: Campaign, addresses: Sequence[Address], choice: Choice) -> dict[int, Entrance]:
    """The doors that the campaign knows, else those that the ground tells."""
    standing = Q(removed_at=None)
    left = standing & ~Q(state=DoorState.DO_NOT_KNOCK) & ~choice.seen()
    rows = (
        Door.objects.filter(campaign=campaign, address__in=[address.pk for address in addresses])
        .values("address")
        .annotate(dwellings=Count("id", filter=standing), left=Count("id", filter=left))
    )
    known = {row["address"]: Entrance(row["dwellings"], row["left"]) for row in rows}
    told = {address.pk: address.dwellings or 1 for address in addresses}
    return {pk: known.get(pk, Entrance(number, number)) for pk, number in told.items()}


def _floors(campaign: Campaign, addresses: Sequence[Address]) -> dict[int, int]:
    """Floors above the ground where the campaign knows the building: each of its staircases is climbed to its top."""
    rows = (
        Floor.objects.filter(campaign=campaign, staircase__building__address__in=[address.pk for address in addresses])
        .values("staircase__building__address", "staircase")
        .annotate(top=Max("level"))
        .order_by()
    )
    found: dict[int, int] = {}
    for row in rows:
        address = row["staircase__building__address"]
        found[address] = found.get(address, 0) + max(0, row["top"])
    return found
