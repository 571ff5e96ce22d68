"""``import_contours``: areas of polling stations, from GeoJSON of any known layout."""

from __future__ import annotations

from campaigns.territory import contours
from campaigns.territory.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import contours of polling stations (GeoJSON in longitude and latitude). May be run twice."
    kind = "contours"
    importer = staticmethod(contours.import_file)
