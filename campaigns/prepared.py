"""Statements that PostgreSQL plans once per connection, for the few paths where planning costs more than the work.

The statement is prepared by name in the session: a pooler in front of the database must keep a session whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connection

_ready: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Prepared:
    """``rows = Prepared("find_door", "bigint, uuid", "SELECT … WHERE campaign_id = $1 AND id = $2")(12, door)``."""

    def __init__(self, name: str, types: str, sql: str) -> None:
        self.name = name
        self.preparation = f"PREPARE {name} ({types}) AS {sql}"
        self.execution = f"EXECUTE {name} ({', '.join(['%s'] * len(types.split(',')))})"

    def __call__(self, *values: Any) -> Sequence[tuple[Any, ...]]:
        """Run it; the rows, none for a statement that returns nothing."""
        with connection.cursor() as cursor:
            ready = _ready.setdefault(connection.connection, set())
            if self.name not in ready:
                cursor.execute(self.preparation)
                ready.add(self.name)
            cursor.execute(self.execution, values)
            return cursor.fetchall() if cursor.description else []


def array(values: Iterable[int | UUID]) -> str:
    """Identifiers as a PostgreSQL array literal, whatever the type of the parameter: ``{1,2}``."""
    return "{" + ",".join(map(str, values)) + "}"
