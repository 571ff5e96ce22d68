"""Statements planned once per connection."""

from __future__ import annotations

import pytest
from django.db import connection

from campaigns.prepared import Prepared, array

TWICE = Prepared("twice", "integer", "SELECT 2 * $1")
SUM = Prepared("sum_of_some", "integer[]", "SELECT sum(n) FROM unnest($1) n")


@pytest.mark.django_db
def test_a_statement_is_planned_once_and_answers_each_time(django_assert_num_queries) -> None:
    assert TWICE(3) == [(6,)]

    with django_assert_num_queries(1):
        assert TWICE(4) == [(8,)]


@pytest.mark.django_db
def test_numbers_travel_as_an_array() -> None:
    assert SUM(array([1, 2, 3])) == [(6,)]


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_plans_it_again() -> None:
    TWICE(3)

    connection.close()

    assert TWICE(5) == [(10,)]
