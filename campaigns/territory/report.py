"""What an import did, row by row accounted for, and the file of rows set aside with their reasons."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Self

from django.utils.translation import gettext

from campaigns.territory.sentences import Said
from campaigns.territory.wording import say


@dataclass
class Report:
    """``read`` = imported + updated + unchanged + duplicates + set_aside, always."""

    layout: str = ""
    read: int = 0
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    set_aside: int = 0
    ambiguous: int = 0
    stations: int = 0
    stations_without_results: int = 0
    placed: int = 0
    """Addresses that found their station by the contour around them; they are counted apart from the rows."""
    outlines: int = 0
    """Of water, parks and buildings, new or changed; counted apart from the lines too."""
    warnings: list[str] = field(default_factory=list)
    dropped_columns: list[str] = field(default_factory=list)
    set_aside_file: str = ""
    seconds: float = 0.0

    def check(self) -> None:
        """Raise ValueError when a row is in no class or in two: the import must then not be kept."""
        told = (self.imported, self.updated, self.unchanged, self.duplicates, self.set_aside)
        if sum(told) != self.read or min(told) < 0:
            raise ValueError(f"{self.read} rows read, {told} accounted for")

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class SetAside:
    """The CSV of rows that were not taken: line, reason, the row's cells. Made when the first one comes.

    Semicolons and a byte-order mark, because it is opened in the spreadsheet of a French office.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._file: IO[str] | None = None
        self._writer: Any = None

    def add(self, line: int, reason: Said, cells: Sequence[str]) -> None:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="")
            self._writer = csv.writer(self._file, delimiter=";", quoting=csv.QUOTE_ALL)
            self._writer.writerow([gettext("line"), gettext("reason"), gettext("row")])
        self.count += 1
        self._writer.writerow([line, *map(harmless, [say(reason), *cells])])

    @property
    def file_name(self) -> str:
        """The path written to, empty when nothing was set aside."""
        return str(self.path) if self.count else ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


_FORMULA = re.compile(r"(^|[;,\t\r\n])(?=\s*[=+\-@]|[\t\r])")


def harmless(text: str) -> str:
    """A spreadsheet must not take a cell for a formula, not even where it splits cells at another separator."""
    return _FORMULA.sub(r"\1'", text)
