"""Who walks which turf. Each change is one conditional UPDATE: two leaders acting at once cannot both win.

States go free → assigned → in progress → done; a turf handed over is free again with the doors that are left.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people import counter, voting
from campaigns.people.models import Device, JoinCode, Team
from campaigns.turfs.models import Assignment, Turf

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
def give_to_phone(turf: Turf, device: Device, *, now: datetime) -> Assignment:
    """Let a phone hold the turf; twice is once.

    Raises DomainError ``turf_done``, ``not_this_outing`` or ``silence``.
    """
    voting.refuse_in_silence(turf.campaign, now=now)
    if turf.outing_id != device.outing_id or turf.campaign_id != device.campaign_id:
        raise DomainError("not_this_outing", _("This phone came to another outing."))
    if not Turf.objects.filter(pk=turf.pk, state__in=OPEN_STATES).update(state=F("state")):
        raise DomainError("turf_done", _("This turf is already done."))
    assignment, made = Assignment.objects.get_or_create(
        turf=turf, device=device, ended_at=None, defaults={"campaign_id": turf.campaign_id}
    )
    if made:
        Turf.objects.filter(pk=turf.pk, state=Turf.State.FREE).update(state=Turf.State.ASSIGNED)
        _announce(turf)
    return assignment


def place(device: Device, turf: Turf, *, now: datetime) -> None:
    """Move a phone to this turf: whatever else it held is withdrawn."""
    with transaction.atomic():
        for other in device.assignments.filter(ended_at=None).exclude(turf=turf).select_related("turf"):
            withdraw(other, now=now)
        give_to_phone(turf, device, now=now)


@transaction.atomic
def withdraw(assignment: Assignment, *, now: datetime) -> None:
    """Take the turf back from a phone. Its visits made before stay."""
    _end(assignment.turf, assignment.device, "withdrawn", now)
    _free_if_unheld(assignment.turf)
    _announce(assignment.turf)


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
    """The walk is over; when nobody else holds the turf it is done."""
    _end(turf, device, "handed_back", now)
    if not turf.assignments.filter(ended_at=None).exists():
        Turf.objects.filter(pk=turf.pk).update(state=Turf.State.DONE)
    _announce(turf)


@transaction.atomic
def hand_over(turf: Turf, device: Device, *, now: datetime) -> None:
    """The rest is for somebody else: the turf is free again unless another phone holds it."""
    _end(turf, device, "handed_over", now)
    _free_if_unheld(turf, whatever_the_state=True)
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


def _free_if_unheld(turf: Turf, *, whatever_the_state: bool = False) -> None:
    if turf.assignments.filter(ended_at=None).exists():
        return
    states = OPEN_STATES if whatever_the_state else (Turf.State.ASSIGNED,)
    open_turf = Turf.objects.filter(pk=turf.pk, state__in=states)
    if whatever_the_state:
        open_turf.update(state=Turf.State.FREE, team=None)
    else:
        open_turf.filter(team=None).update(state=Turf.State.FREE)


def _announce(turf: Turf) -> None:
    """Give the change its number, so that phones pull it."""
    Turf.objects.filter(pk=turf.pk).update(seq=counter.take(turf.campaign_id))
    turf.refresh_from_db()
