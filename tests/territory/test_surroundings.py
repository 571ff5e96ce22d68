"""The ground around a walk, as its phone draws it."""

from __future__ import annotations

import csv
import gzip
import io
import json

import pytest

from campaigns.territory import streets, surroundings
from tests.territory.test_streets import extract, write

# Rue des Tanneurs runs east along 48.85; its doors stand five metres north of it.
DOORS = [(2.47 + number * 1e-4, 48.85005) for number in range(10)]
NODES = {1: (2.469, 48.85), 2: (2.472, 48.85), 3: (2.47, 48.849), 4: (2.47, 48.852), 5: (2.6, 48.9), 6: (2.61, 48.9),
         7: (2.4702, 48.8501), 8: (2.4704, 48.8501), 9: (2.4704, 48.8503)}  # fmt: skip
TANNEURS = (1, [1, 2], {"highway": "residential", "name": "Rue des Tanneurs"})
PATH = (2, [3, 4], {"highway": "footway"})
HOUSE = (3, [7, 8, 9, 7], {"building": "yes"})


@pytest.fixture
def take(db, tmp_path):
    """``take(way, …)``: import them."""
    return lambda *ways: streets.import_file(
        write(tmp_path, extract(*ways, nodes=NODES)), set_aside=tmp_path / "aside.csv"
    )


def test_streets_come_with_name_and_width_as_differences_from_the_origin(take) -> None:
    take(TANNEURS, PATH, HOUSE)

    told = surroundings.around(DOORS)

    west, south = told["origin"]
    path, tanneurs = told["streets"]
    assert told["source"] == "osm"
    assert (tanneurs[0], tanneurs[1], path[:2]) == ("Rue des Tanneurs", 1, ["", 0])
    [[x, y, *rest]] = tanneurs[2]
    assert (west + x, south + y, rest) == (2_469_000, 48_850_000, [3_000, 0])
    assert [kind for kind, _rings in told["areas"]] == ["building"]


def test_several_walks_are_told_as_each_alone_with_two_queries(take, django_assert_num_queries) -> None:
    take(TANNEURS, PATH, HOUSE, (9, [5, 6], {"highway": "residential", "name": "Rue du Bout"}))
    far = [(2.605, 48.9)]
    alone = [surroundings.around(walk) for walk in (DOORS, [], far)]

    with django_assert_num_queries(2):
        together = surroundings.around_each([DOORS, [], far])

    assert together == alone
    assert [[name for name, *_ in told["streets"]] for told in together] == [
        ["", "Rue des Tanneurs"],
        [],
        ["Rue du Bout"],
    ]


def test_what_lies_far_away_is_not_sent(take) -> None:
    take(TANNEURS, (9, [5, 6], {"highway": "residential", "name": "Rue du Bout"}))

    assert [name for name, *_ in surroundings.around(DOORS)["streets"]] == ["Rue des Tanneurs"]


def test_a_line_is_cut_a_little_beyond_the_walk(db, tmp_path) -> None:
    across = {1: (2.0, 48.85), 2: (3.0, 48.85)}
    streets.import_file(write(tmp_path, extract(TANNEURS, nodes=across)), set_aside=tmp_path / "aside.csv")

    told = surroundings.around(DOORS)

    [[x, _y, run, rise]] = told["streets"][0][2]
    degree = 111_195 * 0.658 / 1e6  # metres to the east in a millionth of a degree
    assert (2_470_000 - told["origin"][0] - x) * degree == pytest.approx(150, abs=1)
    assert (run * degree, rise) == (pytest.approx(150 + 9 * 7.32 + 150, abs=2), 0)


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "proposed"},
        {"highway": "footway", "footway": "sidewalk"},
        {"highway": "service", "service": "driveway"},
        {"highway": "residential", "tunnel": "yes"},
    ],
)
def test_what_would_hide_the_streets_is_not_drawn(take, tags) -> None:
    take(TANNEURS, (2, [3, 4], tags))

    assert len(surroundings.around(DOORS)["streets"]) == 1


def test_without_their_own_streets_addresses_have_no_map(take) -> None:
    take(PATH, HOUSE, (9, [5, 6], {"highway": "residential", "name": "Rue du Bout"}))

    unknown = {"source": "", "origin": [0, 0], "streets": [], "areas": []}
    assert surroundings.around(DOORS) == unknown
    assert surroundings.around([]) == unknown


def test_two_calls_tell_the_same(take) -> None:
    take(TANNEURS, PATH, HOUSE)

    assert json.dumps(surroundings.around(DOORS)) == json.dumps(surroundings.around(DOORS))


def test_a_hundred_addresses_of_a_real_town_have_a_light_map(db, samples, tmp_path) -> None:
    folder = samples / "streets"
    streets.import_file(folder / "geneva.osm.pbf", set_aside=tmp_path / "aside.csv")
    with gzip.open(folder / "geneva_addresses.csv.gz") as packed:
        rows = csv.DictReader(io.TextIOWrapper(packed, "utf-8"))
        town = [(float(row["lon"]), float(row["lat"])) for row in rows if row["street"]]

    weights = []
    for lon, lat in town[::900]:
        walk = sorted(town, key=lambda place: ((place[0] - lon) * 0.69) ** 2 + (place[1] - lat) ** 2)[:100]
        told = surroundings.around(walk)
        assert told["source"] == "osm"
        assert len(told["streets"]) > 10
        weights.append(len(gzip.compress(json.dumps(told, separators=(",", ":")).encode())))

    assert len(weights) > 8
    assert min(weights) > 3_000
    assert max(weights) < 25_000
