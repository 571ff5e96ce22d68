"""The database itself keeps a committed plan as it was: whoever changes a row by hand is refused too."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaigns.targeting.models import HoldoutDeviation, HoldoutPlan, HoldoutSalt, HoldoutUnit
from tests import builders
from tests.targeting.plans import plan


@pytest.fixture
def houses():
    station = builders.station()
    return [builders.address(station, number, dwellings=8) for number in (1, 3, 5, 7)]


@pytest.fixture
def committed(campaign, houses):
    return plan(campaign, houses[:2], houses[2:])


def refused(change) -> bool:
    """Whether the database says no; what it did before that is undone."""
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


def mine():
    return HoldoutPlan.objects.all()


CHANGES = {
    "another name": lambda: mine().update(name="Autre"),
    "another seed": lambda: mine().update(seed="0x2"),
    "another hash": lambda: mine().update(assignment_sha256="0" * 64),
    "another term": lambda: mine().update(terms={"expected_points": 9}),
    "another registration": lambda: mine().update(registration="{}"),
    "a later vote": lambda: mine().update(vote_date="2030-01-01"),
    "not committed after all": lambda: mine().update(committed_at=None),
    "deleted": lambda: mine().delete(),
    "arms exchanged": lambda: HoldoutUnit.objects.filter(block=0, place=0).update(held_out=False),
    "a unit deleted": lambda: HoldoutUnit.objects.filter(block=0, place=0).delete(),
    "a unit added": lambda: HoldoutUnit.objects.create(
        campaign=mine().get().campaign, plan=mine().get(), block=9, place=0, held_out=True, code="x",
        station=HoldoutUnit.objects.first().station, doors=1, registered=1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_committed_plan_is_not_changed(change, committed) -> None:
    before = rows()

    assert refused(change)

    assert rows() == before


def rows() -> list[tuple]:
    return [*HoldoutPlan.objects.values_list(), *HoldoutUnit.objects.values_list()]


def test_a_plan_may_be_abandoned_once_and_for_good(committed, organiser) -> None:
    now = timezone.now()

    mine().update(abandoned_at=now, abandoned_by=organiser, abandoned_because="Le scrutin est reporté")

    assert refused(lambda: mine().update(abandoned_because="Le tirage déplaît"))
    assert refused(lambda: mine().update(abandoned_at=None, abandoned_because=""))
    assert mine().get().abandoned_because == "Le scrutin est reporté"


def test_a_plan_is_not_abandoned_without_a_reason(committed) -> None:
    assert refused(lambda: mine().update(abandoned_at=timezone.now()))


def test_a_member_who_leaves_is_forgotten_and_nobody_else_is_put_in_their_place(committed, organiser, leader) -> None:
    by = {"abandoned_at": timezone.now(), "abandoned_by": leader, "abandoned_because": "Scrutin reporté"}
    mine().update(**by)

    assert refused(lambda: mine().update(abandoned_by=organiser))
    leader.delete()

    assert mine().get().abandoned_by is None


def test_the_log_of_deviations_and_the_salt_are_only_added_to(committed, organiser) -> None:
    campaign = committed.campaign
    HoldoutSalt.objects.create(campaign=campaign, salt="s", made_at=timezone.now())
    HoldoutDeviation.objects.create(
        campaign=campaign,
        plan=committed,
        at=timezone.now(),
        by=organiser,
        signed="Inès Karim",
        text="Deux jours perdus",
    )

    assert refused(lambda: HoldoutSalt.objects.update(salt="t"))
    assert refused(lambda: HoldoutDeviation.objects.update(text="Rien"))
    assert refused(lambda: HoldoutDeviation.objects.all().delete())
    organiser.delete()
    assert list(HoldoutDeviation.objects.values_list("by", "signed")) == [(None, "Inès Karim")]


def test_all_of_it_goes_with_a_campaign_that_is_closed(committed, campaign) -> None:
    campaign.closed_at = timezone.now()
    campaign.save()

    campaign.delete()

    assert (HoldoutPlan.objects.count(), HoldoutUnit.objects.count()) == (0, 0)
