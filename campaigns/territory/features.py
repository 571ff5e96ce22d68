"""Opening a GeoJSON file of any size: one feature in memory at a time. Pure."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import ijson

from campaigns.territory.reading import SAMPLE, CountedFile, FileProblem, damaged, opened, read, unpacked
from campaigns.territory.sentences import gettext_noop

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Features:
    """The features of a collection in their order, and how far the file is. To be closed."""

    def __init__(self, path: Path, skip: int) -> None:
        self.file_name = path.name
        self.source = CountedFile(path)
        self._features = self._read(path, skip)
        first = list(itertools.islice(self._features, 1))
        self.properties: dict[str, Any] = (first[0].get("properties") or {}) if first else {}
        """Of the first feature."""
        self._features = itertools.chain(first, self._features)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self._features

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.source.close()

    def _read(self, path: Path, skip: int) -> Iterator[dict[str, Any]]:
        stream = unpacked(self.source, path)
        try:
            stream.read(skip)
            for feature in ijson.items(stream, "features.item", use_float=True):
                yield feature if isinstance(feature, dict) else {}
        except ijson.JSONError as error:
            raise FileProblem(
                gettext_noop("%(file)s is incomplete or is not JSON (%(why)s). Fetch it again."),
                file=path.name,
                why=str(error).splitlines()[0].strip(),
            ) from error
        except (EOFError, OSError, zlib.error) as error:
            raise damaged(path) from error


def open_features(path: Path) -> Features:
    """Open a GeoJSON FeatureCollection, gzip or not.

    Raises FileProblem for what is none, now or while iterating, where a file ends too early.
    """
    return Features(path, skip=_check(path))


def _check(path: Path) -> int:
    """The bytes before the JSON. A collection names its features near its beginning; a table or one shape does not."""
    with opened(path) as source:
        sample = read(unpacked(source, path), SAMPLE, path)
    if not sample.strip():
        raise FileProblem(gettext_noop("%(file)s is empty."), file=path.name)
    if not sample.lstrip(BYTE_ORDER_MARK + b" \t\r\n").startswith(b"{") or b'"features"' not in sample:
        raise FileProblem(
            gettext_noop("%(file)s is no GeoJSON collection of areas: it should hold “features”."), file=path.name
        )
    return len(BYTE_ORDER_MARK) if sample.startswith(BYTE_ORDER_MARK) else 0
