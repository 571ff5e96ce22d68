"""Real results of past elections as arrays, read by the layouts that the importers know."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from campaigns.territory import blocs, election_codes
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.layouts.results import recognise
from campaigns.territory.numbers import NotANumber
from campaigns.territory.reading import open_table

BLOCS = (blocs.LEFT, blocs.CENTRE, blocs.RIGHT, blocs.FAR_RIGHT, blocs.OTHER)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Results:
    """One election: one entry, or one row of votes by bloc, per station."""

    code: str
    stations: list[str]
    """``94033-0001``: the commune, then the station."""
    registered: Floats
    turned_out: Floats
    valid: Floats
    votes: Floats
    refused: int
    """Rows that cannot be read, or whose lists are not the valid votes."""

    def of(self, rows: NDArray[np.int64]) -> Results:
        return Results(
            self.code,
            [self.stations[row] for row in rows],
            self.registered[rows],
            self.turned_out[rows],
            self.valid[rows],
            self.votes[rows],
            self.refused,
        )


def read(path: Path) -> Results:
    """Raises FileProblem for an unreadable file, ValueError where its name tells no election or it is of no layout."""
    vote = election_codes.read(path.name)
    stations: list[str] = []
    rows: list[list[int]] = []
    refused = 0
    with open_table(path) as table:
        layout = table.find_header(recognise)
        if layout is None or vote is None:
            raise ValueError(f"{path.name}: no known layout of results, or no election in its name")
        place: dict[str, int] = {}
        next(table.rows)
        for _line, cells in table.rows:
            try:
                row = layout.read(cells)
            except (BadRow, NotANumber):
                refused += 1
                continue
            counts = [row.registered, row.turned_out, row.valid_votes, 0, 0, 0, 0, 0]
            for name, number in row.votes.items():
                if name not in place:
                    place[name] = 3 + BLOCS.index(blocs.bloc_of(vote.kind, vote.year, name)[0])
                counts[place[name]] += number
            if sum(counts[3:]) == row.valid_votes <= row.turned_out <= row.registered:
                stations.append(f"{row.commune}-{row.station}")
                rows.append(counts)
            else:
                refused += 1
    array = np.array(rows, dtype=float)
    return Results(vote.code, stations, array[:, 0], array[:, 1], array[:, 2], array[:, 3:], refused)


def read_all(paths: Sequence[Path]) -> list[Results]:
    """Each file in a process of its own."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(read, paths))


def joined(elections: Sequence[Results]) -> list[Results]:
    """Those of the stations that are in all of them, in one order."""
    common = set(elections[0].stations).intersection(*(each.stations for each in elections[1:]))
    codes = sorted(common)
    found = []
    for each in elections:
        place = {code: row for row, code in enumerate(each.stations)}
        found.append(each.of(np.array([place[code] for code in codes])))
    return found
