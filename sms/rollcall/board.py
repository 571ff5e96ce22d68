"""What headquarters see of a roll-call: who comes, who is silent, whom to call first. Seven queries, however many
leaders there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from campaigns.people.models import Team
from campaigns.turfs import handing_out
from campaigns.turfs.models import Turf
from sms.models import OutboundSms, State
from sms.rollcall import areas, asking, enrolling, told_by_text
from sms.rollcall.models import Answer, CallState, LeaderCall, RollCall, Told

NOT_REACHED = (State.UNDELIVERED, State.FAILED, State.SUPPRESSED, State.EXPIRED)
PRESSING = ("missing", "undelivered", "to_call", "waiting", "needs_reading", "declines", "comes", "started")
"""What asks for a hand first; as in Row.stands."""


@dataclass(frozen=True)
class Row:
    """One team. ``stands``: the one word for where it is, of PRESSING; ``words``: the last answer as it was received;
    ``time``: when that was; ``texts``: how many times the question went out; ``undelivered``: its last one did not
    arrive; ``number``: where texts and calls go to (E.164), empty where none is known."""

    call: LeaderCall
    leader: str
    number: str
    team: Team
    areas: tuple[Turf, ...]
    state: str
    stands: str
    people: int | None
    exact: bool
    words: str
    way: str
    time: datetime | None
    texts: int
    undelivered: bool
    started_at: datetime | None
    missing_at: datetime | None
    told: Told | None

    @property
    def may_be_replaced(self) -> bool:
        """Whether it has areas that somebody else should walk."""
        open_ones = any(turf.state in handing_out.OPEN_STATES for turf in self.areas)
        return open_ones and self.stands in ("missing", "to_call", "declines", "undelivered")


@dataclass(frozen=True)
class Totals:
    """Teams in each state, and ``people`` announced for ``expected``; ``silent``: not answered, to be called or not."""

    people: int
    expected: int
    teams: int
    comes: int
    declines: int
    silent: int
    needs_reading: int
    missing: int
    started: int


@dataclass(frozen=True)
class Step:
    """One step of the roll-call: ``kind`` is invite, reminder, escalate or close; ``at``: when it is due, ``done_at``:
    when it was taken; ``figure``: leaders asked, reminded or still silent, risen, areas handed out."""

    kind: str
    at: datetime
    done_at: datetime | None
    figure: int


@dataclass(frozen=True)
class Board:
    roll_call: RollCall
    version: int
    rows: tuple[Row, ...]
    totals: Totals
    steps: tuple[Step, ...]
    without_leader: tuple[Team, ...]
    """Teams that come and have nobody to ask."""


def board(roll_call: RollCall) -> Board:
    """The board as it stands now, the actionable first; within one word by the name of the leader."""
    row = RollCall.objects.select_related("outing__campaign", "campaign").get(pk=roll_call.pk)
    rows = sorted(_rows(row), key=lambda each: (PRESSING.index(each.stands), each.leader, each.team.name))
    return Board(
        roll_call=row,
        version=row.version,
        rows=tuple(rows),
        totals=_totals(row, rows),
        steps=_steps(row, rows),
        without_leader=tuple(row.outing.teams.filter(leader=None).order_by("name")),
    )


def to_call(roll_call: RollCall) -> int:
    """How many leaders headquarters should call now; one query, for the dashboard."""
    calls = LeaderCall.objects.of(roll_call)
    return calls.filter(state=CallState.TO_CALL, started_at=None).count()


def _rows(roll_call: RollCall) -> list[Row]:
    calls = list(LeaderCall.objects.of(roll_call).select_related("team", "membership__user", "membership__campaign"))
    answers = _last_answers(calls)
    told = {each.call_id: each for each in told_by_text.of(roll_call.outing)}
    turfs = areas.of_teams(roll_call.outing)
    written = _texts(roll_call)
    return [
        _row(
            call, answers.get(call.pk), told.get(call.pk), turfs.get(call.team_id, []), written.get(call.membership_id)
        )
        for call in calls
    ]


def _row(
    call: LeaderCall,
    answer: Answer | None,
    told: Told | None,
    turfs: Sequence[Turf],
    written: tuple[int, str] | None,
) -> Row:
    count, last = written or (0, "")
    undelivered = last in NOT_REACHED
    if answer is not None and call.asked_at is not None and answer.at < call.asked_at:
        answer = None  # of a leader whom another one has followed since
    return Row(
        call=call,
        leader=str(call.membership.user),
        number=enrolling.number_of(call.membership) or "",
        team=call.team,
        areas=tuple(turfs),
        state=call.state,
        stands=_stands(call, undelivered=undelivered),
        people=call.people,
        exact=call.exact,
        words=answer.words if answer else "",
        way=answer.way if answer else "",
        time=answer.at if answer else None,
        texts=count,
        undelivered=undelivered,
        started_at=call.started_at,
        missing_at=call.missing_at,
        told=told,
    )


def _stands(call: LeaderCall, *, undelivered: bool) -> str:
    if call.missing_at is not None:
        return "missing"
    silent = call.state in (CallState.WAITING, CallState.TO_CALL)
    if call.started_at is not None and (silent or call.state == CallState.COMES):
        return "started"
    return "undelivered" if silent and undelivered else call.state


def _last_answers(calls: Sequence[LeaderCall]) -> dict[int, Answer]:
    rows = Answer.objects.filter(call__in=[call.pk for call in calls]).order_by("call", "-at", "-pk")
    return {row.call_id: row for row in rows.distinct("call")}


def _texts(roll_call: RollCall) -> dict[int, tuple[int, str]]:
    """By leader: how many questions were written to them, and the state of the last one."""
    rows = OutboundSms.objects.filter(
        campaign=roll_call.campaign_id, dedupe_key__startswith=asking.texts_of(roll_call), membership__isnull=False
    ).order_by("created_at", "pk")
    found: dict[int, tuple[int, str]] = {}
    for member, state in rows.values_list("membership", "state"):
        found[member] = (found.get(member, (0, ""))[0] + 1, state)
    return found


def _totals(roll_call: RollCall, rows: Sequence[Row]) -> Totals:
    states = Counter(row.state for row in rows)
    return Totals(
        people=sum(row.people or 0 for row in rows),
        expected=roll_call.expected,
        teams=len(rows),
        comes=states[CallState.COMES],
        declines=states[CallState.DECLINES],
        silent=states[CallState.WAITING] + states[CallState.TO_CALL],
        needs_reading=states[CallState.NEEDS_READING],
        missing=sum(row.missing_at is not None for row in rows),
        started=sum(row.started_at is not None for row in rows),
    )


def _steps(roll_call: RollCall, rows: Sequence[Row]) -> tuple[Step, ...]:
    leaders = {row.call.membership_id for row in rows}
    silent = {row.call.membership_id for row in rows if row.state in (CallState.WAITING, CallState.TO_CALL)}
    reminded = {row.call.membership_id for row in rows if row.call.reminders}
    risen = {row.call.membership_id for row in rows if row.state == CallState.TO_CALL}
    handed = sum(len(row.areas) for row in rows)
    steps = [Step("invite", roll_call.invite_at, roll_call.invited_at, len(leaders))]
    if roll_call.reminder_at is not None:
        figure = reminded if roll_call.reminded_at else silent
        steps.append(Step("reminder", roll_call.reminder_at, roll_call.reminded_at, len(figure)))
    figure = risen if roll_call.escalated_at else silent
    steps.append(Step("escalate", roll_call.escalate_at, roll_call.escalated_at, len(figure)))
    steps.append(Step("close", roll_call.close_at, roll_call.closed_at, handed))
    return tuple(steps)
