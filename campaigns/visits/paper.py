"""What comes back on paper, typed in: the same events as a phone's, through `recording.record` and nothing else.

A sheet is a device without a token. So its rows are numbered, a second thought is a correction of the first, silence
and figures follow the same rules, and a phone that saw the same door later still has the last word. Only what differs
from the sheet as it is known becomes an event: the same sheet typed twice, or sent by two clicks, changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils.translation import gettext as _

from campaigns.doors.models import Door
from campaigns.errors import DomainError
from campaigns.people import devices
from campaigns.people.models import Membership
from campaigns.turfs import sheet as printing
from campaigns.turfs.models import Assignment, Turf
from campaigns.visits import projection, recording, refolding, tallies
from campaigns.visits.clock import Envelope
from campaigns.visits.models import PaperSheet, Quarantine, Visit
from campaigns.visits.writing import Told, written

FOUND = UUID("5f6c0d9e-6a0b-5f0e-9d57-2f1f0d6f8a11")  # the space of names of doors found on paper
MOST_DOORS = 400  # the highest place at an address that an event may tell
EARLIEST = timedelta(days=1)  # before the outing: some pairs start on the eve


@dataclass(frozen=True)
class Said:
    """What a row says: one of the six outcomes or nothing, and what was asked for."""

    outcome: str = ""
    requests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A row as it was typed. ``seen``: what the form showed before."""

    door: UUID
    said: Said
    seen: Said = Said()


@dataclass(frozen=True)
class Found:
    """A door that the pair found on its way and wrote below the others; ``address`` is 0 where none was chosen."""

    address: int
    name: str
    said: Said


@dataclass(frozen=True)
class Entered:
    """What became of the rows: how many were recorded, those that somebody else had changed meanwhile and that were
    left as they are, and those that wait in quarantine."""

    recorded: int
    changed_meanwhile: tuple[UUID, ...]
    waiting: tuple[UUID, ...]


def sheet_of(turf: Turf, number: int) -> PaperSheet | None:
    """The sheet of the turf's so-manieth walk on paper; None while nothing of it was typed."""
    rows = PaperSheet.objects.filter(turf=turf, number=number).select_related("device", "destroyed_by__user")
    return rows.first()


def number_in_use(turf: Turf) -> int:
    """The number of the sheet that is being typed, else of the last one; 1 for a turf without any."""
    numbers = PaperSheet.objects.filter(turf=turf)
    is_open = numbers.filter(destroyed_at=None).order_by("number").first()
    last = is_open or numbers.order_by("-number").first()
    return last.number if last else 1


def doors_of(turf: Turf, sheet: PaperSheet | None) -> list[UUID]:
    """The doors in the order of the sheet, as it was when its first row was typed; then those found since."""
    (live,) = printing.of_turfs([turf])
    now = [row.id for page in live.pages for row in page.rows]
    kept = list(sheet.doors) if sheet else []
    return [*kept, *(door for door in now if door not in set(kept))]


def said(sheet: PaperSheet | None) -> dict[UUID, Said]:
    """What is recorded of the sheet, by door."""
    if sheet is None:
        return {}
    return {visit.door_id: _said(visit) for visit in _standing(sheet).values()}


@transaction.atomic
def enter(
    turf: Turf,
    number: int,
    lines: Sequence[Line],
    *,
    found: Sequence[Found] = (),
    walked_at: datetime,
    by: Membership,
    now: datetime,
) -> Entered:
    """Record the rows that say something new. ``number``: of the sheet; ``walked_at``: when its walk began.

    ``found``: doors to add first; one that is known at its address by that name is a row like the others. Raises
    DomainError ``sheet_destroyed``, ``sheet_unknown``, ``walked_in_future``, ``walked_too_early``, ``found_alone`` or
    ``request_alone``.
    """
    _take_turns(turf)
    _check_time(turf, walked_at, now)
    sheet = sheet_of(turf, number)
    _check_open(turf, sheet, number)
    known = said(sheet)
    added, named = _named(turf, number, found)
    lines = [*lines, *named]
    differ = [line for line in lines if line.said != known.get(line.door, Said()) and line.said != line.seen]
    fresh = [line for line in differ if known.get(line.door, Said()) == line.seen]
    if any(line.said.requests and not line.said.outcome for line in fresh):
        raise DomainError("request_alone", _("A row holds a request but no outcome: tick what happened there too."))
    waiting: list[UUID] = []
    recorded = 0
    if fresh:
        sheet = sheet or _begin(turf, number, walked_at=walked_at, now=now)
        recorded, waiting = _record(sheet, fresh, added, walked_at=walked_at, by=by, now=now)
    left = tuple(line.door for line in differ if line not in fresh)
    return Entered(recorded, left, tuple(waiting))


