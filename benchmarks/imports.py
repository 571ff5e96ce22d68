"""Importing addresses: the command of the product, beside a bare COPY of the same rows.

    python -m benchmarks.imports [--full] [--json] [--rows N] [--seed N] [--addresses FILE]

Each round starts from empty tables: the file is imported, imported again unchanged, and the addresses that came of it
are copied into a table with the same columns, constraints and indexes, from lines written beforehand. Every time ends
after the commit. The import runs in a process of its own; the clock is the one of its report, from the opening of the
file. Last, the file is imported once more between as many addresses of other communes.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from psycopg2.extensions import cursor as Cursor

from benchmarks import alone
from benchmarks.report import Report, arguments
from benchmarks.site import connect, empty_database

ROWS = {False: 100_000, True: 1_000_000}
ROUNDS = 3
TABLES = "territory_address, territory_street, territory_pollingstation, territory_commune"


@dataclass(frozen=True)
class Round:
    """One import of the file and one copy of its addresses: rows per second, seconds, megabytes."""

    imported: float
    copied: float
    first_seconds: float
    again_seconds: float
    peak: float


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--rows", type=int, help="addresses of the invented communes (100,000; with --full 1,000,000)")
    parser.add_argument("--seed", type=int, default=1, help="of the invented communes (1)")
    parser.add_argument("--addresses", type=Path, help="a file of your own, of any layout that the product reads")
    options = parser.parse_args()
    report = Report("imports")
    with empty_database(), tempfile.TemporaryDirectory() as folder:
        from benchmarks import towns

        rows = options.rows or ROWS[options.full]
        file, others = options.addresses or Path(folder, "ban.csv"), Path(folder, "others.csv")
        towns.write(others, rows=rows, seed=options.seed + 1, first=2, step=2)
        if options.addresses is None:
            towns.write(file, rows=rows, seed=options.seed, first=1, step=2)
        _measure(report, file, others, lines=Path(folder, "addresses.copy"))
    report.close(as_json=options.json)


def _measure(report: Report, file: Path, others: Path, *, lines: Path) -> None:
    rounds = [_round(file, lines) for _ in range(ROUNDS)]
    between = _between(file, others)
    report.figures |= {
        "rows/s imported": median(each.imported for each in rounds),
        "rows/s of a bare COPY": median(each.copied for each in rounds),
        "rows/s imported between as many others": between,
        "seconds of the first import": median(each.first_seconds for each in rounds),
        "seconds of an unchanged re-run": median(each.again_seconds for each in rounds),
        "MB at most in the importing process": max(each.peak for each in rounds),
    }
    report.at_least("import / bare COPY", median(each.imported / each.copied for each in rounds), 0.5)
    report.at_most("MB of the importing process", max(each.peak for each in rounds), 150)
    report.at_most("re-run / first import", median(each.again_seconds / each.first_seconds for each in rounds), 1)


def _round(file: Path, lines: Path) -> Round:
    _start_over()
    first, first_peak = alone.run("import_addresses", str(file))
    _settle()
    again, again_peak = alone.run("import_addresses", str(file))
    _expect(again, unchanged=first["imported"])
    return Round(
        imported=first["read"] / first["seconds"],
        copied=first["imported"] / _bare_copy(lines),
        first_seconds=first["seconds"],
        again_seconds=again["seconds"],
        peak=max(first_peak, again_peak),
    )


def _between(file: Path, others: Path) -> float:
    """Rows per second where the tables, and every index, already hold other communes before, between and after."""
    _start_over()
    alone.run("import_addresses", str(others))
    _settle()
    told, _peak = alone.run("import_addresses", str(file))
    return float(told["read"] / told["seconds"])


def _bare_copy(lines: Path) -> float:
    """Seconds to copy the addresses that are there, in the order in which they lie, and to commit."""
    session = connect()
    with session.cursor() as cursor:
        cursor.execute("SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute "
                       "WHERE attrelid = 'territory_address'::regclass AND attnum > 0 AND attname <> 'id'")  # fmt: skip
        (columns,) = cursor.fetchone() or ("",)
        with lines.open("w") as file:
            cursor.copy_expert(f"COPY territory_address ({columns}) TO STDOUT", file)
        _same_table(cursor)
        _settle()
        began = time.perf_counter()
        cursor.execute("BEGIN")
        with lines.open() as file:
            cursor.copy_expert(f"COPY bare_address ({columns}) FROM STDIN", file)
        cursor.execute("COMMIT")
        seconds = time.perf_counter() - began
    session.close()
    return seconds


def _same_table(cursor: Cursor) -> None:
    """An empty table that differs from the one of addresses by its name alone. LIKE takes all but the foreign keys."""
    cursor.execute("DROP TABLE IF EXISTS bare_address")
    cursor.execute("CREATE TABLE bare_address (LIKE territory_address INCLUDING ALL)")
    cursor.execute("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
                   "WHERE conrelid = 'territory_address'::regclass AND contype = 'f'")  # fmt: skip
    for name, definition in cursor.fetchall():
        cursor.execute(f"ALTER TABLE bare_address ADD CONSTRAINT bare_{name} {definition}")


def _expect(told: dict[str, int], *, unchanged: int) -> None:
    """A re-run that changed something must not count as a quick one."""
    if (told["unchanged"], told["imported"], told["updated"]) != (unchanged, 0, 0):
        raise SystemExit(f"not the same the second time: {told}")


def _start_over() -> None:
    bare = connect()
    with bare.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_address")
        cursor.execute(f"TRUNCATE {TABLES} RESTART IDENTITY CASCADE")
    bare.close()
    _settle()


def _settle() -> None:
    """What the server does by itself within minutes, so that no measurement pays for the one before."""
    bare = connect()
    with bare.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {TABLES}")
        cursor.execute("CHECKPOINT")
    bare.close()


if __name__ == "__main__":
    main()
