"""Any rows, written in any way, are the rows of the database; any bytes are refused or reported exactly."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.territory import addresses, contours, results
from campaigns.territory.models import Address, PollingStation, StationResult
from campaigns.territory.reading import FileProblem
from tests.territory.files import BAN, COUNTS, PLACE, REU, counts, station, table, votes

pytestmark = pytest.mark.django_db
quick = settings(deadline=None, max_examples=25)
WAYS = st.tuples(
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([";", ",", "\t", "|"]),
    st.booleans(),
    st.booleans(),
)
NUMBERS = st.lists(st.tuples(st.integers(0, 9_998), st.sampled_from(["", "bis", "b", "ter"])), min_size=1, unique=True)
VOTES = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(0, 50)), min_size=1, max_size=9)


class Undone(Exception):
    """Ends a block whose writes must leave nothing behind, hypothesis trying many in one test."""


def taken(importer, name: str, content: bytes, check) -> None:
    """Import it in a transaction that leaves nothing, and check the report inside."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(content)
        try:
            with transaction.atomic():
                check(lambda: importer.import_file(file, set_aside=Path(folder, "aside.csv")))
                raise Undone
        except Undone:
            pass


def written(rows: list[list[str]], way) -> bytes:
    encoding, end, delimiter, quotes, packed = way
    content = table(rows, delimiter=delimiter, end=end, quotes=quotes).encode(encoding)
    return gzip.compress(content, 1) if packed else content


@given(NUMBERS, WAYS, st.booleans())
@quick
def test_any_addresses_of_a_ban_are_imported_once(houses, way, capitals) -> None:
    header = BAN.upper() if capitals else BAN
    lines = [
        [f"94033_{n}{rep}", str(n), rep, "Rue de l'Étang", "94120", "94033", "Fontenay-lès-Bois", f"2,{n:05d}", "48.85"]
        for n, rep in houses
    ]

    def check(take) -> None:
        assert counts(take()) == (len(houses), 0, 0, 0, 0)
        assert counts(take()) == (0, 0, len(houses), 0, 0)
        kept = Address.objects.select_related("street", "commune")
        assert {(row.number, row.suffix, row.lon) for row in kept} == {
            (n, rep, float(f"2.{n:05d}")) for n, rep in houses
        }
        assert {(row.street.name, row.commune.name) for row in kept} == {("Rue de l'Étang", "Fontenay-lès-Bois")}

    taken(addresses, "file.csv", written([header.split(";"), *lines], way), check)


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 60), st.integers(0, 99)), min_size=1, max_size=20), WAYS)
@quick
def test_any_positions_of_the_register_are_imported_once(places, way) -> None:
    lines = [
        [f"29039_{number}", "29039", f"-3.{spot:02d}", "47.87", "", "housenumber", "0,9", str(boxes)]
        for number, boxes, spot in places
    ]
    spots = {spot for *_rest, spot in places}

    def check(take) -> None:
        assert counts(take()) == (len(spots), 0, 0, len(places) - len(spots), 0)
        assert counts(take()) == (0, 0, len(spots), len(places) - len(spots), 0)
        assert sum(Address.objects.values_list("dwellings", flat=True)) == sum(boxes for _n, boxes, _spot in places)

    taken(addresses, "file.csv", written([REU.split(","), *lines], way), check)


def margins(left: int, right: int, more: int) -> list[str]:
    valid = left + right
    return [str(valid + 2 * more), str(valid + more), str(valid)]


@given(VOTES, WAYS)
@quick
def test_any_results_in_columns_are_imported_once(told, way) -> None:
    header = [
        "departement",
        "commune",
        "bureau",
        "commune_libelle",
        "inscrits",
        "votants",
        "exprimes",
        "MÉLI",
        "LE PRÉ",
    ]
    lines = [["94", "033", str(n), "Fontenay", *margins(*row), *map(str, row[:2])] for n, row in enumerate(told, 1)]

    def check(take) -> None:
        assert counts(take()) == (len(told), 0, 0, 0, 0)
        assert counts(take()) == (0, 0, len(told), 0, 0)
        assert votes() == {f"94033-{n:04d}": {"MÉLI": row[0], "LE PRÉ": row[1]} for n, row in enumerate(told, 1)}

    taken(results, "2017-legislatives-1.csv", written([header, *lines], way), check)


@given(VOTES, WAYS, st.booleans())
@quick
def test_any_results_in_rows_are_imported_once(told, way, shuffled) -> None:
    header = ["departement", "commune", "bureau", "inscrits", "votants", "exprimes", "nom", "prenom", "voix"]
    lines = [
        ["94", "33", str(n), *margins(*row), *person]
        for n, row in enumerate(told, 1)
        for person in (["MÉLI", "Anne", str(row[0])], ["PRÉ", "Luc", str(row[1])])
    ]
    if shuffled:
        lines.sort(key=lambda line: line[-3])

    def check(take) -> None:
        assert counts(take()) == (2 * len(told), 0, 0, 0, 0)
        assert counts(take()) == (0, 0, 2 * len(told), 0, 0)
        assert votes() == {f"94033-{n:04d}": {"MÉLI": row[0], "PRÉ": row[1]} for n, row in enumerate(told, 1)}

    taken(results, "2017-presidentielle-2.csv", written([header, *lines], way), check)


