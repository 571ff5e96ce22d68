"""From the territory and the doors to what a ranking may look at: the campaign's town, and what is not known of it.

Five queries whatever the size; the rest is arithmetic on arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from campaigns.people.models import Campaign
from campaigns.targeting import boundaries, doors_known, margins, redrawing, redrawn, results_read
from campaigns.targeting.blocs import BlocTables
from campaigns.targeting.doors_known import StationDoors
from campaigns.targeting.elections import Chosen
from campaigns.targeting.margins import Counts, Fault
from campaigns.targeting.town import Codes, Flags, Floats, Housing, PastVote, PublicTown
from campaigns.territory.models import Election, PollingStation

FLATS_FROM, HOUSES_TO = 2 / 3, 1 / 3  # of the homes, behind an entrance of three or more
PEOPLE_PER_HOME = 1.7  # registered, per inhabited home: where no census tells


@dataclass(frozen=True)
class Place:
    """A station as the page shows it, beside its row in the town."""

    pk: int
    code: str
    number: str
    name: str
    commune: str
    registered: int
    doors: StationDoors
    missing: tuple[str, ...]
    """Names of the elections whose file holds no row for it."""
    refused: tuple[str, ...]
    """Names of those whose row does not add up."""
    moved: tuple[str, ...]
    """Names of those held on other ground: its roll was another then."""
    carried: tuple[str, ...] = ()
    """Names of those whose result was made from stations of other limits, address by address."""
    made_from: tuple[str, ...] = ()
    """The codes of these stations."""

    several: bool = False
    """Whether the campaign has several communes, so that a number alone does not tell the station."""

    @property
    def short_number(self) -> str:
        """« 107 » for ``0107``."""
        return self.number.lstrip("0") or "0"

    @property
    def where(self) -> str:
        """What tells it from another of its number: its name, the commune where there are several or no name."""
        return ", ".join(part for part in (self.name, self.commune if self.several or not self.name else "") if part)


@dataclass(frozen=True)
class Gathered:
    """The campaign's town. ``places`` stand in the order of the arrays of ``town``."""

    town: PublicTown
    places: tuple[Place, ...]
    elections: tuple[Election, ...]
    """In the order of ``town.past``."""


@dataclass(frozen=True)
class _Past:
    """One election over all stations: carried to today, and a `Fault` per station."""

    election: Election
    vote: PastVote
    faults: Codes


def gather(campaign: Campaign, chosen: Chosen, blocs: BlocTables, elections: Sequence[Election]) -> Gathered:
    """What is known of the campaign's stations, in the order of their codes.

    ``elections``: those to read, the reference and the comparable ones among them; see `elections.to_read`.
    """
    everything = _stations(campaign)
    told = results_read.counts(campaign, elections, blocs, [row.pk for row in everything])
    days = redrawn.standing(campaign)
    here = redrawing.in_today_s(campaign, everything, told, elections, days)
    rows = [row for row, stays in zip(everything, here.stay, strict=True) if stays]
    past = [
        _carried(election, counts, here.registered) for election, counts in zip(elections, here.counts, strict=True)
    ]
    names = [each.election.code for each in past]
    reference, comparable = names.index(chosen.reference), tuple(map(names.index, chosen.comparable))
    known_doors = doors_known.by_station(campaign)
    doors = [known_doors.get(row.pk, StationDoors()) for row in rows]
    own = blocs.order.index(chosen.own)
    communes = np.unique([row.commune_id for row in rows], return_inverse=True)[1].reshape(-1)
    votes = [
        each.vote if index == reference else _where_we_ran(each.vote, own, communes) for index, each in enumerate(past)
    ]
    town = PublicTown(
        blocs=blocs.order,
        own=chosen.own,
        registered=here.registered,
        doors=np.array([each.doors if each.counted else np.nan for each in doors]),
        housing=_housing(doors),
        past=tuple(votes),
        reference=reference,
        comparable=comparable,
        # At another election than the reference, other ground is like a missing result: that election is left out.
        boundary_changed=past[reference].faults == Fault.OTHER_GROUND,
        people_per_home=np.full(len(rows), PEOPLE_PER_HOME),
        dwellings=np.array([each.homes if each.counted else np.nan for each in doors]),
    )
    several = len({row.commune_id for row in rows}) > 1
    made_from = redrawn.sources(days, {each.code: each.date for each in elections})
    places = tuple(
        _place(row, index, doors[index], past, made_from.get(row.code, {}), several=several)
        for index, row in enumerate(rows)
    )
    return Gathered(town, places, tuple(each.election for each in past))


def _stations(campaign: Campaign) -> list[PollingStation]:
    mine = PollingStation.objects.filter(commune__campaigns=campaign).select_related("commune").defer("contour")
    return list(mine.order_by("code"))


def _carried(election: Election, counts: Counts, now: Floats) -> _Past:
    faults = margins.faults(counts)
    moved = (faults == Fault.NONE) & (now > 0) & ~boundaries.same_ground(counts.registered, now)
    faults = np.where(moved, Fault.OTHER_GROUND, faults)
    # That nobody voted is known; which of the elections it spoils is for the model to say.
    known = np.isin(faults, (Fault.NONE, Fault.NOBODY_VOTED)) & (now > 0)
    return _Past(election, margins.carried(counts, known, now), faults)


def _where_we_ran(vote: PastVote, own: int, communes: Codes) -> PastVote:
    """Where our bloc had no list in a commune, nothing tells how its stations lean: only how many came is kept, as if
    all had voted blank."""
    ran: Flags = np.bincount(communes, weights=vote.votes[:, own])[communes] > 0
    return replace(vote, votes=vote.votes * ran[:, None], blank=vote.blank + vote.valid * ~ran)


def _housing(doors: Sequence[StationDoors]) -> Codes:
    """A `Housing` each; where no home is known, a mixed one."""
    shares = np.array([0.5 if each.flats_share is None else each.flats_share for each in doors])
    strata = [Housing.FLATS, Housing.HOUSES]
    return np.select([shares >= FLATS_FROM, shares <= HOUSES_TO], strata, Housing.MIXED).astype(np.int64)


def _place(
    row: PollingStation,
    index: int,
    doors: StationDoors,
    past: Sequence[_Past],
    made_from: Mapping[str, tuple[str, ...]],
    *,
    several: bool,
) -> Place:
    """``made_from``: the old stations that its results were made from, by the code of the election."""

    def named(fault: Fault) -> tuple[str, ...]:
        return tuple(each.election.name for each in past if each.faults[index] == fault)

    kept = [each for each in past if each.election.code in made_from and each.faults[index] == Fault.NONE]
    return Place(
        pk=row.pk,
        code=row.code,
        number=row.number,
        name=row.name,
        commune=row.commune.name,
        registered=row.registered or 0,
        doors=doors,
        missing=named(Fault.ABSENT),
        refused=named(Fault.DOES_NOT_ADD_UP),
        moved=named(Fault.OTHER_GROUND),
        carried=tuple(each.election.name for each in kept),
        several=several,
        made_from=tuple(sorted({code for each in kept for code in made_from[each.election.code]})),
    )
