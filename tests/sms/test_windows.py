"""What leaves, waits, or never leaves; counted against a second telling of the law."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from benchmarks.report import Report
from benchmarks.texts import windows as counting
from campaigns.law import territories, texting
from sms import windows
from sms.models import Purpose, State
from sms.windows import Case, Go, Never, Wait, judge

PARIS = ZoneInfo("Europe/Paris")
SATURDAY = datetime(2027, 4, 3, 12, tzinfo=PARIS)
ROUNDS = (date(2027, 4, 11), date(2027, 4, 25))
EVE = datetime(2027, 4, 10, 12, tzinfo=PARIS)


def case(purpose: str, now: datetime, **fields) -> Case:
    plain = {"home": territories.METROPOLE, "place": territories.METROPOLE, "rounds": ROUNDS, "created_at": now}
    return Case(**{"purpose": purpose, "expires_at": now + timedelta(days=5), **plain, **fields})


@pytest.mark.parametrize("purpose", Purpose.values)
def test_on_a_working_day_every_text_leaves(purpose) -> None:
    assert judge(case(purpose, SATURDAY), now=SATURDAY) == Go()


@pytest.mark.parametrize("purpose", Purpose.values)
def test_who_wants_no_texts_gets_none(purpose) -> None:
    assert judge(case(purpose, SATURDAY, opted_out=True), now=SATURDAY) == Never(State.SUPPRESSED, "opted_out")


def test_at_night_it_waits_for_the_next_opening_or_is_too_late() -> None:
    night = SATURDAY.replace(hour=21)
    monday = datetime(2027, 4, 5, 9, tzinfo=PARIS)

    assert judge(case("rollcall", night), now=night) == Wait(monday)
    assert judge(case("rollcall", night, expires_at=monday), now=night) == Never(State.EXPIRED, "too_late")


def test_what_expired_does_not_leave_although_all_is_open() -> None:
    assert judge(case("logistics", SATURDAY, expires_at=SATURDAY), now=SATURDAY) == Never(State.EXPIRED, "too_late")


@pytest.mark.parametrize("purpose", ["otp", "confirm"])
def test_an_answer_may_leave_by_the_operators_hours_for_a_quarter_of_an_hour(purpose) -> None:
    early = SATURDAY.replace(hour=8, minute=20)

    assert judge(case(purpose, early, created_at=early - timedelta(minutes=15)), now=early) == Go()
    assert judge(case(purpose, early, created_at=early - timedelta(minutes=16)), now=early) == Wait(
        SATURDAY.replace(hour=9)
    )
    sunday_after = early + timedelta(days=8)
    assert isinstance(judge(case(purpose, sunday_after), now=sunday_after), Wait)


def test_a_forced_sunday_is_open_by_day_alone() -> None:
    sunday = SATURDAY + timedelta(days=1)

    assert judge(case("rollcall", sunday, forced=True), now=sunday) == Go()
    assert judge(case("rollcall", sunday), now=sunday) != Go()
    late = sunday.replace(hour=20)
    assert judge(case("rollcall", late, forced=True), now=late) == Wait(sunday.replace(hour=8) + timedelta(days=1))


@pytest.mark.parametrize(
    ("purpose", "said"),
    [("broadcast", Never(State.CANCELLED, "silence")), ("logistics", Go()), ("confirm", Go()), ("otp", Go()),
     ("test", Go()), ("rollcall", Go())],
)  # fmt: skip
def test_on_the_eve_news_are_cancelled_and_practical_texts_leave(purpose, said) -> None:
    assert judge(case(purpose, EVE), now=EVE) == said


def test_the_question_for_an_outing_in_the_silence_is_asked_at_no_time() -> None:
    thursday = EVE - timedelta(days=2)

    assert judge(case("rollcall", thursday, outing=EVE), now=thursday) == Never(State.CANCELLED, "silence")
    assert judge(case("rollcall", thursday, outing=EVE - timedelta(days=1)), now=thursday) == Go()


def test_the_silence_is_that_of_the_campaign_and_of_the_receiver() -> None:
    reunion, martinique = territories.OVERSEAS["974"], territories.OVERSEAS["972"]
    before_midnight = datetime(2027, 4, 9, 19, 30, tzinfo=PARIS)  # 21 h 30 in La Réunion
    friday_there = datetime(2027, 4, 9, 12, tzinfo=ZoneInfo("America/Martinique"))

    assert isinstance(judge(case("broadcast", before_midnight, place=reunion), now=before_midnight), Wait)
    assert judge(case("broadcast", friday_there, place=martinique), now=friday_there) == Never(
        State.CANCELLED, "silence"
    )
    assert judge(case("broadcast", friday_there, place=reunion, home=reunion), now=friday_there) != Go()


def test_of_ten_thousand_random_instants_none_leaves_in_a_forbidden_window() -> None:
    report = Report("texts")

    counting.measure(report, full=False)

    assert report.figures["windows: instants"] == 10_000
    assert report.figures["windows: texts that left"] > 3_000
    assert [(goal.goal, goal.value) for goal in report.goals if not goal.ok] == []
    assert len(report.goals) == 4


@pytest.mark.parametrize(
    ("rule", "goal"),
    [
        ("OPERATORS", "windows: left in a forbidden window"),
        ("PRODUCT", "windows: held although all was open"),
    ],
)
def test_the_count_would_see_wrong_hours(monkeypatch, rule, goal) -> None:
    wrong = {
        "OPERATORS": texting.Hours(texting.time(7), texting.time(21)),
        "PRODUCT": texting.Hours(texting.time(12), texting.time(13)),
    }
    monkeypatch.setattr(windows.texting, rule, wrong[rule])
    report = Report("texts")

    counting.measure(report, full=False)

    assert goal in [missed.goal for missed in report.goals if not missed.ok]


@pytest.mark.parametrize(
    ("year", "day"),
    [(2026, date(2026, 4, 5)), (2027, date(2027, 3, 28)), (2034, date(2034, 4, 9)), (2035, date(2035, 3, 25))],
)
def test_the_second_telling_knows_easter(year, day) -> None:
    assert counting.easter(year) == day


def test_both_tellings_have_the_same_free_days_for_ten_years() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(3_652)]

    assert [
        (place.code, day)
        for place in counting.PLACES
        for day in days
        if texting.is_free_day(day, place) is not counting.is_free(day, place.code)
    ] == []
    assert datetime(2026, 1, 1, tzinfo=UTC) == counting.BEGINS
