"""Importing streets from OpenStreetMap: ways streamed, staged by ``COPY``, merged at once, or not at all.

Ways without a highway that are water, parks or buildings come along as outlines. What was known and is not in the
file stays: an extract may cover one quarter of a town.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from campaigns.territory import copying, street_names
from campaigns.territory import street_merge as sql
from campaigns.territory.addresses import TELL_EVERY, Progress
from campaigns.territory.layouts import ways as layout
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.reading import FileProblem
from campaigns.territory.report import Report, SetAside
from campaigns.territory.sentences import gettext_noop
from campaigns.territory.ways import RawWay, layout_of, open_ways

DEGREE = 10_000_000


def import_file(path: Path, *, set_aside: Path, progress: Progress | None = None) -> Report:
    """Import one extract, PBF or XML, gzip or not. Done twice, it changes nothing the second time.

    Raises FileProblem, with nothing changed, for a file that is none, is damaged, or holds no street.
    """
    began = time.monotonic()
    report = Report(layout=layout_of(path))
    with SetAside(set_aside) as aside, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.STAGE)
        lines = _lines(open_ways(path), aside, report, progress)
        copying.copy_into(cursor, "staged", sql.STAGE_COLUMNS, lines)
        if not report.read:
            raise FileProblem(gettext_noop("%(file)s holds no street: no way has the tag “highway”."), file=path.name)
        _merge(cursor, report)
        report.set_aside = aside.count
        report.check()
    report.set_aside_file = aside.file_name
    report.seconds = round(time.monotonic() - began, 3)
    return report


def _lines(raw: Iterator[RawWay], aside: SetAside, report: Report, progress: Progress | None) -> Iterator[str]:
    """Ways as ``COPY`` lines. How far the file is nobody tells; how many streets were read is known."""
    for line, (number, tags, nodes) in enumerate(raw, start=1):
        kind = layout.kind_of(tags)
        if progress is not None and line % TELL_EVERY == 0:
            progress(report.read, 0, 0)
        if kind == "":
            report.read += 1
            try:
                yield _line(line, layout.street(number, tags, nodes))
            except BadRow as reason:
                aside.add(report.read, reason, [str(number), tags["highway"], tags.get("name", "")])
        elif kind is not None and (found := layout.outline(number, kind, nodes)) is not None:
            yield _line(line, found)
    if progress is not None:
        progress(report.read, 1, 1)


def _line(line: int, way: layout.Way) -> str:
    name = street_names.tidy(way.name) if way.name else ""
    highway, name, tags = copying.texts(way.highway, name, json.dumps(way.tags, ensure_ascii=False, sort_keys=True))
    key = street_names.key(way.name) if way.name else ""
    box = "\t".join(str(value / DEGREE) for value in (min(way.lons), min(way.lats), max(way.lons), max(way.lats)))
    cells = (_array(way.nodes), _array(way.lons), _array(way.lats), tags, box)
    return f"{line}\t{way.number}\t{way.kind}\t{name}\t{key}\t{highway}\t" + "\t".join(cells) + "\n"


def _array(numbers: Sequence[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


def _merge(cursor: CursorWrapper, report: Report) -> None:
    copying.take_turns(cursor)
    cursor.execute(sql.ONCE)
    cursor.execute("ANALYZE once")
    cursor.execute(sql.STREETS)
    staged, once, report.imported, report.updated = cursor.fetchone()
    report.duplicates = staged - once
    report.unchanged = once - report.imported - report.updated
    cursor.execute(sql.OUTLINES)
    report.outlines = cursor.rowcount
    cursor.execute(sql.FRESH)
