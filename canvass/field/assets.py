"""What the phone app is made of, by the hashed names of this release."""

from __future__ import annotations

import functools
import hashlib
import posixpath
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static

MODULES = "js/field"
IMPORTED = re.compile(r'\bfrom "(\.[^"]+)"')
SINGLE = (
    "css/field.css",
    "js/shared/theme.js",
    "vendor/idb/index.js",
    "vendor/leaflet/leaflet.js",
    "vendor/text-font/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "vendor/head-font/bricolage-grotesque-latin-wght-normal.woff2",
    "img/field/icon-180.png",
    "img/field/icon-192.png",
    "img/field/icon-512.png",
)


@functools.cache
def modules() -> tuple[str, ...]:
    """Addresses of the modules of the first screen, told to the browser at once so that it need not discover them one
    by one. The other screens are imported when they are shown."""
    found, waiting = {static("vendor/idb/index.js")}, [static(f"{MODULES}/main.js")]
    while waiting:
        address = waiting.pop()
        if address not in found:
            found.add(address)
            text = (Path(settings.STATIC_ROOT) / address.removeprefix(settings.STATIC_URL)).read_text()
            waiting += [posixpath.normpath(f"{posixpath.dirname(address)}/{name}") for name in IMPORTED.findall(text)]
    return tuple(sorted(found))


@functools.cache
def precache() -> tuple[str, ...]:
    """Addresses of all that the app needs without a network, its page and words included."""
    files = [*_files(MODULES), *SINGLE]
    words = [f"/t/words/{code}.json" for code, _name in settings.LANGUAGES]
    return ("/t/", *words, "/t/manifest.webmanifest", *(static(name) for name in files))


@functools.cache
def release() -> str:
    """Changes with any file of the app, its page or its words: a phone keeps one release whole, never a mixture."""
    said = [*precache(), *tiles(), *(path.read_text() for path in _sources())]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]


def tiles() -> tuple[str, ...]:
    """Address and credit of a server of map pictures; empty without one. The page and its policy tell them."""
    return (settings.TILES_URL, settings.TILES_CREDIT) if settings.TILES_URL else ()


def _files(folder: str) -> list[str]:
    """Names of the static files under a folder, as the release knows them."""
    known = getattr(staticfiles_storage, "hashed_files", {})
    return sorted(name for name in known if name.startswith(f"{folder}/"))


def _sources() -> list[Path]:
    here = Path(__file__).parent
    catalogue = settings.BASE_DIR / "locale" / "field" / "fr" / "LC_MESSAGES" / "django.po"
    templates = settings.BASE_DIR.glob("templates/field/*.*")
    return [*sorted(templates), *sorted(here.glob("words/*.py")), here / "pages.py", catalogue]
