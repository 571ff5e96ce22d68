"""Numbers and addresses are read on the server as on the phone: the same written cases."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from campaigns.contacts import consent, reaching
from campaigns.law import territories

CASES = json.loads((settings.BASE_DIR / "tests" / "cases" / "reaching.json").read_text())


def home(case: dict) -> str:
    return territories.of_time_zone(case.get("zone", "Europe/Paris")).phone_region


@pytest.mark.parametrize("case", [case for case in CASES["phones"] if "e164" in case], ids=lambda case: case["typed"])
def test_a_number_is_written_in_one_way(case) -> None:
    written = reaching.phone(case["typed"], home=home(case))

    assert (written, reaching.takes_texts(written)) == (case["e164"], case["texts"])
    assert reaching.phone(written) == written


@pytest.mark.parametrize(
    "case", [case for case in CASES["phones"] if "problem" in case], ids=lambda case: case["typed"]
)
def test_what_is_no_number_is_refused(case) -> None:
    with pytest.raises(reaching.NotReachable):
        reaching.phone(case["typed"], home=home(case))


@pytest.mark.parametrize("case", CASES["emails"], ids=lambda case: case["typed"])
def test_an_address_is_written_in_one_way_or_refused(case) -> None:
    if "email" in case:
        assert reaching.email(case["typed"]) == case["email"]
    else:
        with pytest.raises(reaching.NotReachable):
            reaching.email(case["typed"])


@pytest.mark.parametrize("case", CASES["purposes"], ids=lambda case: f"{case['phone']} {case['email']}")
def test_a_purpose_needs_the_way_that_serves_it(case) -> None:
    assert consent.possible(phone=case["phone"], email=case["email"]) == set(case["allowed"])
