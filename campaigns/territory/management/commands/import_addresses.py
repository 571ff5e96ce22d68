"""``import_addresses``: addresses of a commune, a département or the country, from any known layout."""

from __future__ import annotations

from campaigns.territory import addresses
from campaigns.territory.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import addresses: BAN, BAL, BANO, or a table of addresses with their polling station. May be run twice."
    kind = "addresses"
    importer = staticmethod(addresses.import_file)
