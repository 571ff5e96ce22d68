"""Results as the Ministry published them over the years."""

from __future__ import annotations

import pytest

from campaigns.territory.models import ElectionList, StationResult
from tests.territory.files import COUNTS, PLACE, SHARES, counts, reasons, station, take_results, votes, write

PERSON = "N°Panneau;Sexe;Nom;Prénom"
FONTENAY = "94;Val-de-Marne;06;6ème circonscription;033;Fontenay-sous-Bois;0001"


def lists() -> list[tuple[str, str, str, str]]:
    return list(ElectionList.objects.order_by("code").values_list("code", "name", "nuance", "bloc"))


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig"])
def test_president_of_2017_and_2022_names_the_columns_of_the_first_candidate_only(db, tmp_path, encoding) -> None:
    header = f"{PLACE};{COUNTS};{PERSON};Voix;{SHARES}"
    row = station(FONTENAY, "1;F;ARTHAUD;Nathalie;20;20,00;40,00", "2;M;MACRON;Emmanuel;30;30,00;60,00")

    report = take_results(write(tmp_path, "2022-presidentielle-1.txt", [header, row], encoding=encoding, end="\r\n"))

    assert (report.layout, *counts(report)) == ("ministry_repeated", 1, 0, 0, 0, 0)
    assert votes() == {"94033-0001": {"ARTHAUD": 20, "MACRON": 30}}
    assert lists() == [
        ("ARTHAUD", "Nathalie ARTHAUD", "", "left"),
        ("MACRON", "Emmanuel MACRON", "", "centre"),
    ]


def test_deputies_of_2022_have_their_nuance_and_as_many_columns_as_candidates(db, tmp_path) -> None:
    header = f"{PLACE};{COUNTS};{PERSON};Nuance;Voix;{SHARES}"
    rows = [
        station(FONTENAY, "1;F;DURAND;Anne;NUP;20;20,00;40,00", "2;M;PETIT;Luc;ENS;30;30,00;60,00"),
        station(FONTENAY.replace("0001", "0002"), "1;F;DURAND;Anne;NUP;50;50,00;100,00"),
    ]

    report = take_results(write(tmp_path, "2022-legislatives-1.txt", [header, *rows], encoding="latin-1"))

    assert counts(report) == (2, 0, 0, 0, 0)
    assert votes() == {
        "94033-0001": {"NUP DURAND Anne": 20, "ENS PETIT Luc": 30},
        "94033-0002": {"NUP DURAND Anne": 50},
    }
    assert [bloc for *_names, bloc in lists()] == ["centre", "left"]


def test_europeans_of_2019_vote_for_lists(db, tmp_path) -> None:
    header = f"{PLACE};{COUNTS};N°Liste;Libellé Abrégé Liste;Libellé Etendu Liste;Nom Tête de Liste;Voix;{SHARES}"
    row = station(
        FONTENAY, "1;LES VERTS;LES VERTS D'ICI;ROUX Zoé;20;0,0;0,0", "2;LES BLEUS;BLEUS POUR TOUS;NOIR Guy;30;0,0;0,0"
    )

    take_results(write(tmp_path, "2019-europeennes.txt", [header, row], encoding="latin-1"))

    assert votes() == {"94033-0001": {"ROUX Zoé": 20, "NOIR Guy": 30}}
    assert [name for _code, name, *_rest in lists()] == ["BLEUS POUR TOUS", "LES VERTS D'ICI"]


def test_towns_of_2020_have_other_words_and_seats(db, tmp_path) -> None:
    place = "Code du département;Libellé du département;Code de la commune;Libellé de la commune;Code B.Vote"
    group = "N.Pan.;Code Nuance;Sexe;Nom;Prénom;Liste;Sièges / Elu;Sièges Secteur;Sièges CC;Voix"
    header = f"{place};{COUNTS};{group};{SHARES}"
    row = station(
        "94;Val-de-Marne;33;Fontenay;1",
        "1;LDVG;F;ROUX;Zoé;VIVRE ICI;12;;;20;0,0;0,0",
        "2;LLR;M;NOIR;Guy;ENSEMBLE;3;;;30;0,0;0,0",
    )

    take_results(write(tmp_path, "2020-municipales-1.txt", [header.replace(";", "\t"), row.replace(";", "\t")]))

    assert votes() == {"94033-0001": {"LDVG ROUX Zoé": 20, "LLR NOIR Guy": 30}}
    assert lists()[0] == ("LDVG ROUX Zoé", "VIVRE ICI", "LDVG", "left")


def test_europeans_of_2024_number_their_columns(db, tmp_path) -> None:
    place = "Code localisation;Libellé localisation;Code département;Libellé département;Code commune;Libellé commune"
    counted = "Code BV;Inscrits;Votants;% Votants;Exprimés;Blancs"
    group = (
        "Numéro de panneau {0};Nuance liste {0};Libellé abrégé de liste {0};Libellé de liste {0};Voix {0};Sièges {0}"
    )
    header = ";".join([place, counted, group.format(1), group.format(2)])
    row = "FE;France;94;Val-de-Marne;94033;Fontenay;1;100;60;60,00%;50;4;1;LVEC;V;LES VERTS;20;;2;LENS;E;ENSEMBLE;30;"

    take_results(write(tmp_path, "2024-europeennes.csv", [header, row]))

    assert votes() == {"94033-0001": {"LVEC LES VERTS": 20, "LENS ENSEMBLE": 30}}


