"""Who walks which turf. Each change is one conditional UPDATE: two leaders acting at once cannot both win.

States go free → assigned → in progress → done. A turf given back, over or up before its last door was seen is free
again and counts a new pass: its doors and minutes are those that are left, and what was done stays done.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people import counter, voting
from campaigns.people.models import Device, JoinCode, Team
from campaigns.turfs import remaining, walkers
from campaigns.turfs.models import Assignment, SharingOut, Turf

OPEN_STATES = (Turf.State.FREE, Turf.State.ASSIGNED, Turf.State.IN_PROGRESS)


@transaction.atomic
def give_to_team(turf: Turf, team: Team | None, *, now: datetime) -> None:
    """Assign the turf to a team, or free it with None.

    Raises DomainError ``turf_done``, ``team_elsewhere`` or ``silence``.
    """
    if team is not None:
        voting.refuse_in_silence(turf.campaign, now=now)
    if team is not None and not turf_outing_has(turf, team):
        raise DomainError("team_elsewhere", _("This team does not come to this outing."))
    held = turf.assignments.filter(ended_at=None).exists()
    state = Turf.State.ASSIGNED if team or held else Turf.State.FREE
    changed = Turf.objects.filter(pk=turf.pk, state__in=[Turf.State.FREE, Turf.State.ASSIGNED])
    if not changed.update(team=team, state=state) and not _keep_state(turf, team):
        raise DomainError("turf_done", _("This turf is already done."))
    _announce(turf)


@transaction.atomic
def give_to_phone(turf: Turf, device: Device, *, now: datetime, sharing: SharingOut | None = None) -> Assignment:
    """Let a phone hold the turf; twice is once. ``sharing``: what it was given by, when people were shared out.

    Raises DomainError ``turf_done``, ``not_this_outing`` or ``silence``.
    """
    voting.refuse_in_silence(turf.campaign, now=now)
    if turf.outing_id != device.outing_id or turf.campaign_id != device.campaign_id:
        raise DomainError("not_this_outing", _("This phone came to another outing."))
    if not Turf.objects.filter(pk=turf.pk, state__in=OPEN_STATES).update(state=F("state")):
        raise DomainError("turf_done", _("This turf is already done."))
    assignment, made = Assignment.objects.get_or_create(
        turf=turf, device=device, ended_at=None, defaults={"campaign_id": turf.campaign_id, "sharing": sharing}
    )
    if made:
        Turf.objects.filter(pk=turf.pk, state=Turf.State.FREE).update(state=Turf.State.ASSIGNED)
        _announce(turf)
    return assignment


@transaction.atomic
def place(device: Device, turf: Turf, *, now: datetime, sharing: SharingOut | None = None) -> None:
    """Move a phone, and those of the people who walk with it, to this turf: whatever else they held is withdrawn."""
    people = walkers.together(device)
    others = (
        Assignment.objects.filter(device__in=people, ended_at=None).exclude(turf=turf).select_related("turf", "device")
    )
    moved = list(others)
    lock(turf, *(other.turf for other in moved))
    for each in people:
        give_to_phone(turf, each, now=now, sharing=sharing)
    for other in moved:
        withdraw(other, now=now)


@transaction.atomic
def unplace(device: Device, *, now: datetime) -> None:
    """Take whatever they hold back from a phone and from those of the people who walk with it."""
    held = Assignment.objects.filter(device__in=walkers.together(device), ended_at=None).select_related(
        "turf", "device"
    )
    lock(*(each.turf for each in held))
    for each in held:
        withdraw(each, now=now)


@transaction.atomic
def leave_all(device: Device, *, now: datetime) -> None:
    """Take whatever it holds back from this phone alone."""
    held = list(device.assignments.filter(ended_at=None).select_related("turf", "device"))
    lock(*(each.turf for each in held))
    for each in held:
        withdraw(each, now=now)


@transaction.atomic
def withdraw(assignment: Assignment, *, now: datetime) -> None:
    """Take the turf back from a phone. Its visits made before stay."""
    lock(assignment.turf)
    _end(assignment.turf, assignment.device, "withdrawn", now)
    _settle(assignment.turf, keep_team=True)
    _announce(assignment.turf)


@transaction.atomic
def take_back(turf: Turf, *, now: datetime) -> None:
    """Take the turf from everybody, team and phones: what is left of it is free to be handed out again.

    Raises DomainError ``turf_done``.
    """
    lock(turf)
    if not Turf.objects.filter(pk=turf.pk, state__in=OPEN_STATES).update(team=None):
        raise DomainError("turf_done", _("This turf is already done."))
    turf.assignments.filter(ended_at=None).update(ended_at=now, ended_as="withdrawn")
    _settle(turf, keep_team=False)
    _announce(turf)


@transaction.atomic
def pass_to(turf: Turf, device: Device, *, now: datetime) -> None:
    """Give the rest of a walk to somebody else; whoever had it has it no more.

    Raises DomainError ``turf_done``, ``nothing_left``, ``not_this_outing`` or ``silence``.
    """
    lock(turf)
    people = {each.pk for each in walkers.together(device)}
    if set(turf.assignments.filter(ended_at=None).values_list("device", flat=True)) - people:
        take_back(turf, now=now)
        if turf.state == Turf.State.DONE:
            raise DomainError("nothing_left", _("Every door of this turf has been seen."))
    place(device, turf, now=now)


@transaction.atomic
def start(turf: Turf, device: Device, *, now: datetime) -> None:
    """The phone began its walk."""
    turf.assignments.filter(device=device, ended_at=None, started_at=None).update(started_at=now)
    Turf.objects.filter(pk=turf.pk, state__in=[Turf.State.FREE, Turf.State.ASSIGNED]).update(
        state=Turf.State.IN_PROGRESS
    )
    _announce(turf)


@transaction.atomic
def hand_back(turf: Turf, device: Device, *, now: datetime) -> None:
    """The walk is over for this phone. With nobody left on it, it is done when every door was seen, else the rest is
    free."""
    lock(turf)
    _end(turf, device, "handed_back", now)
    _settle(turf, keep_team=False)
    _announce(turf)


@transaction.atomic
def hand_over(turf: Turf, device: Device, *, now: datetime) -> None:
    """The rest is for somebody else: as handed back, and told apart in the trace."""
    lock(turf)
    _end(turf, device, "handed_over", now)
    _settle(turf, keep_team=False)
    _announce(turf)


def turf_for(code: JoinCode, device: Device) -> Turf | None:
    """The turf a newcomer finds behind the code: its own, else the first open one of the code's team."""
    open_turfs = Turf.objects.filter(campaign_id=device.campaign_id, outing_id=device.outing_id, state__in=OPEN_STATES)
    own = open_turfs.filter(join_code=code).first()
    if own is not None or code.team_id is None:
        return own
    return open_turfs.filter(team_id=code.team_id).order_by("number").first()


