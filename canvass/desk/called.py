"""What the pages of a roll-call share: finding it, what each of its words looks like, and what changed since."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.people.models import Membership
from campaigns.people.roles import Action, Scope
from campaigns.reports.live import ToDo
from campaigns.turfs.models import Turf
from sms.models import OutboundSms
from sms.rollcall import asking
from sms.rollcall.board import Board, Row
from sms.rollcall.models import Answer, CallState, LeaderCall, RollCall


@dataclass(frozen=True)
class Word:
    """How a state is shown: never by its colour alone."""

    label: str | Promise
    kind: str
    icon: str


WORDS = {
    "missing": Word(gettext_lazy("Has not come"), "alarm", "triangle-alert"),
    "undelivered": Word(gettext_lazy("Text not delivered"), "alarm", "triangle-alert"),
    "to_call": Word(gettext_lazy("To call"), "ask", "phone"),
    "waiting": Word(gettext_lazy("No answer"), "ask", "clock"),
    "needs_reading": Word(gettext_lazy("Needs reading"), "read", "message-circle-question-mark"),
    "started": Word(gettext_lazy("Under way"), "yes", "footprints"),
    "declines": Word(gettext_lazy("Does not come"), "no", "x"),
    "comes": Word(gettext_lazy("Comes"), "yes", "check"),
}
STEPS = {
    "invite": gettext_lazy("Question sent"),
    "reminder": gettext_lazy("Reminder"),
    "escalate": gettext_lazy("List to call"),
    "close": gettext_lazy("Closing"),
}


def roll_call_of(member: Membership, outing: int) -> RollCall:
    """The roll-call of an outing that this member may see; 404 otherwise."""
    rows = RollCall.objects.visible_to(member).select_related("outing__meeting_point", "outing__campaign", "campaign")
    return get_object_or_404(rows, outing=outing)


def call_of(member: Membership, roll_call: RollCall, pk: int) -> LeaderCall:
    """One of its calls, which this member may see; 404 otherwise."""
    rows = LeaderCall.objects.of(roll_call).visible_to(member)
    found = rows.select_related("membership__user", "membership__campaign", "team", "roll_call__outing").filter(pk=pk)
    call = found.first()
    if call is None:
        raise Http404
    return call


def rows_for(member: Membership, board: Board) -> list[Row]:
    """All for headquarters; a leader sees what was said by their own teams only."""
    if member.reach(Action.SEE_OUTINGS) is Scope.ALL:
        return list(board.rows)
    return [row for row in board.rows if row.team.leader_id == member.pk]


def answers(roll_call: RollCall) -> int:
    """How many answers there are by now, by whatever way."""
    return Answer.objects.filter(call__roll_call=roll_call).count()


def mark(roll_call: RollCall) -> str:
    """Changes with whatever the board shows: what was answered or decided, what became of the texts, which team walks
    which area. Three queries."""
    version = RollCall.objects.values_list("version", flat=True).get(pk=roll_call.pk)
    texts = OutboundSms.objects.filter(
        campaign=roll_call.campaign_id, dedupe_key__startswith=asking.texts_of(roll_call)
    )
    states = texts.order_by("state").values_list("state").annotate(Count("pk"))
    areas = Turf.objects.filter(outing=roll_call.outing_id, team__isnull=False).order_by("pk").values_list("pk", "team")
    walked = zlib.crc32(repr(list(areas)).encode())
    return "-".join([str(version), f"{walked:x}", *(f"{state[:4]}{count}" for state, count in states)])


def changes(known: int, now: int) -> str:
    """What a board that shows ``known`` answers says when there are ``now``."""
    if now > known:
        return ngettext("%(n)s new answer", "%(n)s new answers", now - known) % {"n": now - known}
    return _("The board has changed")


def told(row: Row) -> dict[str, Any]:
    """A row with the look of its state."""
    return {"row": row, "word": WORDS[row.stands]}


def to_do(member: Membership, *, now: datetime) -> list[ToDo]:
    """Leaders of outings to come that somebody should call, or read: for the list of what to do now. One query."""
    rows = LeaderCall.objects.visible_to(member).filter(
        roll_call__outing__ends_at__gt=now, roll_call__outing__closed_at=None, team__outings=F("roll_call__outing")
    )
    pressing = Q(state=CallState.TO_CALL, started_at=None) | Q(state=CallState.NEEDS_READING)
    pressing |= Q(missing_at__isnull=False)
    count = rows.filter(pressing).values("membership", "roll_call").distinct().count()
    return [ToDo("leaders_to_call", count)] if count else []


def parts(board: Board) -> list[dict[str, Any]]:
    """The bar of the teams, in hundredths of its length: each state with its count and its words."""
    totals = board.totals
    counted = [
        ("yes", totals.comes, ngettext("%(n)s comes", "%(n)s come", totals.comes)),
        ("no", totals.declines, ngettext("%(n)s no", "%(n)s no", totals.declines)),
        ("read", totals.needs_reading, ngettext("%(n)s to read", "%(n)s to read", totals.needs_reading)),
        ("ask", totals.silent, ngettext("%(n)s without answer", "%(n)s without answer", totals.silent)),
    ]
    scale, start, found = 100 / max(1, totals.teams), 0.0, []
    for kind, count, label in counted:
        width = count * scale
        found.append({"kind": kind, "count": count, "label": label % {"n": count}, "start": start, "width": width})
        start += width
    return found
