"""Importing a file of results per polling station: streamed, staged by ``COPY``, merged at once, or not at all."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext

from campaigns.territory import blocs, completing, copying, election_codes, station_codes
from campaigns.territory import result_merge as sql
from campaigns.territory.addresses import LONGEST_NAME, TELL_EVERY, Progress
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.layouts.results import LAYOUTS, Layout, ResultRow, recognise
from campaigns.territory.models import Election, ElectionList
from campaigns.territory.numbers import NotANumber
from campaigns.territory.reading import FileProblem, Table, open_table, unknown_layout
from campaigns.territory.report import Report, SetAside
from campaigns.territory.sentences import gettext_noop

NULL = "\\N"
SUM = gettext_noop("the lists add up to %(total)s, not to the %(valid)s valid votes")
Names = dict[str, tuple[str, str]]


def import_file(path: Path, *, set_aside: Path, progress: Progress | None = None, election: str = "") -> Report:
    """Import one file of results of any known layout. ``election`` is its code; else the file's name must tell it.

    Raises FileProblem, with nothing changed, for an unreadable or damaged file, an unknown layout or election.
    """
    began = time.monotonic()
    vote = election_codes.read(election or path.name)
    if vote is None:
        raise FileProblem(election_codes.WHICH, name=election or path.name)
    names: Names = {}
    with open_table(path) as table, SetAside(set_aside) as aside:
        layout = table.find_header(recognise)
        if layout is None:
            raise unknown_layout(path, table, [known.title for known in LAYOUTS])
        report = Report(layout=layout.name, dropped_columns=layout.dropped())
        with transaction.atomic(), connection.cursor() as cursor:
            row, _made = Election.objects.get_or_create(
                code=vote.code, defaults={"name": vote.name, "kind": vote.kind, "round": vote.round, "date": vote.date}
            )
            cursor.execute(sql.STAGE)
            lines = _lines(table, layout, aside, report, names, progress)
            copying.copy_into(cursor, "staged", sql.STAGE_COLUMNS, lines)
            _merge(cursor, row, vote, aside, report, names)
            report.set_aside = aside.count
            report.duplicates = report.read - report.set_aside - report.imported - report.updated - report.unchanged
            report.check()
    report.set_aside_file = aside.file_name
    report.seconds = round(time.monotonic() - began, 3)
    return report


def _lines(
    table: Table, layout: Layout, aside: SetAside, report: Report, names: Names, progress: Progress | None
) -> Iterator[str]:
    next(table.rows)
    for line, cells in table.rows:
        report.read += 1
        if progress is not None and report.read % TELL_EVERY == 0:
            progress(report.read, table.source.done, table.source.total)
        try:
            row = layout.read(cells)
            _check(row, whole=not layout.one_list_a_row)
            names.update(row.names)
            yield _line(line, row, one_list=layout.one_list_a_row)
        except (BadRow, NotANumber) as reason:
            aside.add(line, reason, cells)
    if progress is not None:
        progress(report.read, table.source.total, table.source.total)


def _check(row: ResultRow, *, whole: bool) -> None:
    """Margins must hold: classes are always counted on registered and must sum (targeting, section 3)."""
    if not row.valid_votes <= row.turned_out <= row.registered:
        raise BadRow(
            gettext_noop("%(valid)s valid votes, %(out)s turned out, %(registered)s registered: impossible"),
            valid=row.valid_votes,
            out=row.turned_out,
            registered=row.registered,
        )
    total = sum(row.votes.values())
    if whole and row.votes and total != row.valid_votes:
        raise BadRow(SUM, total=total, valid=row.valid_votes)


def _line(line: int, row: ResultRow, *, one_list: bool) -> str:
    text = copying.text
    votes = text(json.dumps(row.votes, ensure_ascii=False))
    key = next(iter(row.votes)) if one_list else ""
    town = station_codes.city(row.commune, row.commune_name)[:LONGEST_NAME]
    return (
        f"{line}\t{row.commune}\t{text(town)}\t{text(row.station)}\t{row.registered}\t{row.turned_out}\t"
        f"{NULL if row.blank is None else row.blank}\t{row.valid_votes}\t{votes}\t{text(key)}\n"
    )


def _merge(
    cursor: CursorWrapper, election: Election, vote: election_codes.Vote, aside: SetAside, report: Report, names: Names
) -> None:
    copying.take_turns(cursor)
    copying.plan_for_sets(cursor, "staged", "territory_pollingstation", "territory_stationresult")
    for statement in (sql.COMMUNES, sql.STATIONS, sql.ROWS, "ANALYZE rows_once"):
        cursor.execute(statement)
    cursor.execute(sql.UNBALANCED)
    for line, told, valid in cursor.fetchall():
        aside.add(line, BadRow(SUM, total=told, valid=valid), [])
    cursor.execute(sql.CLASSES, {"election": election.pk})
    report.imported, report.updated, total = cursor.fetchone()
    report.unchanged = total - report.imported - report.updated
    _lists(cursor, election, vote, report, names)
    cursor.execute(sql.UPSERT, {"election": election.pk})
    cursor.execute(sql.REGISTERED)
    cursor.execute(sql.TOUCHED)
    completing.complete(cursor, [code for (code,) in cursor.fetchall()])
    cursor.execute(sql.STATIONS_TOLD)
    (report.stations,) = cursor.fetchone()


def _lists(cursor: CursorWrapper, election: Election, vote: election_codes.Vote, report: Report, names: Names) -> None:
    """The lists of the file, each with its bloc; a code nobody knows goes to “other” with a warning."""
    cursor.execute(sql.LISTS)
    made = []
    for (code,) in sorted(cursor.fetchall()):
        name, nuance = names.get(code, (code, code))
        bloc, known = blocs.bloc_of(vote.kind, vote.year, nuance or code)
        made.append(
            ElectionList(election=election, code=code, name=name, nuance=nuance[:10], bloc=bloc, bloc_is_known=known)
        )
        if not known:
            report.warnings.append(gettext("%(code)s: unknown code, counted in “other”") % {"code": code})
    ElectionList.objects.bulk_create(made, ignore_conflicts=True)
