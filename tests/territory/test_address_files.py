"""Address files of other towns and years than the samples."""

from __future__ import annotations

import pytest

from campaigns.territory.models import Address, Commune, PollingStation
from tests.territory.files import BAL, BAN, REU, counts, reasons, take_addresses, take_results, write

VDM = (
    "bureau,adresse,cp,ville,latitude,longitude,result_label,result_score,result_type,result_id,result_housenumber,"
    "result_name,result_street,result_postcode,result_city,result_context,result_citycode"
)


def places() -> list[tuple[str, int | None, str, str]]:
    """Commune, number, suffix and street of each address."""
    fields = ("commune__code", "number", "suffix", "street__name")
    return list(Address.objects.order_by("commune", "number", "suffix").values_list(*fields))


def stations() -> list[str | None]:
    return list(Address.objects.order_by("number", "lon").values_list("station__code", flat=True))


@pytest.mark.parametrize(
    ("code", "commune"),
    [("2A004", "2A004"), ("2b033", "2B033"), ("1001", "01001"), ("97411", "97411"), ("75112", "75056"),
     ("69383", "69123"), ("13216", "13055")],
)  # fmt: skip
def test_a_ban_of_any_corner_is_read(db, tmp_path, code, commune) -> None:
    take_addresses(write(tmp_path, "ban.csv", [BAN, f"x;12;ter;Rue Haute;00000;{code};Ville;2.47;48.85"]))

    assert places() == [(commune, 12, "ter", "Rue Haute")]


def test_numbers_nought_and_9999_are_numbers_and_99999_is_none(db, tmp_path) -> None:
    rows = [f"x;{n};;Rue Haute;94120;94033;Fontenay;2.47;48.85" for n in (0, 9_999, 99_999, -1)]

    report = take_addresses(write(tmp_path, "ban.csv", [BAN, *rows]))

    assert [number for _commune, number, *_rest in places()] == [0, 9_999]
    assert [line for line, _reason in reasons(report)] == ["4", "5"]


def test_one_number_at_two_positions_is_one_address_at_the_first(db, tmp_path) -> None:
    rows = [f"x;12;;Rue Haute;94120;94033;Fontenay;{lon};48.85" for lon in (2.47, 2.48)]

    report = take_addresses(write(tmp_path, "ban.csv", [BAN, *rows]))

    assert counts(report) == (1, 0, 0, 1, 0)
    assert Address.objects.get().lon == 2.47


@pytest.mark.parametrize(
    "header",
    [BAN.upper(), BAN.replace(";", " ; "), BAN + ";", BAN + ";extra", "extra;" + BAN, BAN.replace("id;", "id;x;x;")],
)
def test_a_header_in_another_dress_is_the_same_layout(db, tmp_path, header) -> None:
    row = {"id": "x", "numero": "12", "nom_voie": "Rue Haute", "code_insee": "94033", "lon": "2.47", "lat": "48.85"}
    cells = [row.get(name.strip().lower(), "") for name in header.split(";")]

    report = take_addresses(write(tmp_path, "ban.csv", [header, ";".join(cells)]))

    assert (report.layout, *counts(report)) == ("ban", 1, 0, 0, 0, 0)
    assert places() == [("94033", 12, "", "Rue Haute")]


def test_columns_that_no_layout_knows_are_dropped_and_named(db, tmp_path) -> None:
    report = take_addresses(write(tmp_path, "ban.csv", [BAN + ";cadastre;naissance"]))

    assert report.dropped_columns == ["cadastre", "naissance"]


def test_a_row_with_a_cell_too_many_is_set_aside_and_not_read_askew(db, tmp_path) -> None:
    rows = ["x;12;;Rue; Haute;94120;94033;Fontenay;2.47;48.85", "x;12;;Rue Haute;94120;94033;Fontenay;2.47;48.85;;;"]

    report = take_addresses(write(tmp_path, "ban.csv", [BAN, *rows]))

    assert counts(report) == (1, 0, 0, 0, 1)
    assert places() == [("94033", 12, "", "Rue Haute")]


def test_lines_of_nothing_but_separators_are_counted_and_set_aside(db, tmp_path) -> None:
    report = take_addresses(write(tmp_path, "ban.csv", [BAN, ";;;;;;;;", "", "  "]))

    assert counts(report) == (0, 0, 0, 0, 1)


def test_a_bal_knows_places_without_numbers_and_suffixes_by_their_key(db, tmp_path) -> None:
    rows = [
        "22050_0010_00012_bis;;Rue Haute;12;;Dinan;entrée;;;-2.05;48.45;;2024-01-01",
        "22050_0010_00014;;Rue Haute;14;B;Dinan;entrée;;;-2.05;48.45;;2024-01-01",
        "22050_0020_99999;;Le Lavoir;99999;;Dinan;segment;;;-2.05;48.45;;2024-01-01",
    ]

    report = take_addresses(write(tmp_path, "bal.csv", [BAL, *rows], encoding="utf-8-sig", end="\r\n"))

    assert (report.layout, *counts(report)) == ("bal", 2, 0, 0, 0, 1)
    assert places() == [("22050", 12, "bis", "Rue Haute"), ("22050", 14, "b", "Rue Haute")]


