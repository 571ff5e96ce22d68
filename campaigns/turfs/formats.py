"""Turfs as a table, a map or routes, for what other people use: spreadsheets, GIS, satellite receivers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from campaigns.territory.report import harmless
from campaigns.turfs import exporting
from campaigns.turfs.exporting import Export

GPX = "http://www.topografix.com/GPX/1/1"
COLUMNS = ("turf", "position", "label", "lon", "lat", "doors", "minutes", "leg_minutes", "leg_metres", "leg_joined")


def as_csv(export: Export) -> str:
    """A row for each stop, separated by semicolons; the columns are named in the first row."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for turf, position, stop in _stops(export):
        told = {**stop, "turf": turf["number"], "position": position, "label": harmless(stop["label"])}
        writer.writerow([told[name] for name in COLUMNS])
    return out.getvalue()


def as_geojson(export: Export) -> str:
    """A collection (RFC 7946): a line for each turf and a point for each stop. An address without a position has a
    null geometry, and the line passes it by."""
    features = []
    for turf in exporting.as_json(export)["turfs"]:
        line = [[stop["lon"], stop["lat"]] for stop in turf["stops"] if stop["lon"] is not None]
        shape = {"type": "LineString", "coordinates": line} if len(line) > 1 else None
        features.append(_feature(shape, {name: turf[name] for name in ("number", "name", "minutes", "doors")}))
    for turf, position, stop in _stops(export):
        point = {"type": "Point", "coordinates": [stop["lon"], stop["lat"]]} if stop["lon"] is not None else None
        told = {name: stop[name] for name in COLUMNS if name in stop and name not in ("lon", "lat")}
        features.append(_feature(point, {"turf": turf["number"], "position": position, **told}))
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def as_gpx(export: Export) -> str:
    """GPX 1.1: a route for each turf; an address without a position is left out."""
    root = ElementTree.Element("gpx", {"version": "1.1", "creator": "Canvass", "xmlns": GPX})
    for turf in exporting.as_json(export)["turfs"]:
        route = ElementTree.SubElement(root, "rte")
        ElementTree.SubElement(route, "name").text = f"{turf['number']} {turf['name']}".strip()
        for stop in turf["stops"]:
            if stop["lon"] is not None:
                place = {"lat": f"{stop['lat']:.7f}", "lon": f"{stop['lon']:.7f}"}
                ElementTree.SubElement(ElementTree.SubElement(route, "rtept", place), "name").text = stop["label"]
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


FORMATS = {"csv": as_csv, "geojson": as_geojson, "gpx": as_gpx}


def _stops(export: Export) -> Iterator[tuple[dict[str, Any], int, dict[str, Any]]]:
    """Turf, place in its walk, stop."""
    for turf in exporting.as_json(export)["turfs"]:
        for position, stop in enumerate(turf["stops"], start=1):
            yield turf, position, stop


def _feature(geometry: dict[str, Any] | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
