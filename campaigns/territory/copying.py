"""Rows into PostgreSQL through ``COPY``, made as they are read: nothing is held in memory but a block."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from django.db.backends.utils import CursorWrapper

BLOCK_ROWS = 2_000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": None})


def text(value: str) -> str:
    """A text as ``COPY`` reads it. NUL, which PostgreSQL cannot hold, is left out."""
    return value.translate(_ESCAPES)


def copy_into(cursor: CursorWrapper, table: str, columns: str, lines: Iterable[str]) -> None:
    """Send lines of tab-separated cells (``\\N`` for null, each ending in a newline) into a table."""
    cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", _Stream(lines))


class _Stream(io.RawIOBase):
    """A file made of lines that do not exist yet."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.blocks = _blocks(lines)
        self.left = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self.left or (size > 0 and len(self.left) < size):
            block = next(self.blocks, None)
            if block is None:
                break
            self.left += block
        if size < 0:
            size = len(self.left)
        data, self.left = self.left[:size], self.left[size:]
        return data


def _blocks(lines: Iterable[str]) -> Iterator[bytes]:
    block: list[str] = []
    for line in lines:
        block.append(line)
        if len(block) == BLOCK_ROWS:
            yield "".join(block).encode("utf-8", "replace")
            block.clear()
    if block:
        yield "".join(block).encode("utf-8", "replace")
