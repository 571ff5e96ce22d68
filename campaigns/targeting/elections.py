"""Which past elections a ranking rests on: what headquarters chose, else what is sensible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.targeting.blocs import BlocTables
from campaigns.territory.models import Bloc, Election

MOST_VOTERS = "presidential"  # the vote that most people come to: who voted for us then may stay home later
USUAL_COMPARABLE = 2


@dataclass(frozen=True)
class Chosen:
    """The campaign's own bloc, and the elections by their codes."""

    own: str
    reference: str
    """Who voted for us then may stay home now."""
    comparable: tuple[str, ...]
    """They tell the turnout to come."""


def choose(said: Mapping[str, Any], elections: Sequence[Election], blocs: BlocTables) -> Chosen:
    """``elections``: the newest first. ``said``: what headquarters chose, by name (``own``, ``reference``,
    ``comparable``); an election that is not there any more counts as not chosen.

    Raises DomainError ``no_results`` and ``no_own_list``.
    """
    own = str(said["own"]) if said.get("own") in blocs.order else Bloc.LEFT.value
    if not elections:
        raise DomainError("no_results", _("Import the results of past elections: nothing can be ranked without them."))
    ours = [election for election in elections if own in blocs.of.get(election.pk, {}).values()]
    if not ours:
        raise DomainError(
            "no_own_list", _("No past election has a list of your bloc. Check the blocs, or choose yours.")
        )
    codes = {election.code for election in elections}
    wanted = said.get("reference")
    reference = next((each for each in ours if each.code == wanted), None) or _reference(ours)
    told = tuple(code for code in said.get("comparable") or () if code in codes)
    return Chosen(own, reference.code, told or _comparable(elections, reference))


def to_read(elections: Sequence[Election], chosen: Chosen, blocs: BlocTables) -> list[Election]:
    """The chosen ones, and the first rounds that tell how stations lean: where our bloc had a list. Oldest first."""
    named = {chosen.reference, *chosen.comparable}

    def tells(election: Election) -> bool:
        return election.round == 1 and chosen.own in blocs.of.get(election.pk, {}).values()

    return [election for election in reversed(elections) if election.code in named or tells(election)]


def _reference(ours: Sequence[Election]) -> Election:
    """The newest first round of a presidential election, else the newest election."""
    first_rounds = [election for election in ours if election.round == 1] or list(ours)
    return next((each for each in first_rounds if each.kind == MOST_VOTERS), first_rounds[0])


def _comparable(elections: Sequence[Election], reference: Election) -> tuple[str, ...]:
    """The newest votes that fewer people come to than to a presidential one; the reference where there is no other."""
    others = [each for each in elections if each.kind != MOST_VOTERS and each.round == 1 and each != reference]
    return tuple(each.code for each in others[:USUAL_COMPARABLE]) or (reference.code,)
