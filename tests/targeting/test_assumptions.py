"""Assumptions are visible, editable and traceable: what was said, by whom, and what it goes back to."""

from __future__ import annotations

import pytest

from campaigns.errors import DomainError
from campaigns.targeting import assumptions
from campaigns.targeting.models import Assumption
from campaigns.targeting.priors import PRIORS, Assumptions


def test_without_a_word_of_headquarters_the_defaults_are_in_force(campaign) -> None:
    assert assumptions.in_force(assumptions.standing(campaign).values, campaign) == Assumptions()


def test_the_latest_value_counts_and_says_who_set_it(campaign, organiser) -> None:
    assumptions.say(campaign, {"opponents_share": 0.5}, None)
    assumptions.say(campaign, {"opponents_share": "0,6", "turnout_shift": -0.2}, organiser)

    said = assumptions.standing(campaign)

    assert said.values == {"opponents_share": 0.6, "turnout_shift": -0.2}
    assert said.rows["opponents_share"].by == organiser
    assert [row.value for row in assumptions.history(campaign)] == [-0.2, 0.6, 0.5]
    figures = assumptions.in_force(said.values, campaign)
    assert (figures.opponents_share, figures.turnout_shift, figures.home_share) == (0.6, -0.2, 0.4)


def test_a_value_said_twice_is_said_once(campaign, organiser) -> None:
    changed = [assumptions.say(campaign, {"spread": 2.5}, organiser) for _ in range(2)]

    assert (changed, Assumption.objects.count()) == ([1, 0], 1)


@pytest.mark.parametrize("back", [None, "3", 3.0])
def test_a_value_goes_back_to_its_default(campaign, organiser, back) -> None:
    assumptions.say(campaign, {"spread": 2.5}, organiser)

    assumptions.say(campaign, {"spread": back}, organiser)

    assert assumptions.standing(campaign).values == {}
    assert Assumption.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("opponents_share", 1.01, "assumption_out_of_range"),
        ("opponents_share", -0.01, "assumption_out_of_range"),
        ("opponents_share", "beaucoup", "assumption_out_of_range"),
        ("opponents_share", "nan", "assumption_out_of_range"),
        ("origin", 1, "assumption_unknown"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(campaign, organiser, name, value, code) -> None:
    with pytest.raises(DomainError) as refused:
        assumptions.say(campaign, {"spread": 2.5, name: value}, organiser)

    assert (refused.value.code, Assumption.objects.count()) == (code, 0)


def test_a_conversation_takes_what_the_campaign_says_when_it_sizes_its_walks(campaign) -> None:
    campaign.conversation_minutes = 6.5

    assert assumptions.in_force({}, campaign).conversation_minutes == 6.5
    assert assumptions.in_force({"conversation_minutes": 3.0}, campaign).conversation_minutes == 3.0


def test_the_persuasion_mode_is_one_switch_that_leaves_the_rest(campaign, organiser) -> None:
    assumptions.say(campaign, {"persuasion": "on", "spread": 2.5}, organiser)

    figures = assumptions.in_force(assumptions.standing(campaign).values, campaign)

    assert figures == Assumptions(spread=2.5).persuasion_mode()


def test_another_campaign_s_assumptions_stay_its_own(campaign, outsider) -> None:
    assumptions.say(outsider.campaign, {"spread": 2.5}, outsider)

    assert assumptions.standing(campaign).values == {}
    assert list(Assumption.objects.visible_to(outsider)) == list(Assumption.objects.all())


def test_every_prior_has_bounds_around_its_default_and_a_source() -> None:
    assert [prior.name for prior in PRIORS if not prior.least <= prior.default <= prior.most or not prior.source] == []
