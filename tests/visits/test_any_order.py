"""Whatever the network does to batches, visits, doors, figures and what is set aside end up the same."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.doors.models import Door
from campaigns.visits import rebuilding
from tests.visits.playing import play, state_after, street

OUTCOMES = ["not_home", "conversation", "refused", "come_back", "no_access", "do_not_knock"]
FREELY = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}

visits = st.tuples(
    st.integers(0, 1),  # which phone
    st.integers(0, 3),  # which door
    st.sampled_from([*OUTCOMES, None, "delighted"]),  # a null outcome undoes, the last one is refused
    st.integers(0, 5),  # how many events back a correction points, 0 for a visit
    st.integers(0, 90),  # what the phone's clock says, in minutes: it may jump back
)
plans = st.lists(visits, min_size=1, max_size=8)
rarities = st.lists(
    st.one_of(
        visits,
        st.tuples(
            st.sampled_from(["doors.estimated", "building.do_not_knock", "access.noted", "floor.no_access", "visit"]),
            st.integers(0, 1),
            st.integers(0, 3),
            st.integers(0, 90),
        ),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=40, **FREELY)
@given(plan=plans, shuffler=st.randoms(use_true_random=False), size=st.integers(1, 6))
def test_any_order_repetition_and_cutting_leaves_the_same_visits(db, plan, shuffler, size) -> None:
    turf, doors, phones = street()
    events = play(turf, doors, phones, plan)
    straight = state_after(phones, turf, [[item] for item in events])

    again = events + events
    shuffler.shuffle(again)

    pieces = [again[start : start + size] for start in range(0, len(again), size)]
    assert state_after(phones, turf, pieces) == straight


@settings(max_examples=25, **FREELY)
@given(plan=plans, cut=st.integers(0, 8))
def test_one_batch_twice_or_in_two_halves_is_the_same_batch(db, plan, cut) -> None:
    turf, doors, (lea, _omar) = street()
    events = play(turf, doors, [lea, lea], plan)
    once = state_after([lea], turf, [events])

    assert state_after([lea], turf, [events, events]) == once
    assert state_after([lea], turf, [events[:cut], events[cut:]]) == once
    assert state_after([lea], turf, [events[cut:], events[:cut]]) == once


@settings(max_examples=40, **FREELY)
@given(plan=rarities, shuffler=st.randoms(use_true_random=False), size=st.integers(1, 12))
def test_what_phones_learn_of_a_building_comes_in_any_order_too(db, plan, shuffler, size) -> None:
    turf, doors, phones = street()
    events = play(turf, doors, phones, plan, founding=True)
    straight = state_after(phones, turf, [events])

    again = events + events
    shuffler.shuffle(again)

    pieces = [again[start : start + size] for start in range(0, len(again), size)]
    assert state_after(phones, turf, pieces) == straight


@settings(max_examples=15, **FREELY)
@given(plan=rarities)
def test_doors_and_figures_are_what_a_new_fold_of_all_visits_says(db, plan) -> None:
    turf, doors, phones = street()
    state_after(phones, turf, [[item] for item in play(turf, doors, phones, plan, founding=True)])

    everywhere = Door.objects.filter(campaign=turf.campaign).values_list("pk", flat=True)
    rows, of_door = rebuilding._load(turf.campaign, everywhere, lock=False)

    assert rebuilding._put_right(turf.campaign, rows, of_door) == []
