"""Changing the cut by hand: moving addresses, cutting an area in two, joining areas, their order and their numbers.

Every change says what its author saw; where that is no longer so it is refused and nothing is overwritten. What a hand
made is pinned: a new cut leaves it alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Membership, Outing
from campaigns.turfs import arranging, halving, journal, layout, rewalking, settling
from campaigns.turfs.arranging import Arranged
from campaigns.turfs.ground import standing
from campaigns.turfs.halving import How
from campaigns.turfs.journal import Seen
from campaigns.turfs.layout import NEW, OUT, Layout
from campaigns.turfs.models import Edit, Turf
from campaigns.turfs.numbering import from_north

MOST_NUMBER = 9_999


@dataclass(frozen=True)
class Done:
    """A change that was carried out, and the addresses that stay where they were because somebody rang there."""

    edit: Edit
    stayed: frozenset[int] = frozenset()


@transaction.atomic
def move(outing: Outing, addresses: Collection[int], to: int, *, seen: Seen, by: Membership, now: datetime) -> Done:
    """These addresses go to area ``to``, to a new one (`layout.NEW`), or out of the cut (`layout.OUT`).

    Raises DomainError ``nothing_chosen``, and what `_change` does.
    """
    if not addresses:
        raise DomainError("nothing_chosen", _("Choose at least one address."))
    kind = Edit.Kind.LEFT_OUT if to == OUT else Edit.Kind.MOVED
    arranged = _take(outing, seen, turfs=[] if to in (NEW, OUT) else [to], addresses=addresses)
    elsewhere = [address for address in addresses if arranged.layout.addresses[address] != to]
    stayed = arranging.visited(arranged, elsewhere)
    going = [address for address in elsewhere if address not in stayed] or elsewhere
    return _change(arranged, layout.moved(arranged.layout, going, to), kind, seen=seen, by=by, now=now, stayed=stayed)


@transaction.atomic
def split(
    outing: Outing,
    turf: int,
    how: How,
    *,
    at: int | None = None,
    seen: Seen,
    by: Membership,
    now: datetime,
) -> Done:
    """An area in two of about the same minutes: along its walk (from address ``at`` on, if that is said), or by a line
    across the ground. Its number stays with the part where the walk begins.

    Raises DomainError ``too_small``, and what `_change` does.
    """
    arranged = _take(outing, seen, turfs=[turf], addresses=[] if at is None else [at])
    area = arranged.layout.areas[turf]
    second = halving.second_part(arranged.outing.campaign, area, how, at=at)
    stayed = arranging.visited(arranged, second)
    second = [address for address in second if address not in stayed]
    if not second or len(second) == len(area.stops):
        raise DomainError("too_small", _("There is nothing to cut in two here."))
    after = layout.split(arranged.layout, turf, second)
    return _change(arranged, after, Edit.Kind.SPLIT, seen=seen, by=by, now=now, stayed=stayed)


@transaction.atomic
def merge(outing: Outing, turfs: Collection[int], *, seen: Seen, by: Membership, now: datetime) -> Done:
    """These areas become one: that which a phone has, else the lowest number.

    Raises DomainError ``two_at_least``, and what `_change` does; ``turf_walked`` where phones have two of them.
    """
    if len(set(turfs)) < 2:
        raise DomainError("two_at_least", _("Choose at least two areas to join."))
    arranged = _take(outing, seen, turfs=turfs)
    kept = min(turfs, key=lambda turf: (turf not in arranged.since, arranged.layout.areas[turf].number))
    after = layout.merged(arranged.layout, kept, turfs)
    return _change(arranged, after, Edit.Kind.MERGED, seen=seen, by=by, now=now)


@transaction.atomic
def reorder(
    outing: Outing, turf: int, address: int, position: int, *, seen: Seen, by: Membership, now: datetime
) -> Done:
    """The address comes at that place of the walk, counted from 1. Raises what `_change` does."""
    arranged = _take(outing, seen, turfs=[turf], addresses=[address])
    if address not in arranged.layout.areas[turf].stops:
        raise journal.meanwhile()
    after = layout.reordered(arranged.layout, turf, address, position)
    return _change(arranged, after, Edit.Kind.REORDERED, seen=seen, by=by, now=now)


@transaction.atomic
def shorten(outing: Outing, turf: int, *, seen: Seen, by: Membership, now: datetime) -> Done:
    """Let go of an order that a hand chose: the shortest walk again. Raises what `_change` does."""
    arranged = _take(outing, seen, turfs=[turf])
    area = replace(arranged.layout.areas[turf], ordered_by_hand=False)
    ground = standing(arranged.outing.campaign, area.stops)
    stops = {stop.address: stop for stop in ground.stops}
    order = tuple(stop.address for stop in rewalking.walk(area, stops, ground.metric, had=area.stops).stops)
    after = arranged.layout.put(replace(area, stops=order))
    return _change(arranged, after, Edit.Kind.REORDERED, seen=seen, by=by, now=now)


@transaction.atomic
def number(outing: Outing, turf: int, wanted: int, *, seen: Seen, by: Membership, now: datetime) -> Done:
    """The area has that number; the one that had it takes the other. Raises DomainError ``bad_number`` and the rest."""
    if not 1 <= wanted <= MOST_NUMBER:
        raise DomainError("bad_number", _("A number from 1 to %(most)d.") % {"most": MOST_NUMBER})
    arranged = _take(outing, seen, turfs=[turf])
    after = layout.renumbered(arranged.layout, turf, wanted)
    return _change(arranged, after, Edit.Kind.RENUMBERED, seen=seen, by=by, now=now)


@transaction.atomic
def count_again(outing: Outing, *, seen: Seen, by: Membership, now: datetime) -> Done:
    """Numbers from 1 without gaps, from north to south; areas that are done keep theirs. Raises what `_change` does."""
    arranged = _take(outing, seen)
    done = {pk for pk, turf in arranged.turfs.items() if turf.state == Turf.State.DONE}
    after = layout.counted(arranged.layout, from_north(arranged.layout), fixed=done)
    return _change(arranged, after, Edit.Kind.RENUMBERED, seen=seen, by=by, now=now)


@transaction.atomic
def pin(outing: Outing, turf: int, kept: bool, *, seen: Seen, by: Membership, now: datetime) -> Done:
    """A new cut leaves the area alone, or may replace it. Raises what `_change` does."""
    arranged = _take(outing, seen, turfs=[turf])
    after = layout.pinned(arranged.layout, turf, kept)
    return _change(arranged, after, Edit.Kind.PINNED, seen=seen, by=by, now=now)


def _take(outing: Outing, seen: Seen, *, turfs: Collection[int] = (), addresses: Collection[int] = ()) -> Arranged:
    """Lock the outing, and compare what was asked for with what its author saw."""
    arranged = arranging.take(outing)
    if not arranged.layout.addresses.keys() >= set(addresses):
        raise journal.meanwhile()
    journal.refuse_stale(arranged.outing, seen, versions=arranged.versions, turfs=turfs, addresses=addresses)
    return arranged


def _change(
    arranged: Arranged,
    after: Layout,
    kind: Edit.Kind,
    *,
    seen: Seen,
    by: Membership,
    now: datetime,
    stayed: Collection[int] = (),
) -> Done:
    """Compare all that changes with what was seen, and store it.

    Raises DomainError ``changed_meanwhile``, ``outing_closed``, and those of `arranging.refuse`.
    """
    change = arranged.layout.difference(after)
    known = change.turfs & arranged.turfs.keys()
    journal.refuse_stale(arranged.outing, seen, versions=arranged.versions, turfs=known, addresses=change.addresses)
    edit = settling.settle(arranged, after, kind=kind, by=by, now=now)
    return Done(edit, frozenset(stayed))
