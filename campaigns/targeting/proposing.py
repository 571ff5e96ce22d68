"""A hold-out plan before lots are drawn: what it would hold, and what it could see. Nothing here is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Campaign
from campaigns.targeting import blocks, candidates, power
from campaigns.targeting.blocks import Blocks, Unit
from campaigns.targeting.candidates import Candidates
from campaigns.targeting.models import HoldoutPlan, HoldoutUnit, TownBloc
from campaigns.targeting.power import Assumed
from campaigns.territory.models import Address, PollingStation

Kind, Outcome = HoldoutPlan.Kind, HoldoutPlan.Outcome
LEAST_BLOCKS = 2  # with one there is no error to speak of
NAMED = 5  # of those that stand in the way; the rest are counted


@dataclass(frozen=True)
class Wish:
    """What headquarters asks for."""

    name: str
    stations: tuple[str, ...]
    """Codes."""
    vote_date: date
    election: str
    round: int = 1
    kind: str = Kind.BUILDINGS
    block_size: int = 2
    outcome: str = Outcome.TURNOUT
    direction: str = HoldoutPlan.Direction.EITHER
    own_bloc: str = ""
    pool: str = ""
    without_visited: bool = False
    """Draw from those where nobody has rung yet, and say how many were not drawn from."""
    expected_points: float = 1.5
    """On those spoken with: what experience makes us expect."""
    assumed: Assumed = field(default_factory=Assumed)


@dataclass(frozen=True)
class Proposal:
    """Blocks without lots, and the smallest effect they would let us see."""

    wish: Wish
    stations: tuple[PollingStation, ...]
    candidates: Candidates
    design: Blocks
    seen: power.Seen

    @property
    def people(self) -> float:
        return sum(unit.registered for unit in self.design.units)

    @property
    def doors(self) -> int:
        return sum(unit.doors for unit in self.design.units)

    @property
    def held_out(self) -> int:
        """Units: one of each block."""
        return len(self.design.blocks)

    @property
    def sees_what_is_expected(self) -> bool:
        return self.seen.mde_cace <= self.wish.expected_points

    @property
    def campaigns_needed(self) -> int:
        return power.campaigns_needed(self.seen, self.wish.expected_points)


def propose(campaign: Campaign, wish: Wish, *, now: datetime) -> Proposal:
    """What this plan would be.

    Raises DomainError ``no_station``, ``foreign_station``, ``block_size``, ``outcome_by_building``, ``vote_passed``,
    ``bad_assumption``, ``already_visited``, ``already_in_plan`` or ``too_few``.
    """
    _check(campaign, wish, now)
    stations = _stations(campaign, wish.stations)
    found = candidates.find(campaign, stations, wish.kind, wish.own_bloc)
    if wish.without_visited:
        gone = {unit.code for unit in found.visited}
        found = replace(found, units=tuple(unit for unit in found.units if unit.code not in gone))
    elif found.visited:
        raise _already_visited(found.visited, wish.kind)
    _refuse_drawn_before(campaign, stations, today(campaign, now))
    pairs = wish.kind == Kind.STATIONS
    design = blocks.of_stations(found.units) if pairs else blocks.of_buildings(found.units, wish.block_size)
    if len(design.blocks) < LEAST_BLOCKS:
        raise _too_few(wish)
    return Proposal(wish, stations, found, design, _power(design, wish))


def _power(design: Blocks, wish: Wish) -> power.Seen:
    units = design.units
    if wish.kind == Kind.STATIONS:
        return power.of_stations(len(units), wish.assumed)
    people = sum(unit.registered for unit in units)
    return power.of_people(people, people / len(units), 1 - 1 / wish.block_size, wish.assumed)


def _check(campaign: Campaign, wish: Wish, now: datetime) -> None:
    smallest, largest = blocks.SMALLEST, blocks.LARGEST
    if wish.kind not in Kind.values or wish.outcome not in Outcome.values or wish.round not in (1, 2):
        raise DomainError("block_size", _("Choose buildings or polling stations, what is measured, and the round."))
    if wish.own_bloc not in ("", *TownBloc.values):
        raise DomainError("bad_assumption", _("“%(bloc)s” is no bloc.") % {"bloc": wish.own_bloc[:40]})
    if not smallest <= wish.block_size <= largest:
        told = {"smallest": smallest, "largest": largest}
        raise DomainError("block_size", _("Hold out one of %(smallest)d to one of %(largest)d.") % told)
    if wish.kind == Kind.STATIONS and wish.block_size != smallest:
        raise DomainError("block_size", _("Polling stations are drawn in pairs: one of two is held out."))
    if wish.kind == Kind.BUILDINGS and wish.outcome != Outcome.TURNOUT:
        raise DomainError(
            "outcome_by_building",
            _("Only polling stations have a result of the vote. By building, turnout alone can be counted."),
        )
    if wish.vote_date < today(campaign, now):
        raise DomainError("vote_passed", _("This vote is over: a plan is drawn before it."))
    _check_assumed(wish)


def _check_assumed(wish: Wish) -> None:
    a = wish.assumed
    shares = 0 < a.turnout < 1 and 0 <= a.icc <= 1 and 0 <= a.explained < 1 and 0 < a.contact <= 1
    if not (shares and 0 < a.sd_points <= 50 and 0 < wish.expected_points <= 100):
        raise DomainError(
            "bad_assumption", _("Shares are between 0 and 100 %, and what is expected is more than 0 points.")
        )


def _stations(campaign: Campaign, codes: Sequence[str]) -> tuple[PollingStation, ...]:
    if not codes:
        raise DomainError("no_station", _("Choose at least one polling station."))
    mine = PollingStation.objects.filter(code__in=codes, commune__campaigns=campaign).defer("contour").order_by("code")
    found = tuple(mine)
    if missing := sorted(set(codes) - {station.code for station in found}):
        raise DomainError(
            "foreign_station",
            _("These polling stations are not in a commune of the campaign: %(codes)s.")
            % {"codes": ", ".join(missing[:NAMED])},
        )
    return found


def _already_visited(visited: Sequence[Unit], kind: str) -> DomainError:
    """A draw among places that we chose to visit first would compare what we chose."""
    names = named(visited, kind)
    return DomainError(
        "already_visited",
        _("Somebody has already rung at: %(names)s. A plan comes before the first visit. Leave out what was visited.")
        % {"names": names},
    )


def named(units: Sequence[Unit], kind: str) -> str:
    """« 12 rue des Tanneurs, 14 rue des Tanneurs and 3 more »."""
    some = [unit.key for unit in sorted(units, key=lambda unit: unit.code)[:NAMED]]
    if kind == Kind.STATIONS:
        names = [unit.code for unit in sorted(units, key=lambda unit: unit.code)[:NAMED]]
    else:
        labels = {row.pk: row.label for row in Address.objects.filter(pk__in=some).select_related("street")}
        names = [labels[key] for key in some]
    more = len(units) - len(names)
    listed = ", ".join(names)
    return _("%(names)s and %(more)d more") % {"names": listed, "more": more} if more else listed


def today(campaign: Campaign, now: datetime) -> date:
    """The day on the campaign's calendar."""
    return now.astimezone(ZoneInfo(campaign.time_zone)).date()


def _refuse_drawn_before(campaign: Campaign, stations: Sequence[PollingStation], day: date) -> None:
    """One draw at a time on one ground: a second one would undo what the first holds out."""
    standing = HoldoutPlan.objects.standing().filter(campaign=campaign, vote_date__gte=day)
    plan = standing.filter(units__station__in=stations).first()
    if plan is None:
        return
    there = HoldoutUnit.objects.filter(plan=plan, station__in=stations).values_list("station__code", flat=True)
    codes = sorted(set(there))
    raise DomainError(
        "already_in_plan",
        _("The plan “%(plan)s” already draws from these polling stations: %(codes)s.")
        % {"plan": plan.name, "codes": ", ".join(codes[:NAMED])},
    )


def _too_few(wish: Wish) -> DomainError:
    if wish.kind == Kind.STATIONS:
        return DomainError(
            "too_few", _("Two pairs are the least: choose four polling stations or more with past results.")
        )
    return DomainError(
        "too_few",
        _("There are not enough buildings of %(least)d dwellings or more there: choose more polling stations.")
        % {"least": candidates.LEAST_DWELLINGS},
    )
