"""A forecast: bands that hold as often as they say, needs that add up, and nothing said where nothing is known."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.reports.forecast import Basis, Known, cumulative, forecast
from campaigns.reports.hours import Hours
from campaigns.reports.talks import StationDoors, pools_of

TODAY = date(2027, 3, 15)  # a Monday
WEEKEND = (0, 0, 0, 0, 0, 12, 0)
UNTOUCHED = StationDoors((400, 0, 0), (0, 0, 0), (0, 0, 0))


def hours(past=(), *, coming=28, planned=None, past_planned=None, closed=()) -> Hours:
    """``past``: the days before today, the oldest first."""
    past = np.array(past, dtype=float)
    return Hours(
        past=past,
        past_weekdays=(np.arange(-len(past), 0) % 7).astype(int),
        past_planned=np.zeros(len(past)) if past_planned is None else np.array(past_planned, dtype=float),
        planned=np.zeros(coming) if planned is None else np.array(planned, dtype=float),
        weekdays=np.arange(coming) % 7,
        open=np.array([day not in closed for day in range(coming)]),
    )


def known(work: Hours, *, pace=25.0, stations=(UNTOUCHED,) * 20, **fields) -> Known:
    given_values = {
        "today": TODAY, "past_doors": np.round(work.past * pace), "pools": pools_of(list(stations)),
        "done": round(float(work.past.sum()) * pace), "talked": 0, "hours_today": 0.0,
        "goal": 2_000, "shift_hours": 1.5,
    }  # fmt: skip
    return Known(hours=work, **given_values | fields)


def told(work: Hours, *, seed=1, **fields):
    return forecast(known(work, **fields), seed=seed)


# Hours


def test_a_weekday_brings_what_it_brought_drawn_to_the_mean_of_all_days() -> None:
    work = hours(WEEKEND * 2)

    mean = 24 / 14
    assert work.mean[:7] == pytest.approx([mean / 3] * 5 + [(24 + mean) / 3, mean / 3])
    assert work.mean[:7].sum() == pytest.approx(12)


def test_a_planned_day_is_half_the_plan_at_the_share_kept_and_half_what_was_measured() -> None:
    planned = [0.0] * 28
    planned[5] = 20
    work = hours(WEEKEND * 2, planned=planned, past_planned=(0, 0, 0, 0, 0, 15, 0) * 2)

    kept = (24 + 0.6 * 10) / (30 + 10)
    assert work.kept == pytest.approx(kept)
    assert work.mean[5] == pytest.approx(0.5 * (24 + 24 / 14) / 3 + 0.5 * kept * 20)
    assert work.mean[4] == pytest.approx(0.5 * 24 / 14 / 3)  # within the plan and not in it
    assert work.mean[12] == pytest.approx((24 + 24 / 14) / 3)  # beyond the plan


def test_days_differ_as_much_as_they_did() -> None:
    steady, uneven = hours([10] * 14), hours([0, 20] * 7)

    for work in (steady, uneven):
        day = work.drawn(20_000, np.random.default_rng(1))[:, 3]
        mean = work.mean[3]
        wider = 1 + 1 / (14 * mean) + 1 / 14 + 0.01  # the mean itself is drawn
        assert day.mean() == pytest.approx(mean, rel=0.03)
        assert day.var() == pytest.approx(mean + work.spread * mean**2 * wider, rel=0.35)
    assert steady.spread < 0.2 < 0.5 < uneven.spread


def test_days_of_silence_bring_nothing() -> None:
    found = told(hours(WEEKEND * 2, closed=(26, 27)))

    assert found.open_days == 26
    assert (found.doors.rows[:, 25] == found.doors.rows[:, 27]).all()
    assert found.doors.median[19] > found.doors.median[18]


def test_what_was_walked_today_is_not_expected_again() -> None:
    work = hours([8] * 14, coming=1)

    morning, evening = told(work, hours_today=0.0), told(work, hours_today=40.0)

    assert morning.doors.median[0] > morning.done + 100
    assert evening.doors.rows.tolist() == [[evening.done]] * 7


# Doors, conversations


def test_doors_come_at_the_pace_that_was_measured_beside_an_hour_at_the_usual_one() -> None:
    found = told(hours([6] * 14), pace=40.0)

    assert found.pace == pytest.approx((84 * 40 + 60 / 2.2) / 85, rel=0.02)


def test_no_future_knocks_at_more_doors_than_there_are() -> None:
    found = told(hours([10] * 14, coming=60), stations=[StationDoors((100, 0, 0), (0, 0, 0), (0, 0, 0))], goal=10_000)

    assert found.doors_left == 100 + 70 + 49
    assert found.doors.rows.max() == found.done + 219
    assert (found.beyond, found.needs, found.chance) == (10_000 - found.done - 219, (), 0.0)


def test_without_any_known_door_there_is_no_end_of_doors() -> None:
    found = told(hours([10] * 14, coming=200), stations=[])

    assert (found.doors_left, found.beyond) == (None, 0)
    assert found.expected > 40_000


def test_once_every_door_was_seen_none_is_left() -> None:
    found = told(hours([10] * 14), stations=[StationDoors((0, 0, 0), (90, 0, 0), (30, 0, 0))])

    assert found.doors_left == 0
    assert found.expected == found.done


def test_conversations_follow_the_stations_in_their_order() -> None:
    good = StationDoors((400, 0, 0), (400, 0, 0), (200, 0, 0))
    poor = StationDoors((400, 0, 0), (400, 0, 0), (20, 0, 0))
    doors = np.full((2_000, 1), 400.0)

    first, second = (
        pools_of(order).drawn(doors, np.random.default_rng(1)).mean() for order in ([good, poor], [poor, good])
    )

    assert 130 < first < 200
    assert 20 < second < 90


def test_a_rate_is_as_unsure_as_the_doors_that_tell_it() -> None:
    doors = np.full((5_000, 1), 400.0)

    spreads = []
    for knocked in (0, 45):
        pools = pools_of([StationDoors((400, 0, 0), (knocked, 0, 0), (knocked // 3, 0, 0))])
        yes, no = pools.yes[0], pools.no[0]
        rate, unsure = yes / (yes + no), 1 / (yes + no + 1)
        found = pools.drawn(doors, np.random.default_rng(1))[:, 0]
        assert found.var() == pytest.approx(400 * rate * (1 - rate) * (1 + 399 * unsure), rel=0.1)
        spreads.append(found.std())

    assert spreads[0] > 1.2 * spreads[1] > 20


def test_later_passes_bring_fewer_conversations() -> None:
    pools = pools_of([UNTOUCHED])

    means = pools.yes / (pools.yes + pools.no)

    assert means == pytest.approx([0.33, 0.198, 0.1188], abs=1e-4)
    assert pools.size.tolist() == [400, 280, 196]


def test_many_stations_are_drawn_like_few() -> None:
    few, many = (
        pools_of([StationDoors((size, 0, 0), (0, 0, 0), (0, 0, 0))] * count) for count, size in ((10, 600), (300, 20))
    )
    doors = np.full((2_000, 1), 5_900.0)

    means = [each.drawn(doors, np.random.default_rng(1)).mean() for each in (few, many)]

    assert means[0] == pytest.approx(means[1], rel=0.03)


@given(st.lists(st.integers(0, 40), max_size=14), st.integers(1, 40), st.integers(0, 5_000), st.integers(0, 3))
def test_fans_never_fall_and_conversations_never_pass_doors(past, coming, goal, seed) -> None:
    found = forecast(known(hours(past, coming=coming), goal=goal), seed=seed, draws=60)

    for fan, start in ((found.doors, found.done), (found.talks, 0)):
        assert (np.diff(fan.rows, axis=1) >= 0).all()
        assert (np.diff(fan.rows, axis=0) >= 0).all()
        assert (fan.rows >= start).all()
    assert (found.talks.rows[-1] <= found.doors.rows[-1] - found.done).all()
    assert found.chance is None if goal == 0 else 0 <= found.chance <= 1


# The goal


def test_the_chance_of_the_goal_is_the_share_of_futures_that_reach_it() -> None:
    work = hours(WEEKEND * 2)
    middle = told(work).expected

    chances = [told(work, goal=goal).chance for goal in (middle // 2, middle, middle * 3)]

    assert chances == pytest.approx([1.0, 0.5, 0.0], abs=0.05)
    assert told(work, goal=0).chance is None


def test_needs_grow_with_how_sure_one_wants_to_be_and_turfs_are_rounded_up() -> None:
    found = told(hours(WEEKEND * 2), goal=4_000)

    assert [need.sure for need in found.needs] == [0.5, 0.8, 0.95]
    assert found.needs[0].hours == pytest.approx((4_000 - found.done) / found.pace, rel=0.03)
    for need in found.needs:
        assert (need.turfs, need.missing_turfs) == (
            math.ceil(need.hours / 1.5), math.ceil(need.missing_hours / 1.5),
        )  # fmt: skip
    values = [(need.hours, need.missing_hours) for need in found.needs]
    assert values == sorted(values)
    assert found.needs[0].missing_hours == pytest.approx(found.needs[0].hours - found.hours_expected, rel=0.15)


def test_the_hours_said_to_be_missing_make_the_goal_as_sure_as_said() -> None:
    work = hours([6] * 14, coming=20)
    short = told(work, goal=6_000)
    extra = short.needs[1].missing_hours / 20
    helped = Hours(work.past, work.past_weekdays, work.past_planned, work.planned, work.weekdays, work.open)
    object.__setattr__(helped, "mean", work.mean)
    draw = helped.drawn
    object.__setattr__(helped, "drawn", lambda draws, rng: draw(draws, rng) + extra)

    assert short.chance < 0.2
    assert told(helped, goal=6_000).chance == pytest.approx(0.8, abs=0.06)


def test_a_goal_that_is_reached_needs_nothing() -> None:
    found = told(hours(WEEKEND * 2), goal=100)

    assert (found.chance, found.needs, found.missing) == (1.0, (), 0)


# What it stands on


@pytest.mark.parametrize(
    ("past", "planned", "basis"),
    [
        ((), None, Basis.NOTHING),
        ((0,) * 14, None, Basis.NOTHING),
        ((), [0, 9] + [0] * 26, Basis.PLANNED),
        ((0,) * 12 + (12, 0), None, Basis.FEW),
        ((1,) * 3, None, Basis.FEW),
        (WEEKEND + (0, 0, 6, 0, 0, 12, 0), None, Basis.MEASURED),
    ],
)
def test_a_forecast_says_what_it_stands_on(past, planned, basis) -> None:
    assert told(hours(past, planned=planned)).basis is basis


def test_only_what_is_planned_counts_where_nothing_was_measured() -> None:
    found = told(hours(planned=[0, 9, 0, 9] + [0] * 24))

    assert found.hours_expected == pytest.approx(0.6 * 18, abs=2)
    assert (found.doors.rows[:, 3] == found.doors.rows[:, -1]).all()


def test_the_same_morning_gives_the_same_forecast_and_another_seed_nearly_so() -> None:
    work = hours(WEEKEND * 2)

    one, same, other = told(work), told(work), told(work, seed=2)

    assert (one.doors.rows == same.doors.rows).all()
    assert one.expected == pytest.approx(other.expected, rel=0.04)


def test_the_vote_today_leaves_one_closed_day() -> None:
    found = told(hours(WEEKEND * 2, coming=1, closed=(0,)))

    assert (found.days, found.last_day, found.expected) == ((TODAY,), TODAY, found.done)


# Calibration


def _lived(rng: np.random.Generator) -> tuple[Known, float, float]:
    """A campaign whose truth is known: its fortnight, and what the four weeks after it really brought."""
    week = rng.choice([0.0, 6.0, 12.0, 20.0], size=7, p=[0.5, 0.2, 0.2, 0.1])
    week[5] = max(week[5], 8.0)
    pace, spread, rate = rng.uniform(18, 45), rng.uniform(0.1, 0.8), rng.uniform(0.2, 0.4)
    lived = rng.poisson(np.tile(week, 6) * rng.gamma(1 / spread, spread, 42)).astype(float)
    doors = rng.poisson(pace * lived * rng.gamma(25, 1 / 25, 42))
    seen, came = int(doors[:14].sum()), int(doors[14:].sum())
    talked = int(rng.binomial(seen, rate)) if seen else 0
    station = StationDoors((40_000, 0, 0), (seen, 0, 0), (talked, 0, 0))
    morning = known(hours(lived[:14]), stations=[station], past_doors=doors[:14].astype(float), done=0, goal=came)
    return morning, float(came), float(rng.binomial(came, rate))


def test_bands_hold_as_often_as_they_say_over_campaigns_of_known_truth() -> None:
    rng = np.random.default_rng(20270620)
    held = {share: [0, 0] for share in (0.5, 0.8, 0.95)}
    campaigns = 150

    for seed in range(campaigns):
        morning, doors, talks = _lived(rng)
        found = forecast(morning, seed=seed, draws=300)
        for share, counts in held.items():
            for place, (fan, truth) in enumerate(((found.doors, doors), (found.talks, talks))):
                low, high = fan.band(share)
                counts[place] += low[-1] <= truth <= high[-1]

    for share, least, most in ((0.5, 0.38, 0.68), (0.8, 0.68, 0.92), (0.95, 0.88, 1.0)):
        assert all(least <= count / campaigns <= most for count in held[share]), held


# What was done


DAYS = st.dictionaries(st.integers(-40, 0).map(lambda back: TODAY + timedelta(days=back)), st.integers(0, 500))


@given(DAYS, st.integers(0, 40))
def test_the_running_total_ends_with_everything_and_has_a_point_a_day(knocked, back) -> None:
    points = cumulative(knocked, first=TODAY - timedelta(days=back), today=TODAY)

    assert [day for day, _n in points] == [TODAY - timedelta(days=days) for days in range(back, -1, -1)]
    assert points[-1][1] == sum(knocked.values())
    assert all(low <= high for (_d, low), (_e, high) in zip(points, points[1:], strict=False))
