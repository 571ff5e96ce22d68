"""What the layouts of results have in common: where a row stands, its counts, how a list is called. Pure.

Columns are known by their meaning, so that a header may be in any case and in the words of any year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from campaigns.territory import numbers, station_codes
from campaigns.territory.layouts import columns
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.sentences import gettext_noop

LONGEST_CODE = 120
MOST_PEOPLE = 100_000_000  # beyond it the cell is no count; French people abroad are one station of some files
OF_A_LIST = frozenset({"nom", "prenom", "nuance", "sigle", "liste", "voix"})
Votes = dict[str, int]
Names = dict[str, tuple[str, str]]


class ResultRow(NamedTuple):
    """A row: a station with all its lists, or (in the long layout) with one of them."""

    commune: str
    commune_name: str
    station: str
    registered: int
    turned_out: int
    blank: int | None
    valid_votes: int
    votes: Votes
    names: Names
    """List code → (name, nuance), for the layouts that tell them."""


class Layout:
    """``needs`` are the columns that tell the layout, in one of their spellings; ``also`` what it reads besides."""

    name: ClassVar[str]
    title: ClassVar[str]
    needs: ClassVar[tuple[str, ...]]
    also: ClassVar[tuple[str, ...]] = ("commune libelle", "blancs")
    one_list_a_row: ClassVar[bool] = False

    def __init__(self, header: Sequence[str], sample: Sequence[Sequence[str]]) -> None:
        self.header = list(header)
        self.place: dict[str, int] = {}
        for index, column in enumerate(header):
            self.place.setdefault(columns.meaning(column), index)
        self.used = {self.place.get(columns.meaning(column), -1) for column in (*self.needs, *self.also)}

    @classmethod
    def recognises(cls, header: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
        return {columns.meaning(column) for column in cls.needs} <= {columns.meaning(column) for column in header}

    def dropped(self) -> list[str]:
        """Columns of the file that are not read; those of a group of candidates once, without their number."""
        names = (name for index, name in enumerate(self.header) if index not in self.used)
        return sorted({re.sub(r"[ .]\d+$", "", name) for name in names} - {""})

    def read(self, cells: Sequence[str]) -> ResultRow:
        """Raises BadRow or NotANumber."""
        commune, station = self.where(cells)
        votes, names = self.lists(cells, f"{commune}-{station}")
        return ResultRow(
            commune,
            self.cell(cells, "commune libelle"),
            station,
            self.count(cells, "inscrits"),
            self.count(cells, "votants"),
            self.count(cells, "blancs") if self.cell(cells, "blancs") else None,
            self.count(cells, "exprimes"),
            votes,
            names,
        )

    def lists(self, cells: Sequence[str], station: str) -> tuple[Votes, Names]:
        """Votes by list code, and the name and nuance of each code that the row tells."""
        raise NotImplementedError

    def cell(self, cells: Sequence[str], meaning: str) -> str:
        return cell_at(cells, self.place.get(meaning))

    def count(self, cells: Sequence[str], meaning: str) -> int:
        return count_of(self.cell(cells, meaning), self.header[self.place[meaning]])

    def where(self, cells: Sequence[str]) -> tuple[str, str]:
        department, commune = self.cell(cells, "departement"), self.cell(cells, "commune")
        code = station_codes.commune_of(department, commune)
        number = station_codes.number_in(commune, self.cell(cells, "bureau"))
        if code is None:
            raise BadRow(
                gettext_noop("not a commune: “%(department)s”, “%(commune)s”"), department=department, commune=commune
            )
        if number is None:
            raise BadRow(gettext_noop("not a polling station: “%(text)s”"), text=self.cell(cells, "bureau"))
        return code, number


def cell_at(cells: Sequence[str], index: int | None) -> str:
    """What stands there; empty where the row is shorter, the column is not there or the file writes “NA”."""
    if index is None or not 0 <= index < len(cells):
        return ""
    text = cells[index].replace("\0", "").strip()
    return "" if text in numbers.MISSING else text


def count_of(text: str, column: str) -> int:
    """Raises BadRow for less than none, more than all voters or nothing at all; NotANumber."""
    value = numbers.whole(text)
    if value is None or not 0 <= value <= MOST_PEOPLE:
        raise BadRow(gettext_noop("%(column)s: expected a count, found “%(text)s”"), column=column, text=text)
    return value


def candidate(told: Mapping[str, str], rank: str) -> tuple[str, str, str]:
    """Code, name and nuance of a list or candidate.

    Without a nuance the family name alone is the code, as it is the name of the column in a wide table: so are the
    candidates for president known.
    """
    nuance, family, first, short, long = (
        told.get(meaning, "") for meaning in ("nuance", "nom", "prenom", "sigle", "liste")
    )
    listed = long or short
    person = f"{first} {family}".strip()
    alone = not (nuance or listed)
    code = joined(family or first or rank) if alone else joined(nuance, family or listed or rank, first)
    return code, (listed or person or code)[:200], nuance


def joined(*parts: str) -> str:
    """A code of these parts, empty ones left out, that fits its column."""
    return " ".join(part for part in parts if part)[:LONGEST_CODE]
