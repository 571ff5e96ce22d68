"""Whatever happens to texts, in whatever order: none leaves a final state, none is accepted twice, and no step is taken
that no arrow allows. Played on the real database, which notes each step, with a gateway that fails in every way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase
from hypothesis import settings as amount
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from benchmarks.texts.crashes import NOTE_STEPS
from campaigns.errors import DomainError
from sms import opt_outs, outbox, reports, sending, settling, states
from sms.gateways import Accepted, Doubtful, Found, Letter, NotTaken, Rejected
from sms.models import OptOut, OutboundSms, Sender, State, StatusReport
from sms.sending import claim, hand_over
from tests import builders
from tests.builders import SATURDAY
from tests.sms.gateways import Clock

NUMBERS = ("+33612345678", "+33698765432")
WAYS = ("accept", "accept, then silence", "silence", "not taken", "refuse", "report before the answer")
STATUSES = ("queued", "sending", "sent", "delivered", "undelivered", "failed", "canceled", "something new")


class FullGateway:
    """Does what the next step says, and remembers what it took."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.way = clock, "accept"
        self.taken: list[Letter] = []

    def post(self, letter: Letter) -> Accepted:
        if self.way == "silence":
            raise Doubtful("no answer")
        if self.way == "not taken":
            raise NotTaken("20429")
        if self.way == "refuse":
            raise Rejected("30004")
        self.taken.append(letter)
        sid = f"SM{len(self.taken)}"
        if self.way == "accept, then silence":
            raise Doubtful("no answer")
        if self.way == "report before the answer":
            reports.store(letter.message, {"MessageSid": sid, "MessageStatus": "sent"}, now=self.clock())
            reports.read_waiting(now=self.clock())
        return Accepted(sid, "queued")

    def held_for(self, number: str, *, since) -> list[Found]:
        return [
            Found(f"SM{place}", letter.to, letter.body, "sent", self.clock())
            for place, letter in enumerate(self.taken, start=1)
            if letter.to == number
        ]


class Life(RuleBasedStateMachine):
    campaign = None

    def __init__(self) -> None:
        super().__init__()
        for model in (OutboundSms, StatusReport, OptOut, Sender):
            model.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE step")
        self.clock = Clock(SATURDAY)
        self.gateway = FullGateway(self.clock)
        self.held: list[OutboundSms] = []

    @initialize()
    def begin(self) -> None:
        for name in range(4):
            self.queue(name)

    @rule(name=st.integers(0, 5))
    def queue(self, name: int) -> None:
        now = self.clock()
        outbox.queue(
            campaign=self.campaign, purpose="rollcall", to=NUMBERS[name % 2], body=f"Question {name}", key=f"k{name}",
            not_before=now, expires_at=now + timedelta(minutes=45 + 30 * name), now=now,
        )  # fmt: skip

    @rule(way=st.sampled_from(WAYS))
    def send(self, way: str) -> None:
        self.take_up()
        self.finish(way, -1)

    @rule()
    def take_up(self) -> None:
        self.clock.sleep(1)
        text = claim(now=self.clock())
        self.held += [text] if text else []

    @rule(way=st.sampled_from(WAYS), place=st.integers(0, 3))
    def finish(self, way: str, place: int) -> None:
        """One of those that were taken up, perhaps long ago by a worker that slept."""
        if self.held:
            self.gateway.way = way
            hand_over(self.held.pop(place % len(self.held)), gateway=self.gateway, clock=self.clock)

    @rule(heard=st.booleans())
    def die(self, heard: bool) -> None:
        """After `posting` was committed, and perhaps after the gateway had heard it all."""
        self.clock.sleep(1)
        text = claim(now=self.clock())
        if text and sending._begin(text, now=self.clock()) and heard:
            self.gateway.taken.append(sending._letter(text))

    @rule(seconds=st.sampled_from([2, 61, 130, 700, 1_900]))
    def wait(self, seconds: int) -> None:
        self.clock.now += timedelta(seconds=seconds)
        settling.tidy(now=self.clock())
        settling.look_up(gateway=self.gateway, now=self.clock())
        settling.try_unreachable_again(now=self.clock())

    @rule(place=st.integers(0, 9), status=st.sampled_from(STATUSES), code=st.sampled_from(["", "30003", "30036"]))
    def report(self, place: int, status: str, code: str) -> None:
        if self.gateway.taken:
            place %= len(self.gateway.taken)
            told = {"MessageSid": f"SM{place + 1}", "MessageStatus": status, "ErrorCode": code}
            reports.store(self.gateway.taken[place].message, told, now=self.clock())
            reports.read_waiting(now=self.clock())

    @rule(name=st.integers(0, 3))
    def cancel(self, name: int) -> None:
        outbox.cancel(OutboundSms.objects.filter(dedupe_key=f"k{name}"), now=self.clock())

    @precondition(lambda self: len(self.gateway.taken) > 2)
    @rule()
    def stop(self) -> None:
        opt_outs.opt_out(NUMBERS[1], source=opt_outs.Source.TEXT, now=self.clock())

    @rule(name=st.integers(0, 3))
    def send_again(self, name: int) -> None:
        text = OutboundSms.objects.get(dedupe_key=f"k{name}")
        try:
            outbox.send_again(text, lasts=timedelta(hours=1), now=self.clock())
        except DomainError:
            assert text.state != State.UNCERTAIN or self.clock() < text.posted_at + outbox.SHOWN_AFTER or again(name)

    @invariant()
    def every_step_is_an_arrow(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT was, became FROM step")
            assert [step for step in cursor.fetchall() if not states.may_follow(*step)] == []

    @invariant()
    def none_is_accepted_twice(self) -> None:
        messages = [letter.message for letter in self.gateway.taken]
        assert len(messages) == len(set(messages))

    @invariant()
    def what_is_final_has_its_time(self) -> None:
        assert not OutboundSms.objects.filter(state__in=states.FINAL, settled_at=None).exists()


def again(name: int) -> bool:
    return OutboundSms.objects.filter(dedupe_key=f"k{name}{outbox.AGAIN}").exists()


@pytest.mark.django_db
def test_no_text_leaves_a_final_state_and_none_is_taken_twice(settings) -> None:
    settings.SMS_PER_SECOND = 1_000
    Life.campaign = builders.campaign("valmont")
    with connection.cursor() as cursor:
        cursor.execute(NOTE_STEPS)

    run_state_machine_as_test(
        Life,
        settings=amount(
            max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck),
            derandomize=True, database=None, phases=[Phase.generate],
        ),
    )  # fmt: skip


@pytest.mark.parametrize("state", sorted(states.ARROWS))
def test_final_states_are_left_by_nobody_and_the_others_lead_to_one(state) -> None:
    reachable, found = {state}, set()
    while reachable - found:
        found |= reachable
        reachable = {following for each in found for following in states.ARROWS[each]} | found

    assert (state in states.FINAL) == (states.ARROWS[state] == frozenset())
    assert found & states.FINAL
    assert set(states.ARROWS) == set(State.values)


def test_only_a_hand_over_that_certainly_failed_leads_back_to_the_queue() -> None:
    back = {state for state in states.ARROWS if states.may_follow(state, states.QUEUED)}

    assert back == {states.CLAIMED, states.POSTING}
