"""Which election a file is about, from its name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.territory import election_codes


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("2017-legislatives-1_par_bureau_large.csv.gz", "2017-legislatives-1"),
        ("2017-legislatives-2", "2017-legislatives-2"),
        ("2014-europeennes_par_bureau.csv", "2014-europeennes"),
        ("Présidentielle 2022 tour 2.csv", "2022-presidentielle-2"),
        ("elections-municipales-2020_t2.txt", "2020-municipales-2"),
        ("régionales_2021_T1.csv", "2021-regionales-1"),
        ("departementales2021", "2021-departementales-1"),
        ("2005-referendum.csv", "2005-referendum"),
    ],
)
def test_a_name_tells_year_kind_and_round(name, code) -> None:
    assert election_codes.read(name).code == code


@pytest.mark.parametrize("name", ["resultats.csv", "2022.csv", "presidentielle.csv", "120221-presidentielle", ""])
def test_an_unclear_name_tells_nothing(name) -> None:
    assert election_codes.read(name) is None


@pytest.mark.parametrize("code", election_codes.DATES)
def test_every_dated_vote_is_on_a_sunday_and_read_back(code) -> None:
    vote = election_codes.read(code)

    assert (vote.code, vote.date) == (code, election_codes.DATES[code])
    assert vote.date.weekday() == 6
    assert str(vote.date.year) == vote.year


def test_a_vote_has_the_name_people_give_it() -> None:
    assert election_codes.read("2022-presidentielle-1") == election_codes.Vote(
        "2022-presidentielle-1", "Présidentielle 2022, 1er tour", "presidential", "2022", 1, date(2022, 4, 10)
    )
    assert election_codes.read("2024-europeennes").name == "Européennes 2024"


@given(st.text(max_size=60))
def test_what_is_read_from_any_name_is_read_again_from_its_code(name) -> None:
    vote = election_codes.read(name)

    assert vote is None or election_codes.read(vote.code) == vote
