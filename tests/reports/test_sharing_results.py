"""Results travel as an effect, an error and a hash; what was learned is learned once."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from campaigns.errors import DomainError
from campaigns.reports import results, sharing_results, taking_in
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
    """Whether it takes the place of another."""
    brought = taking_in.read(json.dumps(OTHER | changed), plan)
    return taking_in.take_in(plan, brought, by=None, now=timezone.now())


def copy(plan, hash_="d" * 64, itt=1.8, error=0.9, contact=0.45):
    brought = taking_in.Brought.by_hand(hash_, itt, error, contact)
    return taking_in.take_in(plan, brought, by=None, now=timezone.now())


def test_a_result_leaves_with_effects_errors_and_the_hash_of_its_plan(plan) -> None:
    found = result(plan)

    told = json.loads(sharing_results.as_json(found))

    assert told == {
        "format": "canvass-result-1",
        "plan_sha256": "a" * 64,
        "outcome": "turnout",
        "itt_points": pytest.approx(found.itt.mean, abs=1e-6),
        "itt_se_points": pytest.approx(found.itt.error, abs=1e-6),
        "contact_rate": pytest.approx(found.found.reached.rate, abs=1e-6),
        "cace_points": pytest.approx(found.cace.mean, abs=1e-6),
        "cace_se_points": pytest.approx(found.cace.error, abs=1e-6),
    }


def test_what_leaves_one_installation_enters_another(plan) -> None:
    text = sharing_results.as_json(result(plan))
    elsewhere = counted.of_buildings(builders.campaign("ailleurs"), registration_sha256="c" * 64)

    brought = taking_in.read(text, elsewhere)
    taking_in.take_in(elsewhere, brought, by=None, now=timezone.now())

    row = PooledResult.objects.get()
    assert (row.campaign_id, row.plan, row.plan_sha256) == (elsewhere.campaign_id, None, "a" * 64)
    found = result(plan)
    assert (row.itt, row.contact) == pytest.approx((found.itt.mean, found.contact), abs=1e-6)
    assert (row.cace, row.cace_error) == pytest.approx((found.cace.mean, found.cace.error), abs=1e-6)


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
        ("bad_hash", {"plan_sha256": "z" * 64}),
        ("bad_hash", {"plan_sha256": None}),
        ("bad_hash", {"plan_sha256": "b" * 63}),
        ("bad_result", {"itt_points": "1"}),
        ("bad_result", {"itt_points": True}),
        ("bad_result", {"itt_points": None}),
        ("bad_result", {"contact_rate": "half"}),
        ("bad_effect", {"itt_se_points": 0}),
        ("bad_effect", {"itt_se_points": 0.001}),
        ("bad_effect", {"itt_se_points": 101}),
        ("bad_effect", {"itt_points": 101}),
        ("bad_effect", {"cace_points": 1.0, "cace_se_points": -1.0}),
        ("bad_effect", {"cace_points": 1001.0, "cace_se_points": 1.0}),
        ("bad_contact", {"contact_rate": 1.2}),
        ("bad_contact", {"contact_rate": 0}),
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
        taking_in.read(text, plan)

    assert refused.value.code == "bad_result"


def test_a_result_copied_by_hand_is_pooled_as_the_formula_says(plan) -> None:
    for number, (effect, error) in enumerate([(4.0, 1.2), (-1.0, 1.5), (2.5, 1.0)]):
        copy(plan, f"{number}" * 64, effect, error, contact=0.5)

    pool = sharing_results.pool(plan)

    assert (round(pool.itt.fixed.mean, 4), round(pool.itt.fixed.error, 4)) == (2.2597, 0.6838)
    assert (round(pool.itt.q, 4), round(pool.itt.between, 4)) == (6.8835, 3.6079)
    assert (round(pool.itt.random.mean, 4), round(pool.itt.random.error, 4)) == (1.9873, 1.3065)
    assert (pool.itt.low, pool.itt.high) == (-1.0, 4.0)
    assert pool.cace.fixed.mean == pytest.approx(2 * pool.itt.fixed.mean)


def test_the_effect_on_those_spoken_with_follows_from_the_contact_rate(plan) -> None:
    copy(plan, contact=0.45)
    copy(plan, "e" * 64, contact=None)

    with_rate, without = PooledResult.objects.order_by("plan_sha256")

    assert (with_rate.cace, with_rate.cace_error, with_rate.contact) == pytest.approx((4.0, 2.0, 0.45))
    assert (without.cace, without.cace_error, without.contact) == (None, None, None)


@pytest.mark.parametrize(
    ("code", "sent"),
    [
        ("bad_hash", {"hash_": "abc"}),
        ("bad_effect", {"itt": 101.0}),
        ("bad_effect", {"error": 0.0}),
        ("bad_effect", {"error": -1.0}),
        ("bad_contact", {"contact": 0.0}),
        ("bad_contact", {"contact": 1.01}),
        ("own_result", {"hash_": "A" * 64}),
    ],
)
def test_a_copy_that_cannot_be_right_is_refused(plan, code: str, sent) -> None:
    with pytest.raises(DomainError) as refused:
        copy(plan, **sent)

    assert refused.value.code == code
    assert not PooledResult.objects.exists()


def test_a_result_of_another_plan_of_this_campaign_is_not_brought_as_one_of_elsewhere(campaign, plan) -> None:
    plans.plan(campaign, list(plan.units.first().station.addresses.all()[:2]), registration_sha256="f" * 64)

    with pytest.raises(DomainError) as refused:
        copy(plan, "f" * 64)

    assert refused.value.code == "own_result"


def test_a_second_result_of_a_plan_takes_the_place_of_the_first(plan) -> None:
    first, second = copy(plan, itt=1.0), copy(plan, itt=2.0)

    assert (first, second) == (False, True)
    assert [row.itt for row in sharing_results.pool(plan).results] == [2.0]


def test_what_a_campaign_copied_of_a_neighbour_gives_way_to_what_the_neighbour_put_in(plan) -> None:
    together = counted.of_buildings(builders.campaign("ailleurs"), 1, pool="villes", registration_sha256="c" * 64)
    own = sharing_results.put(result(plan), by=None, now=timezone.now())
    copy(together, "a" * 64, itt=50.0)

    assert [row.itt for row in sharing_results.pool(together).results] == [own.itt]


def test_a_campaign_takes_out_what_it_brought_and_nothing_else(plan) -> None:
    together = counted.of_buildings(builders.campaign("ailleurs"), 1, pool="villes")
    theirs = sharing_results.put(result(plan), by=None, now=timezone.now())
    copy(together)
    ours = PooledResult.objects.get(campaign=together.campaign)

    with pytest.raises(DomainError) as refused:
        taking_in.remove(together, theirs.pk)
    taking_in.remove(together, ours.pk)

    assert refused.value.code == "not_yours"
    assert list(PooledResult.objects.all()) == [theirs]


def test_what_a_campaign_brought_stays_unseen_by_its_neighbours_in_the_pool(plan) -> None:
    together = counted.of_buildings(builders.campaign("ailleurs"), 1, pool="villes")
    copy(plan)

    assert len(sharing_results.pool(plan).results) == 1
    assert sharing_results.pool(together).results == ()


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
