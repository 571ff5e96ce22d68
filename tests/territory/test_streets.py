"""Streets from OpenStreetMap: real extracts counted by other means, and files that are none."""

from __future__ import annotations

import gzip
import itertools
import json
import shutil
import xml.etree.ElementTree as ElementTree
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from campaigns.territory import streets
from campaigns.territory.models import Outline, StreetLine
from campaigns.territory.reading import FileProblem
from tests.territory.files import counts, reasons

# Ways with a highway as other programs count them, and those of a single node, which their cutting left.
HIGHWAYS = {
    "geneva.osm.pbf": (14_574, 73),
    "monaco.osm.pbf": (2_927, 3),
    "bondy_centre.osm.gz": (177, 0),
    "le_mans_centre.osm.gz": (204, 0),
}
NODES = {1: (2.47, 48.85), 2: (2.471, 48.851), 3: (2.472, 48.85), 4: (2.473, 48.85)}


def extract(*ways: tuple[int, list[int], dict[str, str]], nodes: dict[int, tuple[float, float]] = NODES) -> str:
    """OpenStreetMap's XML: ``ways`` as (number, nodes, tags)."""
    placed = "".join(f'<node id="{node}" lon="{lon}" lat="{lat}"/>' for node, (lon, lat) in nodes.items())
    drawn = "".join(
        f'<way id="{number}">'
        + "".join(f'<nd ref="{node}"/>' for node in line)
        + "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
        + "</way>"
        for number, line, tags in ways
    )
    return f'<?xml version="1.0"?><osm version="0.6" generator="test">{placed}{drawn}</osm>'


def write(folder: Path, text: str, name: str = "town.osm.xml") -> Path:
    file = folder / name
    file.write_text(text)
    return file


def take(file: Path, folder: Path):
    return streets.import_file(file, set_aside=folder / "aside.csv")


@pytest.mark.parametrize("name", HIGHWAYS)
def test_each_real_extract_brings_every_street_once(db, samples, tmp_path, name: str) -> None:
    first = take(samples / "streets" / name, tmp_path)
    again = take(samples / "streets" / name, tmp_path)

    ways, stumps = HIGHWAYS[name]
    assert (first.read, again.read) == (ways, ways)
    assert counts(first) == (ways - stumps, 0, 0, 0, stumps)
    assert counts(again) == (0, 0, ways - stumps, 0, stumps)
    assert StreetLine.objects.count() == ways - stumps
    assert (first.outlines, again.outlines) == (Outline.objects.count(), 0)


def test_bondy_is_as_its_xml_says(db, samples, tmp_path) -> None:
    with gzip.open(samples / "streets" / "bondy_centre.osm.gz") as file:
        root = ElementTree.parse(file).getroot()
    tags = {way.get("id"): {tag.get("k"): tag.get("v") for tag in way.iter("tag")} for way in root.iter("way")}
    nodes = {way.get("id"): [int(node.get("ref")) for node in way.iter("nd")] for way in root.iter("way")}
    told = {(int(way), tags[way]["highway"], tuple(nodes[way])) for way in tags if "highway" in tags[way]}

    take(samples / "streets" / "bondy_centre.osm.gz", tmp_path)

    kept = {(line.way, line.highway, tuple(line.nodes)) for line in StreetLine.objects.all()}
    assert kept == told
    assert Outline.objects.filter(kind="building").count() == sum("building" in each for each in tags.values())


def test_geneva_keeps_what_a_graph_of_walks_needs(db, samples, tmp_path) -> None:
    take(samples / "streets" / "geneva.osm.pbf", tmp_path)

    lines = list(StreetLine.objects.all())

    assert {len(line.nodes) - len(line.lons) for line in lines} == {0}
    assert {"footway", "steps", "pedestrian", "residential"} <= {line.highway for line in lines}
    met = itertools.chain.from_iterable(set(line.nodes) for line in lines)
    assert len(set(met)) < sum(len(set(line.nodes)) for line in lines)  # lines meet at nodes they share
    assert {"bridge", "tunnel", "layer", "foot", "access", "area"} <= set().union(*(line.tags for line in lines))
    assert all(6.0 < line.west <= line.east < 6.3 and 46.1 < line.south <= line.north < 46.3 for line in lines)


def test_a_street_keeps_its_name_class_nodes_places_and_tags(db, tmp_path) -> None:
    told = {"highway": "steps", "name": "Escalier de l’Orme", "foot": "yes", "oneway:foot": "no", "surface": "wood"}
    file = write(tmp_path, extract((10, [1, 2, 3], told | {"colour": "red"})))

    report = take(file, tmp_path)

    line = StreetLine.objects.get()
    assert counts(report) == (1, 0, 0, 0, 0)
    assert (line.source, line.way, line.highway, line.nodes) == ("osm", 10, "steps", [1, 2, 3])
    assert (line.name, line.key) == ("Escalier de l’Orme", "escalier de l orme")
    assert line.lons == [24_700_000, 24_710_000, 24_720_000]
    assert line.tags == {"foot": "yes", "oneway:foot": "no", "surface": "wood"}
    assert (line.west, line.south, line.east, line.north) == (2.47, 48.85, 2.472, 48.851)


def test_a_street_that_changed_is_updated_in_place(db, tmp_path) -> None:
    take(write(tmp_path, extract((10, [1, 2], {"highway": "service"}))), tmp_path)
    key = StreetLine.objects.get().pk

    report = take(write(tmp_path, extract((10, [1, 2, 3], {"highway": "service"}))), tmp_path)

    assert counts(report) == (0, 1, 0, 0, 0)
    assert (StreetLine.objects.get().pk, StreetLine.objects.get().nodes) == (key, [1, 2, 3])