def turf_outing_has(turf: Turf, team: Team) -> bool:
    return team.campaign_id == turf.campaign_id and turf.outing is not None and turf.outing.teams.contains(team)


def _keep_state(turf: Turf, team: Team | None) -> int:
    """A walk in progress may change team without changing state."""
    return Turf.objects.filter(pk=turf.pk, state=Turf.State.IN_PROGRESS).update(team=team)


def _end(turf: Turf, device: Device, ended_as: str, now: datetime) -> None:
    turf.assignments.filter(device=device, ended_at=None).update(ended_at=now, ended_as=ended_as)


def _settle(turf: Turf, *, keep_team: bool) -> None:
    """With nobody on it, a walk that was begun is done or becomes its rest; one that was not is as before."""
    if turf.assignments.filter(ended_at=None).exists():
        return
    row = Turf.objects.get(pk=turf.pk)
    if row.state == Turf.State.DONE:
        return
    begun = row.state == Turf.State.IN_PROGRESS
    rest = remaining.rest_of(row)
    if begun and rest.doors == 0:
        row.state = Turf.State.DONE
    else:
        row.team = row.team if keep_team else None
        row.state = Turf.State.ASSIGNED if row.team else Turf.State.FREE
        if begun and (rest.seen if row.pass_no == 1 else rest.doors != row.door_count):
            row.pass_no, row.door_count, row.minutes = row.pass_no + 1, rest.doors, rest.minutes
    row.save(update_fields=["state", "team", "pass_no", "door_count", "minutes"])


def lock(*turfs: Turf) -> None:
    """Hold these turfs before any number is taken, in one order: two leaders, or a leader and a phone, take turns."""
    pks = {turf.pk for turf in turfs}
    list(Turf.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk").values_list("pk"))


def _announce(turf: Turf) -> None:
    """Give the change its number, so that phones pull it."""
    Turf.objects.filter(pk=turf.pk).update(seq=counter.take(turf.campaign_id))
    turf.refresh_from_db()
