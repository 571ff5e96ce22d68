"""Importing a file of addresses: read as it streams, staged by ``COPY``, merged at once, or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from campaigns.territory import address_merge as sql
from campaigns.territory import completing, copying, station_codes, street_names
from campaigns.territory.layouts.addresses import LAYOUTS, NO_NUMBER, AddressRow, Layout, identity, recognise
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.numbers import NotANumber
from campaigns.territory.reading import Table, open_table, unknown_layout
from campaigns.territory.report import Report, SetAside
from campaigns.territory.sentences import gettext_noop

Progress = Callable[[int, int, int], None]
"""Told now and then: rows read, bytes read, bytes in all. May raise to stop the import."""
TELL_EVERY = 5_000
NULL = "\\N"
NO_COMMUNE = gettext_noop("no INSEE code of a commune")
LONGEST_NAME = 120  # of a commune
MOST_DWELLINGS = 10_000  # of one row
# A table of electors moves no address that a reference file has placed.
PLACED_BY_OTHERS = frozenset({"val_de_marne", "reu"})


def import_file(path: Path, *, set_aside: Path, progress: Progress | None = None) -> Report:
    """Import one file of addresses of any known layout. Done twice, it changes nothing the second time.

    Raises FileProblem, with nothing changed, for a file that is unreadable, damaged or of an unknown layout.
    """
    began = time.monotonic()
    with open_table(path) as table, SetAside(set_aside) as aside:
        layout = table.find_header(recognise)
        if layout is None:
            raise unknown_layout(path, table, [known.title for known in LAYOUTS])
        report = Report(layout=layout.name, dropped_columns=layout.dropped())
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.STAGE)
            lines = _lines(table, layout, aside, report, progress)
            copying.copy_into(cursor, "staged", sql.STAGE_COLUMNS, lines)
            _merge(cursor, layout, aside, report)
            report.set_aside = aside.count
            report.duplicates += report.read - report.set_aside - report.imported - report.updated - report.unchanged
            report.check()
    report.set_aside_file = aside.file_name
    report.seconds = round(time.monotonic() - began, 3)
    return report


def _lines(table: Table, layout: Layout, aside: SetAside, report: Report, progress: Progress | None) -> Iterator[str]:
    """The rows as ``COPY`` lines; those that cannot be are set aside with their reason."""
    if layout.has_header:
        next(table.rows)
    width = layout.width
    for line, cells in table.rows:
        report.read += 1
        if progress is not None and report.read % TELL_EVERY == 0:
            progress(report.read, table.source.done, table.source.total)
        try:
            if len(cells) != width and (len(cells) < width - 1 or any(map(str.strip, cells[width:]))):
                raise BadRow(gettext_noop("%(found)s cells instead of %(expected)s"), found=len(cells), expected=width)
            yield _line(line, layout.read(cells))
        except (BadRow, NotANumber) as reason:
            aside.add(line, reason, cells)
    if progress is not None:
        progress(report.read, table.source.total, table.source.total)


def _line(line: int, row: AddressRow) -> str:
    commune, town, postcode, street, number, suffix, lon, lat, station, dwellings, source_id = row
    street_key = street_names.key(street) if street else ""
    if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90) or (lon == 0 and lat == 0):
        lon = lat = None
    key = identity(street_key, number, suffix, lon, lat)
    if not key:
        raise BadRow(gettext_noop("neither a street nor a position"))
    if commune is None and not postcode:
        raise BadRow(NO_COMMUNE)
    if dwellings is not None and not 0 <= dwellings <= MOST_DWELLINGS:
        raise BadRow(gettext_noop("not a number of dwellings: “%(text)s”"), text=dwellings)
    if number is not None and not 0 <= number < NO_NUMBER:
        raise BadRow(gettext_noop("not a house number: “%(text)s”"), text=number)
    if commune in station_codes.CITIES:
        town = station_codes.CITIES[commune]
    town, postcode, name, suffix, source_id, key = copying.texts(
        town[:LONGEST_NAME],
        postcode,
        street_names.tidy(street) if street_key else "",
        suffix,
        source_id[:64],
        key[:240],
    )
    return (
        f"{line}\t{commune or NULL}\t{town}\t{postcode}\t{name}\t{street_key}\t{NULL if number is None else number}\t"
        f"{suffix}\t{NULL if lon is None else lon}\t{NULL if lat is None else lat}\t{station}\t"
        f"{NULL if dwellings is None else dwellings}\t{source_id}\t{key}\n"
    )


def _merge(cursor: CursorWrapper, layout: Layout, aside: SetAside, report: Report) -> None:
    """From the staging table into the real ones."""
    copying.take_turns(cursor)
    copying.plan_for_sets(cursor, "staged (commune, street_key, key)", "territory_address", "territory_street",
                          "territory_pollingstation")  # fmt: skip
    cursor.execute(sql.FIND_COMMUNES)
    cursor.execute(sql.WITHOUT_COMMUNE)
    for (line,) in cursor.fetchall():
        aside.add(line, BadRow(NO_COMMUNE), [])
    cursor.execute(sql.COMMUNES)
    cursor.execute(sql.STATIONS)
    cursor.execute(sql.STREETS)
    cursor.execute(sql.ADOPT_POSITIONS)
    cursor.execute(sql.NAME_POSITIONS)
    values: dict[str, Any] = {
        "source": layout.name,
        "dwellings_source": layout.dwellings_source,
        "moves": layout.name not in PLACED_BY_OTHERS,
    }
    cursor.execute(sql.MERGE if layout.dwellings_source != "unknown" else sql.MERGE_SIMPLE, values)
    cursor.execute("ANALYZE merged (there, differs, station_id)")
    cursor.execute(sql.ALTER, values)
    report.updated = cursor.rowcount
    cursor.execute(sql.ADD, values)
    report.imported = cursor.rowcount
    cursor.execute(sql.COUNT)
    merged, report.ambiguous = cursor.fetchone()
    report.unchanged = merged - report.imported - report.updated
    cursor.execute(sql.PLACE_STATIONS)
    cursor.execute(sql.TOUCHED)
    report.placed = completing.complete(cursor, [code for (code,) in cursor.fetchall()])
    cursor.execute(sql.STATIONS_TOLD)
    report.stations, report.stations_without_results = cursor.fetchone()
