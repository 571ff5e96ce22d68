"""What a hold-out plan found: the estimates that were registered, once the vote has been counted.

Stations are read from imported results of the day of the vote, buildings from the counts of `counting`. The analysis is
the one of the registration: nobody chooses it after the vote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Count

from campaigns.errors import DomainError
from campaigns.reports import contamination, counting
from campaigns.reports.contamination import Contamination, UnitSeen
from campaigns.reports.effects import estimating, experiment
from campaigns.reports.effects.estimating import Estimates
from campaigns.reports.effects.experiment import Experiment
from campaigns.reports.effects.pooling import Belief
from campaigns.targeting import assumptions, blocs, verifying
from campaigns.targeting.models import HoldoutPlan
from campaigns.targeting.verifying import Checked
from campaigns.territory.models import Election, StationResult

POINTS = 100.0
NO_ERROR = 1e-9  # every unit has the same outcome: nothing is known of how sure that is
DISTANT = 0.05  # of the units of an arm: missing so much more often than in the other, a figure is not safe


@dataclass(frozen=True)
class Measured:
    """One unit's outcome: how many of how many."""

    of: int
    counted: int


@dataclass(frozen=True)
class Missing:
    """Units of each arm without an outcome."""

    canvass: int
    canvass_units: int
    control: int
    control_units: int

    @property
    def is_uneven(self) -> bool:
        shares = (self.canvass / max(1, self.canvass_units), self.control / max(1, self.control_units))
        return abs(shares[0] - shares[1]) > DISTANT


@dataclass(frozen=True)
class Result:
    """All that the page of a result says; effects in points."""

    plan: HoldoutPlan
    found: Estimates | None
    """None while nothing can be estimated; ``why`` says it."""
    why: str
    election: Election | None
    """Where stations are read from."""
    missing: Missing
    contamination: Contamination
    prior: Belief
    """What the campaign assumes today of the effect on those reached."""
    checked: Checked
    """Whether the stored draw is still the one that was registered; else the figures are no test."""

    @property
    def units(self) -> int:
        return self.missing.canvass_units + self.missing.control_units

    @property
    def counted(self) -> int:
        """Units with an outcome."""
        return self.units - self.missing.canvass - self.missing.control

    @property
    def itt(self) -> Belief | None:
        if self.found is None or self.found.error is None or self.found.error < NO_ERROR:
            return None
        return Belief(POINTS * self.found.itt, POINTS * self.found.error)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Of the ITT, the one to quote: by redraws where units are few and that interval has ends."""
        if self.found is None:
            return None
        chance = (self.found.chance.low, self.found.chance.high)
        ends = chance if self.found.chance_leads and np.isfinite(chance).all() else self.found.interval
        return None if ends is None else (POINTS * ends[0], POINTS * ends[1])

    @property
    def may_be_nothing(self) -> bool:
        return self.interval is None or self.interval[0] <= 0 <= self.interval[1]

    @property
    def cace(self) -> Belief | None:
        """None where contact was weak, or nobody was reached."""
        reached = self.found.reached if self.found else None
        if reached is None or reached.effect is None or (reached.error or 0.0) < NO_ERROR:
            return None
        return Belief(POINTS * reached.effect, POINTS * (reached.error or 0.0))

    @property
    def contact(self) -> float | None:
        """How much more of the canvassed doors had a conversation, as a share; None where nobody was reached."""
        reached = self.found.reached if self.found else None
        return None if reached is None or not 0 < reached.rate <= 1 else reached.rate

    @property
    def forecast(self) -> float | None:
        """What the assumptions make expect of the ITT with the contact that there was. Modelled, not measured."""
        reached = self.found.reached if self.found else None
        return None if reached is None or not self.of_turnout else self.prior.mean * reached.rate

    @property
    def of_turnout(self) -> bool:
        return self.plan.outcome == HoldoutPlan.Outcome.TURNOUT


def of(plan: HoldoutPlan, *, today: date) -> Result:
    """The result of a plan of this campaign as known on that day. Seven queries or so, whatever the size."""
    seen = contamination.by_unit(plan)
    election = None if plan.of_buildings else _election(plan)
    outcomes: Mapping[int, Measured] = {}
    if today >= plan.vote_date:
        outcomes = _buildings(plan) if plan.of_buildings else _stations(plan, election, seen)
    found, why = _estimated(plan, seen, outcomes) if outcomes else (None, "no_outcome")
    if today < plan.vote_date:
        why = "too_early"
    return Result(
        plan=plan,
        found=found,
        why=why,
        election=election,
        missing=_missing(seen, outcomes),
        contamination=contamination.summed(seen),
        prior=prior_of(plan),
        checked=verifying.check(plan, [each.unit for each in seen]),
    )


def prior_of(plan: HoldoutPlan) -> Belief:
    """What the campaign assumes of the effect on those reached, in points of turnout."""
    campaign = plan.campaign
    assumed = assumptions.in_force(assumptions.standing(campaign).values, campaign)
    return Belief(assumed.effect_points, assumed.effect_spread)


def _election(plan: HoldoutPlan) -> Election | None:
    """Imported results of that day and round; of several votes the one that most of the plan's stations have."""
    same_day = Election.objects.filter(date=plan.vote_date, results__station__in=plan.units.values("station"))
    return same_day.annotate(here=Count("results")).order_by("-here", "code").first()


