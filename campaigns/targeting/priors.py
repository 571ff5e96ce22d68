"""What a ranking assumes before anything is measured: each figure with its default, how it is drawn, where it is from.

Pure. A campaign may change every one of them; `PRIORS` is what a page shows beside the field.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from campaigns.territory.sentences import gettext_noop

PASSES = 3
"""How many times a door may be knocked at before it is left alone."""


@dataclass(frozen=True)
class Assumptions:
    """The figures in force. Shares are between 0 and 1, shocks in logits, durations in minutes."""

    effect_points: float = 1.5
    """CACE: points of turnout gained among the people reached, on average over everybody."""
    push: float | None = None
    """δ, the same effect in logits. Where it is given, ``effect_points`` is not looked at."""
    effect_spread: float = 1.0
    """Standard deviation of ``effect_points``."""
    opponents_share: float = 0.3
    """κ: effect on the turnout of other people's voters ÷ effect on that of ours."""
    persuaded_share: float = 0.003
    """π: share of the people reached whose vote moves to us."""
    nearness: tuple[tuple[str, float], ...] | None = None
    """How easily each bloc's voters move to us, the nearest 1. None: by place on the axis, see `gain.nearness`."""
    home_share: float = 0.4
    """ρ: share of the effect passed on to each other person of the home."""
    spread: float = 3.0
    """τ: spread of people's propensity to vote, in logits."""
    turnout_shift: float = 0.0
    """What headquarters adds to the general level of turnout, in logits."""
    opening: float = 0.33
    """m₀: conversations ÷ knocks on the first pass, before anything is learned."""
    decay: float = 0.6
    """Conversations per knock on a pass ÷ those on the pass before."""
    knock_minutes: float = 0.6
    conversation_minutes: float = 4.0
    walk_minutes: tuple[float, float, float] = (0.35, 0.7, 1.3)
    """From door to door, by ``Housing``."""
    door_minutes: float = 90.0
    """Spent at doors in one shift."""
    people_per_team: float = 2.0
    shift_hours: float = 2.0
    turnout_shock: float = 0.30
    """Standard deviation of the general surprise on turnout, the same for all stations."""
    mood_shock: float = 0.20
    """That of the own bloc's mood, the same for all stations."""
    model_shock: float = 0.12
    """That of what the model misses in one station."""
    station_shock: float = 0.15
    """That of one station's turnout, where past elections cannot tell it."""
    share_noise: float = 0.05
    """That of the own share's logarithm, one per station."""
    draws: int = 2000

    @property
    def team_hours(self) -> float:
        """Canvasser-hours that one shift costs, full or not."""
        return self.people_per_team * self.shift_hours

    @property
    def per_thousand_hours(self) -> float:
        """Turns votes per team-minute at the doors into votes per 1,000 canvasser-hours."""
        return 1000 * self.door_minutes / self.team_hours

    def persuasion_mode(self) -> Assumptions:
        """What the trial of 2012 in France found: no turnout to speak of, votes moved. One switch, the rest is kept."""
        return replace(self, push=0.05, opponents_share=0.75, persuaded_share=0.0125)


@dataclass(frozen=True)
class Prior:
    """One editable assumption: a field of `Assumptions`, its bounds, how it is drawn, its source."""

    name: str
    symbol: str
    title: str
    least: float
    most: float
    draw: str
    source: str

    @property
    def default(self) -> float:
        return float(getattr(Assumptions(), self.name))


FIXED = gettext_noop("fixed")
_NORMAL_CUT = gettext_noop("normal, spread of 1 point, cut at 0")
_ASSUMED = gettext_noop("Assumption.")

PRIORS: tuple[Prior, ...] = (
    Prior(
        "effect_points",
        "CACE",
        gettext_noop("Turnout gained among people reached, in points"),
        0.0,
        10.0,
        _NORMAL_CUT,
        gettext_noop(
            "Assumption, between about 0.8 in Europe (Bhatti et al., BJPS 2016, pooled value to verify) and 2.5 in the "
            "United States (Green, McGrath & Aronow 2013: 2.536, between 1.817 and 3.255)."
        ),
    ),
    Prior(
        "effect_spread",
        "σ",
        gettext_noop("How unsure that effect is: one standard deviation, in points"),
        0.05,
        5.0,
        FIXED,
        gettext_noop("Assumption; the result of a hold-out plan of your own narrows it."),
    ),
    Prior(
        "opponents_share",
        "κ",
        gettext_noop("Effect on opponents’ voters, beside that on ours"),
        0.0,
        1.0,
        gettext_noop("Beta of weight 10: Beta(3, 7) at 0.3"),
        _ASSUMED,
    ),
    Prior(
        "persuaded_share",
        "π",
        gettext_noop("Share of people reached whose vote moves to us"),
        0.0,
        0.1,
        gettext_noop("exponential with this mean"),
        gettext_noop(
            "Assumption, between 0 (Kalla & Broockman, APSR 2018, general elections in the United States) and what the "
            "French trial of 2012 suggests (Pons, AER 2018)."
        ),
    ),
    Prior(
        "home_share",
        "ρ",
        gettext_noop("Share of the effect passed on to others of the home"),
        0.0,
        1.0,
        gettext_noop("Beta of weight 10: Beta(4, 6) at 0.4"),
        gettext_noop("Assumption, below the 0.6 of Nickerson (APSR 2008, to verify)."),
    ),
    Prior(
        "opening",
        "m₀",
        gettext_noop("Conversations per knock, first pass"),
        0.01,
        0.99,
        gettext_noop("Beta, learned from own visits"),
        gettext_noop(
            "Doors that open: a fifth in Rennes 2016, 1,698 of 5,590 in Toulouse 2020, a third in Paris 2014. "
            "Optimistic until about 100 doors were knocked at."
        ),
    ),
    Prior(
        "decay",
        "",
        gettext_noop("Conversations per knock on a pass, beside the pass before"),
        0.05,
        1.0,
        FIXED,
        _ASSUMED,
    ),
    Prior(
        "spread",
        "τ",
        gettext_noop("Spread of people’s propensity to vote, in logits"),
        0.0,
        6.0,
        FIXED,
        gettext_noop(
            "Fitted on the four rounds of 2022 (Insee Première 1929): of 100 registered people 36 voted always, 47 "
            "sometimes, 16 never; the model says 34, 50 and 16."
        ),
    ),
    Prior(
        "knock_minutes",
        "",
        gettext_noop("Minutes per knocked door"),
        0.1,
        10.0,
        gettext_noop("learned with the pace"),
        gettext_noop("Ring, wait 20 to 30 seconds, write. To verify in the field."),
    ),
    Prior(
        "conversation_minutes",
        "",
        gettext_noop("Minutes more per conversation"),
        0.5,
        30.0,
        gettext_noop("learned with the pace"),
        gettext_noop("Longest time at a door: 4 minutes in Strasbourg 2021."),
    ),
    Prior(
        "turnout_shift",
        "",
        gettext_noop("Turnout expected above the past, in logits"),
        -3.0,
        3.0,
        gettext_noop("normal, spread of 0.3"),
        gettext_noop("Headquarters’ guess of the general level."),
    ),
)
