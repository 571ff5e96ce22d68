"""Which ways of OpenStreetMap are of use, and what is kept of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaigns.territory.layouts.bad_row import BadRow
from campaigns.territory.sentences import gettext_noop

# What a graph of walks asks of a way: who may pass, at which height, which way round, along which pavement.
KEPT = (
    "access", "area", "bridge", "conveying", "covered", "crossing", "foot", "footway", "indoor", "layer", "level",
    "lit", "oneway", "oneway:foot", "sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right", "service",
    "step_count", "surface", "tunnel", "wheelchair", "width",
)  # fmt: skip
OUTLINES = {
    "building": ("building", None),
    "natural": ("water", {"water"}),
    "waterway": ("water", {"riverbank", "dock"}),
    "landuse": ("park", {"cemetery", "forest", "grass", "meadow", "recreation_ground", "village_green"}),
    "leisure": ("park", {"garden", "park", "playground", "pitch"}),
}
KEYS = ("highway", *OUTLINES)
LONGEST = 200  # characters of a name or a tag
Node = tuple[int, int | None, int | None]
"""Its number, longitude and latitude in ten millionths of a degree; without them where the extract was cut."""


@dataclass(frozen=True)
class Way:
    """A street line (``kind`` empty) or an outline (``highway`` empty)."""

    number: int
    kind: str
    highway: str
    name: str
    nodes: tuple[int, ...]
    lons: tuple[int, ...]
    lats: tuple[int, ...]
    tags: dict[str, str]


def kind_of(tags: Mapping[str, str]) -> str | None:
    """Empty for a street, else that of the outline; None for a way that nobody needs here."""
    if "highway" in tags:
        return ""
    for key, (kind, values) in OUTLINES.items():
        if key in tags and (tags[key] in values if values else tags[key] != "no"):
            return kind
    return None


def street(number: int, tags: Mapping[str, str], nodes: Sequence[Node]) -> Way:
    """The line of a street. Raises BadRow where too few of its nodes are in the file."""
    placed = _longest_run(nodes)
    if len(placed) < 2:
        raise BadRow(gettext_noop("a line with fewer than two places"))
    kept = {key: tags[key][:LONGEST] for key in KEPT if key in tags}
    numbers, lons, lats = zip(*placed, strict=True)
    return Way(number, "", tags["highway"][:40], tags.get("name", "")[:LONGEST], numbers, lons, lats, kept)


def outline(number: int, kind: str, nodes: Sequence[Node]) -> Way | None:
    """A closed outline; None for one that is open or lies partly outside the file."""
    if len(nodes) < 4 or nodes[0][0] != nodes[-1][0] or any(lon is None for _node, lon, _lat in nodes):
        return None
    _numbers, lons, lats = zip(*nodes, strict=True)
    return Way(number, kind, "", "", (), lons, lats, {})


def _longest_run(nodes: Sequence[Node]) -> list[tuple[int, int, int]]:
    """Neighbours that all have their place: an extract cut through a way must not join its two ends."""
    best: list[tuple[int, int, int]] = []
    run: list[tuple[int, int, int]] = []
    for number, lon, lat in nodes:
        if lon is None or lat is None:
            run = []
            continue
        run.append((number, lon, lat))
        if len(run) > len(best):
            best = run
    return best
