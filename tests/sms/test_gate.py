"""The worker's question at the moment of sending, with what the database knows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from campaigns.calendar import calling_off, opening, signing_up
from campaigns.calendar.models import SignUp
from campaigns.people.models import Campaign
from sms import gate
from sms.gate import Go, Never, Wait
from sms.models import OutboundSms, State
from sms.rollcall.models import RollCall
from tests import builders

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 4, 8, 12, tzinfo=ZoneInfo("Europe/Paris"))  # a Thursday
GOOD_FRIDAY = datetime(2027, 3, 26, 12, tzinfo=ZoneInfo("Europe/Paris"))


def message(campaign: Campaign, *, purpose: str = "logistics", to: str = "+33612345678", **fields) -> OutboundSms:
    return OutboundSms(
        campaign=campaign, purpose=purpose, to_e164=to, body="Bonjour", segments=1, created_at=NOON,
        dedupe_key=fields.pop("key", "turf:1:1"), not_before=NOON, expires_at=NOON + timedelta(days=5), **fields,
    )  # fmt: skip


def decided(text: OutboundSms, *, now: datetime = NOON, out: str = "") -> gate.Verdict:
    return gate.decide(text, now=now, opted_out=lambda number: number == out)


def test_a_plain_text_leaves_in_open_hours_and_waits_in_closed_ones() -> None:
    campaign = builders.campaign()

    assert decided(message(campaign)) == Go()
    assert decided(message(campaign), now=NOON.replace(hour=7)) == Wait(NOON.replace(hour=9))


def test_the_number_decides_whose_clock_counts() -> None:
    campaign = builders.campaign()
    evening = NOON.replace(hour=19)  # 21 h in La Réunion, in summer

    assert decided(message(campaign), now=evening) == Go()
    assert decided(message(campaign, to="+262692123456"), now=evening) == Wait(
        datetime(2027, 4, 9, 9, tzinfo=ZoneInfo("Indian/Reunion"))
    )


def test_the_communes_decide_whose_holidays_count() -> None:
    campaign = builders.campaign()
    assert decided(message(campaign), now=GOOD_FRIDAY) == Go()

    campaign.communes.add(builders.station("57463-0001").commune)

    assert isinstance(decided(message(campaign), now=GOOD_FRIDAY), Wait)


def test_it_asks_whether_this_very_number_wants_no_texts() -> None:
    campaign = builders.campaign()

    assert decided(message(campaign), out="+33612345678") == Never(State.SUPPRESSED, "opted_out")
    assert decided(message(campaign), out="+33612345679") == Go()


def test_news_are_cancelled_in_the_silence_of_either_round() -> None:
    campaign = builders.campaign(first_round_date=date(2027, 6, 6))
    eves = [datetime(2027, 6, day, 12, tzinfo=UTC) for day in (5, 19)]

    assert [decided(message(campaign, purpose="broadcast"), now=eve) for eve in eves] == [
        Never(State.CANCELLED, "silence")
    ] * 2
    assert [decided(_lasting(campaign), now=eve) for eve in eves] == [Go(), Go()]


def _lasting(campaign: Campaign) -> OutboundSms:
    text = message(campaign)
    text.expires_at = NOON + timedelta(days=200)
    return text


def test_the_question_for_a_forbidden_outing_is_cancelled() -> None:
    campaign = builders.campaign(first_round_date=date(2027, 4, 11))
    on_the_eve = builders.outing(campaign, starts_at=NOON + timedelta(days=2))
    before = builders.outing(campaign, starts_at=NOON + timedelta(days=1))
    keys = [f"rollcall:{_roll_call(outing).pk}:7:invite" for outing in (on_the_eve, before)]

    said = [decided(message(campaign, purpose="rollcall", key=key)) for key in keys]

    assert said == [Never(State.CANCELLED, "silence"), Go()]


def _roll_call(outing) -> RollCall:
    times = dict.fromkeys(("invite_at", "escalate_at", "close_at"), NOON)
    return RollCall.objects.create(campaign=outing.campaign, outing=outing, text="?", **times)


@pytest.mark.parametrize("kind", ["rollcall", "turf", "moved", "started"])
def test_nothing_about_an_outing_leaves_once_it_is_called_off_sweeper_or_not(kind) -> None:
    campaign = builders.campaign()
    off, held = (builders.outing(campaign, starts_at=NOON + timedelta(days=1)) for _ in range(2))
    purpose = "rollcall" if kind == "rollcall" else "logistics"
    texts = [message(campaign, purpose=purpose, key=f"{kind}:{_roll_call(each).pk}:7:later") for each in (off, held)]

    calling_off.call_off(off, by=None, now=NOON)

    assert [decided(text) for text in texts] == [Never(State.CANCELLED, "called_off"), Go()]


def test_no_question_of_a_cancelled_roll_call_leaves() -> None:
    campaign = builders.campaign()
    row = _roll_call(builders.outing(campaign, starts_at=NOON + timedelta(days=1)))
    RollCall.objects.filter(pk=row.pk).update(cancelled_at=NOON)

    assert decided(message(campaign, purpose="rollcall", key=f"rollcall:{row.pk}:7:invite")) == Never(
        State.CANCELLED, "called_off"
    )


@pytest.mark.parametrize("what", ["confirm", "reminder"])
def test_who_signed_up_hears_of_a_called_off_outing_that_it_is_off_and_nothing_else(what) -> None:
    campaign = builders.campaign()
    row = _signed_up(campaign)
    calling_off.call_off(row.outing, by=None, now=NOON)
    row.refresh_from_db()

    said = [decided(message(campaign, key=f"signup:{row.pk}:{which}", signup=row)) for which in (what, "off")]

    assert said == [Never(State.CANCELLED, "called_off"), Go()]


def test_who_cancelled_is_not_reminded_by_a_text_that_was_written_before() -> None:
    campaign = builders.campaign()
    row = _signed_up(campaign)
    reminder = message(campaign, key=f"signup:{row.pk}:reminder", signup=row)
    before = decided(reminder)

    signing_up.cancel(row, now=NOON)
    row.refresh_from_db()

    assert (before, decided(reminder)) == (Go(), Never(State.CANCELLED, "called_off"))


def _signed_up(campaign: Campaign) -> SignUp:
    outing = builders.outing(campaign, starts_at=NOON + timedelta(days=1))
    page = opening.open_page(outing=outing, now=NOON)
    told = {"first_name": "Léa", "phone": "+33612345678", "now": NOON}
    return signing_up.sign_up(page, outing, id=uuid4(), **told)[0]


def test_a_sunday_opened_with_a_reason_is_open() -> None:
    campaign = builders.campaign()
    sunday = NOON + timedelta(days=3)

    assert isinstance(decided(message(campaign), now=sunday), Wait)
    assert decided(message(campaign, forced_because="The place has changed"), now=sunday) == Go()
