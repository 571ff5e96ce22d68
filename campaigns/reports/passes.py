"""How far each polling station is, pass by pass: doors tried a first, a second, a third time, and what is left of each.

Out of the doors' own fold, one query whatever the size. A door where somebody talked to us or declined is not tried
again; one where nobody was home, or where we were asked to come back, goes on to the next pass.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce, Least

from campaigns.doors.models import Door, DoorState
from campaigns.people.models import Campaign
from campaigns.targeting import holding_out
from campaigns.territory.models import Address

PASSES = 3
AGAIN = frozenset({DoorState.NOT_HOME, DoorState.COME_BACK})
CLOSED = DoorState.DO_NOT_KNOCK
TALKED_AT_FIRST = Q(first_outcome=DoorState.CONVERSATION)


@dataclass(frozen=True)
class Pass:
    """One pass of a station. ``seen``: doors knocked that time; ``talked``: those where it led to a conversation (on a
    second or third pass, and the door was not knocked at since); ``left``: doors whose turn it is."""

    number: int
    seen: int = 0
    talked: int = 0
    left: int = 0

    @property
    def share(self) -> float | None:
        """Seen of all that came to this pass so far; None before any did."""
        whole = self.seen + self.left
        return self.seen / whole if whole else None


@dataclass(frozen=True)
class StationPasses:
    """``out_of_reach``: doors behind a gate or a code when last tried, without a knock; ``closed``: asked for peace;
    ``held_out``: dwellings where nobody rings before the vote, in none of the passes."""

    passes: tuple[Pass, ...]
    out_of_reach: int = 0
    closed: int = 0
    held_out: int = 0


NOTHING = StationPasses(tuple(Pass(number) for number in range(1, PASSES + 1)))


def by_station(campaign: Campaign) -> dict[int, StationPasses]:
    """Each station of the campaign that has a door or an address. Three queries whatever the size."""
    doors = Door.objects.standing().filter(campaign=campaign, address__station__isnull=False)
    rows = (
        doors.exclude(address__in=holding_out.addresses(campaign))
        .order_by()
        .values("address__station", "state", knocks=Least(F("knock_count"), PASSES))
        .annotate(n=Count("pk"), talked=Count("pk", filter=TALKED_AT_FIRST))
    )
    counts: dict[int, dict[tuple[str, int], int]] = defaultdict(dict)
    talked: dict[int, int] = defaultdict(int)
    for row in rows:
        counts[row["address__station"]][row["state"], row["knocks"]] = row["n"]
        talked[row["address__station"]] += row["talked"]
    unfounded = _dwellings_without_doors(campaign)
    held = holding_out.dwellings(campaign)
    return {
        station: replace(
            _told(counts.get(station, {}), talked.get(station, 0), unfounded.get(station, 0)),
            held_out=held.get(station, 0),
        )
        for station in counts.keys() | unfounded.keys() | held.keys()
    }


def _dwellings_without_doors(campaign: Campaign) -> dict[int, int]:
    """Dwellings of addresses that were never cut: doors come into being with the first cut."""
    founded = Door.objects.filter(campaign=campaign).values("address")
    addresses = Address.objects.filter(station__commune__campaigns=campaign).exclude(pk__in=founded)
    addresses = addresses.exclude(pk__in=holding_out.addresses(campaign).values("pk"))
    rows = addresses.order_by().values("station").annotate(n=Sum(Coalesce(F("dwellings"), 1)))
    return dict(rows.values_list("station", "n"))


def _told(counts: Mapping[tuple[str, int], int], talked_first: int, unfounded: int) -> StationPasses:
    """``counts`` of doors by (state, knocks), the last number of knocks meaning as many and more."""
    passes = []
    for number in range(1, PASSES + 1):
        seen = sum(n for (_state, knocks), n in counts.items() if knocks >= number)
        talked = talked_first if number == 1 else counts.get((DoorState.CONVERSATION, number), 0)
        turn = sum(n for (state, knocks), n in counts.items() if knocks == number - 1 and _is_due(state, knocks))
        passes.append(Pass(number, seen, talked, turn + (unfounded if number == 1 else 0)))
    gated = sum(n for (state, knocks), n in counts.items() if state == DoorState.NO_ACCESS and not knocks)
    closed = sum(n for (state, _knocks), n in counts.items() if state == CLOSED)
    return StationPasses(tuple(passes), gated, closed)


def _is_due(state: str, knocks: int) -> bool:
    return state == DoorState.TODO if knocks == 0 else state in AGAIN or state == DoorState.NO_ACCESS
