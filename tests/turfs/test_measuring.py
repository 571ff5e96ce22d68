"""Streets where they are known, straight lines elsewhere."""

from __future__ import annotations

import csv
import gzip
import re

import osmium
import pytest
import shapely

from campaigns.territory import street_names, streets
from campaigns.territory.geometry import metres_from
from campaigns.territory.models import Address, Commune, Street
from campaigns.turfs import finishing, ground, planning
from campaigns.turfs.measuring import metric_for
from tests import builders
from tests.territory.test_streets import extract, write

TANNEURS = (1, [1, 2], {"highway": "residential", "name": "Rue des Tanneurs"})
NODES = {1: (2.47, 48.85), 2: (2.48, 48.85)}


@pytest.fixture
def doors(db):
    commune = Commune.objects.create(code="94000", name="Valmont")
    street = Street.objects.create(commune=commune, name="Rue des Tanneurs", key="rue des tanneurs")
    return [
        Address.objects.create(
            commune=commune, street=street, key=f"tanneurs|{n}", number=n, lon=2.47 + n * 1e-4, lat=48.85005
        )
        for n in range(1, 8)
    ]


def test_without_streets_it_is_straight_lines(doors) -> None:
    assert metric_for(doors).name == "straight"


def test_with_streets_it_is_theirs(doors, tmp_path) -> None:
    streets.import_file(write(tmp_path, extract(TANNEURS, nodes=NODES)), set_aside=tmp_path / "aside.csv")

    assert metric_for(doors).name == "streets"


def test_streets_of_another_quarter_are_no_map_of_this_one(doors, tmp_path) -> None:
    there = {1: (2.49, 48.855), 2: (2.5, 48.855)}
    streets.import_file(write(tmp_path, extract(TANNEURS, nodes=there)), set_aside=tmp_path / "aside.csv")

    assert metric_for(doors).name == "straight"


def test_an_address_in_the_wrong_place_or_in_none_is_measured_straight(doors, tmp_path) -> None:
    streets.import_file(write(tmp_path, extract(TANNEURS, nodes=NODES)), set_aside=tmp_path / "aside.csv")
    Address.objects.filter(pk=doors[0].pk).update(lon=-61.5, lat=16.2)
    Address.objects.filter(pk=doors[1].pk).update(lon=None, lat=None)
    addresses = list(Address.objects.select_related("street").order_by("pk"))

    metric = metric_for(addresses)

    assert metric.name == "streets"
    assert {address.pk for address in addresses} - metric.rows.keys() == {doors[0].pk, doors[1].pk}


@pytest.mark.samples
def test_on_geneva_no_leg_crosses_the_rhone_except_by_a_bridge(samples, db, tmp_path) -> None:
    streets.import_file(samples / "streets" / "geneva.osm.pbf", set_aside=tmp_path / "aside.csv")
    addresses = geneva(samples, around=(6.1415, 46.2050), metres=450)
    there = ground.standing(builders.campaign(), [address.pk for address in addresses])
    rhone, bridges = drawn(samples / "streets" / "geneva.osm.pbf", there.metric.network.origin)

    cut = planning.plan(there.stops, 90, there.metric)
    walks = finishing.finish(cut, 90, there.metric, progress=lambda share: True)

    legs = [leg for walk in walks for leg in there.metric.legs(walk.stops)]
    assert (there.metric.name, all(leg.joined for leg in legs), len(legs) > 300) == ("streets", True, True)
    for leg in legs:
        wet = shapely.LineString(leg.line).intersection(rhone) if len(leg.line) > 1 else shapely.Point()
        assert wet.is_empty or bridges.distance(wet) < 1


@pytest.mark.samples
def test_between_the_banks_of_the_rhone_one_walks_over_a_bridge(samples, db, tmp_path) -> None:
    streets.import_file(samples / "streets" / "geneva.osm.pbf", set_aside=tmp_path / "aside.csv")
    addresses = geneva(samples, around=(6.1415, 46.2050), metres=450)
    there = ground.standing(builders.campaign(), [address.pk for address in addresses])
    rhone, bridges = drawn(samples / "streets" / "geneva.osm.pbf", there.metric.network.origin)
    stops = sorted(there.stops, key=lambda stop: stop.north)

    crossed = 0
    for one, other in zip(stops[:40], stops[-40:], strict=True):
        (leg,) = there.metric.legs([one, other])
        wet = shapely.LineString(leg.line).intersection(rhone)
        crossed += not wet.is_empty
        assert wet.is_empty or all(bridges.distance(point) < 1 for point in shapely.get_parts(wet))

    assert crossed > 30


def drawn(extract, origin):
    """The middle of the Rhône and its bridges, in metres from there."""
    rhone, bridges = [], []
    for way in osmium.FileProcessor(str(extract), osmium.osm.NODE | osmium.osm.WAY).with_locations():
        if not way.is_way():
            continue
        line = metres_from(origin, [(node.lon, node.lat) for node in way.nodes if node.location.valid()])
        if way.tags.get("waterway") == "river" and way.tags.get("name") == "Le Rhône":
            rhone.append(line)
        elif "highway" in way.tags and way.tags.get("bridge", "no") != "no":
            bridges.append(line)
    return shapely.MultiLineString(rhone), shapely.MultiLineString([line for line in bridges if len(line) > 1])


def geneva(samples, around, metres) -> list[Address]:
    """The addresses of the extract on both banks, where the river leaves the lake."""
    commune = Commune.objects.create(code="6621", name="Genève")
    made: dict[str, Street] = {}
    found = []
    with gzip.open(samples / "streets" / "geneva_addresses.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            lon, lat = float(row["lon"]), float(row["lat"])
            number = re.match(r"\d+", row["housenumber"])
            if not row["street"] or not number or abs(lat - around[1]) * 111_195 > metres:
                continue
            if abs(lon - around[0]) * 77_000 > metres:
                continue
            key = street_names.key(row["street"])
            if key not in made:
                made[key] = Street.objects.create(commune=commune, name=row["street"], key=key)
            found.append(
                Address(
                    commune=commune,
                    street=made[key],
                    key=f"{key}|{row['osm_id']}",
                    number=int(number.group()),
                    lon=lon,
                    lat=lat,
                )  # fmt: skip
            )
    return list(Address.objects.bulk_create(found))
