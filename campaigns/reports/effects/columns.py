"""The columns of a table of an experiment, whatever its coding: cells kept once each, and a number for each row. Pure.

A column of a million rows holds few different cells, so that each is understood once.
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from campaigns.reports.effects.experiment import Codes, Flags, Floats
from campaigns.territory import numbers, reading
from campaigns.territory.reading import FileProblem
from campaigns.territory.sentences import gettext_noop

EMPTY = numbers.MISSING | {".", "-", "?", "n/a", "na", "Na", "NAN", "none", "NONE", "<NA>", "missing"}
NO_ARM = EMPTY - {"None", "none", "NONE"}  # which may be what the control arm received
YES = {"1", "yes", "y", "true", "t", "oui", "o", "vrai", "v", "treated", "treatment", "traité", "traitement",
       "contacted", "voted", "voté", "a voté"}  # fmt: skip
NO = {"0", "no", "n", "false", "f", "non", "faux", "control", "controls", "témoin", "placebo", "nothing", "none",
      "untreated", "not treated", "non traité", "not contacted", "abstained", "abstention", "abstenu", "not voted",
      "did not vote", "non votant", "n'a pas voté"}  # fmt: skip
SHOWN = 6


@dataclass
class Column:
    """One column being read: its different cells in the order met, the line of each, and which one each row has."""

    name: str
    known: dict[str, int] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    codes: array[int] = field(default_factory=lambda: array("l"))

    def add(self, cell: str, line: int) -> None:
        code = self.known.get(cell)
        if code is None:
            code = self.known[cell] = len(self.lines)
            self.lines.append(line)
        self.codes.append(code)

    @property
    def cells(self) -> list[str]:
        return list(self.known)

    @property
    def rows(self) -> Codes:
        return np.frombuffer(self.codes, dtype=np.dtype("l")).astype(np.int64)

    @property
    def filled(self) -> Flags:
        """Rows whose cell is not empty."""
        return np.array([cell not in EMPTY for cell in self.known], dtype=bool)[self.rows]

    def arms(self, among: Flags) -> dict[str, str]:
        """What the cells of these rows mean, and how each was first written: "1" and "1.0" are one arm."""
        seen = set(np.unique(self.rows[among]).tolist())
        written: dict[str, str] = {}
        for cell, code in self.known.items():
            if code in seen and cell not in NO_ARM:
                written.setdefault(meaning(cell), cell)
        return dict(sorted(written.items()))

    def holding(self, cell: str) -> Flags:
        """The rows whose cell means the same as this one."""
        same = meaning(cell)
        return np.array([meaning(other) == same for other in self.known], dtype=bool)[self.rows]


def meaning(cell: str) -> str:
    """``"1.0"`` and ``"1"``, ``"Yes"`` and ``"YES"`` mean the same."""
    try:
        number = numbers.decimal(cell)
    except numbers.NotANumber:
        return cell.strip().casefold().replace("’", "'")
    return cell if number is None else f"{number:.12g}"


def read(path: Path, names: Sequence[str]) -> dict[str, Column]:
    """These columns of a CSV, gzip or not, whatever its separator. Raises FileProblem."""
    with reading.open_table(path, title_rows=1) as table:
        header = table.sample[0]
        places = {name: _place(path, header, name) for name in names}
        columns = {name: Column(header[place]) for name, place in places.items()}
        wanted = [(columns[name], place) for name, place in places.items()]
        for line, cells in itertools.islice(table.rows, 1, None):
            if len(cells) != len(header):
                _check_width(path, line, cells, len(header))
                cells = [*cells, *[""] * (len(header) - len(cells))]
            for column, place in wanted:
                column.add(cells[place].strip(), line)
    if not columns or not next(iter(columns.values())).codes:
        raise FileProblem(gettext_noop("%(file)s has a header and no rows."), file=path.name)
    return columns


def _place(path: Path, header: list[str], name: str) -> int:
    """Where the column is; letters may differ in case when that leaves one."""
    found = [place for place, cell in enumerate(header) if cell == name.strip()]
    found = found or [place for place, cell in enumerate(header) if cell.casefold() == name.strip().casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise FileProblem(
            gettext_noop("%(file)s has several columns “%(name)s”: rename one."), file=path.name, name=name
        )
    raise FileProblem(
        gettext_noop("%(file)s has no column “%(name)s”. Its columns are: %(known)s"),
        file=path.name,
        name=name,
        known=", ".join(header)[:300],
    )


def _check_width(path: Path, line: int, cells: list[str], width: int) -> None:
    if any(cell.strip() for cell in cells[width:]):
        raise FileProblem(
            gettext_noop("%(file)s, line %(line)s: %(n)s cells under a header of %(width)s. A decimal comma in a file "
                         "separated by commas needs quotes."),
            file=path.name, line=line, n=len(cells), width=width,
        )  # fmt: skip


def figures(path: Path, column: Column, among: Flags) -> Floats:
    """The column as numbers, NaN where a cell is empty; two known words stand for 1 and 0.

    Only the rows ``among`` must be understood. Raises FileProblem with the line of the first cell that is not.
    """
    needed = set(np.unique(column.rows[among]).tolist())
    values = np.full(len(column.lines), np.nan)
    for cell, code in column.known.items():
        if cell in EMPTY or code not in needed:
            continue
        try:
            values[code] = _number(cell)
        except numbers.NotANumber:
            raise FileProblem(
                gettext_noop("%(file)s, line %(line)s: “%(cell)s” in column %(name)s is no number, nor yes or no."),
                file=path.name, line=column.lines[code], cell=cell[:40], name=column.name,
            ) from None  # fmt: skip
    return np.asarray(values[column.rows])


def _number(cell: str) -> float:
    word = meaning(cell)
    if word in YES or word in NO:
        return float(word in YES)
    return numbers.decimal(cell.replace("\u202f", "").replace("\xa0", "").replace(" ", "")) or 0.0


def arms(path: Path, column: Column, among: Flags, *, treated: str, control: str) -> tuple[str, str]:
    """The cells that stand for the treated and the control arm, named by the caller or told by what they say.

    Two numbers: the larger is the treated arm. Words: yes against no, or one that names an arm. Raises FileProblem.
    """
    found = column.arms(among)
    about: dict[str, object] = {"file": path.name, "name": column.name, "cells": _shown(list(found.values()))}
    for named in (treated, control):
        if named and meaning(named) not in found:
            raise FileProblem(
                gettext_noop("%(file)s: no row has “%(cell)s” in column %(name)s. It holds: %(cells)s"),
                cell=named, **about,
            )  # fmt: skip
    if treated and control and meaning(treated) != meaning(control):
        return treated, control
    if len(found) < 2 or (treated and control):
        raise FileProblem(
            gettext_noop("%(file)s: only one arm in column %(name)s (%(cells)s): there is nothing to compare with."),
            **about,
        )
    if len(found) > 2:
        raise FileProblem(
            gettext_noop("%(file)s: column %(name)s has %(n)s different values (%(cells)s). Say which two arms to "
                         "compare with --treated and --control."),
            n=len(found), **about,
        )  # fmt: skip
    if treated or control:
        other = next(cell for word, cell in found.items() if word != meaning(treated or control))
        return (treated, other) if treated else (other, control)
    told = _told(found)
    if told is None:
        raise FileProblem(
            gettext_noop("%(file)s: which of %(cells)s in column %(name)s is the treated arm? Say it with --treated."),
            **about,
        )
    return told


def plain_arms(treated: str, control: str) -> bool:
    """Whether the two cells say themselves which arm they are."""
    return meaning(treated) in YES or meaning(control) in NO


def _told(found: dict[str, str]) -> tuple[str, str] | None:
    """Of two arms the treated one and the control one; None when neither says so."""
    (first, one), (second, two) = found.items()
    try:
        return (two, one) if float(first) < float(second) else (one, two)
    except ValueError:
        pass
    for word, cell, against, other in ((first, one, second, two), (second, two, first, one)):
        if (word in YES and against not in YES) or (against in NO and word not in NO):
            return cell, other
    return None


def _shown(cells: list[str]) -> str:
    listed = ", ".join(cell[:40] for cell in cells[:SHOWN])
    return f"{listed}…" if len(cells) > SHOWN else listed or "–"
