"""What the phone's first screen weighs, read off the collected files as the server sends them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def packed(addresses: Iterable[str]) -> int:
    """Bytes of these static files, each compressed by itself."""
    return sum(len(gzip.compress(_file(address).read_bytes())) for address in addresses)


def scripts(page: str) -> set[str]:
    """Addresses of the modules and scripts that the page's HTML names."""
    return set(re.findall(r'(?:src|href)="(/static/[^"]+\.js)"', page))


def styles(page: str) -> set[str]:
    """Addresses of the style sheets that the page's HTML names; each holds whatever it imports."""
    return set(re.findall(r'href="(/static/[^"]+\.css)"', page))


def _file(address: str) -> Path:
    return Path(settings.STATIC_ROOT) / address.removeprefix("/static/")
