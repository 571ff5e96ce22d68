"""What all the towns say together: votes, ratios and their ranges, and the bounds they must keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.report import Report
from benchmarks.targeting.families import FAMILIES, UNSEEN
from campaigns.targeting.town import Floats

PRODUCT, MODE_ON, UNIFORM, INDEX, ORACLE = "rate", "rate_persuasion", "uniform", "index", "oracle"
SIMPLE = ("abstention", "own_share", "index", "difference", "reservoir", "reservoir_share")
SIMPLE_RULES = SIMPLE + tuple(f"{name}_deep" for name in SIMPLE)
HEADLINE = 1_000.0
"""Hours at which most goals are set."""
RESAMPLES = 2_000
BEATEN = 99.0
"""A ratio to a rule that costs votes, when we do better."""
PERSUADE, FLAT = "persuade", "flat"


@dataclass(frozen=True)
class Played:
    """All that was measured in one town."""

    family: str
    net: dict[tuple[str, float], float]
    """Votes per 1,000 canvasser-hours, by policy and hours."""
    gross: dict[tuple[str, float], float]
    expected_reservoir: float
    true_reservoir: float
    covered: float
    """Share of stations whose reservoir lies in its 90 % range."""
    correlation: float
    """Of the expected gain per conversation with the true one, over stations."""


class Towns:
    """Some towns together. Means over towns come first, ratios of means after."""

    def __init__(self, towns: Sequence[Played]) -> None:
        self.towns = towns

    @property
    def families(self) -> list[str]:
        return list(dict.fromkeys(town.family for town in self.towns))

    @property
    def hours(self) -> list[float]:
        return sorted({hours for town in self.towns for _, hours in town.net})

    @property
    def policies(self) -> list[str]:
        """Played in every one of these towns."""
        return [name for name, hours in self.towns[0].net if hours == self.hours[0] and self._everywhere(name, hours)]

    def _everywhere(self, policy: str, hours: float) -> bool:
        return all((policy, hours) in town.net for town in self.towns)

    def of(self, family: str) -> Towns:
        return Towns([town for town in self.towns if town.family == family])

    def net(self, policy: str, hours: float) -> Floats:
        return np.array([town.net[policy, hours] for town in self.towns])

    def gross(self, policy: str, hours: float) -> Floats:
        return np.array([town.gross[policy, hours] for town in self.towns])

    def capture(self, policy: str, hours: float) -> float:
        """Where the policy stands between going everywhere (0) and knowing everything (1)."""
        uniform, reached, best = (self.net(name, hours).mean() for name in (UNIFORM, policy, ORACLE))
        return float((reached - uniform) / (best - uniform)) if best > uniform else 1.0

    def best_simple(self, hours: float) -> str:
        return max(SIMPLE_RULES, key=lambda name: self.net(name, hours).mean())

    def ratio(self, policy: str, other: str, hours: float) -> float:
        return float(_ratios(self.net(policy, hours).mean(), self.net(other, hours).mean()))

    def ratio_range(self, policy: str, other: str, hours: float) -> tuple[float, float]:
        """90 % of bootstraps over towns."""
        ones, others = self.net(policy, hours), self.net(other, hours)
        chosen = np.random.default_rng(0).integers(len(ones), size=(RESAMPLES, len(ones)))
        low, high = np.quantile(_ratios(ones[chosen].mean(axis=1), others[chosen].mean(axis=1)), [0.05, 0.95])
        return float(low), float(high)

    def bias(self) -> float:
        """Of the reservoirs of all stations together, as a share of the truth."""
        return (
            float(self._mean(lambda town: town.expected_reservoir) / self._mean(lambda town: town.true_reservoir)) - 1
        )

    def coverage(self) -> float:
        return self._mean(lambda town: town.covered)

    def correlation(self) -> float:
        return self._mean(lambda town: town.correlation)

    def _mean(self, of: Callable[[Played], float]) -> float:
        return float(np.mean([of(town) for town in self.towns]))


def _ratios(ones: Floats, others: Floats) -> Floats:
    positive = others > 0
    return np.where(positive, ones / np.where(positive, others, 1), np.where(ones > others, BEATEN, 0.0))


def tell(report: Report, towns: Towns) -> None:
    """Figures and goals of one run, pooled and by family."""
    report.figures["towns"] = len(towns.towns)
    for hours in towns.hours:
        _votes(report, towns, hours)
        _comparisons(report, towns, hours)
    _families(report, towns)
    for name, value in _model(towns):
        report.figures[name] = value
    if len(towns.families) > 1:
        _pooled_goals(report, towns)
    for family in towns.families:
        _family_goals(report, family, towns.of(family))


def _votes(report: Report, towns: Towns, hours: float) -> None:
    for policy in towns.policies:
        report.figures[f"net per 1,000 h, {policy}, {hours:g} h"] = float(towns.net(policy, hours).mean())
        report.figures[f"gross per 1,000 h, {policy}, {hours:g} h"] = float(towns.gross(policy, hours).mean())


def _comparisons(report: Report, towns: Towns, hours: float) -> None:
    report.figures[f"capture, {hours:g} h"] = towns.capture(PRODUCT, hours)
    for rule in SIMPLE_RULES:
        low, high = towns.ratio_range(PRODUCT, rule, hours)
        name = f"rate / {rule}, {hours:g} h"
        report.figures |= {name: towns.ratio(PRODUCT, rule, hours), f"{name}, low": low, f"{name}, high": high}


def _families(report: Report, towns: Towns) -> None:
    for family in towns.families:
        alone = towns.of(family)
        for hours in alone.hours:
            best = alone.best_simple(hours)
            report.figures |= {
                f"{family}: net of rate, {hours:g} h": float(alone.net(PRODUCT, hours).mean()),
                f"{family}: net of oracle, {hours:g} h": float(alone.net(ORACLE, hours).mean()),
                f"{family}: capture, {hours:g} h": alone.capture(PRODUCT, hours),
                f"{family}: capture, persuasion mode on, {hours:g} h": alone.capture(MODE_ON, hours),
                f"{family}: rate / index, {hours:g} h": alone.ratio(PRODUCT, INDEX, hours),
                f"{family}: rate / best simple ({best}), {hours:g} h": alone.ratio(PRODUCT, best, hours),
            }
        report.figures |= {f"{family}: {name}": value for name, value in _model(alone)}


def _model(towns: Towns) -> Iterable[tuple[str, float]]:
    yield "bias of the reservoir", towns.bias()
    yield "coverage of 90 % ranges", towns.coverage()
    yield "correlation of gain with truth", towns.correlation()


def _pooled_goals(report: Report, towns: Towns) -> None:
    if HEADLINE in towns.hours:
        gross = [towns.gross(name, HEADLINE).mean() for name in (PRODUCT, UNIFORM)]
        report.at_least("capture", towns.capture(PRODUCT, HEADLINE), 0.90)
        report.at_least("rate / index", towns.ratio(PRODUCT, INDEX, HEADLINE), 1.08)
        report.at_least("gross, rate / uniform", float(gross[0] / gross[1]), 1.55)
    for hours in towns.hours:
        best = towns.best_simple(hours)
        report.at_least(f"rate / best simple rule, {hours:g} h", towns.ratio(PRODUCT, best, hours), 0.99)
    report.at_most("bias of the reservoir, absolute", abs(towns.bias()), 0.10)
    report.at_least("coverage of 90 % ranges", towns.coverage(), 0.85)
    report.at_most("coverage of 90 % ranges, at most", towns.coverage(), 0.97)


def _family_goals(report: Report, family: str, towns: Towns) -> None:
    if HEADLINE in towns.hours:
        if family == PERSUADE:
            mode_on, mode_off = (towns.capture(name, HEADLINE) for name in (MODE_ON, PRODUCT))
            report.at_least("persuade: capture, mode on", mode_on, 0.35)
            report.at_least("persuade: capture, mode on / off", mode_on - mode_off, 0)
        else:
            report.at_least(f"{family}: capture", towns.capture(PRODUCT, HEADLINE), 0.80)
        report.at_least(f"{family}: rate / index", towns.ratio(PRODUCT, INDEX, HEADLINE), 1.00)
    if family == FLAT:
        for hours in towns.hours:
            best = towns.best_simple(hours)
            report.at_least(f"flat: rate / best simple rule, {hours:g} h", towns.ratio(PRODUCT, best, hours), 0.90)
    report.at_most(f"{family}: bias of the reservoir, absolute", abs(towns.bias()), 0.15)
    report.at_least(f"{family}: coverage of 90 % ranges", towns.coverage(), 0.80)


def in_known_order(names: Iterable[str]) -> list[str]:
    """Families in the order of their table, the unseen one last."""
    return sorted(names, key=[*FAMILIES, UNSEEN].index)
