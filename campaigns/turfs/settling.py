"""Storing what a hand made of the areas: their order, minutes and names anew, a line in the journal, word to phones."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from campaigns.doors.founding import found_doors
from campaigns.errors import DomainError
from campaigns.people import counter
from campaigns.people.models import Membership, Outing
from campaigns.turfs import arranging, cutting, entering, remaining, rewalking, withholding
from campaigns.turfs.arranging import Arranged
from campaigns.turfs.ground import standing
from campaigns.turfs.layout import NEW, Area, Difference, Layout, snapshot
from campaigns.turfs.metric import Metric
from campaigns.turfs.models import Edit, FormerStop, LeftOut, Turf, TurfStop
from campaigns.turfs.stops import Stop, Walk

ASIDE = 1_000_000  # where numbers wait while others take their place: each is unique at every moment
COLUMNS = ["number", "pinned", "ordered_by_hand", "version", "minutes", "name", "door_count"]
NO_TEAMS: Mapping[int, int | None] = {}


def settle(
    arranged: Arranged,
    after: Layout,
    *,
    kind: Edit.Kind,
    by: Membership | None,
    now: datetime,
    as_given: bool = False,
    teams: Mapping[int, int | None] = NO_TEAMS,
) -> Edit:
    """Make the areas what they shall be, and say what was before. ``as_given`` keeps the order of every area;
    ``teams`` are those of areas that come back.

    Raises what `arranging.refuse` does, and DomainError ``held_out`` (withholding.refuse).
    """
    arranging.refuse(arranged, after)
    before, change = arranged.layout, arranged.layout.difference(after)
    withholding.refuse(arranged, after)
    walks = _walks(arranged, after, change, as_given=as_given)
    _drop(change.turfs - after.areas.keys(), now=now)
    stored = _store(arranged, after, change, walks, teams, now)
    _leave_out(arranged.outing, before, after)
    entering.open_codes(arranged.outing, now=now)
    final = before.difference(stored)
    team_ids = {str(pk): arranged.turfs[pk].team_id for pk in final.turfs & arranged.turfs.keys()}
    edit = Edit.objects.create(
        campaign_id=arranged.outing.campaign_id,
        outing=arranged.outing,
        kind=kind,
        by=by,
        at=now,
        turfs=sorted(final.turfs),
        addresses=sorted(final.addresses),
        before=snapshot(before, final) | {"teams": team_ids},
        after=snapshot(stored, final),
    )
    Turf.objects.filter(pk__in=final.turfs).update(seq=counter.take(arranged.outing.campaign_id))
    return edit


def _walks(arranged: Arranged, after: Layout, change: Difference, *, as_given: bool) -> dict[int, Walk]:
    """The way through each area whose stops are others, or in another order; doors where there were none."""
    before = arranged.layout.areas
    had = {turf: before[turf].stops if turf in before else () for turf in change.turfs}
    areas = [after.areas[turf] for turf in sorted(change.turfs & after.areas.keys())]
    areas = [area for area in areas if area.stops != had[area.turf]]
    ground = standing(arranged.outing.campaign, {address for area in areas for address in area.stops})
    put_back = arranged.layout.out & ground.addresses.keys()
    found_doors(arranged.outing.campaign, [ground.addresses[address] for address in put_back])
    stops = {stop.address: stop for stop in ground.stops}
    return {area.turf: _walk(area, stops, ground.metric, had[area.turf], as_given=as_given) for area in areas}


def _walk(area: Area, stops: Mapping[int, Stop], metric: Metric, had: Collection[int], *, as_given: bool) -> Walk:
    if as_given or set(area.stops) == set(had):
        return rewalking.as_given(area.stops, stops, metric)
    return rewalking.walk(area, stops, metric, had=tuple(had))


def _drop(turfs: Collection[int], *, now: datetime) -> None:
    """Areas that gave all they had. What was printed of them leads nowhere."""
    gone = Turf.objects.filter(pk__in=turfs)
    entering.close_codes(gone, now=now)
    try:
        gone.delete()
    except ProtectedError as error:  # something was recorded in its name
        raise DomainError("turf_walked", _("This area is on a phone: it keeps at least one address.")) from error


def _store(
    arranged: Arranged,
    after: Layout,
    change: Difference,
    walks: Mapping[int, Walk],
    teams: Mapping[int, int | None],
    now: datetime,
) -> Layout:
    """Write the areas that differ; how it is stored, new areas by their key."""
    Turf.objects.filter(pk__in=change.turfs).update(number=F("number") + ASIDE)
    areas = {turf: area for turf, area in after.areas.items() if turf not in change.turfs}
    for turf in sorted(change.turfs & after.areas.keys()):
        area, walk = after.areas[turf], walks.get(turf)
        row = arranged.turfs.get(turf) or _new(arranged.outing, turf, teams.get(turf), now)
        _write(row, area, walk)
        order = area.stops
        if walk is not None:
            order = tuple(stop.address for stop in walk.stops)
            _put_stops(row, walk)
            _count_the_rest(row)
        if turf in arranged.since:
            _remember(row, set(arranged.layout.areas[turf].stops) - set(order))
        areas[row.pk] = replace(area, turf=row.pk, stops=order)
    return Layout(areas, after.out)


def _new(outing: Outing, turf: int, team: int | None, now: datetime) -> Turf:
    """A new area. One that comes back has its old key, its team, and a version that nobody has seen."""
    edits = Edit.objects.filter(campaign_id=outing.campaign_id, outing=outing, turfs__contains=[turf])
    return Turf(
        pk=None if turf == NEW else turf,
        campaign_id=outing.campaign_id,
        outing=outing,
        created_at=now,
        team_id=team,
        state=Turf.State.ASSIGNED if team else Turf.State.FREE,
        version=0 if turf == NEW else edits.count() + 1,
    )


def _write(row: Turf, area: Area, walk: Walk | None) -> None:
    is_new = row._state.adding
    row.number, row.pinned, row.ordered_by_hand = area.number, area.pinned, area.ordered_by_hand
    row.version += 1
    if walk is not None:
        row.minutes, row.name = round(walk.minutes, 1), cutting.name_of(walk)
        row.door_count = sum(stop.doors for stop in walk.stops)
    row.save(force_insert=is_new, update_fields=None if is_new else COLUMNS)


def _put_stops(turf: Turf, walk: Walk) -> None:
    TurfStop.objects.filter(turf=turf).delete()
    TurfStop.objects.bulk_create(TurfStop.of(turf, stop, position) for position, stop in enumerate(walk.stops, start=1))


def _count_the_rest(turf: Turf) -> None:
    """A walk that was given back is as long as what is left of it."""
    if turf.pass_no > 1:
        rest = remaining.rest_of(turf)
        turf.minutes, turf.door_count = rest.minutes, rest.doors
        turf.save(update_fields=["minutes", "door_count"])


def _remember(turf: Turf, left: Collection[int]) -> None:
    """A phone that has not heard of it may still send what was noted there."""
    FormerStop.objects.bulk_create(
        [FormerStop(campaign_id=turf.campaign_id, turf=turf, address_id=address) for address in left],
        ignore_conflicts=True,
    )


def _leave_out(outing: Outing, before: Layout, after: Layout) -> None:
    outing.left_out.filter(address__in=before.out - after.out).delete()
    LeftOut.objects.bulk_create(
        LeftOut(campaign_id=outing.campaign_id, outing=outing, address_id=address)
        for address in sorted(after.out - before.out)
    )
