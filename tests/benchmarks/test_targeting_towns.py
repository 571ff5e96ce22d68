"""Invented towns and the campaigns played in them are what they are said to be, and nothing of the truth leaks."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from benchmarks.targeting import campaign, families, figures, inhabitants, invented, policies
from benchmarks.targeting.campaign import Visits
from benchmarks.targeting.families import DEFAULTS, FAMILIES

SMALL = {"S": 8}


def same(one: object, other: object) -> bool:
    """Two dataclasses of arrays, to the last digit."""
    return all(
        all(same(a, b) for a, b in zip(mine, theirs, strict=True))
        if field.name == "past"
        else np.array_equal(mine, theirs)
        for field in dataclasses.fields(one)
        for mine, theirs in [(getattr(one, field.name), getattr(other, field.name))]
    )


def truth(**changes) -> invented.Truth:
    """Two stations alike: half of the doors talk, at once and always, and each conversation is worth one vote."""
    settings = {"S": 2, "c0": 0.5, "overdisp": 1e6, "knock": 0.5, "conv": 0, "turnout": [0.5, 0.5, 0.5], **changes}
    two = np.ones(2)
    return invented.Truth(
        world=families.world(settings, np.random.default_rng(1)),
        net=two, gross=2 * two, reservoir=two,
        contact=two / 2, walk=two / 2, people=two, reachable=np.array([100, 300]),
    )  # fmt: skip


def test_the_same_seed_makes_the_same_town_and_another_seed_another() -> None:
    one, again, other = (invented.town(seed, "base", SMALL)[0] for seed in (5, 5, 6))

    assert same(one, again)
    assert not same(one, other)


def test_towns_of_two_families_are_drawn_apart() -> None:
    base, mixed = (invented.town(5, family, SMALL)[0] for family in ("base", "mixed"))

    assert not np.array_equal(base.registered, mixed.registered)


def test_past_elections_count_everybody_and_have_the_turnout_asked_for() -> None:
    town, _ = invented.town(1, "base", {"turnout": [0.8, 0.5, 0.3], "bn": 0.1})

    for vote, turnout in zip(town.past, [0.8, 0.5, 0.3], strict=True):
        assert np.array_equal(vote.registered, town.registered)
        assert vote.turned_out.sum() / vote.registered.sum() == pytest.approx(turnout, abs=0.01)
        assert vote.blank.sum() / vote.turned_out.sum() == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize("hidden", [{"delta": 0.6}, {"kappa": 0.9}, {"pi": 0.1}, {"het": 1}, {"t_target": 0.9}])
def test_the_truth_of_the_coming_vote_does_not_show_in_public(hidden) -> None:
    plain = invented.town(2, "base", SMALL)
    changed = invented.town(2, "base", SMALL | hidden)

    assert same(plain[0], changed[0])
    assert not np.array_equal(plain[1].net, changed[1].net)


def test_who_opens_and_how_far_doors_are_does_not_show_in_public() -> None:
    plain = invented.town(2, "base", SMALL)
    changed = invented.town(2, "base", SMALL | {"c0": 0.9, "rho": 1})

    assert same(plain[0], changed[0])
    assert (changed[1].contact > plain[1].contact).all()
    assert (changed[1].people > plain[1].people).all()


def test_an_effect_on_our_people_adds_and_one_on_others_takes_away() -> None:
    only_ours = invented.town(3, "base", SMALL | {"delta": 0.2, "kappa": 0})[1]
    only_persuaded = invented.town(3, "base", SMALL | {"delta": 0, "pi": 0.01})[1]
    against = invented.town(3, "base", SMALL | {"delta": 0.2, "kappa": 1})[1]

    assert np.allclose(only_ours.net, only_ours.gross)
    assert np.allclose(only_persuaded.net, 2 * only_persuaded.gross)
    assert (against.net < against.gross).all()
    assert np.allclose(against.gross, only_ours.gross)


def test_the_reservoir_is_ours_who_stayed_and_will_not_vote() -> None:
    nobody_votes = {"t_target": 0.0101, "mob": 0, "bound": 0, "loyal": 1, "bn": 0}

    town, truth = invented.town(4, "base", SMALL | nobody_votes)

    assert truth.reservoir.sum() == pytest.approx(town.past[0].votes[:, 0].sum(), rel=0.03)
    assert (truth.reservoir <= town.past[0].votes[:, 0]).all()


def test_the_reservoir_speaks_of_those_who_stayed_as_if_all_had() -> None:
    few_left, most_left = (
        invented.town(4, "base", {"S": 20, "mob": mob, "bound": 0, "sd_theta": 3})[1].reservoir.sum()
        for mob in (0.02, 1.2)
    )

    assert most_left == pytest.approx(few_left, rel=0.1)


def test_boundaries_move_people_and_keep_the_size_of_stations() -> None:
    random = np.random.default_rng(1)
    people = inhabitants.Inhabitants(
        station=np.repeat(np.arange(4), [100, 200, 300, 400]), bloc=np.zeros(1000, int), theta=np.zeros(1000),
        since_first=np.ones(1000, bool), chose_own_first=np.zeros(1000, bool),
    )  # fmt: skip
    before = people.station.copy()

    inhabitants.exchange(people, 4, 1.0, random)

    assert np.bincount(people.station).tolist() == [100, 200, 300, 400]
    assert np.count_nonzero(people.station != before) == 2 * 30 + 2 * 90


def test_a_third_of_the_churn_comes_after_each_election_and_forgets_the_past() -> None:
    ground = inhabitants.Ground(np.zeros((1, 4)), np.zeros(1))
    world = families.world({"mob": 0.6}, np.random.default_rng(1))
    people = inhabitants.settled(np.array([20_000]), ground, world, np.random.default_rng(1))
    people.chose_own_first[:] = True

    for seed in range(3):
        inhabitants.move(people, ground, world, np.random.default_rng(seed))

    assert people.since_first.mean() == pytest.approx(0.8**3, abs=0.02)
    assert np.array_equal(people.since_first, people.chose_own_first)


def test_three_classes_of_people_spread_further_than_one() -> None:
    ground = inhabitants.Ground(np.zeros((1, 4)), np.zeros(1))
    spread = {}
    for mix in (0, 1):
        world = families.world({"mix": mix, "sd_theta": 1}, np.random.default_rng(1))
        spread[mix] = inhabitants.settled(np.array([20_000]), ground, world, np.random.default_rng(1)).theta.std()

    assert spread[0] == pytest.approx(1, abs=0.06)
    assert spread[1] == pytest.approx(2.1, abs=0.1)


def test_shifts_are_spread_evenly_and_earlier_weeks_take_the_remainder() -> None:
    assert campaign.shifts_per_week(1_000) == [42, 42, 42, 42, 41, 41]
    assert campaign.shifts_per_week(7) == [1, 0, 0, 0, 0, 0]


class Watched:
    """Goes where it is told, and keeps what is seen."""

    def __init__(self, station: int) -> None:
        self.station = station

    def begin_week(self, visits: Visits) -> None:
        self.visits = visits

    def choose(self, passes, left) -> int:
        return self.station


def test_a_shift_knocks_as_many_doors_as_its_minutes_hold_pass_after_pass() -> None:
    small, large = Watched(0), Watched(1)

    votes = [campaign.played(truth(), policy, 4, [1]) for policy in (small, large)]

    assert small.visits.knocked.tolist() == [[100, 5, 0], [0, 0, 0]]  # doors of one minute, 105 minutes
    assert large.visits.knocked.tolist() == [[0, 0, 0], [105, 0, 0]]
    assert [won.net for won in votes] == [policy.visits.conversations.sum() for policy in (small, large)]
    assert [won.gross for won in votes] == [2 * won.net for won in votes]


def test_doors_are_knocked_once_per_pass_and_move_on_unless_somebody_talked() -> None:
    policy = policies.Uniform(np.random.default_rng(1))
    policy.begin_week = lambda visits: seen.append(visits)
    seen: list[Visits] = []

    campaign.played(truth(), policy, 40, [1])

    left, knocked, talked = seen[-1].left, seen[-1].knocked, seen[-1].conversations
    assert (left[:, 0] + knocked[:, 0]).tolist() == [100, 300]
    assert np.array_equal(left[:, 1:] + knocked[:, 1:], knocked[:, :-1] - talked[:, :-1])
    assert seen[-1].minutes.sum() <= 10 * campaign.DOOR_MINUTES
    assert talked[:, 0].sum() / knocked[:, 0].sum() == pytest.approx(0.5, abs=0.1)
    assert talked[:, 1].sum() / knocked[:, 1].sum() == pytest.approx(0.3, abs=0.12)


def test_when_no_door_is_left_the_remaining_hours_bring_nothing() -> None:
    policy = policies.in_order(np.array([0, 1]))

    assert campaign.played(truth(), policy, 4_000, [1]) == campaign.played(truth(), policy, 8_000, [1])


def test_a_pass_opens_when_too_few_doors_are_left_in_those_before() -> None:
    visits = Visits.before(np.array([20, 19, 50, 50]))
    visits.left[2] = [19, 20, 40]
    visits.left[3] = [19, 19, 40]

    assert visits.open_passes().tolist() == [0, 3, 1, 2]


def test_a_rule_goes_everywhere_before_a_second_pass_unless_it_is_deep() -> None:
    none_left = np.zeros((3, 3), dtype=int)
    score = np.array([0.1, 0.3, 0.2])
    shallow, deep = (policies.in_order(score, deep=deep) for deep in (False, True))
    for policy in (shallow, deep):
        policy.begin_week(Visits.before(np.full(3, 100)))

    assert [policy.choose(np.array([0, 0, 0]), none_left) for policy in (shallow, deep)] == [1, 1]
    assert [policy.choose(np.array([0, 1, 0]), none_left) for policy in (shallow, deep)] == [2, 1]
    assert [policy.choose(np.array([0, 2, 0]), none_left) for policy in (shallow, deep)] == [2, 2]
    assert [policy.choose(np.array([2, 2, 2]), none_left) for policy in (shallow, deep)] == [1, 1]


def test_going_everywhere_draws_stations_by_their_doors_in_the_first_open_pass() -> None:
    policy = policies.Uniform(np.random.default_rng(1))
    left = np.array([[300, 0, 0], [100, 0, 0], [5, 900, 0]])

    chosen = np.bincount([policy.choose(np.array([0, 0, 1]), left) for _ in range(2_000)], minlength=3)

    assert chosen / 2_000 == pytest.approx([0.75, 0.25, 0], abs=0.03)


def test_who_knows_the_truth_goes_where_a_minute_pays_most_and_nowhere_else() -> None:
    known = dataclasses.replace(truth(conv=4), net=np.array([0.01, -0.01]), walk=np.array([0.5, 0.5]))
    oracle = policies.Ranked(lambda visits: policies.oracle_rates(known), once=True)
    oracle.begin_week(Visits.before(known.reachable))

    first, second, _ = policies.oracle_rates(known)[0]

    assert first == pytest.approx(0.5 * 0.01 / (0.5 + 0.5 + 4 * 0.5))
    assert second == pytest.approx(0.3 * 0.01 / (0.5 + 0.5 + 4 * 0.3))
    assert oracle.choose(np.array([1, 0]), known.reachable) == 0
    assert oracle.choose(np.array([3, 0]), known.reachable) is None
    assert campaign.played(known, oracle, 4_000, [1]).net == pytest.approx(0.01 * (50 + 15 + 6.3), abs=0.1)


def test_simple_rules_read_past_elections_only() -> None:
    town, _ = invented.town(1, "base", SMALL)

    scores = policies.simple_scores(town)

    first, second, third = town.past
    assert np.allclose(scores["abstention"], third.abstention / town.registered)
    assert np.allclose(scores["own_share"], first.votes[:, 0] / first.votes.sum(axis=1))
    lost = first.votes[:, 0] - (second.votes[:, 0] + third.votes[:, 0]) / 2
    assert np.allclose(scores["difference"], lost / town.registered)
    assert not np.array_equal(scores["index"].argsort(), scores["own_share"].argsort())


def test_each_family_changes_keys_that_exist_within_their_limits(tmp_path) -> None:
    for name, changes in FAMILIES.items():
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(DEFAULTS | changes))
        assert families.overrides(file) == DEFAULTS | changes


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("{", "not readable as JSON"),
        ("[1]", "expected one object of settings"),
        ('{"s": 3}', "no setting is called s; there are S, turnout"),
        ('{"S": "many"}', "S: expected a number, or a list of numbers."),
        ('{"S": 1}', "S: expected numbers from 2 to 5000."),
        ('{"turn_sd": -1}', "turn_sd: expected numbers from 0 to 5."),
        ('{"turnout": [0.5, 0.5]}', "turnout: expected a list of three numbers"),
        ('{"turnout": 0.5}', "turnout: expected a list of three numbers"),
        ('{"comparable": []}', "comparable: expected a list of past elections"),
        ('{"delta": [0.3, 0.1]}', "delta: expected one number, or the lowest and the highest"),
        ('{"S": true}', "S: expected a number, or a list of numbers."),
    ],
)
def test_overrides_that_make_no_sense_are_said_so(written, complaint, tmp_path) -> None:
    file = tmp_path / "own.json"
    file.write_text(written)

    with pytest.raises(SystemExit, match=complaint):
        families.overrides(file)


def test_one_changed_key_leaves_what_is_drawn_for_others() -> None:
    plain, changed = (families.world(changes, np.random.default_rng(1)) for changes in ({}, {"t_target": 0.5}))

    assert dataclasses.replace(plain, t_target=0.5) == changed


def a_played_town(**votes: float) -> figures.Played:
    net = {(name, 1_000.0): value for name, value in votes.items()}
    return figures.Played("base", net, net, expected_reservoir=110, true_reservoir=100, covered=0.9, correlation=0.8)


def test_capture_is_a_ratio_of_means_over_towns() -> None:
    towns = figures.Towns([a_played_town(uniform=0, rate=8, oracle=10), a_played_town(uniform=10, rate=10, oracle=20)])

    assert towns.capture("rate", 1_000) == pytest.approx((9 - 5) / (15 - 5))
    assert towns.bias() == pytest.approx(0.1)


def test_the_range_of_a_ratio_holds_it_and_narrows_with_more_towns() -> None:
    random = np.random.default_rng(1)
    many = [a_played_town(rate=rate, index=10) for rate in random.normal(11, 2, 64)]
    few = figures.Towns(many[:8]).ratio_range("rate", "index", 1_000)
    low, high = figures.Towns(many).ratio_range("rate", "index", 1_000)

    assert low < figures.Towns(many).ratio("rate", "index", 1_000) < high
    assert high - low < few[1] - few[0]