def _buildings(plan: HoldoutPlan) -> dict[int, Measured]:
    return {unit: Measured(count.registered, count.voted) for unit, count in counting.standing(plan).items()}


def _stations(plan: HoldoutPlan, election: Election | None, seen: Sequence[UnitSeen]) -> dict[int, Measured]:
    if election is None:
        return {}
    results = StationResult.objects.filter(election=election, station__in=[each.unit.station_id for each in seen])
    found = {result.station_id: result for result in results}
    own = plan.terms.get("own_bloc", "")
    bloc_of: Mapping[str, str] = {}
    if plan.outcome == HoldoutPlan.Outcome.OWN_SHARE:
        bloc_of = blocs.tables(plan.campaign, [election]).of.get(election.pk, {})
    measured = {}
    for each in seen:
        result = found.get(each.unit.station_id)
        if result is None:
            continue
        if plan.outcome == HoldoutPlan.Outcome.OWN_SHARE:
            ours = sum(votes for code, votes in result.votes.items() if bloc_of.get(code) == own)
            counted = Measured(result.valid_votes, ours)
        else:
            counted = Measured(result.registered, result.turned_out)
        if counted.of:
            measured[each.unit.pk] = counted
    return measured


def _estimated(
    plan: HoldoutPlan, seen: Sequence[UnitSeen], outcomes: Mapping[int, Measured]
) -> tuple[Estimates | None, str]:
    """The registered estimates, or the code of the reason why there are none."""
    there = [each for each in seen if each.unit.pk in outcomes]
    try:
        made = _people(plan, there, outcomes) if plan.of_buildings else _shares(plan, there, outcomes)
        return estimating.estimate(made, seed=plan.number), ""
    except DomainError as error:
        return None, error.code


def _shares(plan: HoldoutPlan, seen: Sequence[UnitSeen], outcomes: Mapping[int, Measured]) -> Experiment:
    """A row per station, weighted by its registered, or by its valid votes where shares of them are looked at."""
    measured = [outcomes[each.unit.pk] for each in seen]
    return experiment.of(
        [each.counted / each.of for each in measured],
        [not each.unit.held_out for each in seen],
        contact=[each.contact for each in seen],
        block=[each.unit.block for each in seen],
        covariates=_covariates(plan, seen),
        weights=[each.of for each in measured],
    )


def _people(plan: HoldoutPlan, seen: Sequence[UnitSeen], outcomes: Mapping[int, Measured]) -> Experiment:
    """A row per person on the roll, who is a number and nothing else: so many of the building voted."""
    measured = [outcomes[each.unit.pk] for each in seen]
    many = np.array([each.of for each in measured], dtype=np.int64)
    voted = np.array([each.counted for each in measured], dtype=np.int64)
    building = np.repeat(np.arange(len(seen)), many)
    rank = np.arange(len(building)) - np.repeat(np.cumsum(many) - many, many)
    covariates = _covariates(plan, seen)
    return experiment.of(
        rank < voted[building],
        np.array([not each.unit.held_out for each in seen])[building],
        contact=np.array([each.contact for each in seen])[building],
        cluster=building,
        block=np.array([each.unit.block for each in seen])[building],
        covariates=None if covariates is None else covariates[building],
    )


def _covariates(plan: HoldoutPlan, seen: Sequence[UnitSeen]) -> np.ndarray | None:
    """Those registered that the estimator takes: past turnout, and own share where that is the outcome."""
    names = ["turnout", "own_share"] if plan.outcome == HoldoutPlan.Outcome.OWN_SHARE else ["turnout"]
    known = [name for name in names if all(getattr(each.unit, name) is not None for each in seen)]
    if not known:
        return None
    return np.array([[getattr(each.unit, name) for name in known] for each in seen], dtype=np.float64)


def _missing(seen: Sequence[UnitSeen], outcomes: Mapping[int, Measured]) -> Missing:
    def without(held_out: bool) -> tuple[int, int]:
        arm = [each.unit.pk for each in seen if each.unit.held_out == held_out]
        return sum(pk not in outcomes for pk in arm), len(arm)

    return Missing(*without(False), *without(True))
