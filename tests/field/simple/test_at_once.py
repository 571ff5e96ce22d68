"""Two taps at the same moment."""

from __future__ import annotations

import functools

import pytest
from django.utils import timezone

from campaigns.doors.identifiers import uuid7
from campaigns.people.models import Device
from campaigns.visits.models import Visit
from canvass.field.simple import saving
from tests import builders
from tests.visits.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("same_form", [True, False])
def test_two_taps_at_once_take_one_number_each_and_the_same_form_one(same_form) -> None:
    outing = builders.outing(builders.campaign(), starts_at=timezone.now())
    address = builders.address(builders.station(), 12)
    doors = [builders.door(outing.campaign, address, rank=rank) for rank in range(4)]
    turf = builders.turf(outing, address)
    device = builders.device(outing, turf)
    form = uuid7()

    def tap(number: int) -> bool:
        door = doors[0 if same_form else number]
        told = saving.Told(
            form if same_form else uuid7(), "visit.recorded", {"door": str(door.pk), "outcome": "refused"}
        )
        return saving.take(Device.objects.get(pk=device.pk), turf.pk, told, now=timezone.now())

    taken = at_once([functools.partial(tap, number) for number in range(4)])

    numbers = sorted(Visit.objects.values_list("device_seq", flat=True))
    assert sum(taken) == len(numbers)
    assert numbers == ([2] if same_form else [2, 3, 4, 5])
