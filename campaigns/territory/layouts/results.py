"""The layouts of files of results per polling station. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from campaigns.territory import numbers, station_codes
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.sentences import gettext_noop


class ResultRow(NamedTuple):
    """A row: a station with all its lists, or (in the long layout) with one of them."""

    commune: str
    commune_name: str
    station: str
    registered: int
    turned_out: int
    blank: int | None
    valid_votes: int
    votes: dict[str, int]
    names: dict[str, tuple[str, str]]
    """List code → (name, nuance), for the layouts that tell them."""


class Layout:
    """``needs`` are the columns that tell the layout; ``one_list_a_row`` for the long one."""

    name: ClassVar[str]
    title: ClassVar[str]
    needs: ClassVar[tuple[str, ...]]
    also: ClassVar[tuple[str, ...]] = ()
    one_list_a_row: ClassVar[bool] = False

    def __init__(self, header: Sequence[str]) -> None:
        self.header = list(header)
        self.place = {column: index for index, column in enumerate(header) if column}

    @classmethod
    def recognises(cls, header: Sequence[str]) -> bool:
        return set(cls.needs) <= set(header)

    def dropped(self) -> list[str]:
        return []

    def read(self, cells: Sequence[str]) -> ResultRow:
        raise NotImplementedError

    def cell(self, cells: Sequence[str], column: str) -> str:
        index = self.place.get(column)
        return cells[index].strip() if index is not None and index < len(cells) else ""

    def count(self, cells: Sequence[str], column: str) -> int:
        value = numbers.whole(self.cell(cells, column))
        if value is None or value < 0:
            raise BadRow(
                gettext_noop("%(column)s: expected a count, found “%(text)s”"),
                column=column,
                text=self.cell(cells, column),
            )
        return value

    def where(self, cells: Sequence[str], department: str, commune: str, station: str) -> tuple[str, str]:
        code = station_codes.commune_of(self.cell(cells, department), self.cell(cells, commune))
        number = station_codes.number(self.cell(cells, station))
        if code is None:
            raise BadRow(
                gettext_noop("not a commune: “%(department)s”, “%(commune)s”"),
                department=self.cell(cells, department),
                commune=self.cell(cells, commune),
            )
        if number is None:
            raise BadRow(gettext_noop("not a polling station: “%(text)s”"), text=self.cell(cells, station))
        return code, number


class Long(Layout):
    """One row a station and candidate."""

    name, title, one_list_a_row = "long", gettext_noop("one row per station and candidate"), True
    needs = ("departement", "commune", "bureau", "inscrits", "votants", "exprimes", "nom", "voix")
    also = ("commune_libelle", "blancs", "prenom", "nuance", "numero_panneau")

    def read(self, cells: Sequence[str]) -> ResultRow:
        code, number = self.where(cells, "departement", "commune", "bureau")
        family, first, nuance = (self.cell(cells, column) for column in ("nom", "prenom", "nuance"))
        blank = numbers.whole(self.cell(cells, "blancs")) if "blancs" in self.place else None
        return ResultRow(
            code,
            self.cell(cells, "commune_libelle"),
            number,
            self.count(cells, "inscrits"),
            self.count(cells, "votants"),
            blank,
            self.count(cells, "exprimes"),
            {family: self.count(cells, "voix")},
            {family: (f"{first} {family}".strip(), nuance)},
        )


class Wide(Layout):
    """One row a station, one column a nuance or a candidate; every column after the counts is a list."""

    name, title = "wide", gettext_noop("one row per station, one column per nuance or candidate")
    needs = ("departement", "commune", "bureau", "inscrits", "votants", "exprimes")
    also = ("commune_libelle", "circonscription", "blancs", "nuls", "abstentions", "canton")

    def __init__(self, header: Sequence[str]) -> None:
        super().__init__(header)
        self.lists = [(name, index) for name, index in self.place.items() if name not in {*self.needs, *self.also}]

    def read(self, cells: Sequence[str]) -> ResultRow:
        code, number = self.where(cells, "departement", "commune", "bureau")
        votes = {name: numbers.whole(cells[index]) or 0 for name, index in self.lists}
        return ResultRow(
            code,
            self.cell(cells, "commune_libelle"),
            number,
            self.count(cells, "inscrits"),
            self.count(cells, "votants"),
            numbers.whole(self.cell(cells, "blancs")) if "blancs" in self.place else None,
            self.count(cells, "exprimes"),
            votes,
            {},
        )


class Ministry(Layout):
    """The Ministry's own file: a station a row, then the same group of columns again for each candidate."""

    name, title = "ministry", gettext_noop("Ministry of the Interior, groups of columns per candidate")
    needs = ("Code département", "Code commune", "Code BV", "Inscrits", "Votants", "Exprimés", "Voix 1")

    def __init__(self, header: Sequence[str]) -> None:
        super().__init__(header)
        self.ranks = [column[5:] for column in header if column.startswith("Voix ") and column[5:].isdecimal()]

    def read(self, cells: Sequence[str]) -> ResultRow:
        code, number = self.where(cells, "Code département", "Code commune", "Code BV")
        votes: dict[str, int] = {}
        names: dict[str, tuple[str, str]] = {}
        for rank in self.ranks:
            if not self.cell(cells, f"Voix {rank}"):
                continue
            nuance, family, first = (
                self.cell(cells, f"{column} {rank}")
                for column in ("Nuance candidat", "Nom candidat", "Prénom candidat")
            )
            nuance = nuance or self.cell(cells, f"Nuance liste {rank}")
            family = family or self.cell(cells, f"Libellé de liste {rank}") or f"{rank}"
            key = " ".join(part for part in (nuance, family, first) if part)[:120]
            votes[key] = self.count(cells, f"Voix {rank}")
            names[key] = (f"{first} {family}".strip(), nuance)
        return ResultRow(
            code,
            self.cell(cells, "Libellé commune"),
            number,
            self.count(cells, "Inscrits"),
            self.count(cells, "Votants"),
            numbers.whole(self.cell(cells, "Blancs")),
            self.count(cells, "Exprimés"),
            votes,
            names,
        )


class Turnout(Layout):
    """The Ministry's turnout table: counts without lists. Votes known from another file stay."""

    name, title = "turnout", gettext_noop("Ministry turnout table")
    needs = ("Code du département", "Code de la commune", "Code du b.vote", "Inscrits", "Votants", "Exprimés")

    def read(self, cells: Sequence[str]) -> ResultRow:
        code, number = self.where(cells, "Code du département", "Code de la commune", "Code du b.vote")
        return ResultRow(
            code,
            self.cell(cells, "Libellé de la commune"),
            number,
            self.count(cells, "Inscrits"),
            self.count(cells, "Votants"),
            numbers.whole(self.cell(cells, "Blancs")),
            self.count(cells, "Exprimés"),
            {},
            {},
        )


LAYOUTS: tuple[type[Layout], ...] = (Ministry, Turnout, Long, Wide)


def recognise(first_row: Sequence[str]) -> Layout | None:
    """The layout of a file by its header; None when it is none that we know."""
    return next((layout(first_row) for layout in LAYOUTS if layout.recognises(first_row)), None)
