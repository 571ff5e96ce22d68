"""A file of counts per unit, one row a unit, the columns of both classifications named by whoever asks. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from campaigns.targeting.transfers.mixture import Floats
from campaigns.territory import numbers, reading
from campaigns.territory.reading import FileProblem
from campaigns.territory.sentences import gettext_noop


@dataclass(frozen=True)
class Counts:
    first: Floats
    second: Floats
    """Units × named columns; a cell that holds no number is not a number here either."""


def read(path: Path, rows: Sequence[str], columns: Sequence[str]) -> Counts:
    """The counts of the named columns. Raises FileProblem: a file that cannot be read, a name that no column has, that
    two have or that was given twice, or no unit at all."""
    wanted = [*rows, *columns]
    with reading.open_table(path) as table:
        header = [reading.plain(cell) for cell in next(table.rows)[1]]
        places = _places(path, header, wanted)
        read = [[_number(cells, place) for place in places] for _line, cells in table.rows]
    if not read:
        raise FileProblem(gettext_noop("%(file)s has a header and no row below it."), file=path.name)
    counts = np.array(read, dtype=np.float64)
    return Counts(counts[:, : len(rows)], counts[:, len(rows) :])


def _places(path: Path, header: list[str], wanted: list[str]) -> list[int]:
    if not wanted or not all(wanted):
        raise FileProblem(gettext_noop("Name at least one column for the rows and one for the columns."))
    if twice := [name for name, times in Counter(wanted).items() if times > 1]:
        raise FileProblem(gettext_noop("Named twice: %(names)s."), names=", ".join(twice))
    if missing := [name for name in wanted if name not in header]:
        raise FileProblem(
            gettext_noop("%(file)s has no column %(names)s. It has: %(found)s."),
            file=path.name,
            names=", ".join(missing),
            found=", ".join(header)[:400],
        )
    if unclear := [name for name in wanted if header.count(name) > 1]:
        raise FileProblem(
            gettext_noop("%(file)s has several columns %(names)s."), file=path.name, names=", ".join(unclear)
        )
    return [header.index(name) for name in wanted]


def _number(cells: list[str], place: int) -> float:
    """A count, as French or English files write it; not a number for what is none."""
    if place >= len(cells):
        return math.nan
    cleaned = cells[place].strip().replace("\u202f", "").replace("\xa0", "").replace(" ", "")
    try:
        number = numbers.decimal(cleaned)
    except numbers.NotANumber:
        return math.nan
    return math.nan if number is None else number
