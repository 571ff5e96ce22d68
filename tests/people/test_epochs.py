"""After a restore every campaign begins a new epoch, and never the same one twice."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from campaigns.people import counter
from campaigns.people.models import Campaign, ChangeCounter
from tests import builders


def run(*options: str) -> dict[str, int]:
    out = StringIO()
    call_command("new_epoch", *options, "--json", stdout=out)
    return json.loads(out.getvalue())["epochs"]


def test_the_campaign_named_begins_anew_and_its_neighbour_goes_on(campaign, outsider) -> None:
    epochs = run("--campaign", "valmont")

    assert epochs == {"valmont": Campaign.objects.get(slug="valmont").epoch}
    assert epochs["valmont"] > 1
    assert Campaign.objects.get(slug="ailleurs").epoch == 1


def test_a_restored_database_begins_all_its_campaigns_anew(campaign, outsider) -> None:
    assert run("--all").keys() == {"ailleurs", "valmont"}


def test_one_backup_restored_twice_gives_two_epochs(campaign) -> None:
    now = timezone.now()
    first = counter.new_epoch(campaign, now=now)
    Campaign.objects.update(epoch=1)  # the same backup again, an hour later

    second = counter.new_epoch(campaign, now=now + timedelta(hours=1))

    assert second > first


def test_twice_in_a_minute_is_still_another_epoch(campaign) -> None:
    now = timezone.now()

    assert counter.new_epoch(campaign, now=now) < counter.new_epoch(campaign, now=now)


@pytest.mark.parametrize("options", [[], ["--campaign", "nowhere"], ["--campaign", "valmont", "--all"]])
def test_a_campaign_or_all_must_be_named(campaign, options) -> None:
    with pytest.raises(CommandError):
        run(*options)
    assert Campaign.objects.get().epoch == 1


def test_numbers_are_taken_without_a_gap_by_whoever_commits(campaign) -> None:
    assert [counter.take(campaign.pk, 3), counter.take(campaign.pk)] == [3, 4]
    with transaction.atomic():
        counter.take(campaign.pk, 10)
        transaction.set_rollback(True)
    assert counter.take(campaign.pk) == 5


def test_a_campaign_without_a_counter_gets_one_and_another_s_stays(campaign, outsider) -> None:
    ChangeCounter.objects.filter(campaign=campaign).delete()

    assert counter.take(campaign.pk, 2) == 2
    assert ChangeCounter.objects.get(campaign=outsider.campaign).value == 0


def test_deletions_forgotten_never_come_back(campaign) -> None:
    for number in (7, 3, 9):
        counter.forget_deletions(campaign.pk, up_to=number)

    assert ChangeCounter.objects.get(campaign=campaign).forgotten == 9
    assert builders.campaign("later").counter.forgotten == 0
