"""Two tables of addresses and stations, or a table of shares, tell what became of old stations."""

from __future__ import annotations

import gzip

import pytest

from campaigns.targeting import share_file, vintages
from campaigns.targeting.vintages import Vintage, compare
from campaigns.territory.reading import FileProblem

REU = "id_brut_bv_reu,code_commune_ref,longitude,latitude,geo_type,geo_score,nb_adresses"


def vintage(*addresses: tuple[str, str, float]) -> Vintage:
    made = Vintage()
    for address, station, weight in addresses:
        made.add(address, station, weight)
    return made


def test_shares_are_those_of_the_addresses_that_both_tables_have() -> None:
    before = vintage(("1", "a", 1), ("2", "a", 1), ("3", "b", 1), ("4", "b", 2), ("5", "b", 1), ("6", "b", 4))
    after = vintage(("1", "a", 1), ("2", "a", 1), ("3", "a", 9), ("4", "b", 1), ("5", "b", 1), ("7", "b", 1))

    found = compare(before, after)

    assert found.shares == {("b", "a"): 0.25, ("b", "b"): 0.75}
    assert (found.unchanged, found.unsure) == (("a",), ())
    assert found.found == pytest.approx(6 / 10)


def test_an_address_in_two_stations_is_in_the_one_named_most_so_that_a_table_is_like_itself() -> None:
    twice = vintage(("1", "a", 3), ("1", "b", 1), ("2", "b", 1))
    after = vintage(("1", "a", 1), ("1", "c", 3), ("2", "b", 1))

    same, moved = compare(twice, twice), compare(twice, after)

    assert (same.shares, same.unchanged) == ({}, ("a", "b"))
    assert moved.shares == {("a", "c"): 1.0}


def test_a_station_of_which_most_addresses_are_in_one_table_only_is_left_as_it_was() -> None:
    before = vintage(("1", "a", 1), ("2", "a", 1), ("3", "a", 1), ("4", "b", 1), ("5", "b", 1))
    after = vintage(("1", "b", 1), ("4", "a", 1))

    found = compare(before, after)

    assert found.unsure == ("a",)
    assert found.shares == {("b", "a"): 1.0}


def test_a_stray_address_is_no_ground_that_moved() -> None:
    before = vintage(*((str(number), "a", 1) for number in range(100)))
    after = vintage(*((str(number), "b" if number == 7 else "a", 1) for number in range(100)))

    found = compare(before, after)

    assert found.shares == {}
    assert found.unchanged == ("a",)


def test_a_table_of_addresses_counts_letter_boxes_and_leaves_other_communes_out(tmp_path) -> None:
    rows = ["29039_1,29039,-3.91,47.87,housenumber,0.9,4", "29039_2,29039,-3.92,47.87,housenumber,0.9,1",
            "29116_1,29116,-3.9,47.8,housenumber,0.9,1", "29039_1,29039,,,housenumber,0.9,1"]  # fmt: skip
    path = tmp_path / "reu.csv.gz"
    path.write_bytes(gzip.compress("\n".join([REU, *rows]).encode()))

    found = vintages.read(path, {"29039"})

    assert found.at == {
        "29039|@-3.910000,47.870000": {"29039-0001": 4.0},
        "29039|@-3.920000,47.870000": {"29039-0002": 1.0},
    }
    assert (found.rows, found.unread) == (4, 1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "unknown layout"),
        (REU + "\n29116_1,29116,-3.9,47.8,housenumber,0.9,1\n", "no address with a station in a commune"),
        ("id;numero;rep;nom_voie;code_insee;nom_commune;lon;lat\n1;1;;Rue;29039;C;2;48\n", "without their polling"),
    ],
)
def test_a_table_that_tells_no_stations_of_the_campaign_is_refused(tmp_path, text, sentence) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text)

    with pytest.raises(FileProblem, match=sentence):
        vintages.read(path, {"29039"})


@pytest.mark.parametrize(
    "text",
    [
        "old,new,share\n94033-0005,94033-0001,0.25\n94033_5,94033-5,0.75\n",
        "Ancien;Nouveau;Part\n94033-5;94033-1;25 %\n94033-5;94033-5;75%\n",
        "part;nouveau;ancien\n0,25;94033-0001;94033-0005\n0,75;94033-0005;94033-0005\n",
    ],
)
def test_shares_may_be_written_in_either_language_and_order(tmp_path, text) -> None:
    path = tmp_path / "parts.csv"
    path.write_text(text)

    assert share_file.is_one(path)
    assert share_file.read(path) == {("94033-0005", "94033-0001"): 0.25, ("94033-0005", "94033-0005"): 0.75}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "a header and no row below it"),
        (["94033-0005,94033-0001,0.5"], "station 94033-0005 add up to 0.5, not to 1"),
        (["94033-0005,94033-0001,2"], "line 2: “2” is no share from 0 to 1"),
        (["94033-0005,94033-0001,-0.1"], "line 2: “.*” is no share"),
        (["94033-0005,94033-0001,half"], "line 2: “.*” is no share"),
        (["94033-0005,94033-0001"], "line 2: “.*” is no share"),
        (["94033-0005,Tanneurs,1"], "line 2: “Tanneurs” is no station"),
        (["94033-0005,94033-0001,0.5", "94033-5,94033-1,0.5"], "line 3: the same two stations stand above"),
    ],
)
def test_shares_without_sense_are_refused_and_the_line_is_named(tmp_path, rows, sentence) -> None:
    path = tmp_path / "parts.csv"
    path.write_text("\n".join(["old,new,share", *rows]) + "\n")

    with pytest.raises(FileProblem, match=sentence):
        share_file.read(path)


def test_a_table_of_addresses_is_no_file_of_shares(tmp_path) -> None:
    path = tmp_path / "reu.csv"
    path.write_text(REU + "\n29039_1,29039,-3.91,47.87,housenumber,0.9,4\n")

    assert not share_file.is_one(path)
    with pytest.raises(FileProblem, match="expected the columns old, new and share"):
        share_file.read(path)