@pytest.mark.parametrize(
    "second",
    [";;;;;;", ";Unnamed: 28;Unnamed: 29;Unnamed: 30;Unnamed: 31;Unnamed: 32;Unnamed: 33;Unnamed: 34",
     f";{PERSON};Voix;{SHARES}", ";N°Panneau.1;Sexe.1;Nom.1;Prénom.1;Voix.1;% Voix/Ins.1;% Voix/Exp.1"],
)  # fmt: skip
def test_what_a_program_writes_above_the_second_candidate_does_not_matter(db, tmp_path, second) -> None:
    header = f"{PLACE};{COUNTS};{PERSON};Voix;{SHARES}{second}"
    row = station(FONTENAY, "1;F;ARTHAUD;Nathalie;20;20,00;40,00", "2;M;MACRON;Emmanuel;30;30,00;60,00")

    take_results(write(tmp_path, "2022-presidentielle-1.csv", [header, row]))

    assert votes() == {"94033-0001": {"ARTHAUD": 20, "MACRON": 30}}


def test_a_candidate_a_row_is_told_by_a_station_that_comes_twice(db, tmp_path) -> None:
    header = f"{PLACE};{COUNTS};{PERSON};Nuance;Voix;{SHARES}"
    rows = [
        station(FONTENAY, "1;F;DURAND;Anne;NUP;20;20,00;40,00"),
        station(FONTENAY, "2;M;PETIT;Luc;ENS;30;30,00;60,00"),
    ]

    report = take_results(write(tmp_path, "2022-legislatives-1.csv", [header, *rows]))

    assert (report.layout, *counts(report)) == ("long", 2, 0, 0, 0, 0)
    assert votes() == {"94033-0001": {"NUP DURAND Anne": 20, "ENS PETIT Luc": 30}}


def test_namesakes_of_one_station_are_two_candidates(db, tmp_path) -> None:
    header = f"{PLACE};{COUNTS};{PERSON};Voix;{SHARES}"
    row = station(FONTENAY, "1;F;PETIT;Anne;20;0,0;0,0", "2;M;PETIT;Luc;30;0,0;0,0")

    take_results(write(tmp_path, "2022-legislatives-1.csv", [header, row]))

    assert votes() == {"94033-0001": {"PETIT": 20, "Luc PETIT": 30}}


def test_titles_above_the_header_are_passed_over(db, tmp_path) -> None:
    header = f"{PLACE};{COUNTS};{PERSON};Voix;{SHARES}"
    row = station(FONTENAY, "1;F;ARTHAUD;Nathalie;50;0,0;0,0")

    report = take_results(
        write(tmp_path, "2022-presidentielle-1.csv", ["Élection présidentielle, 1er tour", "", header, row])
    )

    assert counts(report) == (1, 0, 0, 0, 0)


def test_a_separator_inside_a_list_name_sets_the_row_aside(db, tmp_path) -> None:
    header = f"{PLACE};{COUNTS};{PERSON};Liste;Voix;{SHARES}"
    row = station(FONTENAY, "1;F;ROUX;Zoé;VIVRE; ICI;50;0,0;0,0")

    report = take_results(write(tmp_path, "2020-municipales-1.txt", [header, row]))

    assert reasons(report) == [["2", "pas un nombre\u202f: «\u202fICI\u202f»"]]
    assert not StationResult.objects.exists()


def test_the_columns_that_were_not_kept_are_named_once(db, tmp_path) -> None:
    header = f"{PLACE};{COUNTS};{PERSON};Voix;{SHARES}"

    report = take_results(write(tmp_path, "2022-presidentielle-1.csv", [header]))

    assert {"Abstentions", "Sexe", "% Voix/Ins", "Libellé du département"} <= set(report.dropped_columns)
    assert {"Voix", "Nom", "Inscrits"}.isdisjoint(report.dropped_columns)


@pytest.mark.parametrize(
    ("department", "commune", "number", "code"),
    [("ZA", "101", "0001", "97101-0001"), ("2A", "004", "12A", "2A004-0012A"), ("ZX", "801", "3", "97801-0003"),
     ("977", "801", "3", "97801-0003"), ("75", "056", "1201", "75056-1201"), ("75", "056SR12", "1201", "75056-1201"),
     ("ZZ", "001", "0001", "99001-0001"), ("14", "118", "01.1", "14118-01.1"), ("59", "350", "B01", "59350-B01"),
     ("29", "019", "0001BIS", "29019-0001BIS")],
)  # fmt: skip
def test_stations_of_every_corner_have_their_code(db, tmp_path, department, commune, number, code) -> None:
    header = f"{PLACE};{COUNTS};{PERSON};Voix;{SHARES}"
    where = f"{department};X;01;Y;{commune};Z;{number}"

    take_results(
        write(tmp_path, "2022-presidentielle-1.csv", [header, station(where, "1;F;ARTHAUD;Nathalie;50;0,0;0,0")])
    )

    assert votes() == {code: {"ARTHAUD": 50}}
