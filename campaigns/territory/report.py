"""What an import did, row by row accounted for, and the file of rows set aside with their reasons."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any


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
    warnings: list[str] = field(default_factory=list)
    dropped_columns: list[str] = field(default_factory=list)
    set_aside_file: str = ""
    seconds: float = 0.0

    def check(self) -> None:
        """Raise ValueError when a row is in no class or in two: the import must then not be kept."""
        told = self.imported + self.updated + self.unchanged + self.duplicates + self.set_aside
        if told != self.read:
            raise ValueError(f"{self.read} rows read, {told} accounted for")

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class SetAside:
    """The CSV of rows that were not taken: line, reason, the row as it was. Made when the first one comes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._file: IO[str] | None = None
        self._writer: Any = None

    def add(self, line: int, reason: str, cells: Sequence[str]) -> None:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
            self._writer = csv.writer(self._file)
            self._writer.writerow(["line", "reason", "row"])
        self.count += 1
        self._writer.writerow([line, reason, _harmless(";".join(cells))])

    def close(self) -> str:
        """The file's path, empty when nothing was set aside."""
        if self._file is None:
            return ""
        self._file.close()
        return str(self.path)


def _harmless(text: str) -> str:
    """A spreadsheet must not take the row for a formula."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
