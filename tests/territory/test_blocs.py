"""Which bloc a nuance or a candidate is counted in."""

from __future__ import annotations

import csv
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.territory import blocs, election_codes
from campaigns.territory.models import Bloc


@pytest.mark.parametrize(
    ("kind", "year", "code", "bloc"),
    [
        ("presidential", "2017", "LE PEN", "far_right"),
        ("presidential", "2022", "Mélenchon", "left"),
        ("presidential", "2022", "PÉCRESSE", "right"),
        ("legislative", "2017", "REM", "centre"),
        ("legislative", "2022", "NUP", "left"),
        ("legislative", "2024", "UG", "left"),
        ("european", "2014", "LUMP", "right"),
        ("european", "2024", "LENS", "centre"),
        ("municipal", "2020", "LUD", "right"),
        ("municipal", "2026", "LVEC", "left"),
        ("regional", "2021", "LUGE", "left"),
        ("departmental", "2021", "BC-RN", "far_right"),
        ("departmental", "2021", "BC-UGE", "left"),
    ],
)
def test_a_known_code_has_its_bloc_at_each_vote(kind, year, code, bloc) -> None:
    assert blocs.bloc_of(kind, year, code) == (bloc, True)


@pytest.mark.parametrize(("year", "bloc"), [("2017", "right"), ("2024", "centre")])
def test_a_code_that_changed_sides_is_counted_as_each_vote_says(year, bloc) -> None:
    assert blocs.bloc_of("legislative", year, "UDI") == (bloc, True)


def test_an_unknown_code_is_other_and_said_to_be_unknown() -> None:
    assert blocs.bloc_of("municipal", "2026", "LZZZ") == ("other", False)


def test_every_nuance_of_2024_is_known(samples) -> None:
    with open(samples / "reference" / "nuances_et_blocs_2024.csv", encoding="utf-8-sig", newline="") as file:
        codes = [row["Code"] for row in csv.DictReader(file, delimiter=";")]

    assert [code for code in codes if not blocs.bloc_of("legislative", "2024", code)[1]] == []


def test_a_code_is_known_by_both_names_that_the_ministry_gives_it() -> None:
    told = {code: blocs.bloc_of("legislative", "2024", code) for code in ("UXO", "UXD", "MOM", "MDM")}

    assert told == dict.fromkeys(("UXO", "UXD"), ("far_right", True)) | dict.fromkeys(("MOM", "MDM"), ("centre", True))


# What each file of results calls its lists, and where they are counted.
FILED = [
    (
        "2014-europeennes_par_bureau_large.csv.gz",
        {
            "left": "LDVG LEXG LFG LUG LVEC",
            "centre": "LUC",
            "right": "LDVD LUMP",
            "far_right": "LEXD LFN",
            "other": "LDIV",
        },
    ),
    (
        "2017-presidentielle-1_par_bureau_large.csv.gz",
        {
            "left": "ARTHAUD HAMON MÉLENCHON POUTOU",
            "centre": "MACRON",
            "right": "FILLON",
            "far_right": "DUPONT-AIGNAN LE_PEN",
            "other": "ASSELINEAU CHEMINADE LASSALLE",
        },
    ),
    (
        "2017-legislatives-1_par_bureau_large.csv.gz",
        {
            "left": "COM DVG ECO EXG FI RDG SOC",
            "centre": "MDM REM",
            "right": "DVD LR UDI",
            "far_right": "DLF EXD FN",
            "other": "DIV REG",
        },
    ),
]


@pytest.mark.samples
@pytest.mark.parametrize(("name", "wanted"), FILED, ids=[name for name, _wanted in FILED])
def test_every_code_of_the_files_is_counted_where_it_belongs(samples, name, wanted) -> None:
    vote = election_codes.read(name)
    with gzip.open(samples / "elections" / name, "rt", encoding="utf-8") as file:
        header = next(csv.reader(file))
    codes = header[header.index("exprimes") + 1 :]

    told = {code: blocs.bloc_of(vote.kind, vote.year, code) for code in codes}

    expected = {code.replace("_", " "): (bloc, True) for bloc, listed in wanted.items() for code in listed.split()}
    assert told == expected


def test_a_code_stands_in_one_bloc_of_each_vote() -> None:
    for table in blocs._BLOCS.values():
        codes = [code for told in table.values() for code in told.split()]
        assert len(codes) == len(set(codes))


@given(st.text(max_size=20))
def test_every_code_has_one_of_the_five_blocs(code) -> None:
    assert blocs.bloc_of("municipal", "2026", code)[0] in Bloc.values
