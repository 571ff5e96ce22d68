"""The roll-call of the demo's next outing, asked the evening before: some come, one does not, one is unclear, one is
silent, one got nothing. Asked and answered with the real verbs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from campaigns.law import texting
from campaigns.people.models import Campaign, Membership, Outing
from sms import gate, inbound
from sms.models import InboundSms, OutboundSms, State
from sms.rollcall import opening, schedule, ticking

EXPECTED = 15
# By team, in the order of their keys: what its leader answered, and how many minutes after the question.
ANSWERS = (("OUI 4", 4), ("oui on sera 3", 6), ("NON", 33), ("Peut-être, je confirme demain", 132))
BAD_NUMBER = "30003"


def ask(outing: Outing, *, by: Membership, now: datetime) -> None:
    """Numbers are given to leaders only where no text leaves the machine: some are somebody's."""
    leaders = [team.leader for team in outing.teams.select_related("leader").order_by("pk") if team.leader]
    if settings.SMS_GATEWAY == "console":
        _give_numbers(leaders)
    asked_at = _evening_before(outing.campaign, now)
    usual = schedule.proposed(outing)
    times = replace(usual, invite_at=min(usual.invite_at, asked_at))
    roll_call = opening.open_for(outing, by=by, now=times.invite_at - timedelta(days=1), times=times)
    opening.change(roll_call, now=times.invite_at, expected=EXPECTED)
    ticking.step(roll_call.pk, times.invite_at)
    _deliver(outing.campaign, but=leaders[-1])
    for leader, (words, minutes) in zip(leaders, ANSWERS, strict=False):
        _answer(leader, words, times.invite_at + timedelta(minutes=minutes))
    _deliver(outing.campaign)


def _give_numbers(leaders: list[Membership]) -> None:
    for number, leader in enumerate(leaders, start=1):
        leader.phone = f"+336000000{number:02}"
        leader.save(update_fields=["phone"])


def _evening_before(campaign: Campaign, now: datetime) -> datetime:
    zone = ZoneInfo(campaign.time_zone)
    evening = datetime.combine(now.astimezone(zone).date() - timedelta(days=1), time(18), tzinfo=zone)
    return texting.last_opening_before(evening, gate.territory(campaign))


def _deliver(campaign: Campaign, but: Membership | None = None) -> None:
    """What was queued arrived long ago, except for one."""
    for text in OutboundSms.objects.filter(campaign=campaign, state=State.QUEUED):
        lost = but is not None and text.membership_id == but.pk
        text.state = State.UNDELIVERED if lost else State.DELIVERED
        text.error_code = BAD_NUMBER if lost else ""
        text.posted_at = text.settled_at = text.created_at
        text.attempt, text.provider_sid = 1, f"CO{text.pk.hex}"
        text.save()


def _answer(leader: Membership, words: str, at: datetime) -> None:
    if not leader.phone:
        return
    sid = f"CI{leader.pk:08}"
    inbound.store({"MessageSid": sid, "From": leader.phone, "To": settings.SMS_SENDER, "Body": words}, now=at)
    inbound.read(InboundSms.objects.get(provider_sid=sid).pk, now=at)
