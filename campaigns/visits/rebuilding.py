"""Doors and figures are caches of the visits: here they are computed again, compared, and put right.

Nothing stands still meanwhile: each portion of doors is locked as a push would lock it, and the figures are corrected
by appending the difference, seen in one snapshot, to the deltas that pushes append theirs to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Sum

from campaigns.doors.models import Door
from campaigns.people import counter
from campaigns.people.models import Campaign
from campaigns.visits.models import FigureDelta, StationDay, Visit
from campaigns.visits.refolding import FIGURES, FOLDED, Place, add_figures, closed_addresses, write_state

PORTION = 2_000


@dataclass(frozen=True)
class Rebuilt:
    """How many doors and visits were read; how many doors, and figures of a station, outing and day, were wrong."""

    doors: int
    visits: int
    wrong_doors: int
    wrong_figures: int


def rebuild(campaign: Campaign, *, write: bool) -> Rebuilt:
    """Compute doors and figures again from the visits; with ``write`` put the wrong ones right, else only count them.

    Call outside a transaction.
    """
    doors = visits = wrong = 0
    for portion in _portions(campaign):
        with transaction.atomic():
            if not write:
                _look_at_one_moment()
            rows, of_door = _load(campaign, portion, lock=write)
            changed = _put_right(campaign, rows, of_door)
            if write and changed:
                _save(campaign, changed)
        doors, wrong = doors + len(rows), wrong + len(changed)
        visits += sum(map(len, of_door.values()))
    return Rebuilt(doors, visits, wrong, _rebuild_figures(campaign, write=write))


def _portions(campaign: Campaign) -> Iterator[list[UUID]]:
    after: UUID | None = None
    while True:
        rows = Door.objects.filter(campaign=campaign, **({"pk__gt": after} if after else {}))
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:PORTION])
        if not keys:
            return
        yield keys
        after = keys[-1]


def _load(campaign: Campaign, keys: Sequence[UUID], *, lock: bool) -> tuple[list[Door], dict[UUID, list[Visit]]]:
    doors = Door.objects.filter(campaign=campaign, pk__in=keys).order_by("pk")
    rows = list(doors.select_for_update(no_key=True) if lock else doors)
    of_door: dict[UUID, list[Visit]] = defaultdict(list)
    for visit in Visit.objects.filter(campaign=campaign, door__in=keys).select_related("device"):
        of_door[visit.door_id].append(visit)
    return rows, of_door


def _put_right(campaign: Campaign, rows: Sequence[Door], of_door: dict[UUID, list[Visit]]) -> list[Door]:
    closed = closed_addresses(campaign.pk, {door.address_id for door in rows})
    changed = []
    for door in rows:
        before = [getattr(door, name) for name in FOLDED]
        write_state(door, of_door[door.pk], building_closed=door.address_id in closed)
        if before != [getattr(door, name) for name in FOLDED]:
            changed.append(door)
    return changed


def _save(campaign: Campaign, changed: Sequence[Door]) -> None:
    last = counter.take(campaign.pk, len(changed))
    for seq, door in enumerate(changed, start=last - len(changed) + 1):
        door.seq = seq
    Door.objects.bulk_update(changed, [*FOLDED, "seq"], batch_size=500)


@transaction.atomic
def _rebuild_figures(campaign: Campaign, *, write: bool) -> int:
    _look_at_one_moment()
    differences: dict[Place, Counter[str]] = defaultdict(Counter)
    zone = ZoneInfo(campaign.time_zone)
    for portion in _portions(campaign):
        _rows, of_door = _load(campaign, portion, lock=False)
        for visits in of_door.values():
            add_figures(differences, visits, 1, zone)
    for table in (StationDay, FigureDelta):
        rows = table.objects.filter(campaign=campaign).values_list("station", "outing", "day").order_by()
        for station, outing, day, *sums in rows.annotate(*map(Sum, FIGURES)).iterator():
            differences[station, outing, day].subtract(dict(zip(FIGURES, sums, strict=True)))
    wrong = {place: counts for place, counts in differences.items() if any(counts.values())}
    if write:
        FigureDelta.objects.bulk_create(
            FigureDelta(campaign=campaign, station_id=station, outing_id=outing, day=day, **counts)
            for (station, outing, day), counts in wrong.items()
        )
    return len(wrong)


def _look_at_one_moment() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
