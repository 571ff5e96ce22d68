"""An outing to change by hand: two streets, three areas, and what stands where."""

from __future__ import annotations

from campaigns.people.models import Membership, Outing
from campaigns.territory.models import Address
from campaigns.turfs import editing, layout
from campaigns.turfs.journal import Seen
from campaigns.turfs.models import Turf
from tests import builders
from tests.builders import SATURDAY


def street(numbers: range, name: str = "Rue des Tanneurs", **fields) -> list[Address]:
    return [builders.address(builders.station(), number, name, **fields) for number in numbers]


def areas(outing: Outing, *parts: list[Address]) -> list[Turf]:
    return [builders.turf(outing, *part, number=number) for number, part in enumerate(parts, start=1)]


def stops(turf: Turf) -> list[int]:
    return list(turf.stops.order_by("position").values_list("address__number", flat=True))


def state(outing: Outing) -> dict[int, tuple]:
    """Everything a hand can change, by area: number, name, minutes, pins and order; and what is left out."""
    told = {
        turf.pk: (
            turf.number,
            turf.name,
            turf.minutes,
            turf.door_count,
            turf.pinned,
            turf.ordered_by_hand,
            turf.team_id,
            tuple(turf.stops.order_by("position").values_list("address", "position", "minutes")),
        )
        for turf in outing.turfs.all()
    }
    return {**told, layout.OUT: tuple(outing.left_out.order_by("address").values_list("address", flat=True))}


def move(outing: Outing, by: Membership, addresses: list[Address], to: Turf | int, seen: Seen | None = None):
    return editing.move(
        outing,
        [address.pk for address in addresses],
        to if isinstance(to, int) else to.pk,
        seen=seen or Seen.of(outing),
        by=by,
        now=SATURDAY,
    )
