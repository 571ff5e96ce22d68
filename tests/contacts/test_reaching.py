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


@pytest.mark.parametrize(
    ("typed", "home", "e164"),
    [
        ("0692 12 34 56", "FR", "+262692123456"),
        ("0692 12 34 56", "RE", "+262692123456"),
        ("06 12 34 56 78", "RE", "+33612345678"),
        ("75 12 34", "NC", "+687751234"),
        ("82 12 34", "WF", "+681821234"),
        ("87 12 34 56", "FR", "+68987123456"),
        ("0639 69 12 34", "FR", "+262639691234"),
        ("0708 40 12 34", "FR", "+508708401234"),
    ],
)
def test_a_number_is_understood_from_anywhere(typed, home, e164) -> None:
    assert reaching.anywhere(typed, home=home) == e164


@pytest.mark.parametrize("typed", ["0639 12 34 56", "06 12", "", "612345678", "+687 75 12", "appelez-moi"])
def test_what_no_territory_understands_is_refused(typed) -> None:
    with pytest.raises(reaching.NotReachable) as refusal:
        reaching.anywhere(typed)

    assert not isinstance(refusal.value, reaching.Ambiguous)


@pytest.mark.parametrize(
    ("typed", "readings"),
    [("75 12 34", ("+508751234", "+687751234")), ("72 07 58", ("+508720758", "+687720758", "+681720758"))],
)
def test_a_number_of_several_territories_is_asked_about(typed, readings) -> None:
    with pytest.raises(reaching.Ambiguous) as refusal:
        reaching.anywhere(typed, home="FR")

    assert refusal.value.readings == readings


@pytest.mark.parametrize(
    ("e164", "region"),
    [("+33612345678", "FR"), ("+262692123456", "RE"), ("+262639691234", "YT"), ("+590690001234", "GP"),
     ("+68987123456", "PF"), ("+32470123456", "BE")],
)  # fmt: skip
def test_a_number_tells_its_region(e164, region) -> None:
    assert reaching.region(e164) == region
