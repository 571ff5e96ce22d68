"""Keys of a site that was given none."""

from __future__ import annotations

import pytest

from canvass import secrets
from canvass.environment import SettingError


def test_a_key_is_made_once_and_is_its_owners_alone(data) -> None:
    key = secrets.local_key("some_key", production=False)

    assert (len(key), secrets.local_key("some_key", production=False)) == (64, key)
    assert (data / "some_key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in data.iterdir()] == ["some_key"]


def test_of_two_that_make_it_at_once_the_first_wins(data) -> None:
    secrets._write_once(data / "some_key", "first")

    secrets._write_once(data / "some_key", "second")

    assert [(file.name, file.read_text()) for file in data.iterdir()] == [("some_key", "first")]


def test_production_brings_its_own(data) -> None:
    with pytest.raises(SettingError, match=r"^SOME_KEY is not set\."):
        secrets.local_key("some_key", production=True)

    assert list(data.iterdir()) == []
