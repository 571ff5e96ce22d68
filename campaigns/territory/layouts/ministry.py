"""The layouts of results as the Ministry of the Interior publishes them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from campaigns.territory.layouts import columns
from campaigns.territory.layouts.result_layout import (
    LONGEST_CODE,
    OF_A_LIST,
    Layout,
    Names,
    Votes,
    candidate,
    cell_at,
    count_of,
    joined,
)
from campaigns.territory.sentences import gettext_noop


class Ministry(Layout):
    """The Ministry's own file: a station a row, then the same group of columns again for each candidate."""

    name, title = "ministry", gettext_noop("Ministry of the Interior, groups of columns per candidate")
    needs = ("Code département", "Code commune", "Code BV", "Inscrits", "Votants", "Exprimés", "Voix 1")

    def __init__(self, header: Sequence[str], sample: Sequence[Sequence[str]]) -> None:
        super().__init__(header, sample)
        self.named: dict[int, dict[str, int]] = {}
        for index, column in enumerate(header):
            meaning, rank = columns.ranked(column)
            if meaning in OF_A_LIST:
                self.named.setdefault(rank or 0, {})[meaning] = index
        self.used |= {index for group in self.named.values() for index in group.values()}

    def groups(self, cells: Sequence[str]) -> Iterator[tuple[int, Mapping[str, int]]]:
        """The rank of each group of columns, and where in the row it has what."""
        return iter(self.named.items())

    def lists(self, cells: Sequence[str], station: str) -> tuple[Votes, Names]:
        votes: Votes = {}
        names: Names = {}
        for rank, group in self.groups(cells):
            told = {meaning: cell_at(cells, index) for meaning, index in group.items()}
            if not told.get("voix"):
                continue
            key, name, nuance = candidate(told, str(rank))
            if key in votes:  # a namesake
                key = name[:LONGEST_CODE] if name[:LONGEST_CODE] not in votes else joined(key, str(rank))
            votes[key] = count_of(told["voix"], f"Voix {rank}")
            names[key] = (name, nuance)
        return votes, names


class Repeated(Ministry):
    """The Ministry's files of 2012 to 2022: the columns of the first candidate are named, those of the others not."""

    name, title = (
        "ministry_repeated",
        gettext_noop("Ministry of the Interior, only the first candidate’s columns named"),
    )
    needs = ("Code du département", "Code de la commune", "Code du b.vote", "Inscrits", "Votants", "Exprimés", "Voix")

    def __init__(self, header: Sequence[str], sample: Sequence[Sequence[str]]) -> None:
        super().__init__(header, sample)
        counts = max(self.place[meaning] for meaning in ("inscrits", "votants", "exprimes"))
        meanings = [columns.meaning(column) for column in header]
        group = {*OF_A_LIST, "numero panneau", "sexe"}
        self.start = next(index for index in range(counts, len(header)) if meanings[index] in group)
        self.group: dict[str, int] = {}
        for index in range(self.start, len(header)):
            if not meanings[index] or meanings[index] in self.group or meanings[index].startswith("unnamed"):
                break  # the columns of the second candidate begin, unnamed or named once more
            self.group[meanings[index]] = index

    @classmethod
    def recognises(cls, header: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
        """The votes stand behind the counts of the station."""
        if not super().recognises(header, sample):
            return False
        meanings = [columns.meaning(column) for column in header]
        return meanings.index("voix") > max(map(meanings.index, ("inscrits", "votants", "exprimes")))

    def dropped(self) -> list[str]:
        return sorted({name for name in self.header if name and not columns.bare(name).startswith("unnamed")}
                      - {self.header[index] for index in self.used if index >= 0})  # fmt: skip

    def groups(self, cells: Sequence[str]) -> Iterator[tuple[int, Mapping[str, int]]]:
        width = len(self.group)
        for rank, start in enumerate(range(0, len(cells) - self.start, width), start=1):
            yield rank, {meaning: index + start for meaning, index in self.group.items()}


class Turnout(Layout):
    """The Ministry's turnout table: counts without lists. Votes known from another file stay."""

    name, title = "turnout", gettext_noop("Ministry turnout table")
    needs = ("Code du département", "Code de la commune", "Code du b.vote", "Inscrits", "Votants", "Exprimés")

    def lists(self, cells: Sequence[str], station: str) -> tuple[Votes, Names]:
        return {}, {}
