"""Files as people send them: marks, other line ends, other alphabets, broken, empty, strange."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from campaigns.territory import addresses, results
from campaigns.territory.models import Address, StationResult
from campaigns.territory.reading import FileProblem

HEADER = "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat"
ROW = "94033_1;12;bis;Rue de l'Église;94120;94033;Fontenay-sous-Bois;2.47;48.85"


def write(folder: Path, *lines: str, encoding: str = "utf-8", end: str = "\n", name: str = "ban.csv") -> Path:
    file = folder / name
    file.write_bytes((end.join(lines) + end).encode(encoding))
    return file


def take(file: Path):
    return addresses.import_file(file, set_aside=file.parent / "aside.csv")


def rows_of(report) -> list[list[str]]:
    with open(report.set_aside_file, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_alphabets_marks_and_line_ends_do_not_matter(db, tmp_path, encoding: str, end: str) -> None:
    report = take(write(tmp_path, HEADER, ROW, encoding=encoding, end=end))

    assert (report.read, report.imported) == (1, 1)
    assert Address.objects.get().label == "12 bis Rue de l'Église"


def test_a_gzip_is_known_by_its_content_not_its_name(db, tmp_path) -> None:
    file = tmp_path / "ban.csv"
    file.write_bytes(gzip.compress(f"{HEADER}\n{ROW}\n".encode()))

    assert take(file).imported == 1


@pytest.mark.parametrize(
    "other",
    [
        ROW.replace("Rue de l'Église", "RUE DE L’EGLISE"),
        ROW.replace("Rue de l'Église", "R DE L' EGLISE"),
        ROW.replace(";bis;", ";BIS;"),
        ROW.replace("2.47", "2,47"),
    ],
)
def test_another_spelling_is_the_same_address(db, tmp_path, other: str) -> None:
    take(write(tmp_path, HEADER, ROW))

    report = take(write(tmp_path, HEADER, other))

    assert (report.imported, report.updated, report.unchanged) == (0, 0, 1)


def test_the_same_line_twice_is_a_duplicate(db, tmp_path) -> None:
    report = take(write(tmp_path, HEADER, ROW, ROW))

    assert (report.imported, report.duplicates) == (1, 1)


def test_a_row_without_its_last_cell_is_taken_without_it(db, tmp_path) -> None:
    report = take(write(tmp_path, HEADER, ROW.rpartition(";")[0]))

    assert (report.imported, report.set_aside) == (1, 0)
    assert Address.objects.get().lat is None


def test_a_number_of_thousands_of_digits_is_set_aside(db, tmp_path) -> None:
    report = take(write(tmp_path, HEADER, ROW.replace(";12;", f";{'9' * 5_000};")))

    assert (report.imported, report.set_aside) == (0, 1)


def test_tabs_line_ends_and_backslashes_in_a_cell_come_through(db, tmp_path) -> None:
    report = take(write(tmp_path, HEADER, ROW.replace("94033_1", '"a\\b\tc\nd"')))

    assert (report.imported, report.set_aside) == (1, 0)
    assert Address.objects.get().source_id == "a\\b\tc\nd"


def test_the_commonest_name_of_a_commune_and_the_first_of_a_street_are_kept(db, tmp_path) -> None:
    town, road = ROW.replace("Fontenay-sous-Bois", "Fontenay"), ROW.replace("Rue de l'Église", "RUE DE L'EGLISE")

    take(write(tmp_path, HEADER, town, ROW.replace(";12;", ";14;"), road.replace(";12;", ";16;")))

    address = Address.objects.select_related("commune", "street").first()
    assert (address.commune.name, address.street.name) == ("Fontenay-sous-Bois", "Rue de l'Église")


def test_one_address_at_two_known_positions_takes_one_row_over(db, tmp_path) -> None:
    header = "id_brut_bv_reu,code_commune_ref,longitude,latitude,geo_type,geo_score,nb_adresses"
    take(write(tmp_path, header, "94033_7,94033,2.47,48.85,,0.9,5", "94033_7,94033,2.48,48.86,,0.9,3", name="reu.csv"))

    report = take(write(tmp_path, HEADER, ROW, ROW.replace("2.47;48.85", "2.48;48.86")))

    assert (report.updated, report.duplicates, Address.objects.count()) == (1, 1, 2)
    assert Address.objects.get(street__isnull=False).dwellings == 5


def test_rows_that_cannot_be_taken_are_set_aside_with_line_and_reason(db, tmp_path) -> None:
    short = "94033_2;3"
    foreign = ROW.replace("94033;", "9403Z;").replace("94120", "")
    report = take(write(tmp_path, HEADER, ROW, short, foreign, ROW.replace(";12;", ";douze;")))

    rows = rows_of(report)
    assert (report.imported, report.set_aside) == (1, 3)
    assert [row[0] for row in rows[1:]] == ["3", "4", "5"]
    assert all(row[1] for row in rows[1:])


def test_a_row_that_looks_like_a_formula_is_harmless_in_a_spreadsheet(db, tmp_path) -> None:
    report = take(write(tmp_path, HEADER, "=cmd();+1;-2;@x;\t=y;a,=z;12"))

    assert rows_of(report)[1][2:] == ["'=cmd()", "'+1", "'-2", "'@x", "'\t'=y", "a,'=z", "12"]


def test_names_and_births_of_a_roll_are_dropped_and_said(db, tmp_path) -> None:
    roll = write(tmp_path, HEADER + ";nom_de_naissance;date_de_naissance", ROW + ";DURAND;01/01/1970")

    report = take(roll)

    assert report.dropped_columns == ["date_de_naissance", "nom_de_naissance"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest", "not a text table"),
        (b"a;b;c\n1;2;3\n", "Expected one of"),
        (b"\x1f\x8b\x08\x00broken", "damaged or incomplete gzip"),
    ],
)
def test_a_wrong_file_changes_nothing_and_says_what_was_expected(db, tmp_path, content: bytes, words: str) -> None:
    file = tmp_path / "wrong.csv"
    file.write_bytes(content)

    with pytest.raises(FileProblem, match=words):
        take(file)

    assert not Address.objects.exists()


def test_a_header_alone_is_an_import_of_nothing(db, tmp_path) -> None:
    assert take(write(tmp_path, HEADER)).read == 0


def test_results_that_do_not_add_up_are_set_aside_by_name(db, tmp_path) -> None:
    header = "departement,commune,bureau,commune_libelle,inscrits,votants,exprimes,LFG,LUMP"
    file = write(
        tmp_path,
        header,
        "94,033,1,Fontenay,100,60,50,20,30",
        "94,033,2,Fontenay,100,60,50,20,31",
        "94,033,3,Fontenay,50,60,50,20,30",
        name="2014-europeennes.csv",
    )

    report = results.import_file(file, set_aside=tmp_path / "aside.csv")

    assert (report.imported, report.set_aside) == (1, 2)
    assert StationResult.objects.get().station.code == "94033-0001"


def test_a_corrected_result_replaces_the_old_one(db, tmp_path) -> None:
    header = "departement,commune,bureau,commune_libelle,inscrits,votants,exprimes,LFG,LUMP"
    first = write(tmp_path, header, "94,033,1,F,100,60,50,20,30", name="2014-europeennes.csv")
    results.import_file(first, set_aside=tmp_path / "aside.csv")
    corrected = write(tmp_path, header, "94,033,1,F,100,60,50,19,31", name="2014-europeennes.csv")

    report = results.import_file(corrected, set_aside=tmp_path / "aside.csv")

    assert (report.updated, report.unchanged) == (1, 0)
    assert StationResult.objects.get().votes == {"LFG": 19, "LUMP": 31}


def test_an_unknown_list_is_counted_in_other_with_a_warning(db, tmp_path) -> None:
    header = "departement,commune,bureau,commune_libelle,inscrits,votants,exprimes,LZZZ"
    file = write(tmp_path, header, "94,033,1,F,100,60,50,50", name="2014-europeennes.csv")

    report = results.import_file(file, set_aside=tmp_path / "aside.csv")

    assert report.warnings == ["LZZZ : code inconnu, compté dans « autres »"]


def test_a_file_that_tells_no_election_is_asked_for_one(db, tmp_path) -> None:
    with pytest.raises(FileProblem, match="Which election"):
        results.import_file(write(tmp_path, "departement", name="results.csv"), set_aside=tmp_path / "a.csv")
