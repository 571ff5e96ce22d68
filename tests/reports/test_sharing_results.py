"""Results travel as an effect, an error and a hash; what was learned is learned once."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from campaigns.errors import DomainError
from campaigns.reports import results, sharing_results
from campaigns.reports.models import LearnedResult, PooledResult
from campaigns.targeting import assumptions
from tests import builders
from tests.reports import counted
from tests.reports.test_results import CANVASS, CONTROL, conversations
from tests.targeting import plans

OTHER = {
    "format": "canvass-result-1", "plan_sha256": "b" * 64, "outcome": "turnout",
    "itt_points": -1.0, "itt_se_points": 1.5, "cace_points": None, "cace_se_points": None,
}  # fmt: skip


def result(plan):
    return results.of(plan, today=plans.today())


@pytest.fixture
def plan(campaign):
    made = counted.of_buildings(campaign, pool="villes", registration_sha256="a" * 64)
    conversations(campaign, made)
    counted.keep(made, CONTROL, CANVASS)
    return made


def take_in(plan, **changed):
    return sharing_results.take_in(plan, json.dumps(OTHER | changed), by=None, now=timezone.now())


def test_a_result_leaves_with_effects_errors_and_the_hash_of_its_plan(plan) -> None:
    found = result(plan)

    told = json.loads(sharing_results.as_json(found))

    assert told == {
        "format": "canvass-result-1",
        "plan_sha256": "a" * 64,
        "outcome": "turnout",
        "itt_points": pytest.approx(found.itt.mean, abs=1e-6),
        "itt_se_points": pytest.approx(found.itt.error, abs=1e-6),
        "cace_points": pytest.approx(found.cace.mean, abs=1e-6),
        "cace_se_points": pytest.approx(found.cace.error, abs=1e-6),
    }


def test_what_leaves_one_installation_enters_another(plan) -> None:
    text = sharing_results.as_json(result(plan))
    elsewhere = counted.of_buildings(builders.campaign("ailleurs"), registration_sha256="c" * 64)

    row = sharing_results.take_in(elsewhere, text, by=None, now=timezone.now())

    assert (row.campaign_id, row.plan, row.plan_sha256) == (elsewhere.campaign_id, None, "a" * 64)
    assert row.itt == pytest.approx(result(plan).itt.mean, abs=1e-6)


def test_results_are_pooled_each_plan_once(plan) -> None:
    own = sharing_results.put(result(plan), by=None, now=timezone.now())
    take_in(plan)
    take_in(plan)
    sharing_results.put(result(plan), by=None, now=timezone.now())

    pool = sharing_results.pool(plan)

    assert [row.plan_sha256[0] for row in pool.results] == ["b", "a"]
    assert pool.itt is not None
    assert (pool.itt.campaigns, pool.itt.low, pool.itt.high) == (2, -1.0, pytest.approx(own.itt))
    assert pool.cace is not None
    assert pool.cace.campaigns == 1


def test_campaigns_that_agreed_on_a_pool_see_what_was_put_there_and_others_do_not(plan) -> None:
    sharing_results.put(result(plan), by=None, now=timezone.now())
    take_in(plan)
    together = counted.of_buildings(builders.campaign("ailleurs"), 1, pool="villes")
    apart = counted.of_buildings(builders.campaign("plus-loin"), 1, pool="campagnes")
    alone = counted.of_buildings(builders.campaign("seule"), 1)

    seen = [len(sharing_results.pool(each).results) for each in (together, apart, alone)]

    assert seen == [1, 0, 0]


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("bad_result", {"format": "other"}),
        ("bad_result", {"plan_sha256": "z" * 64}),
        ("bad_result", {"itt_points": "1"}),
        ("bad_result", {"itt_points": True}),
        ("bad_result", {"itt_se_points": 0}),
        ("bad_result", {"itt_points": 1e9}),
        ("bad_result", {"cace_points": 1.0, "cace_se_points": -1.0}),
        ("other_outcome", {"outcome": "own_share"}),
        ("own_result", {"plan_sha256": "a" * 64}),
    ],
)
def test_a_file_that_is_no_result_is_refused(plan, code: str, changed) -> None:
    with pytest.raises(DomainError) as refused:
        take_in(plan, **changed)

    assert refused.value.code == code
    assert not PooledResult.objects.exists()


@pytest.mark.parametrize("text", ["", "[]", "12", "{", '{"format": "canvass-result-1"}', '{"itt_points": NaN}'])
def test_a_text_that_is_no_result_is_refused(plan, text: str) -> None:
    with pytest.raises(DomainError) as refused:
        sharing_results.take_in(plan, text, by=None, now=timezone.now())

    assert refused.value.code == "bad_result"


def test_a_result_moves_what_the_ranking_assumes_once(campaign, organiser, plan) -> None:
    before = result(plan)

    learned = sharing_results.learn(before, by=organiser, now=timezone.now())

    precision = 1 / before.prior.error**2 + 1 / before.cace.error**2
    mean = (before.prior.mean / before.prior.error**2 + before.cace.mean / before.cace.error**2) / precision
    assert (learned.together, learned.together_error) == pytest.approx((mean, precision**-0.5))
    assumed = assumptions.in_force(assumptions.standing(campaign).values, campaign)
    assert (assumed.effect_points, assumed.effect_spread) == pytest.approx((mean, precision**-0.5), abs=1e-4)
    with pytest.raises(DomainError, match="already|déjà"):
        sharing_results.learn(result(plan), by=organiser, now=timezone.now())
    assert LearnedResult.objects.count() == 1


def test_what_the_ranking_cannot_assume_is_not_learned(campaign, plan) -> None:
    assumptions.say(campaign, {"effect_points": 0.0, "effect_spread": 0.05}, None)
    counted.keep(plan, CANVASS, CONTROL)

    with pytest.raises(DomainError) as refused:
        sharing_results.learn(result(plan), by=None, now=timezone.now())

    assert refused.value.code == "assumption_out_of_range"
    assert not LearnedResult.objects.exists()


def test_nothing_is_shared_or_learned_once_arms_were_changed(plan) -> None:
    with plans.unguarded():
        plan.units.filter(block=0, place=0).update(held_out=False)
        plan.units.filter(block=0, place=1).update(held_out=True)
    changed = result(plan)

    for act in (
        lambda: sharing_results.put(changed, by=None, now=timezone.now()),
        lambda: sharing_results.learn(changed, by=None, now=timezone.now()),
        lambda: sharing_results.as_json(changed),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "not_as_drawn"
    assert not PooledResult.objects.exists()


def test_nothing_is_learned_or_shared_without_a_result(campaign) -> None:
    plan = counted.of_buildings(campaign, 2)

    for act in (sharing_results.learn, sharing_results.put):
        with pytest.raises(DomainError) as refused:
            act(result(plan), by=None, now=timezone.now())
        assert refused.value.code == "no_result"
