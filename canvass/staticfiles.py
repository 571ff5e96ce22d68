"""Static files: hashed names, and the few files that pages use out of the installed packages."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Folder under /static/vendor/ -> (folder in node_modules, files wanted from it).
PACKAGE_FILES = {
    "idb": ("idb/build", ["index.js"]),
    "leaflet": ("leaflet/dist", ["leaflet.js", "leaflet.js.map"]),
    "htmx": ("htmx.org/dist", ["htmx.min.js"]),
    "text-font": (
        "@fontsource-variable/atkinson-hyperlegible-next/files",
        ["atkinson-hyperlegible-next-latin-wght-normal.woff2"],
    ),
    "head-font": (
        "@fontsource-variable/bricolage-grotesque/files",
        ["bricolage-grotesque-latin-wght-normal.woff2"],
    ),
}


SHEET = re.compile(r'@import url\("([^"]+)"\);\n?')
SHAPE = re.compile(r'\burl\("([^"#:]+)"\)')


class HashedModules(CompressedManifestStaticFilesStorage):
    """Names carry a hash, so a phone never mixes two releases; relative imports inside modules are rewritten too
    (each must end in a semicolon)."""

    support_js_module_import_aggregation = True
    # A hash moves up one import in each pass: more than the longest chain of modules that import one another.
    max_post_process_passes = 20

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Before names are hashed, each style sheet takes in those that it imports: on a poor network every file is a
        round trip, and a browser learns of an import only when the sheet that names it is there."""
        for name in [name for name in paths if name.endswith(".css")]:
            text = Path(self.path(name)).read_text()
            if SHEET.search(text):
                Path(self.path(name)).write_text(self._with_imports(name, text))
                paths[name] = (self, name)  # hashed as it is here, not as it was found
        yield from super().post_process(paths, dry_run, **options)

    def _with_imports(self, sheet: str, text: str) -> str:
        return SHEET.sub(lambda found: self._imported(sheet, found[1]), text)

    def _imported(self, sheet: str, address: str) -> str:
        """The text of a sheet that another one imports, with the addresses in it as seen from there."""
        name = posixpath.normpath(posixpath.join(posixpath.dirname(sheet), address))
        way = posixpath.relpath(posixpath.dirname(name), posixpath.dirname(sheet))
        text = self._with_imports(name, Path(self.path(name)).read_text())
        return SHAPE.sub(lambda found: f'url("{posixpath.normpath(posixpath.join(way, found[1]))}")', text)


class PackageFinder(BaseFinder):
    """Offers the named files of npm packages and nothing else of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storages: dict[str, FileSystemStorage] = {}
        for folder, (source, _) in PACKAGE_FILES.items():
            storage = FileSystemStorage(location=settings.BASE_DIR / "node_modules" / source)
            storage.prefix = f"vendor/{folder}"  # type: ignore[attr-defined]  # read by collectstatic
            self.storages[folder] = storage

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        for folder, storage in self.storages.items():
            name = path.removeprefix(f"vendor/{folder}/")
            if name != path and name in PACKAGE_FILES[folder][1]:
                return [storage.path(name)] if find_all else storage.path(name)
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for folder, storage in self.storages.items():
            yield from ((name, storage) for name in PACKAGE_FILES[folder][1])


def collect_when_changed() -> None:
    """Run ``collectstatic`` unless what it would read is what it read last time."""
    stamp, wanted = Path(settings.STATIC_ROOT) / ".stamp", _fingerprint()
    if not stamp.exists() or stamp.read_text() != wanted:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(wanted)


def _fingerprint() -> str:
    """Changes whenever a static file, or the set of installed packages, does."""
    lock = settings.BASE_DIR / "package-lock.json"
    files = [
        Path(__file__),
        lock,
        *sorted(file for file in (settings.BASE_DIR / "static").rglob("*") if file.is_file()),
    ]
    seen = "\n".join(f"{file}:{file.stat().st_mtime_ns}:{file.stat().st_size}" for file in files)
    return hashlib.sha256(seen.encode()).hexdigest()
