"""Committing a plan: lots are drawn, written down and registered at once, and nothing of it changes afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Campaign, Membership
from campaigns.targeting import assumptions, balance, lots, power, proposing, registering, verifying
from campaigns.targeting.balance import Balance, Places
from campaigns.targeting.blocks import Unit
from campaigns.targeting.lots import Lot
from campaigns.targeting.models import HoldoutDeviation, HoldoutPlan, HoldoutSalt, HoldoutUnit
from campaigns.targeting.priors import PRIORS
from campaigns.targeting.proposing import Proposal, Wish

SALT_BYTES = 16
LONGEST_REASON = 2_000
COVARIATES = ("doors", "registered", "turnout", "own_share")
"""Of a unit. What the lots are compared by; those that nobody knows are left out."""


@transaction.atomic
def commit(campaign: Campaign, wish: Wish, *, by: Membership | None, now: datetime) -> HoldoutPlan:
    """Draw the lots of this plan and freeze it. Whoever calls it also takes what is held out off the walks
    (turfs.withholding).

    Raises what `proposing.propose` does, and DomainError ``no_name``.
    """
    if not (wish.name.strip() and wish.election.strip()):
        raise DomainError("no_name", _("Give the plan a name, and say which vote is meant."))
    locked = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)  # one draw at a time
    proposal = proposing.propose(locked, wish, now=now)
    salt = HoldoutSalt.objects.get_or_create(
        campaign=locked, defaults={"salt": secrets.token_hex(SALT_BYTES), "made_at": now}
    )[0].salt
    number = (locked.holdout_plans.values_list("number", flat=True).first() or 0) + 1
    plan = HoldoutPlan(campaign=locked, number=number, committed_by=by)
    drawn = _draw(plan, proposal, salt)
    plan.save()
    _store(plan, proposal, drawn)
    plan.committed_at = now
    registering.register(plan, proposal, drawn)
    plan.save()
    return plan


@transaction.atomic
def abandon(plan: HoldoutPlan, because: str, *, by: Membership, now: datetime) -> None:
    """Nothing is held out any more; the plan and its lots stay to be read, with the reason. Once, and for good.

    Raises DomainError ``no_reason`` or ``already_abandoned``.
    """
    reason = because.strip()[:LONGEST_REASON]
    if not reason:
        raise DomainError("no_reason", _("Say why: the reason stays with the plan."))
    mine = HoldoutPlan.objects.standing().filter(pk=plan.pk)
    if not mine.update(abandoned_at=now, abandoned_by=by, abandoned_because=reason):
        raise DomainError("already_abandoned", _("This plan is already abandoned."))


def note_deviation(plan: HoldoutPlan, text: str, *, by: Membership, now: datetime) -> HoldoutDeviation:
    """What was done otherwise than registered, dated and signed. Raises DomainError ``no_reason``."""
    said = text.strip()[:LONGEST_REASON]
    if not said:
        raise DomainError("no_reason", _("Write what was done otherwise, and why."))
    return HoldoutDeviation.objects.create(
        campaign_id=plan.campaign_id, plan=plan, at=now, by=by, signed=str(by.user)[:120], text=said
    )


def _draw(plan: HoldoutPlan, proposal: Proposal, salt: str) -> list[Lot]:
    """Fill in all that follows from the wish and the lots."""
    wish, design = proposal.wish, proposal.design
    seed = lots.seed_of(salt, plan.code)
    held = lots.draw(seed, len(design.blocks), wish.block_size)
    drawn = lots.assign([[unit.code for unit in block] for block in design.blocks], held)
    plan.name, plan.election, plan.pool = wish.name.strip()[:120], wish.election.strip()[:120], wish.pool
    plan.kind, plan.block_size, plan.outcome, plan.direction = wish.kind, wish.block_size, wish.outcome, wish.direction
    plan.round, plan.vote_date = wish.round, wish.vote_date
    plan.seed, plan.salt_commitment, plan.library = f"{seed:#x}", lots.digest(salt), verifying.library()
    plan.assignment_sha256 = lots.digest(lots.written(drawn))
    plan.left_over = len(design.left_over)
    plan.terms = _terms(plan, proposal)
    names, found = _weigh(design.blocks, held, seed)
    plan.balance = {"covariates": names, "differences": list(found.differences), "p": found.p}
    return drawn


def _weigh(blocks: Sequence[Sequence[Unit]], held: Places, seed: int) -> tuple[list[str], Balance]:
    """How alike the arms are in what is known of all their units."""
    units = [unit for block in blocks for unit in block]
    names = [name for name in COVARIATES if all(getattr(unit, name) is not None for unit in units)]
    values = [[[float(getattr(unit, name)) for name in names] for unit in block] for block in blocks]
    return names, balance.weigh(np.array(values), held, seed=seed)


def _terms(plan: HoldoutPlan, proposal: Proposal) -> dict[str, object]:
    wish, assumed = proposal.wish, proposal.wish.assumed
    said = assumptions.in_force(assumptions.standing(plan.campaign).values, plan.campaign)
    return {
        "stations": [station.code for station in proposal.stations],
        "own_bloc": wish.own_bloc,
        "past_election": proposal.candidates.election.code if proposal.candidates.election else "",
        "expected_points": wish.expected_points,
        "priors": {prior.name: getattr(said, prior.name) for prior in PRIORS},
        "people": round(proposal.people),
        "doors": proposal.doors,
        "power": {
            "turnout": assumed.turnout,
            "icc": assumed.icc,
            "explained": assumed.explained,
            "contact": assumed.contact,
            "sd_points": assumed.sd_points,
            "level": power.LEVEL,
            "power": power.POWER,
            "se": proposal.seen.se,
            "mde_itt": proposal.seen.mde_itt,
            "mde_cace": proposal.seen.mde_cace,
        },
        "excluded": {
            "small_buildings": proposal.candidates.small,
            "closed_buildings": proposal.candidates.closed,
            "visited": len(proposal.candidates.visited),
            "left_over": len(proposal.design.left_over),
        },
    }


def _store(plan: HoldoutPlan, proposal: Proposal, drawn: Sequence[Lot]) -> None:
    by_building = plan.of_buildings
    HoldoutUnit.objects.bulk_create(
        (
            HoldoutUnit(
                campaign_id=plan.campaign_id,
                plan=plan,
                block=lot.block,
                place=lot.place,
                held_out=lot.held_out,
                code=unit.code,
                station_id=unit.station,
                address_id=unit.key if by_building else None,
                doors=unit.doors,
                registered=unit.registered,
                turnout=unit.turnout,
                own_share=unit.own_share,
            )
            for lot, unit in zip(drawn, proposal.design.units, strict=True)
        ),
        batch_size=5_000,
    )
