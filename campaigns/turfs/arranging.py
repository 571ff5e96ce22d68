"""The areas of an outing under a lock: where each address stands, and what may leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min
from django.utils.translation import gettext as _

from campaigns.doors.models import Door
from campaigns.errors import DomainError
from campaigns.people.models import Outing
from campaigns.turfs.layout import Area, Layout
from campaigns.turfs.models import Assignment, Turf, TurfStop


@dataclass(frozen=True)
class Arranged:
    """An outing whose areas nobody else changes until the transaction ends."""

    outing: Outing
    turfs: Mapping[int, Turf]
    layout: Layout
    since: Mapping[int, datetime]
    """Area → when a phone first had it. One that never was on a phone is missing."""

    @property
    def versions(self) -> dict[int, int]:
        return {pk: turf.version for pk, turf in self.turfs.items()}


def take(outing: Outing) -> Arranged:
    """Lock the outing and its areas, and read them. Call inside a transaction.

    Raises DomainError ``outing_closed``.
    """
    locked = Outing.objects.select_for_update(no_key=True, of=("self",)).select_related("campaign").get(pk=outing.pk)
    if locked.closed_at is not None:
        raise DomainError("outing_closed", _("This outing is closed."))
    turfs = {turf.pk: turf for turf in locked.turfs.select_for_update(no_key=True).order_by("pk")}
    held = Assignment.objects.filter(turf__in=turfs).values("turf").annotate(first=Min("assigned_at"))
    return Arranged(locked, turfs, read(locked, turfs.values()), {row["turf"]: row["first"] for row in held})


def read(outing: Outing, turfs: Iterable[Turf]) -> Layout:
    """Where each address of the outing stands. Two queries."""
    stops: dict[int, list[int]] = defaultdict(list)
    rows = TurfStop.objects.filter(turf__outing=outing).order_by("turf", "position")
    for turf, address in rows.values_list("turf", "address"):
        stops[turf].append(address)
    areas = [Area(turf.pk, turf.number, tuple(stops[turf.pk]), turf.pinned, turf.ordered_by_hand) for turf in turfs]
    return Layout({area.turf: area for area in areas}, frozenset(outing.left_out.values_list("address", flat=True)))


def visited(arranged: Arranged, addresses: Collection[int]) -> set[int]:
    """Those where somebody rang since a phone had their area: they stay in it, with what was noted there."""
    places = arranged.layout.addresses
    walked = {address: arranged.since[places[address]] for address in addresses if places[address] in arranged.since}
    if not walked:
        return set()
    doors = Door.objects.filter(
        campaign_id=arranged.outing.campaign_id, address__in=walked, last_at__gte=min(walked.values())
    )
    rang = doors.values_list("address", "last_at")
    return {address for address, at in rang if at is not None and at >= walked[address]}


def refuse(arranged: Arranged, after: Layout) -> None:
    """Raise DomainError ``nothing_changes``, ``turf_done``, ``already_visited`` or ``turf_walked`` where they may not
    become that."""
    change = arranged.layout.difference(after)
    known = change.turfs & arranged.turfs.keys()
    if not change.turfs and not change.addresses:
        raise DomainError("nothing_changes", _("That is how it is already."))
    if any(arranged.turfs[turf].state == Turf.State.DONE for turf in known):
        raise DomainError("turf_done", _("This turf is already done."))
    places, come = arranged.layout.addresses, after.addresses
    leaving = [address for address in change.addresses if places.get(address) != come.get(address)]
    if visited(arranged, [address for address in leaving if address in places]):
        raise DomainError(
            "already_visited", _("Somebody rang there on this walk: these addresses stay in it, with what was noted.")
        )
    if any(turf in arranged.since and turf not in after.areas for turf in known):
        raise DomainError("turf_walked", _("This area is on a phone: it keeps at least one address."))
