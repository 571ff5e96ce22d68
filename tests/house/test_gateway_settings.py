"""Settings of a gateway that cannot work are refused at the start, in a sentence without the secret."""

from __future__ import annotations

import pytest

from canvass import environment, gateway_settings
from canvass.environment import SettingError

GOOD = {
    "account": "AC" + "0" * 32,
    "token": "s3cret",
    "senders": {"": "MG" + "0" * 32, "+262": "36123"},
    "public_base_url": "https://canvass.example.org",
    "stand_in": "",
    "production": True,
    "keys": {},
    "sha256_only": False,
}
OVERSEAS_MOBILES = ("262692123456", "262639691234", "590690123456", "594694123456", "596696123456")
UNREACHED = ("localhost", "127.0.0.1:8443", "192.168.1.20", "canvass", "canvass.local", "[::1]")


@pytest.mark.parametrize("sender", ["Valmont", "36123", "+33937123456", "+262262123456", "MG" + "a" * 32])
def test_a_name_a_number_or_a_service_may_send(sender: str) -> None:
    gateway_settings.check(**GOOD | {"senders": {"": sender}})


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"account": ""}, "TWILIO_ACCOUNT_SID"),
        ({"account": "SK" + "0" * 32}, "TWILIO_ACCOUNT_SID"),
        ({"token": ""}, "TWILIO_AUTH_TOKEN"),
        ({"senders": {"": "+33612345678"}}, "SMS_SENDER="),
        ({"senders": {"": "Équipe"}}, "SMS_SENDER="),
        ({"senders": {"": "Deux mots"}}, "SMS_SENDER="),
        ({"senders": {"": "AB"}}, "SMS_SENDER="),
        ({"senders": {"": "Valmont", "262": "36123"}}, "SMS_SENDERS"),
        ({"senders": {"": "Valmont", "+262": "+33712345678"}}, "SMS_SENDERS="),
        ({"public_base_url": "http://canvass.example.org"}, "PUBLIC_BASE_URL"),
        ({"public_base_url": "https://can_vass.example.org"}, "PUBLIC_BASE_URL"),
        *[({"senders": {"": f"+{mobile}"}}, "SMS_SENDER=") for mobile in OVERSEAS_MOBILES],
        *[({"public_base_url": f"https://{host}"}, "PUBLIC_BASE_URL=") for host in UNREACHED],
        (
            {"senders": {"": "0937123456"}},
            "SMS_SENDER='0937123456': expected MG and 32 hexadecimal digits, a number such",
        ),
        ({"token": "s3cret "}, "TWILIO_AUTH_TOKEN begins or ends"),
        ({"token": " "}, "TWILIO_AUTH_TOKEN begins or ends"),
        ({"sha256_only": True}, "TWILIO_REQUIRE_SHA256"),
        ({"stand_in": "http://127.0.0.1:9000"}, "TWILIO_BASE_URL"),
    ],
)
def test_what_cannot_work_is_named(wrong: dict, told: str) -> None:
    with pytest.raises(SettingError) as refusal:
        gateway_settings.check(**GOOD | wrong)

    assert str(refusal.value).startswith(told)
    assert "s3cret" not in str(refusal.value)


def test_sha256_alone_is_taken_when_there_is_a_key() -> None:
    gateway_settings.check(**GOOD | {"sha256_only": True, "keys": {"key1": "s3cret"}})


def test_a_number_of_a_machine_on_the_internet_is_an_address_too() -> None:
    gateway_settings.check(**GOOD | {"public_base_url": "https://9.9.9.9"})


def test_a_stand_in_on_this_machine_needs_no_public_address() -> None:
    gateway_settings.check(
        **GOOD | {"stand_in": "http://127.0.0.1:9000", "public_base_url": "http://127.0.0.1:8000", "production": False}
    )


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1:9000", "http://127.0.0.1", "http://example.org:80", "http://127.0.0.1:9000/x", "x"]
)
def test_a_stand_in_elsewhere_is_refused(monkeypatch, url: str) -> None:
    monkeypatch.setenv("TWILIO_BASE_URL", url)

    with pytest.raises(SettingError, match="TWILIO_BASE_URL"):
        environment.loopback("TWILIO_BASE_URL")


def test_pairs_are_read_and_what_is_wrong_in_them_is_not_repeated(monkeypatch) -> None:
    monkeypatch.setenv("SMS_SENDERS", "+262=36123, +590 = Valmont")
    monkeypatch.setenv("TWILIO_WEBHOOK_KEYS", "key1:s3cret,key2")

    assert environment.pairs("SMS_SENDERS") == {"+262": "36123", "+590": "Valmont"}
    with pytest.raises(SettingError) as refusal:
        environment.pairs("TWILIO_WEBHOOK_KEYS", between=":")
    assert "s3cret" not in str(refusal.value)


@pytest.mark.parametrize(("given", "read"), [("", "console"), ("Twilio ", "twilio")])
def test_a_word_is_one_of_the_known_and_by_default_the_first(monkeypatch, given: str, read: str) -> None:
    monkeypatch.setenv("SMS_GATEWAY", given)

    assert environment.one_of("SMS_GATEWAY", ("console", "twilio")) == read


def test_another_word_is_refused_with_those_that_are_known(monkeypatch) -> None:
    monkeypatch.setenv("SMS_GATEWAY", "pigeon")

    with pytest.raises(SettingError, match="console or twilio"):
        environment.one_of("SMS_GATEWAY", ("console", "twilio"))
