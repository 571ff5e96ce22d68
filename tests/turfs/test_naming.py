"""A turf is called by its longest street."""

from __future__ import annotations

from campaigns.turfs.naming import Name, name_of
from tests.turfs.stops import stop


def test_a_turf_is_called_by_the_street_with_the_most_doors() -> None:
    stops = [stop(1, 0, 0, street="rue A", number=1), stop(2, 0, 0, street="rue B", number=2, doors=9)]

    assert name_of(stops) == Name("rue B", "")


def test_one_side_of_a_street_is_named() -> None:
    stops = [stop(number, 0, 0, number=number) for number in range(2, 20, 2)]

    assert name_of(stops) == Name("rue A", "even")


def test_both_sides_of_a_street_need_no_word() -> None:
    assert name_of([stop(number, 0, 0, number=number) for number in range(1, 20)]) == Name("rue A", "")


def test_a_few_numbers_say_nothing_about_the_side() -> None:
    assert name_of([stop(1, 0, 0, number=1), stop(3, 0, 0, number=3)]) == Name("rue A", "")


def test_addresses_without_a_street_leave_the_name_empty() -> None:
    assert name_of([stop(1, 0, 0, street="")]) == Name("", "")
