"""Appended in one message or recorded step by step: every column of what is there in the end is the same."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import event as note
from hypothesis import strategies as st

from campaigns.doors.models import Door
from campaigns.people.models import ChangeCounter, Device
from campaigns.turfs.models import Turf
from campaigns.visits import rebuilding
from campaigns.visits.clock import Envelope
from campaigns.visits.models import FigureDelta, Quarantine, Visit
from campaigns.visits.projection import TODO
from tests.builders import SATURDAY, event
from tests.visits.playing import street
from tests.visits.pushing import EVENING, FIGURES, appended, recorded

OUTCOMES = ["not_home", "conversation", "refused", "come_back", "no_access", "do_not_knock", None, "delighted"]
visits = st.tuples(
    st.integers(0, 3),  # which door
    st.sampled_from(OUTCOMES + OUTCOMES[:5] * 4),  # mostly what is seen at doors; None undoes the one before
    st.integers(0, 240),  # what the phone's clock says, in minutes: it may jump back, and beyond the arrival
    st.lists(st.sampled_from(["proxy", "help", "host"]), max_size=2, unique=True),
)
batches = st.tuples(
    st.integers(0, 1),  # which phone
    st.lists(visits, min_size=1, max_size=4),
    st.integers(-10, 10),  # by how many minutes its clock is wrong
    st.booleans(),  # whether the answer is lost, so that it is sent again
)
plans = st.lists(batches, min_size=1, max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans)
def test_both_ways_leave_the_same(db, plan) -> None:
    turf, doors, phones = street()
    sent = written(turf, doors, phones, plan)

    either, one_by_one = outcome(turf, sent, quick=True), outcome(turf, sent, quick=False)

    assert either == one_by_one
    everywhere = [door.pk for door in doors]
    rows, of_door = rebuilding._load(turf.campaign, everywhere, lock=False)
    assert rebuilding._put_right(turf.campaign, rows, of_door) == []


def written(turf, doors, phones, plan) -> list[tuple[Device, list[dict], Envelope]]:
    """The batches as they travel, each phone's events numbered without a gap."""
    numbers: Counter[int] = Counter()
    sent = []
    for who, steps, wrong, again in plan:
        phone, batch = phones[who], []
        for where, outcome, minute, requests in steps:
            numbers[who] += 1
            undone = batch[-1]["id"] if outcome is None and batch else None
            at = SATURDAY + timedelta(minutes=minute)
            made = event(phone, turf, doors[where], outcome, seq=numbers[who], at=at, supersedes=undone)
            made["payload"] |= {"requests": requests}
            batch.append(made)
        clock = EVENING + timedelta(minutes=wrong)
        sent += [(phone, batch, Envelope(sent_at=clock, mono_ms=None, received_at=EVENING))] * (2 if again else 1)
    return sent


def outcome(turf, sent, *, quick: bool) -> dict:
    """What is answered and stored, change numbers counted from the first."""
    mine = {"campaign": turf.campaign}
    for table in (Visit, FigureDelta, Quarantine):
        table.objects.filter(**mine).delete()
    Door.objects.filter(**mine).update(
        state=TODO, last_at=None, last_by="", visit_count=0, knock_count=0, open_count=0, first_outcome="", seq=0
    )
    Device.objects.filter(**mine).update(seq_acked=0, seq_high=0, clock_offset_ms=0, last_seen_at=None)
    Turf.objects.filter(**mine).update(state="in_progress")
    ChangeCounter.objects.filter(**mine).update(value=0)
    answers = []
    for phone, batch, envelope in sent:
        answer = appended(phone, batch, envelope) if quick else None
        if quick:
            note("appended" if answer else "recorded")
        answer = answer or recorded(phone, batch, envelope)
        answers.append(([(told.id, told.verdict, told.seq, told.code) for told in answer.results], answer.seq_acked))
    totals: Counter[tuple] = Counter()
    for delta in FigureDelta.objects.filter(**mine):
        for name in FIGURES:
            totals[delta.station_id, delta.outing_id, delta.day, name] += getattr(delta, name)
    return {
        "answers": answers,
        "visits": list(Visit.objects.filter(**mine).order_by("pk").values()),
        "doors": list(Door.objects.filter(**mine).order_by("pk").values()),
        "phones": list(Device.objects.filter(**mine).order_by("pk").values()),
        "figures": +totals,
        "counter": ChangeCounter.objects.get(**mine).value,
        "set aside": list(Quarantine.objects.filter(**mine).order_by("event_id").values_list("event_id", "code")),
    }
