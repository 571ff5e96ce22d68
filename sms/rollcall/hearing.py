"""Texts that come in and are answers of leaders. STOP was looked for before: here « NON MERCI » is a plain no."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Case, Q, Value, When

from sms import outbox
from sms.models import InboundSms, OutboundSms, Purpose
from sms.rollcall import answering, areas, reading, started, texts, told_by_text
from sms.rollcall.models import Answer, CallState, LeaderCall
from sms.rollcall.reading import Kind, Reading

READ_AS, REPORT = "roll_call", "report"
LISTENS = timedelta(hours=24)
"""So long after an outing a text still belongs to it: its report often comes in the evening."""
REPLY_WITHIN = timedelta(minutes=15)
LAST_TEXTS = 50


def read(text: InboundSms, now: datetime) -> str | None:
    """Take the text as an answer of the leader whom we asked last at this number: ``roll_call`` or ``report``; None
    when nobody there was asked. Called once for each text, inside the transaction that notes how it was read."""
    call = _call_of(text, now)
    if call is None:
        return None
    answering.lock(call.roll_call_id)
    call.refresh_from_db()
    if told_by_text.is_one(text.body):
        _report(call, text, now)
        return REPORT
    outing = call.roll_call.outing
    read_as = reading.read(text.body, day=texts.day(outing.starts_at, call.roll_call.campaign.time_zone))
    if started.was_asked(call) and read_as.kind in (Kind.COMES, Kind.DECLINES):
        _has_begun(call, text, read_as, now)
    elif _says_nothing_new(call, read_as):
        answering.keep(call, words=text.body, inbound=text, now=now)
    else:
        _answer(call, text, read_as, now)
    return READ_AS


def _call_of(text: InboundSms, now: datetime) -> LeaderCall | None:
    """That of the question which this number got last, as long as its outing is not long over; a report is about the
    outing that began last."""
    found = _calls_of(text, now)
    if told_by_text.is_one(text.body):
        begun = [call for call in found if call.roll_call.outing.starts_at <= now]
        return max(begun or found, key=lambda call: call.roll_call.outing.starts_at, default=None)
    return found[0] if found else None


def _calls_of(text: InboundSms, now: datetime) -> list[LeaderCall]:
    """Those that this number was asked about before it wrote, the last question first; of two teams the first one's.

    A question that was written while the text waited to be read is none that it answers; those count where there is
    no other, since a clock may have been put back."""
    questions = Q(dedupe_key__startswith="rollcall:") | Q(dedupe_key__startswith="started:")
    later = Case(When(created_at__gt=text.received_at, then=Value(1)), default=Value(0))
    written = OutboundSms.objects.filter(questions, to_e164=text.from_e164, membership__isnull=False)
    keys = written.order_by(later, "-created_at").values_list("dedupe_key", "membership")[:LAST_TEXTS]
    asked = list(dict.fromkeys((int(key.split(":")[1]), member) for key, member in keys))
    calls = LeaderCall.objects.filter(
        roll_call__in=[roll_call for roll_call, _member in asked],
        roll_call__cancelled_at=None,
        roll_call__outing__ends_at__gt=now - LISTENS,
    ).select_related("roll_call__outing", "roll_call__campaign", "membership")
    known = {(call.roll_call_id, call.membership_id): call for call in calls.order_by("-pk")}
    return [known[each] for each in asked if each in known]


def _has_begun(call: LeaderCall, text: InboundSms, read_as: Reading, now: datetime) -> None:
    """« OUI » on the spot says that the team walks, « OUI 3 » also how many they are."""
    begun = read_as.kind is Kind.COMES
    started.tell(call, begun=begun, now=now)
    if begun and read_as.exact:
        answering.answer(
            call, way=Answer.Way.TEXT, state=CallState.COMES, people=read_as.people, words=text.body, inbound=text,
            now=now,
        )  # fmt: skip
    else:
        answering.keep(call, words=text.body, inbound=text, now=now)


def _says_nothing_new(call: LeaderCall, read_as: Reading) -> bool:
    """Thanks after an answer; or a bare yes from somebody who had said how many."""
    answered = call.state in (CallState.COMES, CallState.DECLINES)
    courteous = read_as.kind is Kind.COURTESY or read_as.weak
    again = read_as.kind is Kind.COMES and not read_as.exact and call.state == CallState.COMES
    return answered and (courteous or again)


def _answer(call: LeaderCall, text: InboundSms, read_as: Reading, now: datetime) -> None:
    state = {Kind.COMES: CallState.COMES, Kind.DECLINES: CallState.DECLINES}.get(read_as.kind, CallState.NEEDS_READING)
    answering.answer(
        call,
        way=Answer.Way.TEXT,
        state=state,
        people=read_as.people,
        exact=read_as.exact,
        words=text.body,
        inbound=text,
        now=now,
    )
    if state != CallState.NEEDS_READING:
        LeaderCall.objects.filter(pk=call.pk).update(misunderstood=0)
        _reply(call, text, confirmation(call, state, read_as, now), now)
    elif call.misunderstood == 0:
        LeaderCall.objects.filter(pk=call.pk).update(misunderstood=1)
        _reply(call, text, texts.NOT_UNDERSTOOD, now)


def confirmation(call: LeaderCall, state: str, read_as: Reading, now: datetime) -> str:
    """What is said back to a clear answer."""
    if state == CallState.DECLINES:
        return texts.DECLINED
    if not read_as.exact:
        return texts.NOTED_WITHOUT_NUMBER
    comes_at = areas.sent_at(call.roll_call)
    zone = call.roll_call.campaign.time_zone
    words = texts.NOTED + (texts.AREA_COMES if now < comes_at else "")
    values = {"nombre": texts.people(read_as.people or 1), "jour": texts.day(comes_at, zone)}
    return texts.fill(words, values | {"heure": texts.hour(comes_at, zone)})


def _report(call: LeaderCall, text: InboundSms, now: datetime) -> None:
    report = told_by_text.read(text.body)
    if report is None:
        answering.keep(call, words=text.body, inbound=text, now=now)
        _reply(call, text, texts.REPORT_NOT_UNDERSTOOD, now)
        return
    told_by_text.note(call, report, inbound=text, now=now)
    values = {"portes": report.doors, "ouvertes": report.opened, "discussions": report.conversations}
    _reply(call, text, texts.fill(texts.REPORT_NOTED, {name: str(value) for name, value in values.items()}), now)


def _reply(call: LeaderCall, text: InboundSms, body: str, now: datetime) -> None:
    """Once for each text that came in; of no use later than a quarter of an hour after it."""
    outbox.queue(
        campaign=call.roll_call.campaign,
        purpose=Purpose.CONFIRM,
        to=text.from_e164,
        body=body,
        key=f"reply:{text.provider_sid}",
        not_before=now,
        expires_at=now + REPLY_WITHIN,
        now=now,
        membership=call.membership,
    )
