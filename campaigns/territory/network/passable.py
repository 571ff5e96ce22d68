"""Which streets of OpenStreetMap people may walk along, and what crossing or climbing them costs. Pure.

Tags are read as the wiki's pages « Key:access » and « OSM tags for routing/Access restrictions » define them: what is
said of people on foot wins over what is said of all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

# Metres that people would rather walk than cross: the width, the wait, the looking, the way to where one may cross. The
# US Highway Capacity Manual 2010 counts 15 s of mean wait at signals, 17 m at walking pace, and people add to it.
CROSSING = {
    "trunk": 90.0, "primary": 60.0, "secondary": 50.0, "tertiary": 35.0, "unclassified": 20.0, "residential": 20.0,
    "road": 20.0, "busway": 20.0, "living_street": 6.0, "service": 4.0,
}  # fmt: skip
MAIN_CROSSING = 45.0
"""A street that costs at least this much to cross is a main road."""
ON_FOOT = frozenset({"footway", "path", "steps", "pedestrian", "platform", "track", "bridleway", "cycleway"})
NEEDS_LEAVE = frozenset({"trunk", "cycleway", "bridleway", "busway"})
"""Closed to people on foot unless the map says that they may pass."""
NO = frozenset(
    {"no", "private", "military", "customers", "delivery", "permit", "employees", "agricultural", "forestry"}
)
SIDEWALKS = frozenset({"both", "left", "right", "yes", "separate"})
STAIRS_FACTOR = 2.0  # with a bag, up or down: half the pace of the flat (Fujiyama and Tyler 2010: 0.5 to 0.7 m/s)


class Passage(NamedTuple):
    """What a street asks of whoever walks it: metres felt per metre, and metres felt to cross it."""

    factor: float
    crossing: float


def passage(highway: str, tags: Mapping[str, str]) -> Passage | None:
    """None where people may not walk: motorways, private ways, tracks for others, building sites."""
    kind = highway.removesuffix("_link")
    if kind not in CROSSING and kind not in ON_FOOT:
        return None
    if not _may_pass(kind, tags):
        return None
    return Passage(STAIRS_FACTOR if kind == "steps" else 1.0, CROSSING.get(kind, 0.0))


def _may_pass(kind: str, tags: Mapping[str, str]) -> bool:
    on_foot = tags.get("foot", "")
    if on_foot:
        return on_foot not in NO
    if tags.get("access", "yes") in NO:
        return False
    if kind not in NEEDS_LEAVE:
        return tags.get("indoor") != "yes"
    return any(tags.get(key) in SIDEWALKS for key in ("sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right"))
