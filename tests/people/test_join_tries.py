"""Typed codes: five tries in a minute for each network address."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.people import join_tries, joining
from campaigns.people.join_tries import TooManyTries
from campaigns.people.models import JoinTry
from tests import builders
from tests.builders import SATURDAY

HOME = "192.0.2.7"


def try_five_times(address: str = HOME) -> None:
    for _ in range(join_tries.MOST_TRIES):
        join_tries.note(address, now=SATURDAY)


def wait_for(address: str, seconds: int) -> int:
    """How long this address is told to wait so many seconds after its first try; 0 when it may try."""
    try:
        join_tries.note(address, now=SATURDAY + timedelta(seconds=seconds))
    except TooManyTries as refusal:
        return refusal.wait_seconds
    return 0


def test_the_sixth_try_within_a_minute_must_wait_for_its_end(db) -> None:
    try_five_times()

    assert wait_for(HOME, 20) == 40
    assert wait_for(HOME, 60) == 0


def test_another_address_is_not_concerned(db) -> None:
    try_five_times()

    assert wait_for("192.0.2.8", 1) == 0


def test_one_household_of_ipv6_is_one_address(db) -> None:
    try_five_times("2001:db8:1:2::1")

    assert wait_for("2001:db8:1:2:ffff::9", 0) == 60
    assert wait_for("2001:db8:1:3::1", 0) == 0


def test_the_address_itself_is_not_kept_and_its_trace_goes(db) -> None:
    try_five_times()
    assert HOME.encode() not in bytes(JoinTry.objects.get().network)

    join_tries.note("192.0.2.8", now=SATURDAY + timedelta(hours=2))

    assert JoinTry.objects.count() == 1


def test_scanning_is_not_limited(campaign) -> None:
    code = joining.open_code(outing=builders.outing(campaign), now=SATURDAY)
    try_five_times()
    scanned = joining.qr_path(code, SATURDAY).removeprefix("/r/")

    asked = joining.ask(code_text=scanned, first_name="Léa", network=HOME, now=SATURDAY)

    assert asked.status == "accepted"


def test_a_made_up_proof_does_not_escape_the_limit(campaign) -> None:
    code = joining.open_code(outing=builders.outing(campaign), now=SATURDAY)
    try_five_times()

    with pytest.raises(TooManyTries):
        joining.ask(code_text=f"{code.words}~made-up", first_name="Léa", network=HOME, now=SATURDAY)
