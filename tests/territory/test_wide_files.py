"""Tables of results with a column a list, and with a row a candidate, as others write them."""

from __future__ import annotations

import json

import pytest

from campaigns.territory.layouts import columns, contours
from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.models import ElectionList
from tests.territory.files import counts, reasons, take_results, votes, write

WIDE = "departement,commune,bureau,inscrits,votants,exprimes"
ROW = "94,033,1,100,60,50"


@pytest.mark.parametrize(
    ("more", "cells"),
    [
        ("abstentions,nuls", "40,6"),
        ("% abs,Taux de participation", "40,60"),
        ("quartier,bureau_id", "Centre,94033_0001"),
        ("part_verts", "0.4"),
        ("libelle_departement,code_postal", "Val-de-Marne,94120"),
        ("", ""),
    ],
)
def test_what_is_no_list_is_not_counted_as_one(db, tmp_path, more, cells) -> None:
    report = take_results(write(tmp_path, "2014-europeennes.csv", [f"{WIDE},{more},LVEC,LUMP", f"{ROW},{cells},20,30"]))

    assert counts(report) == (1, 0, 0, 0, 0)
    assert votes() == {"94033-0001": {"LVEC": 20, "LUMP": 30}}
    assert report.dropped_columns == sorted(name for name in more.split(",") if name)


def test_an_empty_cell_of_a_list_is_no_vote(db, tmp_path) -> None:
    take_results(
        write(tmp_path, "2014-europeennes.csv", [f"{WIDE},LVEC,LUMP,LFN", f"{ROW},20,30,", "94,033,2,9,5,5,5"])
    )

    assert votes() == {
        "94033-0001": {"LVEC": 20, "LUMP": 30, "LFN": 0},
        "94033-0002": {"LVEC": 5, "LUMP": 0, "LFN": 0},
    }


@pytest.mark.parametrize(
    ("cells", "reason"),
    [("-5,55", "nombre attendu"), ("x,50", "pas un nombre"), ("20,31", "51"), ("20,30,1", "9 cellules")],
)
def test_votes_that_cannot_be_are_set_aside(db, tmp_path, cells, reason) -> None:
    good = [f"94,033,{number},100,60,50,20,30" for number in (2, 3)]

    report = take_results(write(tmp_path, "2014-europeennes.csv", [f"{WIDE},LVEC,LUMP", *good, f"{ROW},{cells}"]))

    ((line, told),) = reasons(report)
    assert (line, reason in told) == ("4", True)
    assert counts(report) == (2, 0, 0, 0, 1)


def test_capitals_accents_and_spaces_of_a_header_do_not_matter(db, tmp_path) -> None:
    header = "Département;COMMUNE; Bureau ;Inscrits;VOTANTS;Exprimés;LE PRÉ"

    take_results(write(tmp_path, "2017-presidentielle-1.csv", [header, "94;033;1;100;60;50;50"], encoding="cp1252"))

    assert votes() == {"94033-0001": {"LE PRÉ": 50}}


def test_candidates_of_two_districts_with_one_name_keep_their_own_bloc(db, tmp_path) -> None:
    header = f"{WIDE},nom,prenom,nuance,voix"
    rows = ["94,033,1,100,60,50,PETIT,Anne,NUP,50", "94,034,1,100,60,50,PETIT,Luc,RN,50"]

    take_results(write(tmp_path, "2022-legislatives-1.csv", [header, *rows]))

    assert votes() == {"94033-0001": {"NUP PETIT Anne": 50}, "94034-0001": {"RN PETIT Luc": 50}}
    assert set(ElectionList.objects.values_list("name", "bloc")) == {("Anne PETIT", "left"), ("Luc PETIT", "far_right")}


def test_lists_without_a_head_are_known_by_their_name(db, tmp_path) -> None:
    rows = [f"{ROW},LVEC,VIVRE ICI,20", f"{ROW},LDVD,ENSEMBLE,30"]

    take_results(write(tmp_path, "2020-municipales-1.csv", [f"{WIDE},nuance,liste,voix", *rows]))

    assert votes() == {"94033-0001": {"LVEC VIVRE ICI": 20, "LDVD ENSEMBLE": 30}}


def test_namesakes_in_rows_are_two_candidates_and_a_row_twice_is_one(db, tmp_path) -> None:
    rows = [f"{ROW},PETIT,Anne,20", f"{ROW},PETIT,Luc,30", f"{ROW},PETIT,Luc,30"]

    report = take_results(write(tmp_path, "2017-legislatives-1.csv", [f"{WIDE},nom,prenom,voix", *rows]))

    assert counts(report) == (2, 0, 0, 1, 0)
    assert votes() == {"94033-0001": {"PETIT": 20, "Luc PETIT": 30}}


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("N°Panneau", "numero panneau"),
        ("Code du b.vote", "bureau"),
        ("Code B.Vote", "bureau"),
        ("commune_libelle", "commune libelle"),
        ("Exprimés", "exprimes"),
        ("EXPRIMES", "exprimes"),
        ("% Voix/Ins", "% voix ins"),
        ("Voix", "voix"),
        ("", ""),
    ],
)
def test_a_column_has_one_meaning_in_all_its_spellings(name, meaning) -> None:
    assert columns.meaning(name) == meaning


@pytest.mark.parametrize(
    ("name", "ranked"), [("Voix 12", ("voix", 12)), ("Nuance liste 1", ("nuance", 1)), ("Nom", ("nom", None))]
)
def test_a_numbered_column_has_a_meaning_and_a_rank(name, ranked) -> None:
    assert columns.ranked(name) == ranked


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"codeCommune": "75112", "numeroBureauVote": "7"}, "75056-1207"),
        ({"codeCommune": "75056", "numeroBureauVote": "1207"}, "75056-1207"),
        ({"codeCommune": "01004", "numeroBureauVote": "0001"}, "01004-0001"),
        ({"DEPCO": 1004, "BVOTE": 1.0}, "01004-0001"),
        ({"DEPCO": "29019", "BVOTE": "76"}, "29019-0076"),
        ({"arrondissement": 7, "num_bv": 12}, "75056-0712"),
    ],
)
def test_an_area_names_its_station(properties, code) -> None:
    assert contours.recognise(properties).code(properties) == code


@pytest.mark.parametrize("properties", [{"DEPCO": None, "BVOTE": 1}, {"arrondissement": "7", "num_bv": "123"}])
def test_an_area_without_station_is_refused_by_what_it_says(properties) -> None:
    with pytest.raises(BadRow) as refused:
        contours.recognise(properties).code(properties)

    assert all(str(value) in str(refused.value) for value in json.loads(json.dumps(properties)).values())


@pytest.mark.parametrize(
    ("header", "row"),
    [(f"{WIDE},{'y' * 500}", f"{ROW},50"), (f"{WIDE},nom,voix", f"{ROW},{'y' * 500},50")],
)
def test_the_name_of_a_list_that_is_too_long_is_cut(db, tmp_path, header, row) -> None:
    take_results(write(tmp_path, "2017-legislatives-1.csv", [header, row]))

    assert votes() == {"94033-0001": {"y" * 120: 50}}
