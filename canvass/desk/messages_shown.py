"""The texts of a campaign as headquarters read them: what each is for, where it stands and why, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.people.models import Membership
from sms import alerts, budget, refusals
from sms.alerts import Alert
from sms.models import OutboundSms, Purpose, State

SHOWN = 100
GROUPS: dict[str, tuple[str | Promise, tuple[State, ...]]] = {
    "waiting": (_("Waiting"), (State.QUEUED, State.CLAIMED)),
    "gone": (_("Sent"), (State.POSTING, State.ACCEPTED, State.SENT)),
    "arrived": (_("Arrived"), (State.DELIVERED,)),
    "doubtful": (_("Perhaps sent"), (State.UNCERTAIN,)),
    "lost": (_("Not arrived"), (State.UNDELIVERED, State.FAILED)),
    "unsent": (_("Not sent"), (State.CANCELLED, State.SUPPRESSED, State.EXPIRED)),
}
GROUP_OF = {state: name for name, (_label, states) in GROUPS.items() for state in states}
LOOKS = {
    "waiting": "pill-waiting", "gone": "pill-in_progress", "arrived": "pill-done", "doubtful": "pill-free",
    "lost": "pill-failed", "unsent": "pill-stopped",
}  # fmt: skip
WHY: dict[str, str | Promise] = {
    "opted_out": _("wants no more texts"),
    "called_off": _("the outing was called off"),
    "silence": _("silence before the vote"),
    "too_late": _("it was too late"),
    "batch_stopped": _("operators filter these news"),
    "20003": _("the gateway does not accept our account"),
    "21211": _("this number does not exist"),
    "21408": _("the gateway may not send to this country"),
    "21606": _("our sender may not send there"),
    "21610": _("wants no more texts"),
    "21612": _("our sender may not send there"),
    "21614": _("this number is no mobile"),
    "30003": _("phone switched off or out of reach"),
    "30004": _("blocked by the operator"),
    "30005": _("this number does not exist"),
    "30006": _("this number gets no texts"),
    "30007": _("filtered by the operator"),
    "30008": _("the operator does not say why"),
    "30036": _("it was too late"),
}


@dataclass(frozen=True)
class Shown:
    """One row. ``why`` is empty where there is nothing to explain; an unknown code is told as it is."""

    text: OutboundSms
    at: datetime
    purpose: str
    state: str | Promise
    look: str
    why: str | Promise
    may_go_again: bool = False


@dataclass(frozen=True)
class Day:
    """What left since midnight, and what it cost; the budget is that of the whole site."""

    left: int
    arrived: int
    waiting: int
    euros: Decimal
    spent: Decimal
    budget: Decimal


@dataclass(frozen=True)
class Tab:
    name: str
    label: str | Promise
    count: int


def texts_of(member: Membership) -> QuerySet[OutboundSms]:
    return OutboundSms.objects.visible_to(member).select_related("membership__user", "contact")


def rows(member: Membership, group: str) -> list[Shown]:
    """The last texts, of one group or of all."""
    found = texts_of(member)
    if group in GROUPS:
        found = found.filter(state__in=GROUPS[group][1])
    return [shown(text) for text in found.order_by("-created_at", "-pk")[:SHOWN]]


def in_doubt(member: Membership, *, now: datetime) -> list[Shown]:
    """Those of which nothing more will be learned; a roll-call may go out once more."""
    found = alerts.doubtful(texts_of(member), now=now).order_by("posted_at")[:SHOWN]
    return [shown(text, may_go_again=text.purpose == Purpose.ROLLCALL) for text in found]


def bad_numbers(member: Membership) -> list[Shown]:
    """The last text to each number that none will reach: somebody must ask its owner for another."""
    found = refusals.bad_numbers(texts_of(member).filter(membership__phone=F("to_e164")))
    return [shown(text) for _number, text in sorted(found.items())]


def shown(text: OutboundSms, *, may_go_again: bool = False) -> Shown:
    group = GROUP_OF[State(text.state)]
    is_over = group in ("lost", "unsent")
    return Shown(
        text=text,
        at=text.posted_at or (text.not_before if group == "waiting" else text.settled_at) or text.created_at,
        purpose=text.get_purpose_display(),
        state=GROUPS[group][0],
        look=LOOKS[group],
        why=WHY.get(text.error_code, text.error_code) if is_over else "",
        may_go_again=may_go_again,
    )


def tabs(member: Membership) -> list[Tab]:
    """All, then each group that has texts."""
    states = OutboundSms.objects.visible_to(member).values("state").annotate(count=Count("pk")).order_by("state")
    counts = {each["state"]: each["count"] for each in states}
    found = [
        Tab(name, label, sum(counts.get(state, 0) for state in states_of))
        for name, (label, states_of) in GROUPS.items()
    ]
    return [Tab("", _("All texts"), sum(counts.values())), *(tab for tab in found if tab.count)]


def day(member: Membership, *, midnight: datetime, now: datetime) -> Day:
    mine = OutboundSms.objects.visible_to(member)
    handed_over = Q(posted_at__gte=midnight) & ~Q(state__in=budget.NEVER_HANDED_OVER)
    told = mine.aggregate(
        left=Count("pk", filter=handed_over),
        arrived=Count("pk", filter=handed_over & Q(state=State.DELIVERED)),
        waiting=Count("pk", filter=Q(state__in=GROUPS["waiting"][1])),
        euros=Sum("cost", filter=handed_over),
    )
    told["euros"] = told["euros"] or Decimal(0)
    return Day(**told, spent=budget.spent(now=now), budget=Decimal(settings.SMS_DAILY_BUDGET))


def warnings(member: Membership, *, now: datetime) -> list[Alert]:
    """What headquarters must know; the doubts have their own place on the page."""
    return [alert for alert in alerts.alerts(member.campaign, now=now) if alert.code != "in_doubt"]