@transaction.atomic
def destroy(turf: Turf, number: int, *, welcome: Iterable[tallies.Item] = (), by: Membership, now: datetime) -> bool:
    """The sheet is typed in and destroyed: its walk is handed back. False when somebody said so before.

    ``welcome``: counts for the whole walk, as the pair tells them; added once for each sheet. Raises DomainError
    ``sheet_unknown``, or what `tallies.add` raises.
    """
    _take_turns(turf)
    sheet = sheet_of(turf, number)
    if sheet is None or turf.outing is None:
        raise DomainError("sheet_unknown", _("Nothing of this sheet was typed in yet."))
    if sheet.destroyed_at is not None:
        return False
    back = Told(uuid5(sheet.device_id, "handed_back"), "walk.handed_back", {"turf": f"t-{turf.pk}"})
    _push(sheet, [back], at=now, now=now)
    items = list(welcome)
    if items:
        tallies.add(sheet.device, batch=uuid5(sheet.device_id, "welcome"), outing=turf.outing, items=items, now=now)
    PaperSheet.objects.filter(pk=sheet.pk).update(destroyed_at=now, destroyed_by=by)
    return True


def _named(turf: Turf, number: int, found: Sequence[Found]) -> tuple[list[Told], list[Line]]:
    """The doors to add, and the rows of all that were found. Raises DomainError ``found_alone``."""
    added: list[Told] = []
    rows: list[Line] = []
    for each in found:
        if not (each.address and each.name and each.said.outcome):
            raise DomainError(
                "found_alone", _("A door found on the way needs its address, its name and what happened there.")
            )
        there = list(Door.objects.standing().filter(campaign=turf.campaign_id, address=each.address))
        same = next((door.pk for door in there if door.name.casefold() == each.name.casefold()), None)
        door = same or uuid5(FOUND, f"{turf.pk}:{number}:{each.address}:{each.name.casefold()}")
        if same is None:
            rank = min(max((door.rank for door in there), default=0) + 1, MOST_DOORS)
            payload = {"id": str(door), "address": each.address, "name": each.name, "position": rank}
            added.append(Told(uuid5(door, "added"), "door.added", payload))
        rows.append(Line(door, each.said))
    return added, rows


