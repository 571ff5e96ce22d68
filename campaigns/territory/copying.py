"""Rows into PostgreSQL through ``COPY``, made as they are read: nothing is held in memory but a block."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

import psycopg2
from django.db.backends.utils import CursorWrapper

BLOCK_ROWS = 500
READ_BYTES = 1 << 16
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": None})


def text(value: str) -> str:
    """A text as ``COPY`` reads it. NUL, which PostgreSQL cannot hold, is left out."""
    return value.translate(_ESCAPES)


def texts(*values: str) -> Sequence[str]:
    """Texts as ``COPY`` reads them. Nearly all are plain: asking once for all spares going letter by letter."""
    together = "".join(values)
    return values if together.isprintable() and "\\" not in together else [text(value) for value in values]


def copy_into(cursor: CursorWrapper, table: str, columns: str, lines: Iterable[str]) -> None:
    """Send lines of tab-separated cells (``\\N`` for null, each ending in a newline) into a table.

    What goes wrong while the lines are made is raised as it was, not as the database's complaint about it.
    """
    stream = _Stream(lines)
    try:
        cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", stream, READ_BYTES)
    except psycopg2.Error as error:
        raise stream.problem or error from None


def take_turns(cursor: CursorWrapper) -> None:
    """Wait until no other import merges: two at once would stumble over each other's rows. Kept until the end."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('campaigns.territory.merge'))")


def plan_for_sets(cursor: CursorWrapper, *tables: str) -> None:
    """Let the planner see these tables as they are now, and join them whole until the transaction ends.

    Right after a large import the statistics still say that a table is empty; a loop per row would then never end.
    """
    cursor.execute("SET LOCAL enable_nestloop = off")
    # Each new row has its commune and street looked up once more, by their foreign keys: on a few hundred communes the
    # planner finds reading them all as cheap as asking the index, and is wrong a million times.
    cursor.execute("SET LOCAL random_page_cost = 1.1")
    for table in tables:
        cursor.execute(f"ANALYZE {table}")


class _Stream(io.RawIOBase):
    """A file made of lines that do not exist yet."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.blocks = _blocks(lines)
        self.left = b""
        self.problem: Exception | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self.left or (size > 0 and len(self.left) < size):
            block = self._next_block()
            if block is None:
                break
            self.left += block
        if size < 0:
            size = len(self.left)
        data, self.left = self.left[:size], self.left[size:]
        return data

    def _next_block(self) -> bytes | None:
        try:
            return next(self.blocks, None)
        except Exception as problem:
            self.problem = problem
            raise


def _blocks(lines: Iterable[str]) -> Iterator[bytes]:
    block: list[str] = []
    for line in lines:
        block.append(line)
        if len(block) == BLOCK_ROWS:
            yield "".join(block).encode("utf-8", "replace")
            block.clear()
    if block:
        yield "".join(block).encode("utf-8", "replace")
