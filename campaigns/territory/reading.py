"""Opening a file of any age and origin: gzip or not, UTF-8 or Latin, with or without a mark, and saying where we are.

The file is never read whole. What is wrong with it is a FileProblem: one sentence, and nothing was changed.
"""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self, cast

from campaigns.territory.sentences import Said, gettext_noop

SAMPLE = 200_000
GZIP_MARK = b"\x1f\x8b"
csv.field_size_limit(1_000_000)


class FileProblem(Said):
    """The file cannot be used; the sentence says why and what was expected."""


class CountedFile(io.BufferedIOBase):
    """A file that knows how much of it was read, packed bytes for a packed file."""

    def __init__(self, path: Path) -> None:
        self.file: BinaryIO = path.open("rb")
        self.total = path.stat().st_size
        self.done = 0

    def read(self, size: int | None = -1) -> bytes:
        data = self.file.read(-1 if size is None else size)
        self.done += len(data)
        return data

    def read1(self, size: int = -1) -> bytes:
        return self.read(size)

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self.file.close()
        super().close()


@dataclass
class Table:
    """A text table being read: its rows (line number and cells), and how far the file is. To be closed."""

    rows: Iterator[tuple[int, list[str]]]
    source: CountedFile
    first_row: list[str]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.source.close()


def open_table(path: Path) -> Table:
    """Open a CSV of whatever delimiter. ``rows`` starts with the first line, header or not.

    Raises FileProblem for an empty, binary or unreadable file; while iterating, for a truncated or broken gzip.
    """
    source = opened(path)
    stream = unpacked(source, path)
    sample = read(stream, SAMPLE, path)
    if not sample.strip():
        raise FileProblem(gettext_noop("%(file)s is empty."), file=path.name)
    if sample.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise FileProblem(gettext_noop("%(file)s is not a text table: save it as CSV."), file=path.name)
    encoding = _encoding(sample)
    source.close()
    source = CountedFile(path)
    text = io.TextIOWrapper(
        cast(io.BufferedReader, unpacked(source, path)), encoding=encoding, errors="surrogateescape", newline=""
    )
    delimiter = _delimiter(sample.decode(encoding, "replace"))
    rows = _rows(text, delimiter, path)
    first = next(rows)
    return Table(itertools.chain([first], rows), source, [cell.strip() for cell in first[1]])


def opened(path: Path) -> CountedFile:
    try:
        return CountedFile(path)
    except OSError as error:
        raise FileProblem(
            gettext_noop("%(file)s cannot be read: %(why)s."), file=path.name, why=error.strerror
        ) from error


def unpacked(source: CountedFile, path: Path) -> io.BufferedIOBase:
    """The bytes of the file, out of their gzip if they are in one, whatever its name says."""
    mark = source.file.read(2)
    source.file.seek(0)
    if mark == GZIP_MARK:
        return gzip.GzipFile(fileobj=source, mode="rb")
    return source


def unknown_layout(path: Path, table: Table, known: list[str]) -> FileProblem:
    """The sentence for a file whose first line is that of no layout."""
    return FileProblem(
        gettext_noop("%(file)s has an unknown layout. Expected one of: %(known)s. Its first line is: %(seen)s"),
        file=path.name,
        known=known,
        seen=", ".join(table.first_row)[:120],
    )


def damaged(path: Path) -> FileProblem:
    return FileProblem(gettext_noop("%(file)s is a damaged or incomplete gzip file. Fetch it again."), file=path.name)


def read(stream: io.BufferedIOBase, size: int, path: Path) -> bytes:
    try:
        return stream.read(size)
    except (EOFError, OSError, zlib.error) as error:
        raise damaged(path) from error


def _encoding(sample: bytes) -> str:
    """UTF-8 when the sample is, a character cut at its end forgiven; else the Latin code page of French offices."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4 or len(sample) < SAMPLE:
            return "cp1252"
    return "utf-8-sig"


def _delimiter(sample: str) -> str:
    first = sample.splitlines()[0] if sample.splitlines() else ""
    return max(",;\t|", key=first.count)


def _rows(text: io.TextIOWrapper, delimiter: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text, delimiter=delimiter)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, cells
    except (EOFError, OSError, zlib.error) as error:
        raise damaged(path) from error
    except (csv.Error, UnicodeError) as error:
        raise FileProblem(
            gettext_noop("%(file)s, near line %(line)s: %(why)s."), file=path.name, line=reader.line_num, why=error
        ) from error
