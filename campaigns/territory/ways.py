"""Opening an extract of OpenStreetMap of any size: one way in memory at a time, places of nodes in a file. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import osmium

from campaigns.territory.layouts.ways import KEYS, Node
from campaigns.territory.reading import GZIP_MARK, FileProblem, damaged, opened, read, unpacked
from campaigns.territory.sentences import gettext_noop

HEAD = 4_096
PBF_MARK = b"OSMHeader"
# Nodes come before ways and are looked up by their number: in a file that the system may put out of memory.
NODE_PLACES = "sparse_file_array"
RawWay = tuple[int, dict[str, str], list[Node]]


def open_ways(path: Path) -> Iterator[RawWay]:
    """The ways that carry a tag of use: number, tags, nodes. Deleted ones are left out.

    Raises FileProblem for what is no extract, now; and for a truncated or broken one, while iterating.
    """
    layout = layout_of(path)
    return _ways(path, layout)


def layout_of(path: Path) -> str:
    """``pbf``, ``osm`` or ``osm.gz``, by the first bytes, whatever the name. Raises FileProblem for anything else."""
    with opened(path) as source:
        packed = source.file.read(2) == GZIP_MARK
        source.file.seek(0)
        head = read(unpacked(source, path), HEAD, path)
    if not head.strip():
        raise FileProblem(gettext_noop("%(file)s is empty."), file=path.name)
    if PBF_MARK in head[:64] and not packed:
        return "pbf"
    if b"<osm" in head:
        return "osm.gz" if packed else "osm"
    raise FileProblem(
        gettext_noop("%(file)s is no extract of OpenStreetMap. Expected .osm.pbf, .osm.xml or .osm.gz."), file=path.name
    )


def _ways(path: Path, layout: str) -> Iterator[RawWay]:
    kinds = osmium.osm.NODE | osmium.osm.WAY
    try:
        stream = osmium.FileProcessor(osmium.io.File(str(path), layout), kinds).with_locations(NODE_PLACES)
        for way in stream.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)).with_filter(
            osmium.filter.KeyFilter(*KEYS)
        ):
            if isinstance(way, osmium.osm.Way) and way.visible:
                yield way.id, {tag.k: tag.v for tag in way.tags}, [_node(node) for node in way.nodes]
    except RuntimeError as error:
        if layout == "osm.gz" and "gzip" in str(error):
            raise damaged(path) from error
        raise FileProblem(
            gettext_noop("%(file)s is incomplete or damaged (%(why)s). Fetch it again."), file=path.name, why=error
        ) from error


def _node(node: osmium.osm.NodeRef) -> Node:
    place = node.location
    return (node.ref, place.x, place.y) if place.valid() else (node.ref, None, None)
