"""How long a phone may speak and read: idle, after the outing, at most."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.errors import DomainError
from campaigns.people import devices
from campaigns.people.models import Device
from tests import builders
from tests.builders import SATURDAY

HOUR = timedelta(hours=1)


def register(outing, now=SATURDAY) -> tuple[Device, str]:
    return devices.register(outing=outing, team_id=None, first_name="Léa", phone="", public_key="", now=now)


def speaks(token: str, now) -> bool:
    try:
        return bool(devices.authenticate(token, now=now))
    except DomainError:
        return False


@pytest.fixture
def outing(campaign):
    """Two hours from Saturday nine o'clock on."""
    return builders.outing(campaign)


def test_the_token_itself_is_not_stored(outing) -> None:
    device, token = register(outing)

    assert len(token) >= 43  # 256 bits, base64
    assert bytes(Device.objects.get().token_hash) == devices.token_hash(token)
    assert token.encode() not in bytes(device.token_hash)


@pytest.mark.parametrize(("hours", "heard"), [(11.9, True), (12.1, False)])
def test_a_phone_silent_for_twelve_hours_is_unknown(outing, hours, heard) -> None:
    _device, token = register(outing)

    assert speaks(token, SATURDAY + hours * HOUR) is heard


def test_each_call_begins_the_twelve_hours_again(outing) -> None:
    _device, token = register(outing)

    assert [speaks(token, SATURDAY + hours * HOUR) for hours in (8, 16, 24)] == [True] * 3


@pytest.mark.parametrize(("hours", "heard"), [(25.9, True), (26.1, False)])
def test_a_token_ends_a_day_after_the_outing(outing, hours, heard) -> None:
    _device, token = register(outing)
    Device.objects.update(last_seen_at=SATURDAY + 25 * HOUR)

    assert speaks(token, SATURDAY + hours * HOUR) is heard


def test_a_token_lives_three_days_at_most_however_long_the_outing(campaign) -> None:
    weekend = builders.outing(campaign)
    weekend.ends_at = SATURDAY + 100 * HOUR
    weekend.save()

    device, token = register(weekend)

    assert device.token_expires_at == SATURDAY + 72 * HOUR
    Device.objects.update(last_seen_at=SATURDAY + 71 * HOUR)
    assert not speaks(token, SATURDAY + 72 * HOUR)


def test_offline_reading_ends_twelve_hours_after_the_outing(outing) -> None:
    device, _token = register(outing)

    assert device.lease_until == outing.ends_at + 12 * HOUR


def test_presence_is_noted_by_the_minute(outing, django_assert_num_queries) -> None:
    _device, token = register(outing)
    speaks(token, SATURDAY + HOUR)

    with django_assert_num_queries(1):
        speaks(token, SATURDAY + HOUR + timedelta(seconds=59))

    assert Device.objects.get().last_seen_at == SATURDAY + HOUR


def test_a_phone_that_joins_anew_misses_nothing_below_its_first_number(outing) -> None:
    device, _token = devices.register(
        outing=outing, team_id=None, first_name="Léa", phone="", public_key="", now=SATURDAY, numbered_from=42
    )

    assert (device.seq_acked, device.seq_high) == (41, 41)
