"""A phone's right to speak: renewed with its own key, ended when the walk is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from campaigns.errors import DomainError
from campaigns.people import device_keys, devices
from campaigns.people.models import Device
from tests import builders
from tests.builders import SATURDAY
from tests.people.keys import PhoneKey

AFTERNOON = SATURDAY + timedelta(hours=4)


@pytest.fixture
def key() -> PhoneKey:
    return PhoneKey()


@pytest.fixture
def phone(campaign, key) -> tuple[Device, str]:
    """A phone that joined with a key, and its token."""
    return devices.register(
        outing=builders.outing(campaign), team_id=None, first_name="Léa", phone="", public_key=key.public, now=SATURDAY
    )


def renew(device, key, challenge: str = "", now=AFTERNOON):
    challenge = challenge or devices.challenge(device.pk)
    return devices.renew(device.pk, challenge=challenge, signature=key.sign(challenge), now=now)


def refusal_of(action) -> str:
    with pytest.raises(DomainError) as refusal:
        action()
    return refusal.value.code


def test_the_holder_of_the_key_gets_another_token_and_the_old_one_ends(phone, key) -> None:
    device, old = phone

    _device, new = renew(device, key)

    assert devices.authenticate(new, now=AFTERNOON) == device
    assert refusal_of(lambda: devices.authenticate(old, now=AFTERNOON)) == "device_unknown"


def test_a_phone_silent_for_half_a_day_comes_back_with_its_key(phone, key) -> None:
    device, old = phone
    evening = SATURDAY + timedelta(hours=13)
    assert refusal_of(lambda: devices.authenticate(old, now=evening)) == "device_unknown"

    _device, new = renew(device, key, now=evening)

    assert devices.authenticate(new, now=evening) == device


def test_a_token_renewed_does_not_live_beyond_its_last_day(phone, key) -> None:
    device, _token = phone

    renewed, _new = renew(device, key)

    assert renewed.token_expires_at == device.token_expires_at
    assert refusal_of(lambda: renew(device, key, now=device.token_expires_at)) == "device_unknown"


def test_a_challenge_is_good_for_one_token(phone, key) -> None:
    device, _token = phone
    challenge = devices.challenge(device.pk)
    renew(device, key, challenge)

    assert refusal_of(lambda: renew(device, key, challenge)) == "challenge_expired"


def test_a_challenge_of_another_phone_is_refused(phone, key) -> None:
    device, _token = phone
    other = builders.device(device.outing, public_key=key.public, token_hash=b"x" * 32)

    assert refusal_of(lambda: renew(device, key, devices.challenge(other.pk))) == "challenge_expired"


def test_another_key_is_refused(phone) -> None:
    device, _token = phone

    assert refusal_of(lambda: renew(device, PhoneKey())) == "signature_wrong"


def test_a_phone_without_a_key_cannot_renew(phone, key) -> None:
    device, _token = phone
    Device.objects.update(public_key="")

    assert refusal_of(lambda: renew(device, key)) == "signature_wrong"


def test_a_lost_phone_cannot_renew(phone, key) -> None:
    device, _token = phone
    devices.revoke(device, now=SATURDAY)

    assert refusal_of(lambda: renew(device, key)) == "device_revoked"


def test_a_walk_handed_back_ends_the_token_and_the_key(phone, key) -> None:
    device, token = phone

    devices.hand_back(device, now=AFTERNOON)

    assert refusal_of(lambda: devices.authenticate(token, now=AFTERNOON)) == "device_unknown"
    assert refusal_of(lambda: renew(device, key)) == "signature_wrong"


def test_a_phone_that_still_holds_visits_cannot_leave(phone) -> None:
    device, _token = phone
    Device.objects.update(seq_high=3, seq_acked=2)

    assert refusal_of(lambda: devices.hand_back(device, now=AFTERNOON)) == "visits_missing"


@pytest.mark.parametrize(
    "text", ["", "not base64", "AAAA", PhoneKey(ec.SECP384R1()).public], ids=["empty", "words", "short", "P-384"]
)
def test_only_a_key_on_p256_is_a_key(text: str) -> None:
    assert not device_keys.is_key(text)


def test_a_signature_of_another_text_or_length_is_wrong(key) -> None:
    signature = key.sign("one text")

    assert device_keys.signed("one text", signature=signature, public_key=key.public)
    assert not device_keys.signed("another", signature=signature, public_key=key.public)
    assert not device_keys.signed("one text", signature=signature[:-4], public_key=key.public)
