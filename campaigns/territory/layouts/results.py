"""The layouts of files of results per polling station: tables in columns or rows, and those of the Ministry. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from campaigns.territory import numbers
from campaigns.territory.layouts import columns
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.layouts.ministry import Ministry, Repeated, Turnout
from campaigns.territory.layouts.result_layout import (
    LONGEST_CODE,
    OF_A_LIST,
    Layout,
    Names,
    ResultRow,
    Votes,
    candidate,
    cell_at,
    count_of,
    joined,
)
from campaigns.territory.sentences import gettext_noop

__all__ = ["LAYOUTS", "Layout", "ResultRow", "recognise"]
# What a wide table may hold beside its lists.
BESIDE = frozenset({
    "circonscription", "canton", "abstentions", "nuls", "blancs et nuls", "blancs nuls", "procurations", "emargements",
    "region", "tour", "annee", "date", "scrutin", "id", "id bv", "id bureau", "bureau id", "adresse", "lieu", "secteur",
    "quartier", "arrondissement", "departement libelle", "circonscription libelle", "canton libelle", "lat", "lon",
    "latitude", "longitude",
})  # fmt: skip
BESIDE_FIRST = re.compile(r"%|(?:code|libelle|taux|pct|pourcentage|numero|unnamed)\b")


class Long(Layout):
    """One row a station and candidate."""

    name, title, one_list_a_row = "long", gettext_noop("one row per station and candidate"), True
    needs = ("departement", "commune", "bureau", "inscrits", "votants", "exprimes", "voix")
    also = ("commune libelle", "blancs", "prenom", "nom", "nuance", "sigle", "liste", "numero panneau")

    def __init__(self, header: Sequence[str], sample: Sequence[Sequence[str]]) -> None:
        super().__init__(header, sample)
        self._station = ""
        self._seen: dict[str, tuple[str, str]] = {}

    @classmethod
    def recognises(cls, header: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
        """In the Ministry's words it is told from `Repeated` by a station that comes twice running."""
        if not super().recognises(header, sample) or columns.meaning("voix 1") in map(columns.meaning, header):
            return False
        if "bureau" in map(columns.bare, header):
            return True
        layout = cls(header, sample)
        stations = [[layout.cell(row, part) for part in ("departement", "commune", "bureau")] for row in sample]
        return any(one == next_one for one, next_one in zip(stations, stations[1:], strict=False))

    def lists(self, cells: Sequence[str], station: str) -> tuple[Votes, Names]:
        if station != self._station:
            self._station, self._seen = station, {}
        rank = self.cell(cells, "numero panneau")
        key, name, nuance = candidate({meaning: self.cell(cells, meaning) for meaning in OF_A_LIST}, rank)
        if self._seen.setdefault(key, (name, nuance)) != (name, nuance):  # a namesake in the same station
            key = name[:LONGEST_CODE] if name != key else joined(key, rank)
        return {key: self.count(cells, "voix")}, {key: (name, nuance)}


class Wide(Layout):
    """One row a station, one column a nuance or a candidate; every column of counts beside the known ones is a list."""

    name, title = "wide", gettext_noop("one row per station, one column per nuance or candidate")
    needs = ("departement", "commune", "bureau", "inscrits", "votants", "exprimes")

    def __init__(self, header: Sequence[str], sample: Sequence[Sequence[str]]) -> None:
        super().__init__(header, sample)
        known = {columns.meaning(column) for column in (*self.needs, *self.also)} | BESIDE
        self.columns = {
            name[:LONGEST_CODE]: index
            for index, name in enumerate(header)
            if name
            and columns.meaning(name) not in known
            and not BESIDE_FIRST.match(columns.bare(name))
            and _holds_counts([cell_at(row, index) for row in sample])
        }
        self.used |= set(self.columns.values())

    @classmethod
    def recognises(cls, header: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
        return super().recognises(header, sample) and "bureau" in map(columns.bare, header)

    def lists(self, cells: Sequence[str], station: str) -> tuple[Votes, Names]:
        if any(map(str.strip, cells[len(self.header) :])):
            raise BadRow(
                gettext_noop("%(found)s cells instead of %(expected)s"), found=len(cells), expected=len(self.header)
            )
        return {name: count_of(cell_at(cells, index) or "0", name) for name, index in self.columns.items()}, {}


LAYOUTS: tuple[type[Layout], ...] = (Ministry, Long, Repeated, Wide, Turnout)


def recognise(header: Sequence[str], sample: Sequence[Sequence[str]]) -> Layout | None:
    """The layout of a file by its header and some rows below it; None when it is none that we know."""
    return next((layout(header, sample) for layout in LAYOUTS if layout.recognises(header, sample)), None)


def _holds_counts(cells: Sequence[str]) -> bool:
    """Whether most of the cells that are filled in are whole numbers; true of an empty column."""
    told = [cell for cell in cells if cell]
    return sum(_is_count(cell) for cell in told) * 2 >= len(told)


def _is_count(text: str) -> bool:
    try:
        return (numbers.whole(text) or 0) >= 0
    except numbers.NotANumber:
        return False
