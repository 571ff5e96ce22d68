"""Turfs as other programs read them: stops in walking order, the way to each, and what the minutes came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from campaigns.people.models import Outing
from campaigns.territory.models import Address
from campaigns.turfs import accounts, ground
from campaigns.turfs.accounts import Account
from campaigns.turfs.metric import Leg, Metric
from campaigns.turfs.minutes import Estimate
from campaigns.turfs.models import Turf, TurfStop
from campaigns.turfs.stops import Stop

NO_WAY = Leg(0.0, 0.0, True)  # to the first stop


@dataclass(frozen=True)
class Told:
    """A turf to tell of, stored or not; its stops are in walking order."""

    number: int
    name: str
    minutes: float
    doors: int
    stops: tuple[Stop, ...]
    account: Account | None


@dataclass(frozen=True)
class Export:
    """Turfs with the addresses of their stops, and the metric that their legs are measured by."""

    turfs: tuple[Told, ...]
    addresses: Mapping[int, Address]
    metric: Metric


def of_outing(outing: Outing, *, number: int | None = None) -> Export:
    """The turfs of an outing as they are stored, or the one of that number. As many queries for any number."""
    turfs = list(outing.turfs.filter(**({} if number is None else {"number": number})).order_by("number"))
    rows = list(TurfStop.objects.filter(turf__in=turfs).order_by("turf", "position"))
    there = ground.standing(outing.campaign, {row.address_id for row in rows})
    standing = {stop.address: stop for stop in there.stops}
    stops: dict[int, list[Stop]] = {turf.pk: [] for turf in turfs}
    for row in rows:
        stops[row.turf_id].append(_stop(row, standing[row.address_id]))
    return Export(tuple(_stored(turf, tuple(stops[turf.pk])) for turf in turfs), there.addresses, there.metric)


def _stop(row: TurfStop, now: Stop) -> Stop:
    """The stop as it was cut; one of a turf cut before its inputs were kept has the doors that stand there now."""
    doors = now.doors if row.doors is None else row.doors
    return replace(now, doors=doors, minutes=row.minutes, estimate=row.estimate)


def _stored(turf: Turf, stops: tuple[Stop, ...]) -> Told:
    account = accounts.of(turf.minutes, stops) if turf.pass_no == 1 else None
    return Told(turf.number, turf.name, turf.minutes, turf.door_count, stops, account)


def as_json(export: Export) -> dict[str, Any]:
    """``{"metric", "turfs": [{"number", "name", "minutes", "doors", "estimate", "stops"}, …]}``: docs/commands.md."""
    return {"metric": export.metric.name, "turfs": [_turf(turf, export) for turf in export.turfs]}


def _turf(turf: Told, export: Export) -> dict[str, Any]:
    ways = legs(turf.stops, export.metric)
    return {
        "number": turf.number,
        "name": turf.name,
        "minutes": round(turf.minutes, 1),
        "doors": turf.doors,
        "estimate": accounts.as_json(turf.account),
        "stops": [_told(stop, leg, export) for stop, leg in zip(turf.stops, ways, strict=True)],
    }


def legs(stops: Sequence[Stop], metric: Metric) -> list[Leg]:
    """The way to each stop from the one before it; none to the first."""
    return [NO_WAY, *metric.legs(stops)] if len(stops) > 1 else [NO_WAY] * len(stops)


def _told(stop: Stop, leg: Leg, export: Export) -> dict[str, Any]:
    address = export.addresses[stop.address]
    return {
        "address": stop.address,
        "lon": address.lon,
        "lat": address.lat,
        "doors": stop.doors,
        "label": address.label,
        "minutes": round(stop.minutes, 2),
        "estimate": _inputs(stop.estimate),
        "leg_minutes": round(leg.minutes, 2),
        "leg_metres": round(leg.metres, 1),
        "leg_joined": leg.joined,
    }


def _inputs(estimate: Estimate | None) -> dict[str, Any] | None:
    if estimate is None:
        return None
    return {
        "housing": estimate.housing.value,
        "floors": estimate.floors,
        "floors_known": estimate.floors_known,
        "opening_rate": round(estimate.opening.rate, 4),
        "opening_knocks": estimate.opening.knocked,
        "minutes_per_conversation": estimate.minutes_per_conversation,
    }


def lines(export: Export) -> Iterator[str]:
    """A line for each turf, for people."""
    for turf in export.turfs:
        yield f"{turf.number:>3}  {turf.minutes:5.0f} min  {len(turf.stops):>4} addresses  {turf.doors:>4} doors"
