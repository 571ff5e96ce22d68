"""« Share out for me »: the people of an outing who have no area, placed on its free ones; and back again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from campaigns.errors import DomainError
from campaigns.people.models import Device, Outing
from campaigns.territory.geometry import Point, centre, distance
from campaigns.turfs import handing_out, sharing
from campaigns.turfs.models import Assignment, SharingOut, Turf, TurfStop, Walker
from campaigns.turfs.sharing import Area, Person, Proposal


def propose(outing: Outing) -> Proposal:
    """Who would go where, and why. Changes nothing. People are named by their phone's id, areas by the turf's."""
    phones = Device.objects.filter(outing=outing, revoked_at=None).order_by("created_at", "pk")
    holding = dict(
        Assignment.objects.filter(device__in=phones, ended_at=None, turf__state__in=handing_out.OPEN_STATES)
        .order_by("-assigned_at", "-pk")
        .values_list("device", "turf")
    )
    known = {walker.device_id: walker for walker in Walker.objects.filter(device__in=phones)}
    beside = {known[pk].pair: turf for pk, turf in holding.items() if pk in known and known[pk].pair}
    people = [_person(phone, known.get(phone.pk), beside) for phone in phones if phone.pk not in holding]
    return sharing.share_out(people, _areas(outing))


@transaction.atomic
def carry_out(outing: Outing, places: Sequence[tuple[UUID, int]], *, now: datetime) -> tuple[SharingOut, list[Device]]:
    """Place these (phone, turf) as they were proposed; the sharing, and the phones that were not placed.

    Whoever was placed by somebody else meanwhile, or whose area was given to others, stays as they are. Raises
    DomainError ``silence``.
    """
    row = SharingOut.objects.create(campaign_id=outing.campaign_id, outing=outing, shared_at=now)
    wanted = {turf for _phone, turf in places}
    turfs = {turf.pk: turf for turf in _locked(outing) if turf.pk in wanted}
    phones = Device.objects.filter(outing=outing, revoked_at=None, pk__in=[phone for phone, _turf in places]).in_bulk()
    taken = turfs.keys() - set(_free(outing).values_list("pk", flat=True))
    missed = []
    for pk, turf_pk in places:
        phone, turf = phones.get(pk), turfs.get(turf_pk)
        if phone is None or phone.assignments.filter(ended_at=None).exists():
            continue
        if turf is None or (turf_pk in taken and not _partner_there(phone, turf)):
            missed.append(phone)
            continue
        try:
            handing_out.give_to_phone(turf, phone, now=now, sharing=row)
        except DomainError as error:
            if error.code != "turf_done":
                raise
            missed.append(phone)
    return row, missed


@transaction.atomic
def undo(row: SharingOut, *, now: datetime) -> int:
    """Take back what this sharing gave; how many phones lost their area. Walks that have begun stay."""
    if not SharingOut.objects.filter(pk=row.pk, undone_at=None).update(undone_at=now):
        return 0
    _locked(row.outing)
    given = list(_still_untouched(row).select_related("turf", "device"))
    for assignment in given:
        handing_out.withdraw(assignment, now=now)
    return len(given)


def last_to_undo(outing: Outing) -> SharingOut | None:
    """The last time people were shared out, while something of it can be taken back."""
    row = SharingOut.objects.filter(outing=outing, undone_at=None).order_by("-pk").first()
    return row if row is not None and _still_untouched(row).exists() else None


def _still_untouched(row: SharingOut) -> QuerySet[Assignment]:
    return Assignment.objects.filter(sharing=row, ended_at=None, started_at=None, turf__state=Turf.State.ASSIGNED)


def _free(outing: Outing) -> QuerySet[Turf]:
    held = Assignment.objects.filter(turf__outing=outing, ended_at=None).values("turf")
    return Turf.objects.filter(outing=outing, state=Turf.State.FREE, door_count__gt=0).exclude(pk__in=held)


def _locked(outing: Outing) -> list[Turf]:
    """All turfs of the outing, held until the end: two leaders who share out at once take turns."""
    return list(outing.turfs.select_for_update(no_key=True).order_by("pk"))


def _partner_there(phone: Device, turf: Turf) -> bool:
    pair = Walker.objects.filter(device=phone, pair__isnull=False).values_list("pair", flat=True).first()
    held = turf.assignments.filter(ended_at=None, device__walker__pair=pair)
    return pair is not None and held.exists()


def _person(phone: Device, walker: Walker | None, beside: dict[int | None, int]) -> Person:
    if walker is None:
        return Person(str(phone.pk))
    return Person(
        str(phone.pk), walker.pair, walker.has_car, walker.no_stairs, walker.newcomer, beside.get(walker.pair)
    )


def _areas(outing: Outing) -> list[Area]:
    """The free turfs with their floors and their distance from the meeting point, or from the middle of them all."""
    free = list(_free(outing).order_by("number").values_list("pk", flat=True))
    stops = TurfStop.objects.filter(turf__outing=outing).select_related("address")
    places: dict[int, list[Point]] = defaultdict(list)
    floors: dict[int, int] = defaultdict(int)
    for stop in stops:
        floors[stop.turf_id] += stop.floors or 0
        if stop.address.lon is not None and stop.address.lat is not None:
            places[stop.turf_id].append((stop.address.lon, stop.address.lat))
    start = _start(outing, [place for each in places.values() for place in each])
    return [Area(pk, floors[pk], distance(start, centre(places[pk])) if start and places[pk] else 0.0) for pk in free]


def _start(outing: Outing, places: list[Point]) -> Point | None:
    meeting = outing.meeting_point
    if meeting is not None and meeting.lon is not None and meeting.lat is not None:
        return meeting.lon, meeting.lat
    return centre(places) if places else None