@given(VOTES, st.sampled_from(["utf-8", "latin-1"]))
@quick
def test_any_results_in_unnamed_groups_are_imported_once(told, encoding) -> None:
    header = f"{PLACE};{COUNTS};N°Panneau;Sexe;Nom;Prénom;Voix;% Voix/Ins;% Voix/Exp"
    lines = []
    for n, (left, right, more) in enumerate(told, 1):
        people = {"registered": left + right + 9 + more, "out": left + right + 5, "valid": left + right}
        groups = f"1;F;MÉLI;Anne;{left};0,00;0,00", f"2;M;PRÉ;Luc;{right};0,00;0,00"
        lines.append(station(f"94;V;01;V;033;Fontenay;{n:04d}", *groups, **people))

    def check(take) -> None:
        assert counts(take()) == (len(told), 0, 0, 0, 0)
        assert votes() == {f"94033-{n:04d}": {"MÉLI": row[0], "PRÉ": row[1]} for n, row in enumerate(told, 1)}

    taken(results, "2022-presidentielle-2.txt", "\r\n".join([header, *lines]).encode(encoding), check)


AREA = '{"type": "FeatureCollection", "features": [{"properties": {"DEPCO": "94033", "BVOTE": 1}, "geometry": '
GOOD = {
    addresses: [
        (BAN, "94033_1;12;bis;Rue Haute;94120;94033;Fontenay;2.47;48.85"),
        (REU.replace(",", ";"), "94033_1;94033;2.47;48.85;12 Rue Haute 94120 Fontenay;housenumber;0.9;3"),
        ("cle_interop;voie_nom;numero;suffixe;commune_nom;long;lat", "94033_0010_12;Rue Haute;12;;Fontenay;2.47;48.85"),
        ("", "x-1;12;Rue Haute;94120;Fontenay;OSM;48.85;2.47"),
    ],
    results: [
        ("departement;commune;bureau;inscrits;votants;exprimes;A;B", "94;033;1;100;60;50;20;30"),
        ("departement;commune;bureau;inscrits;votants;exprimes;nom;prenom;voix", "94;033;1;100;60;50;A;B;50"),
        (f"{PLACE};{COUNTS};Nom;Voix", station("94;V;01;V;033;F;1", "A;20", "B;30")),
        (f"{PLACE};{COUNTS}", station("94;V;01;V;033;F;1")),
    ],
    contours: [(AREA, "[[1;2]]"), (AREA, '{"type": "Polygon"; "coordinates": [[[1;2];[3;2];[3;4];[1;2]]]}}]}')],
}
CELLS = st.sampled_from(
    ["94", "033", "1", "0", "-5", "2,47", "99999", "99999999999", "1e400", "nan", "NA", "x" * 300, "\0", "a\0b", "é",
     "\\N", '"', "94033_1", "75112_1", "½", "١٢", "[[1,2]]", "\u2028", "A;B", ""]
) | st.text(max_size=5)  # fmt: skip


@st.composite
def nearly_good(draw, importer) -> bytes:
    """A file of a known layout in whose rows some cells are something else."""
    header, row = draw(st.sampled_from(GOOD[importer]))
    lines = [header]
    for _line in range(draw(st.integers(1, 4))):
        cells = row.split(";")
        for _cell in range(draw(st.integers(0, 2))):
            cells[draw(st.integers(0, len(cells) - 1))] = draw(CELLS)
        lines.append(";".join(cells))
    return "\n".join(lines).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("importer", [addresses, results, contours], ids=["addresses", "results", "contours"])
@given(st.data())
@settings(deadline=None, max_examples=80)
def test_any_file_is_refused_or_reported_to_its_last_row(importer, data) -> None:
    content = data.draw(nearly_good(importer) | st.binary(max_size=200))
    if data.draw(st.integers(0, 4)) == 0:
        content = gzip.compress(content, 1)[: -data.draw(st.integers(0, 30)) or None]

    def check(take) -> None:
        try:
            counts(take())
        except FileProblem:
            assert not any(table.objects.exists() for table in (Address, StationResult, PollingStation))

    taken(importer, "2017-presidentielle-1.csv", content, check)


@pytest.mark.parametrize(
    ("importer", "layout", "cell", "value"),
    [
        (addresses, 0, 1, "-5"),
        (addresses, 0, 1, "99999999999"),
        (addresses, 1, 7, "-1"),
        (addresses, 1, 7, "99999999999"),
        (addresses, 0, 7, "1e400"),
        (results, 0, 3, "99999999999"),
        (results, 0, 6, "-5"),
        (results, 1, 8, "99999999999"),
        (results, 2, -1, "-30"),
        (results, 3, 12, "-4"),
    ],
)
def test_a_number_that_the_database_would_refuse_sets_its_row_aside(importer, layout, cell, value) -> None:
    header, row = GOOD[importer][layout]
    cells = row.split(";")
    cells[cell] = value

    def check(take) -> None:
        assert counts(take())[-1] == 1

    taken(importer, "2017-presidentielle-1.csv", "\n".join([header, ";".join(cells)]).encode(), check)


@pytest.mark.parametrize("importer", [addresses, results])
@pytest.mark.parametrize("layout", [0, 1, 2])
def test_zero_bytes_and_very_long_cells_come_through_or_are_set_aside(importer, layout) -> None:
    header, row = GOOD[importer][layout]
    lines = [header]
    for cell in range(len(row.split(";"))):
        for value in ("a\0b", "\0", "x" * 5_000):
            lines.append(";".join(value if place == cell else text for place, text in enumerate(row.split(";"))))

    def check(take) -> None:
        counts(take())

    taken(importer, "2017-presidentielle-1.csv", "\n".join(lines).encode(), check)
