"""How a benchmark tells its result: figures, goals beside their bounds, one JSON object on the last line."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Goal:
    goal: str
    value: float
    bound: float
    ok: bool


@dataclass
class Report:
    """Collects the figures of one benchmark and prints them."""

    name: str
    figures: dict[str, float] = field(default_factory=dict)
    goals: list[Goal] = field(default_factory=list)

    def at_least(self, goal: str, value: float, bound: float) -> None:
        self.goals.append(Goal(goal, value, bound, value >= bound))

    def at_most(self, goal: str, value: float, bound: float) -> None:
        self.goals.append(Goal(goal, value, bound, value <= bound))

    @property
    def ok(self) -> bool:
        return all(goal.ok for goal in self.goals)

    def close(self, *, as_json: bool) -> None:
        """Print for a person, then for a program when asked; exit 1 when a goal was missed."""
        for name, value in self.figures.items():
            print(f"{name:<48} {value:>14,.4g}")
        for goal in self.goals:
            print(
                f"{'met   ' if goal.ok else 'MISSED'} {goal.goal:<41} {goal.value:>14,.4g}  (bound {goal.bound:,.4g})"
            )
        if as_json:
            goals = [asdict(goal) for goal in self.goals]
            print(json.dumps({"name": self.name, "figures": self.figures, "goals": goals, "ok": self.ok}))
        sys.exit(0 if self.ok else 1)


def arguments(description: str) -> argparse.ArgumentParser:
    """The options every benchmark takes: ``--full`` and ``--json``."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--full", action="store_true", help="the large figure instead of the small one")
    parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")
    return parser
