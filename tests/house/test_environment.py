"""Settings that cannot be understood are refused by name, in one sentence, without what they hide."""

from __future__ import annotations

import pytest

from canvass.environment import SettingError, amount, flag, ip_address, number, server_url, tiles, words

NAME = "SOME_SETTING"
POSTGRES = ("postgresql", "postgres")


@pytest.fixture
def given(monkeypatch):
    return lambda value: monkeypatch.setenv(NAME, value)


@pytest.mark.parametrize(
    ("value", "meant"),
    [("1", True), ("True", True), (" yes ", True), ("on", True), ("0", False), ("off", False), ("", False)],
)
def test_flags_are_read_in_any_case(given, value, meant) -> None:
    given(value)

    assert flag(NAME, default=not meant) is meant


def test_what_is_not_given_is_the_default() -> None:
    read = [flag(NAME, default=True), number(NAME, 7), words(NAME, "a, b"), ip_address(NAME, "127.0.0.1")]

    assert read == [True, 7, ["a", "b"], "127.0.0.1"]


@pytest.mark.parametrize(
    ("read", "value", "sentence"),
    [
        (lambda: flag(NAME, default=True), "maybe", "SOME_SETTING='maybe': expected true or false."),
        (lambda: number(NAME, 1), "1.5", "SOME_SETTING='1.5': expected a whole number."),
        (lambda: amount(NAME, "0.08"), "8 ct", "SOME_SETTING='8 ct': expected a number such as 0.08."),
        (lambda: amount(NAME, "0.08"), "-1", "SOME_SETTING='-1': expected a number of at least 0."),
        (lambda: amount(NAME, "0.08"), "nan", "SOME_SETTING='nan': expected a number of at least 0."),
        (lambda: amount(NAME, "1", least="0.01"), "0", "SOME_SETTING='0': expected a number of at least 0.01."),
        (lambda: number(NAME, 1, least=1, most=9), "10", "SOME_SETTING='10': expected a number from 1 to 9."),
        (lambda: number(NAME, 1, least=1, most=9), "0", "SOME_SETTING='0': expected a number from 1 to 9."),
        (lambda: ip_address(NAME, ""), "example.org",
         "SOME_SETTING='example.org': expected an address such as 127.0.0.1 or 0.0.0.0."),
        (lambda: tiles(NAME), "https://x.org/{z}/{x}.png",
         "SOME_SETTING='https://x.org/{z}/{x}.png': expected an address such as "
         "https://tiles.example.org/{z}/{x}/{y}.png."),
        (lambda: tiles(NAME), "https://{s}.x.org/{z}/{x}/{y}",
         "SOME_SETTING='https://{s}.x.org/{z}/{x}/{y}': expected an address such as "
         "https://tiles.example.org/{z}/{x}/{y}.png."),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_named(given, read, value, sentence) -> None:
    given(value)

    with pytest.raises(SettingError) as refusal:
        read()

    assert str(refusal.value) == sentence


def test_pictures_of_a_map_have_an_address_with_blanks_or_none(given) -> None:
    assert tiles(NAME) == ""
    given(" https://tiles.example.org/{z}/{x}/{y}{r}.png ")

    assert tiles(NAME) == "https://tiles.example.org/{z}/{x}/{y}{r}.png"


@pytest.mark.parametrize(("value", "meant"), [("localhost", "127.0.0.1"), ("::1", "::1"), (" 0.0.0.0 ", "0.0.0.0")])
def test_addresses_to_listen_on_are_plain(given, value, meant) -> None:
    given(value)

    assert ip_address(NAME, "127.0.0.1") == meant


@pytest.mark.parametrize("value", ["postgresql://user:pass%2Fword@db.example.org:5432/site", "postgres:///site"])
def test_servers_are_taken_as_given(given, value) -> None:
    given(value)

    assert server_url(NAME, "unused", schemes=POSTGRES) == value


def test_an_empty_server_is_the_default(given) -> None:
    given("")

    assert server_url(NAME, "postgresql://private/site", schemes=POSTGRES) == "postgresql://private/site"


@pytest.mark.parametrize("value", ["secret", "mysql://user:secret@host/site", "postgresql://user:sec/ret@host/site"])
def test_a_server_that_cannot_be_understood_is_refused_without_its_password(given, value) -> None:
    given(value)

    with pytest.raises(SettingError) as refusal:
        server_url(NAME, "unused", schemes=POSTGRES)

    assert str(refusal.value) == (
        "SOME_SETTING cannot be understood: expected postgresql://…, special characters written as %40."
    )
