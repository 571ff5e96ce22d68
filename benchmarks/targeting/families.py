"""What an invented town is like: the defaults, the families that change some of them, and what a seed draws.

Every number is a choice made to try the ranking hard, none is field evidence.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

Setting = float | list[float]
"""One number, or two between which a seed draws evenly; ``turnout`` and ``comparable`` are lists of their own."""
LISTS = {"turnout", "comparable"}

DEFAULTS: dict[str, Setting] = {
    "S": 60,  # stations
    "turnout": [0.76, 0.47, 0.42],  # of the three past elections
    "comparable": [2, 3],  # which of them, counted from 1, are of the same kind as the coming one
    "t_target": [0.36, 0.56],  # turnout of the coming vote
    "sd_theta": [2.2, 3.8],  # spread of people's propensity to vote, logit
    "loyal": [0.75, 0.88],  # chance that a voter chooses their own bloc
    "bn": 0.03,  # blank or null, of those who vote
    "mob": 0.18,  # people who were replaced by others over the three elections
    "mood": [0.1, 0.3],  # sd per bloc and election, logit
    "st_shock": 0.12,  # sd per station and election, logit
    "delta": [0.10, 0.25],  # what a conversation adds to the propensity of our own people, logit
    "kappa": [0.1, 0.5],  # what it adds to others' people, as a share of that
    "pi": 0,  # voters persuaded per person reached, in the nearest bloc
    "bound": [0, 0.25],  # stations that exchanged people with a neighbour after the first election
    "c0": [0.28, 0.45],  # doors where somebody talks, first pass
    "sig_c": [0.2, 0.5],  # its sd by station, logit
    "sig_ct": 0.25,  # its sd by type of station, logit
    "rho": 0.4,  # share of the effect that reaches each other person of the home
    "conv": 4,  # minutes more for a conversation
    "knock": 0.6,  # minutes for a knock
    "overdisp": 40,  # how alike shifts are: the lower, the lumpier
    "pass_decay": 0.6,  # contact of a pass, as a share of that of the pass before
    "pol_sd": 0.35,  # what types of station do not tell of the blocs, logit
    "turn_sd": 0.35,  # what they do not tell of turnout, logit
    "pol_mult": 1,  # how much types tell of the blocs
    "turn_mult": 1,  # how much they tell of turnout
    "het": 0,  # sd of the effects by type of station, in logarithms
    "mix": 0,  # 1: three classes of people instead of one spread
}
FAMILIES: dict[str, dict[str, Setting]] = {
    "base": {},
    "contact": {"sig_c": 0.7, "sig_ct": 0.5, "conv": 2.5},
    "high": {"t_target": [0.68, 0.78], "turnout": [0.76, 0.47, 0.73], "comparable": [3]},
    "persuade": {"pi": [0.005, 0.02], "delta": [0, 0.10], "kappa": [0.5, 1]},
    "mixed": {"pi": [0, 0.012], "delta": [0.05, 0.2]},
    "hetero": {"het": 0.4},
    "decorr": {"turn_mult": 0, "turn_sd": 0.55, "pol_sd": 0.5},
    "segregated": {"pol_sd": 0.7, "turn_sd": 0.5},
    "flat": {
        "pol_sd": 0.15, "turn_sd": 0.15, "pol_mult": 0.35, "turn_mult": 0.35, "sig_c": 0.15, "sig_ct": 0.1,
    },
    "mixture": {"mix": 1},
}  # fmt: skip
UNSEEN = "unseen"
NO_LIMIT = 1e6
LIMITS: dict[str, tuple[float, float]] = {
    "S": (2, 5_000), "turnout": (0.01, 0.99), "comparable": (1, 3), "t_target": (0.01, 0.99), "sd_theta": (0, 20),
    "loyal": (0, 1), "bn": (0, 0.9), "mob": (0, 1), "bound": (0, 1), "pi": (0, 1), "c0": (0.01, 0.99), "rho": (0, 1),
    "knock": (0.01, 60), "conv": (0, 60), "overdisp": (0.1, NO_LIMIT), "pass_decay": (0, 1), "mix": (0, 1),
    "delta": (-5, 5), "kappa": (-5, 5), "pol_mult": (-5, 5), "turn_mult": (-5, 5),
}  # fmt: skip
SPREAD = (0.0, 5.0)  # of every other key: they are standard deviations


@dataclass(frozen=True)
class World:
    """The settings of one town, each a number now. Keys as in ``DEFAULTS``."""

    S: int
    turnout: tuple[float, ...]
    comparable: tuple[int, ...]
    t_target: float
    sd_theta: float
    loyal: float
    bn: float
    mob: float
    mood: float
    st_shock: float
    delta: float
    kappa: float
    pi: float
    bound: float
    c0: float
    sig_c: float
    sig_ct: float
    rho: float
    conv: float
    knock: float
    overdisp: float
    pass_decay: float
    pol_sd: float
    turn_sd: float
    pol_mult: float
    turn_mult: float
    het: float
    mix: bool


def world(changes: Mapping[str, Setting], random: np.random.Generator) -> World:
    """The defaults with these changes, and a number for all that is drawn. One draw per key, whether used or not, so
    that the change of one key leaves the others as they were.
    """
    values: dict[str, float] = {}
    lists: dict[str, list[float]] = {}
    for key, default in DEFAULTS.items():
        place = random.random()
        setting = changes.get(key, default)
        if not isinstance(setting, list):
            values[key] = setting
        elif key in LISTS:
            lists[key] = setting
        else:
            low, high = setting
            values[key] = low + (high - low) * place
    return World(
        S=round(values.pop("S")),
        turnout=tuple(lists["turnout"]),
        comparable=tuple(int(number) for number in lists["comparable"]),
        mix=values.pop("mix") >= 0.5,
        **values,
    )


def stream(seed: int, family: str, subject: str) -> np.random.Generator:
    """Chance for one subject of one town: towns are independent of one another, and the same seed gives the same."""
    return np.random.default_rng([seed, zlib.crc32(family.encode()), zlib.crc32(subject.encode())])


def overrides(file: Path) -> dict[str, Setting]:
    """The changes that a JSON file makes to the defaults.

    Ends the programme with a sentence naming the file and the key when it holds something else.
    """
    try:
        found = json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise SystemExit(f"{file}: not readable as JSON ({error}).") from None
    if not isinstance(found, dict):
        raise SystemExit(f'{file}: expected one object of settings, such as {{"S": 40}}.')
    for key, value in found.items():
        if complaint := _complaint(key, value):
            raise SystemExit(f"{file}: {complaint}")
    return found


def _complaint(key: str, value: object) -> str:
    if key not in DEFAULTS:
        return f"no setting is called {key}; there are {', '.join(DEFAULTS)}."
    given = value if isinstance(value, list) else [value]
    numbers = [number for number in given if isinstance(number, int | float) and not isinstance(number, bool)]
    if len(numbers) != len(given):
        return f"{key}: expected a number, or a list of numbers."
    low, high = LIMITS.get(key, SPREAD)
    if not all(low <= number <= high for number in numbers):
        return f"{key}: expected numbers from {low:g} to {high:g}."
    if key == "turnout" and len(numbers) != 3:
        return "turnout: expected a list of three numbers, one per past election."
    if key == "comparable" and not (isinstance(value, list) and numbers and set(numbers) <= {1, 2, 3}):
        return "comparable: expected a list of past elections, counted from 1."
    if key not in LISTS and isinstance(value, list) and (len(numbers) != 2 or numbers[0] > numbers[1]):
        return f"{key}: expected one number, or the lowest and the highest between which a seed draws."
    return ""
