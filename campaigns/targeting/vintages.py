"""Two tables of addresses and stations of different years compared: where each old station's addresses are now. Pure.

W[old, new] is the share of the old station's addresses that the new table puts into the new one. Addresses that only
one of the tables has say nothing and are left out; they are counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from campaigns.targeting import boundaries
from campaigns.targeting.boundaries import Placed
from campaigns.territory import reading, street_names
from campaigns.territory.layouts.addresses import LAYOUTS, AddressRow, identity, recognise
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.numbers import NotANumber
from campaigns.territory.reading import FileProblem
from campaigns.territory.sentences import gettext_noop

LEAST_FOUND = 0.5
"""Of a station's addresses; where fewer are in the other table nobody can tell what became of it."""
MISPLACED = 0.02
"""A smaller share of a station is taken for addresses that a table has wrong, not for ground that moved."""


@dataclass
class Vintage:
    """The addresses of one year: identity → code of a station → how many addresses it stands for."""

    at: dict[str, dict[str, float]] = field(default_factory=dict)
    rows: int = 0
    unread: int = 0
    """Rows of no use: no commune, no station, neither street nor position."""

    @property
    def stations(self) -> dict[str, tuple[str, float]]:
        """The station of each address and how many it stands for; where a table names several, the one named most, as
        the import keeps it."""
        return {
            address: (max(sorted(named), key=lambda station: named[station]), sum(named.values()))
            for address, named in self.at.items()
        }

    def add(self, address: str, station: str, weight: float = 1.0) -> None:
        stations = self.at.setdefault(address, {})
        stations[station] = stations.get(station, 0.0) + weight


@dataclass(frozen=True)
class Compared:
    """``shares`` tell of the stations that changed only, those of one old station adding up to 1."""

    shares: Mapping[tuple[str, str], float]
    unchanged: tuple[str, ...]
    unsure: tuple[str, ...]
    """Old stations of which fewer than half of the addresses are in the new table."""
    found: float
    """Share of the old addresses that the new table has, from 0 to 1."""


def compare(before: Vintage, after: Vintage) -> Compared:
    """What became of each station of the old table."""
    placed: list[Placed] = []
    whole: dict[str, float] = defaultdict(float)
    found: dict[str, float] = defaultdict(float)
    today = after.stations
    for address, (old, weight) in before.stations.items():
        whole[old] += weight
        if address in today:
            found[old] += weight
            placed.append(Placed(old, today[address][0], weight))
    unsure = {old for old, weight in whole.items() if found[old] < LEAST_FOUND * weight}
    of_old: dict[str, dict[str, float]] = defaultdict(dict)
    for (old, new), share in boundaries.shares(placed).items():
        if old not in unsure and share >= MISPLACED:
            of_old[old][new] = share
    changed = {old: news for old, news in of_old.items() if set(news) != {old}}
    return Compared(
        shares={
            (old, new): share / sum(news.values())
            for old, news in sorted(changed.items())
            for new, share in sorted(news.items())
        },
        unchanged=tuple(sorted(set(of_old) - set(changed))),
        unsure=tuple(sorted(unsure)),
        found=sum(found.values()) / max(1e-9, sum(whole.values())),
    )


def read(path: Path, communes: Container[str]) -> Vintage:
    """The addresses of these communes with their stations. Nothing of the file is kept but counts per address.

    Raises FileProblem: a file that cannot be read, that tells no stations, or none of these communes.
    """
    with reading.open_table(path) as table:
        layout = table.find_header(recognise)
        known = [each.title for each in LAYOUTS if each.tells_stations]
        known.append(gettext_noop("a table of shares with the columns old, new and share"))
        if layout is None:
            raise reading.unknown_layout(path, table, known)
        if not layout.tells_stations:
            raise FileProblem(
                gettext_noop("%(file)s holds addresses without their polling stations. Expected one of: %(known)s."),
                file=path.name,
                known=known,
            )
        next(table.rows)
        found = Vintage()
        for _line, cells in table.rows:
            found.rows += 1
            try:
                _add(found, layout.read(cells), communes)
            except (BadRow, NotANumber):
                found.unread += 1
    if not found.at:
        raise FileProblem(
            gettext_noop("%(file)s holds no address with a station in a commune of this campaign."), file=path.name
        )
    return found


def _add(found: Vintage, row: AddressRow, communes: Container[str]) -> None:
    address = identity(street_names.key(row.street) if row.street else "", row.number, row.suffix, row.lon, row.lat)
    if row.commune is None or not address or not row.station:
        found.unread += 1
    elif row.commune in communes:
        found.add(f"{row.commune}|{address}", f"{row.commune}-{row.station}", float(row.dwellings or 1))
