"""Contours of polling stations, real files and strange ones."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from campaigns.territory import addresses, contours, results
from campaigns.territory.models import PollingStation
from campaigns.territory.reading import FileProblem
from tests import builders

SQUARE = [[2.46, 48.84], [2.48, 48.84], [2.48, 48.86], [2.46, 48.86], [2.46, 48.84]]
HOLE = [[2.465, 48.845], [2.475, 48.845], [2.475, 48.855], [2.465, 48.855], [2.465, 48.845]]
ELSEWHERE = [[lon + 0.1, lat] for lon, lat in SQUARE]


def feature(geometry: object, station: object = 1, commune: str = "94033") -> dict:
    return {"type": "Feature", "properties": {"DEPCO": commune, "BVOTE": station}, "geometry": geometry}


def polygon(*rings: list) -> dict:
    return {"type": "Polygon", "coordinates": list(rings)}


def write(folder: Path, *features: dict, **beside) -> Path:
    file = folder / "contours.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", **beside, "features": list(features)}))
    return file


def take(file: Path):
    return contours.import_file(file, set_aside=file.parent / "aside.csv")


def reasons(report) -> list[list[str]]:
    with open(report.set_aside_file, encoding="utf-8-sig", newline="") as file:
        return [row[:2] for row in csv.reader(file, delimiter=";")][1:]


def counts(report) -> tuple[int, ...]:
    return report.imported, report.updated, report.unchanged, report.duplicates, report.set_aside


def test_brest_joins_its_stations_and_sets_the_neighbours_aside(db, samples, tmp_path) -> None:
    votes = samples / "elections" / "2024-legislatives-1_bureaux_brest_29_2_3_ministere.csv.gz"
    results.import_file(votes, set_aside=tmp_path / "a.csv")
    file = samples / "contours" / "brest_bureaux_vote.geojson.gz"

    first = contours.import_file(file, set_aside=tmp_path / "b.csv")
    again = contours.import_file(file, set_aside=tmp_path / "b.csv")

    drawn = PollingStation.objects.filter(contour__isnull=False)
    assert (first.layout, first.read, sum(counts(first))) == ("town", 122, 122)
    assert first.imported == again.unchanged == drawn.count()
    assert (again.imported, again.updated) == (0, 0)
    assert drawn.filter(lon__isnull=True).count() == 0
    assert {station.contour["type"] for station in drawn} == {"Polygon"}


def test_every_station_of_paris_has_its_contour_of_2017(db, samples, tmp_path) -> None:
    votes = samples / "elections" / "2017-presidentielle-2_par_bureau_large.csv.gz"
    small = tmp_path / "2017-presidentielle-2.csv"
    with gzip.open(votes, "rt", encoding="utf-8") as whole:
        small.write_text("".join(line for line in whole if line.startswith(("departement,", "75,"))), encoding="utf-8")
    results.import_file(small, set_aside=tmp_path / "a.csv")

    report = contours.import_file(
        samples / "contours" / "paris_2017_secteurs_bureaux_vote.geojson.gz", set_aside=tmp_path / "b.csv"
    )

    assert (report.layout, report.read, report.imported, report.set_aside) == ("paris", 896, 896, 0)
    assert PollingStation.objects.filter(contour__isnull=True).count() == 0


@pytest.mark.parametrize(
    "properties",
    [
        {"codeCommune": "94033", "numeroBureauVote": "0001", "codeBureauVote": "94033_0001"},
        {"DEPCO": "94033", "BVOTE": 1},
        {"DEPCO": "94033", "BVOTE": "1"},
    ],
)
def test_a_station_is_named_in_several_ways(db, tmp_path, properties: dict) -> None:
    builders.station("94033-0001")

    report = take(write(tmp_path, {"type": "Feature", "properties": properties, "geometry": polygon(SQUARE)}))

    assert counts(report) == (1, 0, 0, 0, 0)


def test_the_contour_is_kept_and_gives_the_position_where_no_address_does(db, tmp_path) -> None:
    builders.station("94033-0001")

    take(write(tmp_path, feature(polygon(SQUARE))))

    kept = PollingStation.objects.get()
    assert kept.contour == polygon(SQUARE)
    assert (round(kept.lon, 6), round(kept.lat, 6)) == (2.47, 48.85)


def test_the_middle_of_the_addresses_is_a_better_position(db, tmp_path) -> None:
    station = builders.station("94033-0001", lon=2.461, lat=48.841)
    builders.address(station, 1, lon=2.461, lat=48.841)

    take(write(tmp_path, feature(polygon(SQUARE))))

    station.refresh_from_db()
    assert (station.lon, station.lat) == (2.461, 48.841)


def test_addresses_that_come_later_take_the_position_over(db, tmp_path) -> None:
    builders.station("94033-0001")
    take(write(tmp_path, feature(polygon(SQUARE))))
    table = tmp_path / "reu.csv"
    header = "id_brut_bv_reu,code_commune_ref,longitude,latitude,geo_type,geo_score,nb_adresses"
    table.write_text(f"{header}\n94033_1,94033,2.461,48.841,housenumber,0.9,2\n")

    addresses.import_file(table, set_aside=tmp_path / "a.csv")

    assert PollingStation.objects.values_list("lon", "lat").get() == (2.461, 48.841)


def test_holes_are_kept_and_the_position_lies_beside_them(db, tmp_path) -> None:
    builders.station("94033-0001")

    take(write(tmp_path, feature(polygon(SQUARE, HOLE))))

    kept = PollingStation.objects.get()
    assert kept.contour == polygon(SQUARE, HOLE)
    assert not (2.465 < kept.lon < 2.475 and 48.845 < kept.lat < 48.855)


def test_several_parts_are_kept_and_the_position_lies_in_the_largest(db, tmp_path) -> None:
    builders.station("94033-0001")
    island = [[2.6, 48.84], [2.601, 48.84], [2.601, 48.841], [2.6, 48.84]]

    take(write(tmp_path, feature({"type": "MultiPolygon", "coordinates": [[island], [SQUARE]]})))

    kept = PollingStation.objects.get()
    assert kept.contour == {"type": "MultiPolygon", "coordinates": [[island], [SQUARE]]}
    assert 2.46 < kept.lon < 2.48


def test_a_new_shape_replaces_the_old_one(db, tmp_path) -> None:
    builders.station("94033-0001")
    take(write(tmp_path, feature(polygon(SQUARE))))

    report = take(write(tmp_path, feature(polygon(ELSEWHERE))))

    assert counts(report) == (0, 1, 0, 0, 0)
    assert PollingStation.objects.get().contour == polygon(ELSEWHERE)


def test_altitudes_and_digits_below_a_centimetre_are_dropped(db, tmp_path) -> None:
    builders.station("94033-0001")
    precise = [[lon + 1e-12, lat, 35.5] for lon, lat in SQUARE]

    take(write(tmp_path, feature(polygon(precise))))

    assert PollingStation.objects.get().contour == polygon(SQUARE)


def test_the_first_of_two_shapes_is_kept_with_a_warning(db, tmp_path) -> None:
    builders.station("94033-0001")

    report = take(write(tmp_path, feature(polygon(SQUARE)), feature(polygon(ELSEWHERE)), feature(polygon(SQUARE))))

    assert counts(report) == (1, 0, 0, 2, 0)
    assert report.warnings == ["1 bureau figure deux fois avec une autre forme\u202f; la première a été gardée"]


def test_a_commune_that_is_only_partly_drawn_is_told(db, tmp_path) -> None:
    builders.station("94033-0001")
    builders.station("94033-0002")

    assert take(write(tmp_path, feature(polygon(SQUARE)))).warnings == [
        "1 bureau de ces communes n’a pas encore de contour"
    ]


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "pas de géométrie"),
        ({"type": "Polygon", "coordinates": []}, "pas de géométrie"),
        ({"type": "Polygon", "coordinates": [[]]}, "un tracé qui ne se ferme pas"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "pas de géométrie"),
        ({"type": "Point", "coordinates": [2.4, 48.8]}, "pas une surface\u202f: «\u202fPoint\u202f»"),
        (polygon(SQUARE[:4]), "un tracé qui ne se ferme pas"),
        (polygon([SQUARE[0]] * 5), "un tracé sans surface"),
        (polygon([[2.4, 48.8], [2.5, 48.8], [2.6, 48.8], [2.4, 48.8]]), "un tracé sans surface"),
        (polygon([["a", "b"]] * 5), "une géométrie illisible"),
        ({"type": "Polygon", "coordinates": [2.4, 48.8]}, "une géométrie illisible"),
        ({"type": "Polygon", "coordinates": {"x": 1}}, "une géométrie illisible"),
    ],
)
def test_a_shape_that_is_no_area_is_set_aside_with_its_reason(db, tmp_path, geometry: object, reason: str) -> None:
    builders.station("94033-0001")
    builders.station("94033-0002")

    report = take(write(tmp_path, feature(polygon(SQUARE)), feature(geometry, station=2)))

    assert counts(report) == (1, 0, 0, 0, 1)
    assert reasons(report) == [["2", reason]]


def test_areas_without_a_known_station_are_set_aside(db, tmp_path) -> None:
    builders.station("94033-0001")
    file = write(
        tmp_path,
        feature(polygon(SQUARE), station=7),
        feature(polygon(SQUARE), station="?"),
        feature(polygon(SQUARE), commune="94"),
    )

    report = take(file)

    assert report.set_aside == 3
    assert sorted(reasons(report)) == [
        ["1", "bureau inconnu\u202f: importez d’abord ses adresses ou ses résultats"],
        ["2", "pas un bureau de vote\u202f: «\u202f94033, ?\u202f»"],
        ["3", "pas un bureau de vote\u202f: «\u202f94, 1\u202f»"],
    ]


def test_swapped_axes_are_seen_by_the_distance_to_the_addresses(db, tmp_path) -> None:
    builders.address(builders.station("94033-0001", lon=2.47, lat=48.85), 1)
    swapped = [[lat, lon] for lon, lat in SQUARE]

    report = take(write(tmp_path, feature(polygon(swapped))))

    assert counts(report) == (0, 0, 0, 0, 1)
    assert "km des adresses du bureau" in reasons(report)[0][1]


LAMBERT = [[652_000.0, 6_862_000.0], [653_000.0, 6_862_000.0], [653_000.0, 6_863_000.0], [652_000.0, 6_862_000.0]]


def test_metres_of_lambert_93_are_refused_for_the_whole_file(db, tmp_path) -> None:
    builders.station("94033-0001")

    with pytest.raises(FileProblem, match="not in longitude and latitude.*652000.0, 6862000.0.*EPSG:4326"):
        take(write(tmp_path, feature(polygon(LAMBERT)), crs={"properties": {"name": "EPSG:2154"}}))


def test_one_stray_shape_in_metres_is_set_aside_alone(db, tmp_path) -> None:
    builders.station("94033-0001")

    report = take(write(tmp_path, feature(polygon(SQUARE)), feature(polygon(LAMBERT), station=2)))

    assert counts(report) == (1, 0, 0, 0, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"DEPCO;BVOTE\n94033;1\n", "no GeoJSON collection"),
        (b'{"type": "Polygon", "coordinates": []}', "no GeoJSON collection"),
        (b'[{"features": 1}]', "no GeoJSON collection"),
        (
            b'{"features": [{"properties": {"name": "x"}, "geometry": null}]}',
            "no known properties.*first area has: name",
        ),
        (b'{"features": [', "is incomplete or is not JSON"),
        (b'{"features": [nonsense]}', "is incomplete or is not JSON"),
        (b"\x1f\x8b\x08\x00broken", "damaged or incomplete gzip"),
    ],
)
def test_a_wrong_file_changes_nothing_and_says_what_was_expected(db, tmp_path, content: bytes, words: str) -> None:
    file = tmp_path / "contours.geojson"
    file.write_bytes(content)

    with pytest.raises(FileProblem, match=words):
        take(file)


@pytest.mark.parametrize("packed", [True, False])
def test_a_truncated_file_changes_nothing(db, tmp_path, packed: bool) -> None:
    stations = [builders.station(f"94033-{number:04}") for number in range(1, 200)]
    file = write(tmp_path, *(feature(polygon(SQUARE), station=station.number) for station in stations))
    content = gzip.compress(file.read_bytes()) if packed else file.read_bytes()
    file.write_bytes(content[: len(content) * 3 // 4])

    with pytest.raises(FileProblem, match="incomplete"):
        take(file)

    assert not PollingStation.objects.filter(contour__isnull=False).exists()


def test_a_byte_order_mark_does_not_matter(db, tmp_path) -> None:
    builders.station("94033-0001")
    file = write(tmp_path, feature(polygon(SQUARE)))
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    assert take(file).imported == 1


def test_a_collection_of_nothing_is_refused_like_an_unknown_one(db, tmp_path) -> None:
    with pytest.raises(FileProblem, match="no known properties"):
        take(write(tmp_path))


def test_the_command_prints_one_json_object_on_its_last_line(db, tmp_path, settings, capsys) -> None:
    settings.MEDIA_ROOT = tmp_path
    builders.station("94033-0001")

    call_command("import_contours", str(write(tmp_path, feature(polygon(SQUARE)))), "--json")

    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["read"], told["imported"], told["files"][0]["layout"]) == (1, 1, "town")
