"""``import_streets``: streets, paths and what lies around them, from an extract of OpenStreetMap."""

from __future__ import annotations

from campaigns.territory import streets
from campaigns.territory.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import the lines of streets from OpenStreetMap (.osm.pbf, .osm.xml, .osm.gz). May be run twice."
    kind = "streets"
    importer = staticmethod(streets.import_file)
    files = "extracts of OpenStreetMap: .osm.pbf, .osm.xml or .osm.gz"