def _take_turns(turf: Turf) -> None:
    """Two people, or two clicks, at one turf. No row: a push locks the turf after its doors."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('paper_sheet'), %s)", [turf.pk % 2**31])


def _check_time(turf: Turf, walked_at: datetime, now: datetime) -> None:
    if walked_at > now:
        raise DomainError("walked_in_future", _("The walk cannot have begun later than now."))
    if turf.outing is not None and walked_at < turf.outing.starts_at - EARLIEST:
        raise DomainError("walked_too_early", _("The walk cannot have begun more than a day before the outing."))


def _check_open(turf: Turf, sheet: PaperSheet | None, number: int) -> None:
    if sheet is not None and sheet.destroyed_at is not None:
        raise DomainError("sheet_destroyed", _("This sheet was destroyed: nothing more can be typed from it."))
    others = list(PaperSheet.objects.filter(turf=turf).values_list("number", "destroyed_at"))
    if sheet is None and (number != len(others) + 1 or any(over is None for _number, over in others)):
        raise DomainError("sheet_unknown", _("Another sheet of this area is being typed: open it again."))


def _begin(turf: Turf, number: int, *, walked_at: datetime, now: datetime) -> PaperSheet:
    """The first row: the order of the doors is kept from now on, and the sheet holds the turf as a phone does."""
    assert turf.outing is not None
    device = devices.sheet_of_paper(turf.outing, team_id=turf.team_id, now=now)
    sheet = PaperSheet.objects.create(
        campaign_id=turf.campaign_id,
        turf=turf,
        number=number,
        device=device,
        doors=doors_of(turf, None),
        walked_at=walked_at,
    )
    Assignment.objects.create(campaign_id=turf.campaign_id, turf=turf, device=device)
    begun = Told(uuid5(device.pk, "started"), "walk.started", {"turf": f"t-{turf.pk}"})
    _push(sheet, [begun], at=walked_at, now=now)
    return sheet


def _record(
    sheet: PaperSheet,
    lines: Sequence[Line],
    added: Sequence[Told],
    *,
    walked_at: datetime,
    by: Membership,
    now: datetime,
) -> tuple[int, list[UUID]]:
    listed = [*sheet.doors, *(line.door for line in lines if line.door not in set(sheet.doors))]
    PaperSheet.objects.filter(pk=sheet.pk).update(walked_at=walked_at, doors=listed)
    standing = _standing(sheet)
    times = Counter(Visit.objects.filter(device=sheet.device_id).values_list("door", flat=True))
    told = {line.door: _told(sheet, line, standing, times[line.door]) for line in lines}
    waiting = _in_quarantine(sheet, told)
    batch = [event for door, event in told.items() if door not in waiting]
    if not batch:
        return 0, waiting
    first, refused = _push(sheet, [*added, *batch], at=walked_at, now=now)
    sheet.entries.create(by=by, entered_at=now, first_seq=first, last_seq=first + len(added) + len(batch) - 1)
    waiting += [door for door, event in told.items() if str(event.id) in refused]
    return sum(str(event.id) not in refused for event in batch), waiting


def _told(sheet: PaperSheet, line: Line, standing: Mapping[UUID, Visit], times: int) -> Told:
    """The visit, or the correction of what stands. The id says what is told, and how often the door was told of before:
    a row that is sent again is the same event."""
    requests = list(line.said.requests)
    payload = {"door": str(line.door), "outcome": line.said.outcome or None, "requests": requests}
    key = uuid5(sheet.device_id, f"{line.door}:{times}:{line.said.outcome}:{','.join(requests)}")
    before = standing.get(line.door)
    kind = "visit.recorded" if before is None else "visit.corrected"
    return Told(key, kind, payload, supersedes=before.pk if before else None)


def _in_quarantine(sheet: PaperSheet, told: Mapping[UUID, Told]) -> list[UUID]:
    ids = {str(event.id): door for door, event in told.items()}
    there = Quarantine.objects.filter(device=sheet.device_id, event_id__in=ids)
    return [ids[event] for event in there.values_list("event_id", flat=True)]


def _push(sheet: PaperSheet, told: Sequence[Told], *, at: datetime, now: datetime) -> tuple[int, set[str]]:
    """As a phone would: the number of the first event, and the ids of those refused. Our clock is the sheet's."""
    device = sheet.device
    device.last_seen_at = now
    device.save(update_fields=["last_seen_at"])
    device.refresh_from_db(fields=["seq_high", "seq_acked"])
    first = max(device.seq_high, device.seq_acked) + 1
    batch = [
        written(event, campaign=device.campaign.slug, turf=sheet.turf_id, number=number, at=at)
        for number, event in enumerate(told, start=first)
    ]
    envelope = Envelope(sent_at=now, mono_ms=None, received_at=now)
    answer = recording.record(device, batch, envelope=envelope, seq_high=first + len(batch) - 1)
    return first, {result.id for result in answer.results if result.verdict == "refused"}


def _standing(sheet: PaperSheet) -> dict[UUID, Visit]:
    """The visit of each door that no correction replaced."""
    rows = {visit.pk: visit for visit in Visit.objects.filter(device=sheet.device_id).select_related("device")}
    return {
        rows[event.id].door_id: rows[event.id] for event in projection.living(map(refolding.as_event, rows.values()))
    }


def _said(visit: Visit) -> Said:
    return Said(visit.outcome or "", tuple(visit.requests))
