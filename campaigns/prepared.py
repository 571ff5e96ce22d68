"""Statements that PostgreSQL plans once per connection, for the few paths where planning costs more than the work.

The statement is prepared by name in the session: a pooler in front of the database must keep a session whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
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

    def of(self, *values: Any) -> Call:
        return Call(self, values)

    def __call__(self, *values: Any) -> Sequence[tuple[Any, ...]]:
        """Run it; the rows, none for a statement that returns nothing."""
        return together(self.of(*values))


class Call(NamedTuple):
    """A statement and its values, not yet sent."""

    statement: Prepared
    values: tuple[Any, ...]


def together(*calls: Call) -> Sequence[tuple[Any, ...]]:
    """Run them in one message, each seeing what those before it did; the rows of the last.

    Outside a transaction they make one, which ends with the message: all of them happen, or none.
    """
    with connection.cursor() as cursor:
        ready = _ready.setdefault(connection.connection, set())
        for statement, _values in calls:
            if statement.name not in ready:
                cursor.execute(statement.preparation)
                ready.add(statement.name)
        text = "; ".join(statement.execution for statement, _values in calls)
        cursor.execute(text, [value for _statement, values in calls for value in values])
        return cursor.fetchall() if cursor.description else []


def array(values: Iterable[int | UUID]) -> str:
    """Identifiers as a PostgreSQL array literal, whatever the type of the parameter: ``{1,2}``."""
    return "{" + ",".join(map(str, values)) + "}"