def test_a_bal_of_merged_communes_names_the_new_one(db, tmp_path) -> None:
    header = (
        "cle_interop;uid_adresse;voie_nom;lieudit_complement_nom;numero;suffixe;commune_insee;commune_nom;"
        "commune_deleguee_insee;commune_deleguee_nom;position;x;y;long;lat;cad_parcelles;source;date_der_maj;"
        "certification_commune"
    )
    row = "49018_0010_00003;;Rue Haute;;3;;49018;Baugé-en-Anjou;49097;Cheviré;entrée;;;-0.1;47.5;;;2024-01-01;1"

    take_addresses(write(tmp_path, "bal.csv", [header, row]))

    assert places() == [("49018", 3, "", "Rue Haute")]
    assert Commune.objects.get().name == "Baugé-en-Anjou"


def test_a_label_of_the_register_is_number_street_postcode_and_town(db, tmp_path) -> None:
    rows = [
        "29039_1,29039,-3.9,47.87,12 bis Rue Haute 29900 Concarneau,housenumber,0.9,3",
        "29039_1,29039,-3.8,47.87,Rue du 19 Mars 1962 29900 Concarneau,street,0.8,2",
        "29039_2,29039,-3.7,47.87,29900 Concarneau,municipality,0.5,7",
    ]

    take_addresses(write(tmp_path, "reu.csv", [REU, *rows]))

    assert sorted(places(), key=str) == [
        ("29039", 12, "bis", "Rue Haute"),
        ("29039", None, "", "Rue du 19 Mars 1962"),
        ("29039", None, "", None),
    ]
    assert Commune.objects.get().name == "Concarneau"


def test_the_register_meets_the_ban_of_the_same_street(db, tmp_path) -> None:
    take_addresses(write(tmp_path, "ban.csv", [BAN, "x;12;;Rue Haute;29900;29039;Concarneau;-3.9;47.87"]))
    row = "29039_1,29039,-3.90001,47.87001,12 Rue Haute 29900 Concarneau,housenumber,0.9,3"

    report = take_addresses(write(tmp_path, "reu.csv", [REU, row]))

    assert counts(report) == (0, 1, 0, 0, 0)
    assert stations() == ["29039-0001"]


@pytest.mark.parametrize(
    ("code", "bureau", "station"),
    [("75112", "75056_1207", "75056-1207"), ("75056", "75056_1207", "75056-1207"), ("75112", "75112_7", "75056-1207"),
     ("75101", "75101_0007", "75056-0107"), ("69382", "69382_3", "69123-0203"), ("13216", "13216_12", "13055-1612")],
)  # fmt: skip
def test_an_arrondissement_votes_in_the_stations_of_its_city(db, tmp_path, code, bureau, station) -> None:
    take_addresses(write(tmp_path, "reu.csv", [REU, f"{bureau},{code},2.4,48.8,,housenumber,0.9,3"]))

    assert stations() == [station]


def test_addresses_stations_and_results_of_paris_meet(db, tmp_path) -> None:
    town = "Paris 12e Arrondissement"
    take_addresses(write(tmp_path, "ban.csv", [BAN, f"x;12;;Rue Haute;75012;75112;{town};2.39;48.84"]))
    header = "departement,commune,bureau,commune_libelle,inscrits,votants,exprimes,DUPONT"
    take_results(write(tmp_path, "2022-presidentielle-1.csv", [header, "75,056,1207,Paris,9,5,5,5"]))

    row = "1207,12 RUE HAUTE,75012,PARIS,48.84,2.39,x,0.9,housenumber,y,12,Rue Haute,Rue Haute,75012,Paris,x,75112"
    report = take_addresses(write(tmp_path, "vdm.csv", [VDM, row]))

    assert (report.updated, report.stations_without_results) == (1, 0)
    assert [(one.code, one.commune.name) for one in PollingStation.objects.all()] == [("75056-1207", "Paris")]
    assert stations() == ["75056-1207"]


def test_an_export_of_r_without_a_name_above_its_row_numbers_says_so(db, tmp_path) -> None:
    row = '"1";"x";12;"";"Rue Haute";"94120";"94033";"Fontenay";2.47;48.85'

    report = take_addresses(write(tmp_path, "ban.csv", [BAN, row]))

    assert counts(report) == (0, 0, 0, 0, 1)


def test_a_name_of_a_commune_that_is_too_long_is_cut(db, tmp_path) -> None:
    take_addresses(write(tmp_path, "ban.csv", [BAN, f"x;12;;Rue Haute;94120;94033;{'y' * 500};2.47;48.85"]))

    assert Commune.objects.get().name == "y" * 120
