"""The figures of the dashboard as a table for a spreadsheet: a row a day and polling station."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.people.models import Outing
from campaigns.people.roles import Action, Scope
from campaigns.reports import figures
from campaigns.territory.models import PollingStation
from campaigns.territory.report import harmless
from canvass.desk.membership import MemberRequest, allowed

COLUMNS = ("day", "station", "name", *figures.NAMES, "leaflets")


class _Echo:
    """A file that hands back what is written to it, so that rows stream."""

    def write(self, row: str) -> str:
        return row


@require_safe
@allowed(Action.SEE_PROGRESS)
def progress_csv(request: MemberRequest) -> StreamingHttpResponse | HttpResponse:
    """``day, station, name, knocked, opened, conversations, no_access, requests, leaflets``.

    UTF-8 with a byte-order mark, separated by semicolons, which spreadsheets of French people open as they are.
    Leaders get their teams' outings.
    """
    member = request.member
    sees_all = member.reach(Action.SEE_PROGRESS) is Scope.ALL
    outings = None if sees_all else Outing.objects.visible_to(member)
    table = figures.by_day_and_station(member.campaign, outings=outings)
    leaflets = figures.leaflets(member.campaign, outings=outings)
    name = f"{member.campaign.slug}-{timezone.now():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(_lines(table, leaflets), content_type="text/csv; charset=utf-8", headers=headers)


def _lines(
    table: dict[tuple[date, int | None], figures.Figures], leaflets: dict[tuple[date, int | None], int]
) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    stations = PollingStation.objects.in_bulk({station for _day, station in {**table, **leaflets} if station})
    yield "\ufeff" + writer.writerow(COLUMNS)
    for day, key in sorted(table.keys() | leaflets.keys(), key=lambda place: (place[0], place[1] or 0)):
        row = table.get((day, key), figures.Figures())
        station = stations.get(key or 0)
        code, name = (station.code, station.name) if station else ("", "")
        counts = [getattr(row, each) for each in figures.NAMES]
        yield writer.writerow([day.isoformat(), code, harmless(name), *counts, leaflets.get((day, key), 0)])
