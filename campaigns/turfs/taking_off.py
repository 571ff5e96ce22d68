"""Taking what a plan holds out off the walks that were cut before it was committed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from campaigns.people import counter
from campaigns.people.models import Campaign, Outing
from campaigns.targeting import holding_out
from campaigns.turfs import arranging, handing_out, settling
from campaigns.turfs.arranging import Arranged
from campaigns.turfs.layout import Layout
from campaigns.turfs.models import Edit, FormerStop, Turf, TurfStop


@transaction.atomic
def clear(campaign: Campaign, *, now: datetime) -> int:
    """Take what is held out off every walk that is still to be made, on phones too; how many stops that were.

    Twice is once. Walks that are done keep what they had.
    """
    held = TurfStop.objects.filter(campaign=campaign, address__in=holding_out.addresses(campaign))
    open_walks = held.filter(turf__outing__closed_at=None).exclude(turf__state=Turf.State.DONE)
    outings = Outing.objects.filter(pk__in=open_walks.values("turf__outing")).order_by("pk")
    return sum(_clear(outing, now) for outing in outings)


def _clear(outing: Outing, now: datetime) -> int:
    arranged = arranging.take(outing)
    gone = _to_take_off(arranged)
    emptied = {turf for turf, area in arranged.layout.areas.items() if area.stops and gone.issuperset(area.stops)}
    walked = emptied & arranged.since.keys()
    for turf in walked:
        _empty(arranged.turfs[turf], now)
    if walked:
        arranged = arranging.take(outing)
    after = _without(arranged.layout, gone, emptied - walked)
    if arranged.layout.difference(after).turfs:
        edit = settling.settle(arranged, after, kind=Edit.Kind.CUT, by=None, now=now)
        Edit.objects.filter(pk=edit.pk).update(before=None, after=None)  # like a cut: the journal begins anew
    return len(gone)


def _to_take_off(arranged: Arranged) -> set[int]:
    """Stops held out. Where somebody rang on this very walk they stay, as with any change."""
    here = {
        address
        for turf, area in arranged.layout.areas.items()
        if arranged.turfs[turf].state != Turf.State.DONE
        for address in area.stops
    }
    held = holding_out.among(arranged.outing.campaign, here)
    return held - arranging.visited(arranged, held)


def _without(layout: Layout, gone: Collection[int], emptied: Collection[int]) -> Layout:
    areas = {
        turf: replace(area, stops=tuple(stop for stop in area.stops if stop not in gone))
        for turf, area in layout.areas.items()
        if turf not in emptied
    }
    return Layout(areas, layout.out)


def _empty(turf: Turf, now: datetime) -> None:
    """A walk on a phone that has nothing left is over: the phone hears so, and what it noted still counts."""
    handing_out.take_back(turf, now=now)
    stops = turf.stops.values_list("address", flat=True)
    FormerStop.objects.bulk_create(
        [FormerStop(campaign_id=turf.campaign_id, turf=turf, address_id=address) for address in stops],
        ignore_conflicts=True,
    )
    turf.stops.all().delete()
    seq = counter.take(turf.campaign_id)
    over = {"state": Turf.State.DONE, "minutes": 0, "door_count": 0, "version": turf.version + 1, "seq": seq}
    Turf.objects.filter(pk=turf.pk).update(**over)
