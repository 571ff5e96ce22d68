"""Importing contours of polling stations: features streamed, staged by ``COPY``, merged at once, or not at all.

The stations must be known already, from addresses or results: an area alone is nowhere to walk.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import ngettext

from campaigns.territory import completing, copying, shapes
from campaigns.territory import contour_merge as sql
from campaigns.territory.addresses import Progress
from campaigns.territory.features import Features, open_features
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.layouts.contours import LAYOUTS, Layout, recognise
from campaigns.territory.reading import FileProblem
from campaigns.territory.report import Report, SetAside
from campaigns.territory.sentences import gettext_noop

FARTHEST_KILOMETRES = 50  # the largest communes of the mainland are some 40 across
TELL_EVERY = 50


def import_file(path: Path, *, set_aside: Path, progress: Progress | None = None) -> Report:
    """Import one GeoJSON file of contours of any known layout. Done twice, it changes nothing the second time.

    Raises FileProblem, with nothing changed, for a file that is no GeoJSON, is damaged, of an unknown layout, or not
    in longitude and latitude.
    """
    began = time.monotonic()
    with open_features(path) as features, SetAside(set_aside) as aside:
        layout = _layout(features, path)
        report = Report(layout=layout.name, dropped_columns=sorted(set(features.properties) - set(layout.needs)))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.STAGE)
            lines = _lines(features, layout, aside, report, progress)
            copying.copy_into(cursor, "staged", sql.STAGE_COLUMNS, lines)
            _merge(cursor, aside, report)
            report.set_aside = aside.count
            report.check()
    report.set_aside_file = aside.file_name
    report.seconds = round(time.monotonic() - began, 3)
    return report


def _layout(features: Features, path: Path) -> Layout:
    found = recognise(features.properties)
    if found is None:
        raise FileProblem(
            gettext_noop("%(file)s has no known properties. Expected one of: %(known)s. Its first area has: %(seen)s"),
            file=path.name,
            known=[layout.title for layout in LAYOUTS],
            seen=", ".join(features.properties)[:120],
        )
    return found


def _lines(
    features: Features, layout: Layout, aside: SetAside, report: Report, progress: Progress | None
) -> Iterator[str]:
    taken = 0
    for feature in features:
        report.read += 1
        if progress is not None and report.read % TELL_EVERY == 0:
            progress(report.read, features.source.done, features.source.total)
        properties = feature.get("properties") or {}
        try:
            line = _line(report.read, layout.code(properties), shapes.polygons(feature.get("geometry")))
        except BadRow as reason:
            if isinstance(reason, shapes.NotDegrees) and not taken:
                raise _metres(features, reason) from reason
            aside.add(report.read, reason, [str(properties.get(name, "")) for name in layout.needs])
        else:
            taken += 1
            yield line
    if progress is not None:
        progress(report.read, features.source.total, features.source.total)


def _line(line: int, code: str, parts: list[shapes.Polygon]) -> str:
    lon, lat = shapes.place(parts)
    contour = copying.text(json.dumps(shapes.geojson(parts), separators=(",", ":")))
    return f"{line}\t{code}\t{contour}\t{lon}\t{lat}\n"


def _metres(features: Features, reason: shapes.NotDegrees) -> FileProblem:
    return FileProblem(
        gettext_noop(
            "%(file)s is not in longitude and latitude (it has %(x)s, %(y)s, perhaps Lambert 93). "
            "Export it again in WGS 84 (EPSG:4326)."
        ),
        file=features.file_name,
        **reason.values,
    )


def _merge(cursor: CursorWrapper, aside: SetAside, report: Report) -> None:
    copying.take_turns(cursor)
    copying.plan_for_sets(cursor, "staged", "territory_pollingstation", "territory_address")
    cursor.execute(sql.WITHOUT_STATION)
    for line, code in cursor.fetchall():
        aside.add(line, BadRow(gettext_noop("no such polling station: import its addresses or results first")), [code])
    cursor.execute(sql.SHAPES)
    cursor.execute(sql.FAR_AWAY, {"most": FARTHEST_KILOMETRES})
    for line, kilometres in cursor.fetchall():
        aside.add(line, BadRow(gettext_noop("%(n)s km from the addresses of the station"), n=kilometres), [])
    cursor.execute(sql.UPDATE)
    staged, once, report.imported, report.updated = cursor.fetchone()
    report.duplicates = staged - once
    report.unchanged = once - report.imported - report.updated
    cursor.execute(sql.TOUCHED)
    report.placed = completing.complete(cursor, [code for (code,) in cursor.fetchall()])
    cursor.execute(sql.STATIONS_TOLD)
    report.stations, report.stations_without_results = cursor.fetchone()
    _warn(cursor, report)


def _warn(cursor: CursorWrapper, report: Report) -> None:
    cursor.execute(sql.DIFFERENT_TWINS)
    (twins,) = cursor.fetchone()
    if twins:
        told = ngettext(
            "%(n)s station comes twice with another shape; the first was kept",
            "%(n)s stations come twice with another shape; the first was kept",
            twins,
        )
        report.warnings.append(told % {"n": twins})
    cursor.execute(sql.WITHOUT_CONTOUR)
    (bare,) = cursor.fetchone()
    if bare:
        told = ngettext(
            "%(n)s station of these communes has no contour yet",
            "%(n)s stations of these communes have no contour yet",
            bare,
        )
        report.warnings.append(told % {"n": bare})
