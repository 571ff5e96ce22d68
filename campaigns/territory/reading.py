"""Opening a file of any age and origin: gzip or not, UTF-8 or Latin, with or without a mark, and saying where we are.

The file is never read whole. What is wrong with it is a FileProblem: one sentence, and nothing was changed.
"""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self, TypeVar, cast

from campaigns.territory.sentences import Said, gettext_noop
from campaigns.territory.sniffing import LATIN, TITLE_ROWS, delimiter_of, encoding_of, other_format

SAMPLE = 200_000
SAMPLE_ROWS = 50
LONGEST_LINE = 1_000_000  # characters; and lines of one row, below
MOST_LINES_OF_A_ROW = 50
GZIP_MARK = b"\x1f\x8b"
CELLS = ",;\t|"
csv.field_size_limit(LONGEST_LINE)
Found = TypeVar("Found")


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
    sample: list[list[str]]
    """Its first rows, which `rows` starts with."""

    @property
    def first_row(self) -> list[str]:
        return self.sample[0]

    def find_header(self, recognise: Callable[[list[str], list[list[str]]], Found | None]) -> Found | None:
        """What recognises the header and the rows below it. Titles above it are passed over, so that `rows` starts
        with the header; None, and nothing passed over, when no row is recognised."""
        for row, cells in enumerate(self.sample[:TITLE_ROWS]):
            found = recognise(cells, self.sample[row + 1 :])
            if found is not None:
                self.rows = itertools.islice(self.rows, row, None)
                return found
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.source.close()


def open_table(path: Path, *, title_rows: int = TITLE_ROWS) -> Table:
    """Open a CSV of whatever delimiter. ``rows`` starts with the first line, header or not.

    The header is among the first ``title_rows`` lines; 1 for files of a few columns, whose numbers may have commas.

    Raises FileProblem for an empty, binary or unreadable file; while iterating, for a truncated or broken gzip.
    """
    with opened(path) as source:
        sample = read(unpacked(source, path), SAMPLE, path)
    if not sample.strip():
        raise FileProblem(gettext_noop("%(file)s is empty."), file=path.name)
    if sentence := other_format(sample):
        raise FileProblem(sentence, file=path.name)
    encoding = encoding_of(sample)
    delimiter, titled = delimiter_of(sample.decode(encoding, LATIN), title_rows=title_rows)
    source = CountedFile(path)
    try:
        rows = _rows(_lines(unpacked(source, path), encoding, path), delimiter, path)
        rows = itertools.islice(rows, titled, None)
        first = list(itertools.islice(rows, SAMPLE_ROWS))
        if not first:
            raise FileProblem(gettext_noop("%(file)s is empty."), file=path.name)
    except FileProblem:
        source.close()
        raise
    return Table(itertools.chain(first, rows), source, [[plain(cell) for cell in cells] for _line, cells in first])


def plain(cell: str) -> str:
    """A cell without the spaces around it, nor NUL, which PostgreSQL cannot hold."""
    return cell.replace("\0", "").strip()


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


def _lines(stream: io.BufferedIOBase, encoding: str, path: Path) -> Iterator[str]:
    """The lines of the text, none longer than a limit: what has no line ends is no table, and must not fill memory."""
    errors = "strict" if encoding.startswith("utf-16") else LATIN
    text = io.TextIOWrapper(cast(io.BufferedReader, stream), encoding=encoding, errors=errors, newline="")
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise FileProblem(
                gettext_noop("%(file)s has a line of more than %(n)s characters: it is no table."),
                file=path.name,
                n=LONGEST_LINE,
            )
        yield line


def _rows(lines: Iterator[str], delimiter: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=delimiter)
    line = 0
    try:
        for cells in reader:
            first, line = line + 1, reader.line_num
            if line - first >= MOST_LINES_OF_A_ROW:
                raise FileProblem(
                    gettext_noop("%(file)s: a quote that opens near line %(line)s is never closed."),
                    file=path.name,
                    line=first,
                )
            if len(cells) > 1 or (cells and cells[0].strip()):
                yield line, cells
    except (EOFError, OSError, zlib.error) as error:
        raise damaged(path) from error
    except (csv.Error, UnicodeError) as error:
        raise FileProblem(
            gettext_noop("%(file)s, near line %(line)s: %(why)s."), file=path.name, line=reader.line_num, why=error
        ) from error
