"""Beats come when they come: late, doubled, missed. What leaders get depends on none of it."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from campaigns.law import territories, texting
from sms.models import OutboundSms
from sms.rollcall import answering, ticking
from sms.rollcall.models import CallState, LeaderCall, RollCall
from tests import builders
from tests.rollcall import leaders
from tests.rollcall.leaders import MONDAY, STARTS

NAMES = ("Nadia", "Luc", "Fanny")
END = STARTS + timedelta(hours=2)
MINUTES = int((END - MONDAY).total_seconds() // 60)
ANSWER = st.tuples(st.sampled_from(NAMES), st.sampled_from(["comes", "declines", "needs_reading"]))
MOMENT = st.integers(0, MINUTES)


def as_it_stands(campaign) -> tuple:
    """Everything that beats can change, without when they came."""
    texts = OutboundSms.objects.filter(campaign=campaign).order_by("dedupe_key")
    calls = LeaderCall.objects.filter(roll_call__campaign=campaign).order_by("pk")
    return (
        list(texts.values_list("dedupe_key", "to_e164", "body", "created_at")),
        list(calls.values_list("state", "people", "asked_at", "reminders", "started_at", "missing_at")),
        list(RollCall.objects.filter(campaign=campaign).values_list("version", "closed_at", "escalated_at")),
    )


class Beats(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(st.lists(MOMENT, max_size=12), st.lists(st.tuples(MOMENT, ANSWER), max_size=4))
    def test_a_beat_that_comes_again_changes_nothing(self, beats, answers) -> None:
        campaign = builders.campaign("beats")
        roll_call = leaders.opened(campaign, *NAMES)
        happens = [(minute, None) for minute in beats] + answers

        for minute, said in sorted(happens, key=lambda each: each[0]):
            now = MONDAY + timedelta(minutes=minute)
            if said is not None:
                name, state = said
                people = 3 if state == CallState.COMES else None
                answering.answer(leaders.call(roll_call, name), way="phone", state=state, people=people, now=now)
            else:
                ticking.tick(now)
                once = as_it_stands(campaign)
                assert ticking.tick(now) == 0
                assert as_it_stands(campaign) == once

        self.hold_what_always_holds(roll_call)

    def hold_what_always_holds(self, roll_call: RollCall) -> None:
        """Nobody is asked or reminded twice, nor outside the hours, nor once the answer is clear and stands."""
        written = OutboundSms.objects.filter(dedupe_key__startswith=f"rollcall:{roll_call.pk}:")
        per_leader = [text.dedupe_key.split(":")[2:] for text in written]
        assert len({tuple(each) for each in per_leader}) == len(per_leader)
        assert {wave for _leader, wave in per_leader} <= {"invite", "reminder"}
        assert all(text.expires_at <= roll_call.close_at for text in written)
        assert all(
            texting.next_opening(text.created_at, territories.METROPOLE) < text.expires_at
            for text in written.filter(dedupe_key__endswith=":reminder")
        )
        for call in LeaderCall.objects.filter(roll_call=roll_call):
            assert (call.people is not None) == (call.state == CallState.COMES)
            assert call.reminders <= 1