def test_a_way_told_twice_is_a_duplicate_and_the_first_counts(db, tmp_path) -> None:
    twice = extract((10, [1, 2], {"highway": "service"}), (10, [1, 2, 3], {"highway": "path"}))

    report = take(write(tmp_path, twice), tmp_path)

    assert counts(report) == (1, 0, 0, 1, 0)
    assert StreetLine.objects.get().highway == "service"


def test_a_line_that_leaves_the_extract_ends_at_its_edge(db, tmp_path) -> None:
    cut = extract((10, [1, 2, 99, 3], {"highway": "residential"}), (11, [98, 4], {"highway": "path"}))

    report = take(write(tmp_path, cut), tmp_path)

    assert StreetLine.objects.get().nodes == [1, 2]
    assert counts(report) == (1, 0, 0, 0, 1)
    assert reasons(report) == [["2", "une ligne de moins de deux points"]]


def test_water_parks_and_buildings_come_as_closed_outlines(db, tmp_path) -> None:
    ring = [1, 2, 3, 1]
    file = extract(
        (1, [1, 2], {"highway": "path"}),
        (2, ring, {"building": "yes"}),
        (3, ring, {"natural": "water"}),
        (4, ring, {"leisure": "park"}),
        (5, [1, 2, 3], {"building": "yes"}),  # open
        (6, ring, {"building": "no"}),
        (7, ring, {"landuse": "industrial"}),
        (8, [1, 2, 99, 1], {"building": "yes"}),  # partly outside
    )

    report = take(write(tmp_path, file), tmp_path)

    assert (report.read, report.outlines) == (1, 3)
    kinds = Outline.objects.order_by("way").values_list("way", "kind")
    assert list(kinds) == [(2, "building"), (3, "water"), (4, "park")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b"id;numero;rep\n1;2;3\n", "no extract of OpenStreetMap. Expected .osm.pbf"),
        (b"PK\x03\x04rest", "no extract of OpenStreetMap"),
        (b'<?xml version="1.0"?><html/>', "no extract of OpenStreetMap"),
        (extract((1, [1, 2], {"waterway": "river"})).encode(), "holds no street"),
        (extract((1, [1, 2], {"highway": "path"})).encode()[:-40], "incomplete or damaged"),
        (gzip.compress(extract((1, [1, 2], {"highway": "path"})).encode() * 9)[:-40], "damaged or incomplete gzip"),
    ],
)
def test_a_file_that_is_no_extract_changes_nothing_and_says_what_was_expected(db, tmp_path, content, said) -> None:
    file = tmp_path / "town.osm"
    file.write_bytes(content)

    with pytest.raises(FileProblem, match=said):
        take(file, tmp_path)

    assert not StreetLine.objects.exists()


@pytest.mark.parametrize("name", ["geneva.osm.pbf", "bondy_centre.osm.gz"])
def test_a_truncated_extract_changes_nothing(db, samples, tmp_path, name: str) -> None:
    cut = tmp_path / name
    shutil.copy(samples / "streets" / name, cut)
    cut.chmod(0o600)
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size * 2 // 3])

    with pytest.raises(FileProblem, match="Fetch it again"):
        take(cut, tmp_path)

    assert not StreetLine.objects.exists()
    assert not Outline.objects.exists()


def test_the_name_of_a_file_does_not_matter(db, tmp_path) -> None:
    text = extract((10, [1, 2], {"highway": "path"}))
    packed = tmp_path / "town.bin"
    packed.write_bytes(gzip.compress(text.encode()))

    assert take(packed, tmp_path).layout == "osm.gz"
    assert take(write(tmp_path, text, "town"), tmp_path).layout == "osm"


def test_only_what_meets_the_box_is_found(db, tmp_path) -> None:
    take(write(tmp_path, extract((1, [1, 2], {"highway": "path"}), (2, [3, 4], {"highway": "path"}))), tmp_path)

    def found(*box: float) -> list[int]:
        return [line.way for line in StreetLine.objects.touching(*box).order_by("way")]

    assert found(2.0, 48.0, 3.0, 49.0) == [1, 2]
    assert found(2.4695, 48.8495, 2.4705, 48.8505) == [1]
    assert found(2.4725, 48.8495, 2.48, 48.8505) == [2]
    assert found(3.0, 48.0, 3.1, 49.0) == []


def test_the_command_prints_one_object_that_a_script_can_read(db, tmp_path) -> None:
    file = write(tmp_path, extract((1, [1, 2], {"highway": "path"}), (2, [99, 3], {"highway": "path"})))
    said = StringIO()

    call_command("import_streets", str(file), json=True, stdout=said)

    told = json.loads(said.getvalue().splitlines()[-1])
    assert [told[name] for name in ("read", "imported", "updated", "unchanged", "duplicates", "set_aside")] == [
        2, 1, 0, 0, 0, 1,
    ]  # fmt: skip
    assert told["seconds"] >= 0
    assert told["files"][0]["set_aside_file"].endswith("town.osm.xml.set-aside.csv")


def test_the_command_says_in_one_sentence_what_is_wrong(db, tmp_path) -> None:
    with pytest.raises(CommandError, match=r"^town.osm.xml is empty\.$"):
        call_command("import_streets", str(write(tmp_path, "")))
