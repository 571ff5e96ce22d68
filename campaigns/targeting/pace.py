"""Team-minutes per door, learned from own visits. Pure. Counted for a team, never for a person."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from campaigns.targeting.learned import Learned
from campaigns.targeting.priors import Assumptions
from campaigns.targeting.town import Codes, Draws, Floats

Numbers = TypeVar("Numbers", Floats, Draws)

PRIOR_MINUTES = 60.0
"""What the assumed pace weighs: an hour of visits."""
FASTEST = 0.2
"""No door takes less: a floor for passes on which hardly anybody talks after a first pass walked fast."""


def first_pass_minutes(learned: Learned, housing: Codes, contact: Floats, assumptions: Assumptions) -> Floats:
    """Per station, from c on the first pass: assumed are walk + knock + conversation × c."""
    walk = np.array(assumptions.walk_minutes)[housing]
    prior = walk + assumptions.knock_minutes + assumptions.conversation_minutes * contact
    return learned_minutes(prior, learned.minutes, learned.timed_doors)


def learned_minutes(prior: Numbers, observed: Numbers, doors: Numbers) -> Numbers:
    """(60 + observed minutes) / (60 / prior + doors): the assumed pace weighs an hour."""
    return (PRIOR_MINUTES + observed) / (PRIOR_MINUTES / prior + doors)


def later_pass_minutes(first: Numbers, contact: Numbers, later_contact: Numbers, assumptions: Assumptions) -> Numbers:
    """A later pass is shorter by the conversations that it does not have."""
    spared: Numbers = assumptions.conversation_minutes * (contact - later_contact)
    return np.maximum(first - spared, FASTEST)
