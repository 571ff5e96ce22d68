"""An invented town: what is public of it, and apart from that the truth, which only the simulator holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from benchmarks.targeting import inhabitants
from benchmarks.targeting.families import Setting, World, stream, world
from benchmarks.targeting.inhabitants import ABSTENTION, BLANK, BLOCS, OURS, Ground, Inhabitants
from campaigns.targeting.town import Codes, Floats, Housing, PastVote, PublicTown

# Types of station: tower estate, gentrified centre, bourgeois centre, houses, mixed, edge of town.
SHARE = np.array([0.20, 0.18, 0.15, 0.25, 0.12, 0.10])
LEANING = np.array(
    [
        [0.9, -0.1, -0.8, 0.3],
        [0.9, 0.5, -0.3, -0.9],
        [-0.4, 0.7, 0.8, -0.5],
        [-0.2, 0.2, 0.3, 0.3],
        [0.2, 0.1, 0.0, 0.1],
        [-0.1, -0.2, 0.0, 0.8],
    ]
)
READINESS = np.array([-0.9, 0.35, 0.45, 0.4, -0.05, -0.3])
EMPTY = np.array([0.35, 0.30, 0.35, 0.12, 0.25, 0.12])  # dwellings without registered people
HOME = np.array([1.7, 1.4, 1.5, 1.9, 1.6, 1.9])  # registered per other home
WALK = np.array([0.25, 0.40, 0.45, 1.2, 0.7, 1.4])  # minutes between doors
OUT_OF_REACH = np.array([0.10, 0.30, 0.35, 0.02, 0.12, 0.02])
HOUSING = np.array([Housing.FLATS, Housing.FLATS, Housing.FLATS, Housing.HOUSES, Housing.MIXED, Housing.HOUSES])
NEAREST = np.array([0.0, 1.0, 0.3, 0.5])  # how easily each bloc's voters are persuaded
UNKNOWN_HOME = 1.7  # registered per home that a campaign assumes, having no count of it


@dataclass(frozen=True)
class Truth:
    """What nobody sees: one entry per station. No policy but the oracles is ever given it."""

    world: World
    net: Floats
    """Net votes per registered person reached."""
    gross: Floats
    """The same without what opponents gain."""
    reservoir: Floats
    """Votes: ours at the first election, staying home at the coming one."""
    contact: Floats
    """First pass."""
    walk: Floats
    """Minutes from door to door."""
    people: Floats
    """Registered people reached per opened door."""
    reachable: Codes
    """Doors that can be knocked at."""


def town(seed: int, family: str, changes: dict[str, Setting]) -> tuple[PublicTown, Truth]:
    """One town, the same each time for one seed and one family."""
    settings = world(changes, stream(seed, family, "settings"))
    kinds = stream(seed, family, "stations")
    kind = kinds.choice(len(SHARE), settings.S, p=SHARE)
    registered = np.clip(kinds.normal(950, 200, settings.S).round(), 300, 1_500).astype(np.int64)
    ground = Ground(
        leaning=LEANING[kind] * settings.pol_mult + kinds.normal(0, settings.pol_sd, (settings.S, len(BLOCS))),
        readiness=READINESS[kind] * settings.turn_mult + kinds.normal(0, settings.turn_sd, settings.S),
    )
    random = stream(seed, family, "people")
    people = inhabitants.settled(registered, ground, settings, random)
    past = _past(people, ground, settings, random)
    net, gross, reservoir = _effects(people, kind, settings, random)
    field = _field(kind, registered, settings, stream(seed, family, "field"))
    public = PublicTown(
        blocs=BLOCS,
        own=BLOCS[OURS],
        registered=registered.astype(np.float64),
        doors=field.reachable.astype(np.float64),
        housing=HOUSING[kind],
        past=past,
        reference=0,
        comparable=tuple(number - 1 for number in settings.comparable),
        boundary_changed=np.zeros(settings.S, dtype=bool),  # same code, same size: nothing shows that people moved
        people_per_home=np.full(settings.S, UNKNOWN_HOME),
        dwellings=field.dwellings,
    )
    truth = Truth(
        settings, net, gross, reservoir, field.contact, field.walk, field.people, field.reachable
    )  # fmt: skip
    return public, truth


def _past(people: Inhabitants, ground: Ground, world: World, random: np.random.Generator) -> tuple[PastVote, ...]:
    """The three past elections, and all the coming and going after each."""
    past = []
    for number, turnout in enumerate(world.turnout):
        choice = inhabitants.vote(people, turnout, world, random)
        counts = inhabitants.counted(people, choice, world.S)
        everywhere = np.ones(world.S, dtype=bool)
        past.append(
            PastVote(f"past {number + 1}", counts[:, :BLANK], counts[:, BLANK], counts[:, ABSTENTION], everywhere)
        )
        if number == 0:
            people.chose_own_first = choice == OURS
        inhabitants.move(people, ground, world, random)
        if number == 0:
            inhabitants.exchange(people, world.S, world.bound, random)
    return tuple(past)


def _effects(
    people: Inhabitants, kind: Codes, world: World, random: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Net and gross votes per registered person reached, and the reservoir, at the coming vote."""
    eta = inhabitants.chances(people, world.t_target, world, random)
    votes = expit(eta)
    ours = people.bloc == OURS
    moved = expit(eta + np.where(ours, 1.0, world.kappa) * world.delta) - votes
    persuaded = votes * world.pi * NEAREST[people.bloc]
    unlike = np.exp(world.het * random.normal(size=len(SHARE)))[kind]

    def mean(of: Floats, among: Codes = people.station) -> Floats:
        return np.bincount(among, of, world.S) / np.bincount(among, minlength=world.S)

    net = mean(np.where(ours, moved, -moved) + 2 * persuaded)
    gross = mean(ours * moved + persuaded)
    stayed = people.since_first
    home = mean((people.chose_own_first * (1 - votes))[stayed], people.station[stayed])
    return net * unlike, gross * unlike, home * np.bincount(people.station, minlength=world.S)


@dataclass(frozen=True)
class _Field:
    dwellings: Floats
    reachable: Codes
    contact: Floats
    walk: Floats
    people: Floats


def _field(kind: Codes, registered: Codes, world: World, random: np.random.Generator) -> _Field:
    """Doors, who opens, how far apart they are."""
    empty = EMPTY[kind] * random.uniform(0.8, 1.2, world.S)
    home = HOME[kind] * random.uniform(0.93, 1.07, world.S)
    dwellings = (registered / ((1 - empty) * home)).round()
    by_kind = random.normal(0, world.sig_ct, len(SHARE))
    contact = expit(logit(world.c0) + by_kind[kind] + random.normal(0, world.sig_c, world.S))
    walk = WALK[kind] * np.exp(random.normal(0, 0.3, world.S))
    reachable = 1 - OUT_OF_REACH[kind] * random.uniform(0.3, 1.7, world.S)
    return _Field(
        dwellings=dwellings,
        reachable=(dwellings * reachable).round().astype(np.int64),
        contact=contact,
        walk=walk,
        people=(1 - empty) * (1 + world.rho * (home - 1)),
    )
