"""Which address stands in which area, as a hand changes it. Pure: nothing is stored, no address is lost or doubled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

NEW, OUT, NOWHERE = 0, -1, -2
"""Where addresses may go instead of to an area: to one that does not exist yet, or out of the cut. Or a mistake."""


@dataclass(frozen=True)
class Area:
    """An area and its addresses in walking order. ``turf`` is its key; NEW until it is stored."""

    turf: int
    number: int
    stops: tuple[int, ...]
    pinned: bool = False
    ordered_by_hand: bool = False


@dataclass(frozen=True)
class Difference:
    """What two layouts do not agree on."""

    turfs: frozenset[int]
    addresses: frozenset[int]


@dataclass(frozen=True)
class Layout:
    """All areas of an outing by their key, and the addresses that a hand took out of the cut."""

    areas: Mapping[int, Area]
    out: frozenset[int] = field(default_factory=frozenset)

    @property
    def addresses(self) -> dict[int, int]:
        """Address → the area it stands in, or OUT."""
        places = {address: area.turf for area in self.areas.values() for address in area.stops}
        return places | dict.fromkeys(self.out, OUT)

    def next_number(self) -> int:
        return max((area.number for area in self.areas.values()), default=0) + 1

    def put(self, *areas: Area) -> Layout:
        """The same with these areas in place of those with their keys."""
        return replace(self, areas={**self.areas, **{area.turf: area for area in areas}})

    def difference(self, other: Layout) -> Difference:
        turfs = {
            turf for turf in self.areas.keys() | other.areas.keys() if self.areas.get(turf) != other.areas.get(turf)
        }
        here, there = self._places(turfs), other._places(turfs)
        moved = {address for address in here.keys() | there.keys() if here.get(address) != there.get(address)}
        return Difference(frozenset(turfs), frozenset(moved | (self.out ^ other.out)))

    def _places(self, turfs: Iterable[int]) -> dict[int, int]:
        areas = [self.areas[turf] for turf in turfs if turf in self.areas]
        return {address: area.turf for area in areas for address in area.stops}


def moved(layout: Layout, addresses: Collection[int], to: int) -> Layout:
    """These addresses stand in area ``to``, after those that were there; NEW makes one, OUT leaves them out.

    The area they come to is pinned. An area that gives its last address is gone.
    """
    places = layout.addresses
    going = [address for address in dict.fromkeys(addresses) if places[address] != to]
    gone = frozenset(going)
    areas = {
        turf: replace(area, stops=tuple(address for address in area.stops if address not in gone))
        for turf, area in layout.areas.items()
    }
    out = (layout.out - gone) | (gone if to == OUT else frozenset())
    if to != OUT and going:
        there = areas.get(to) or Area(NEW, layout.next_number(), ())
        areas[to] = replace(there, stops=there.stops + tuple(going), pinned=True)
    emptied = {turf for turf, area in layout.areas.items() if area.stops and not areas[turf].stops}
    return Layout({turf: area for turf, area in areas.items() if turf not in emptied}, out)


def split(layout: Layout, turf: int, second: Collection[int]) -> Layout:
    """An area in two: ``second`` are the addresses of the new one. Both are pinned."""
    return pinned(moved(layout, second, NEW), turf, True)


def merged(layout: Layout, kept: int, others: Collection[int]) -> Layout:
    """All addresses of these areas in the one that is kept."""
    joining = [layout.areas[turf] for turf in others if turf != kept]
    return moved(layout, [address for area in joining for address in area.stops], kept)


def reordered(layout: Layout, turf: int, address: int, position: int) -> Layout:
    """The address at that place (from 1) of the walk, the others in the order they had. The order is a hand's."""
    area = layout.areas[turf]
    others = [stop for stop in area.stops if stop != address]
    index = min(max(position, 1), len(area.stops)) - 1
    stops = (*others[:index], address, *others[index:])
    return layout.put(replace(area, stops=stops, pinned=True, ordered_by_hand=True))


def renumbered(layout: Layout, turf: int, number: int) -> Layout:
    """The area has this number; the one that had it takes the number that is free now."""
    area = layout.areas[turf]
    had = [replace(other, number=area.number) for other in layout.areas.values() if other.number == number]
    return layout.put(*had, replace(area, number=number, pinned=True))


def counted(layout: Layout, order: Sequence[int], *, fixed: Collection[int]) -> Layout:
    """Numbers from 1 in that order, without gaps but for those of the ``fixed`` areas, which keep theirs."""
    taken = {layout.areas[turf].number for turf in fixed}
    free = iter(number for number in range(1, len(layout.areas) + len(taken) + 1) if number not in taken)
    return layout.put(*(replace(layout.areas[turf], number=next(free)) for turf in order if turf not in fixed))


def pinned(layout: Layout, turf: int, kept: bool) -> Layout:
    """A new cut leaves the area alone, or may replace it."""
    area = layout.areas.get(turf)
    return layout if area is None else layout.put(replace(area, pinned=kept))


def snapshot(layout: Layout, difference: Difference) -> dict[str, Any]:
    """``{"areas": {turf: [number, stops, pinned, ordered_by_hand] | None}, "out": [address]}`` of what differs."""
    areas = {turf: layout.areas.get(turf) for turf in sorted(difference.turfs)}
    return {
        "areas": {
            str(turf): area and [area.number, list(area.stops), area.pinned, area.ordered_by_hand]
            for turf, area in areas.items()
        },
        "out": sorted(difference.addresses & layout.out),
    }


def restored(layout: Layout, kept: Mapping[str, Any], addresses: Collection[int]) -> Layout:
    """The layout with the areas of a snapshot, and its word on which of the ``addresses`` were left out."""
    areas = dict(layout.areas)
    for key, told in kept["areas"].items():
        areas.pop(int(key), None)
        if told is not None:
            number, stops, is_pinned, by_hand = told
            areas[int(key)] = Area(int(key), number, tuple(stops), is_pinned, by_hand)
    return Layout(areas, (layout.out - frozenset(addresses)) | frozenset(kept["out"]))
