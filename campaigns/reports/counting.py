"""Counts per building after the vote: two numbers each, from the list that anybody on the roll may read.

For ten days the town hall lets people see who signed (Code électoral, L.68). Numbers are counted there and then; the
list is not kept, and nothing is taken down for fewer than five dwellings, where a count could tell of a person.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Membership
from campaigns.reports.effects import columns
from campaigns.reports.models import TurnoutCount
from campaigns.targeting.candidates import LEAST_DWELLINGS
from campaigns.targeting.models import HoldoutPlan, HoldoutUnit
from campaigns.territory import numbers
from campaigns.territory.reading import FileProblem
from campaigns.territory.wording import say

HEADER = ("code", "adresse", "bureau", "inscrits", "votants")
CODE, REGISTERED, VOTED = HEADER[0], HEADER[3], HEADER[4]
MOST_REGISTERED = 10_000  # in one building


@dataclass(frozen=True)
class Counted:
    """What was counted in one building; ``line`` of the file, for what is wrong with it."""

    code: str
    registered: int
    voted: int
    line: int = 0


def standing(plan: HoldoutPlan) -> dict[int, TurnoutCount]:
    """The latest count of each unit, by its id. One query."""
    return {count.unit_id: count for count in TurnoutCount.objects.filter(plan=plan).standing()}


def sheet(plan: HoldoutPlan) -> str:
    """The CSV to fill in, one line per building without its arm: who counts stays blind. What is known is there."""
    known = standing(plan)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    for unit in _units(plan):
        count = known.get(unit.pk)
        numbers_known = (count.registered, count.voted) if count else ("", "")
        writer.writerow([unit.code, str(unit.address or ""), unit.station.code, *numbers_known])
    return "\ufeff" + out.getvalue()


def read(path: Path) -> list[Counted]:
    """The lines of a sheet that have both numbers. Raises DomainError ``bad_file`` with what is wrong and where."""
    try:
        found = columns.read(path, [CODE, REGISTERED, VOTED])
    except FileProblem as problem:
        raise DomainError("bad_file", say(problem)) from problem
    codes, on_roll, voted = ([column.cells[code] for code in column.codes] for column in (
        found[CODE], found[REGISTERED], found[VOTED]
    ))  # fmt: skip
    rows = []
    for line, (code, many, came) in enumerate(zip(codes, on_roll, voted, strict=True), start=2):
        if many or came:
            rows.append(Counted(code, _whole(many, line), _whole(came, line), line))
    if not rows:
        raise DomainError("bad_file", _("No line of this file has both numbers."))
    return rows


def _whole(text: str, line: int) -> int:
    try:
        number = numbers.whole(text)
    except numbers.NotANumber:
        number = None
    if number is None:
        raise DomainError(
            "bad_count", _("Line %(line)s: “%(text)s” is no whole number.") % {"line": line, "text": text[:20]}
        )
    return number


@transaction.atomic
def keep(plan: HoldoutPlan, rows: Sequence[Counted], *, by: Membership | None, now: datetime) -> int:
    """Store these counts, those that say something new; returns how many. All or nothing.

    Raises DomainError ``too_early`` before the vote is over, ``not_of_buildings``, ``unknown_building``,
    ``bad_count``, ``too_small``.
    """
    if not plan.of_buildings:
        raise DomainError("not_of_buildings", _("This plan is read from the results of polling stations."))
    if now.astimezone(ZoneInfo(plan.campaign.time_zone)).date() < plan.vote_date:
        raise DomainError("too_early", _("The vote is not over: there is nothing to count yet."))
    units = {unit.code: unit for unit in _units(plan)}
    known = standing(plan)
    fresh = []
    for row in _checked(rows, units):
        before = known.get(units[row.code].pk)
        if before is None or (before.registered, before.voted) != (row.registered, row.voted):
            fresh.append(row)
    TurnoutCount.objects.bulk_create(
        TurnoutCount(
            campaign_id=plan.campaign_id, plan=plan, unit=units[row.code], registered=row.registered, voted=row.voted,
            at=now, by=by,
        )
        for row in fresh
    )  # fmt: skip
    return len(fresh)


def _checked(rows: Iterable[Counted], units: dict[str, HoldoutUnit]) -> Iterable[Counted]:
    seen: set[str] = set()
    for row in rows:
        unit = units.get(row.code)
        where = {"code": row.code[:60], "line": row.line}
        if unit is None:
            raise DomainError("unknown_building", _("“%(code)s” is no building of this plan.") % where)
        if row.code in seen:
            raise DomainError("bad_count", _("“%(code)s” is there twice.") % where)
        if unit.doors < LEAST_DWELLINGS:
            raise DomainError("too_small", _("“%(code)s” has fewer than five dwellings: nothing is noted.") % where)
        if not 0 <= row.voted <= row.registered <= MOST_REGISTERED or not row.registered:
            raise DomainError(
                "bad_count", _("“%(code)s”: more people voted than are on the roll, or nobody is.") % where
            )
        seen.add(row.code)
        yield row


def _units(plan: HoldoutPlan) -> list[HoldoutUnit]:
    return list(plan.units.select_related("address__street", "station").defer("station__contour").order_by("code"))
