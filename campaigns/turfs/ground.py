"""The stops that a cut may use: addresses of the stations with doors left to knock, outside other walks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from campaigns.doors.models import Building
from campaigns.people.models import Campaign, Outing
from campaigns.targeting import holding_out
from campaigns.territory.geometry import Point, centre, metres_from
from campaigns.territory.models import Address, PollingStation
from campaigns.turfs import estimating
from campaigns.turfs.choice import EVERYTHING, Choice
from campaigns.turfs.measuring import metric_for
from campaigns.turfs.metric import STRAIGHT, Metric
from campaigns.turfs.minutes import Estimate
from campaigns.turfs.models import TurfStop
from campaigns.turfs.stops import Stop


@dataclass(frozen=True)
class Ground:
    """Stops in the plane, and the addresses behind them."""

    stops: tuple[Stop, ...]
    addresses: dict[int, Address]
    unplaced: tuple[int, ...]
    """Addresses without any position, put at the mean of their street or of the ground."""
    origin: Point = (0.0, 0.0)
    """(lon, lat) of the middle, where east and north are 0."""
    metric: Metric = STRAIGHT
    held_out: int = 0
    """Addresses of these stations that a hold-out plan keeps from every walk."""


def survey(
    campaign: Campaign,
    stations: Sequence[PollingStation],
    *,
    outing: Outing | None = None,
    choice: Choice = EVERYTHING,
) -> Ground:
    """What was chosen of these stations, leaving out what nobody may knock at, what is held out until the vote, and
    what other walks have or had.

    Raises DomainError ``unknown_street``.
    """
    chosen = choice.of(_addresses(campaign, stations, outing, choice))
    held = _held_out(campaign, stations)
    visible = [address for address in chosen if address.pk not in held]
    estimates = estimating.of_addresses(campaign, visible, choice)
    open_addresses = [address for address in visible if estimates[address.pk].doors]
    return replace(_ground(open_addresses, estimates), held_out=len(chosen) - len(visible))


def standing(campaign: Campaign, addresses: Iterable[int]) -> Ground:
    """These addresses as stops, wherever they are walked: one whose doors are all closed takes no time."""
    rows = list(Address.objects.filter(pk__in=addresses).select_related("street").order_by("pk"))
    return _ground(rows, estimating.of_addresses(campaign, rows))


def _ground(addresses: Sequence[Address], estimates: Mapping[int, Estimate]) -> Ground:
    if not addresses:
        return Ground((), {}, ())
    places, unplaced = _places(addresses)
    origin = centre(list(places.values()))
    plane = metres_from(origin, [places[address.pk] for address in addresses])
    stops = tuple(
        Stop(
            address=address.pk,
            east=east,
            north=north,
            street=address.street.name if address.street else "",
            number=address.number,
            doors=estimates[address.pk].doors,
            minutes=estimates[address.pk].minutes,
            estimate=estimates[address.pk],
        )
        for address, (east, north) in zip(addresses, plane, strict=True)
    )
    return Ground(stops, {address.pk: address for address in addresses}, unplaced, origin, metric_for(addresses))


def _addresses(
    campaign: Campaign, stations: Sequence[PollingStation], outing: Outing | None, choice: Choice
) -> list[Address]:
    found: QuerySet[Address] = Address.objects.filter(station__in=stations).select_related("street")
    if choice.streets:
        found = found.filter(street__in=choice.streets_in(stations))
    closed = Building.objects.filter(campaign=campaign, do_not_knock=True).values("address")
    found = found.exclude(pk__in=closed)
    if outing is not None:
        kept = outing.turfs.exclude(pk__in=outing.turfs.loose())
        found = found.exclude(pk__in=TurfStop.objects.filter(turf__in=kept).values("address"))
        found = found.exclude(pk__in=outing.left_out.values("address"))
    return list(found.order_by("pk"))


def _held_out(campaign: Campaign, stations: Sequence[PollingStation]) -> set[int]:
    return set(holding_out.addresses(campaign).filter(station__in=stations).values_list("pk", flat=True))


def _places(addresses: Sequence[Address]) -> tuple[dict[int, Point], tuple[int, ...]]:
    """A (lon, lat) for every address; one that has none is put where its street is."""
    placed = {a.pk: (a.lon, a.lat) for a in addresses if a.lon is not None and a.lat is not None}
    missing = [address for address in addresses if address.pk not in placed]
    streets: dict[int | None, list[Point]] = defaultdict(list)
    for address in addresses:
        if address.pk in placed:
            streets[address.street_id].append(placed[address.pk])
    everywhere = centre(list(placed.values())) if placed else (0.0, 0.0)
    for address in missing:
        there = streets.get(address.street_id)
        placed[address.pk] = centre(there) if there else everywhere
    return placed, tuple(address.pk for address in missing)
