"""A file that says what became of old stations: one row an old and a new station, and the share that moved. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from campaigns.territory import numbers, reading, station_codes
from campaigns.territory.layouts import columns
from campaigns.territory.reading import FileProblem
from campaigns.territory.sentences import gettext_noop

OLD, NEW, SHARE = ("old", "ancien"), ("new", "nouveau"), ("share", "part")
NEAR_ONE = 0.01
_CODE = re.compile(r"\s*([0-9AB]{4,5})\s*[-_ ]\s*(\S+)\s*", re.IGNORECASE)


def is_one(path: Path) -> bool:
    """Whether the header has the three columns. Raises FileProblem for a file that cannot be read."""
    with reading.open_table(path, title_rows=1) as table:
        return _places(table.first_row) is not None


def read(path: Path) -> dict[tuple[str, str], float]:
    """(old, new) → share, by codes such as ``94033-0005``; a share is ``0.25``, ``0,25`` or ``25 %``.

    Raises FileProblem, naming the line: columns that are not there, no station, no share, one told twice, shares of an
    old station that do not add up to 1, or no row at all.
    """
    found: dict[tuple[str, str], float] = {}
    with reading.open_table(path, title_rows=1) as table:
        places = _places(table.first_row)
        if places is None:
            raise FileProblem(
                gettext_noop("%(file)s: expected the columns old, new and share. Its first line is: %(seen)s"),
                file=path.name,
                seen=", ".join(table.first_row)[:120],
            )
        next(table.rows)
        for line, cells in table.rows:
            old, new, share = ([*cells, "", "", ""][place] for place in places)
            pair = _station(path, line, old), _station(path, line, new)
            if pair in found:
                raise _wrong(path, line, gettext_noop("%(file)s, line %(line)s: the same two stations stand above."))
            found[pair] = _share(path, line, share)
    if not found:
        raise FileProblem(gettext_noop("%(file)s has a header and no row below it."), file=path.name)
    check(found, path.name)
    return found


def check(shares: Mapping[tuple[str, str], float], name: str) -> None:
    """Raises FileProblem where the shares of an old station do not add up to 1."""
    whole: dict[str, float] = defaultdict(float)
    for (old, _new), share in shares.items():
        whole[old] += share
    for old, total in whole.items():
        if abs(total - 1) > NEAR_ONE:
            raise FileProblem(
                gettext_noop("%(file)s: the shares of station %(station)s add up to %(total)s, not to 1."),
                file=name,
                station=old,
                total=f"{total:g}",
            )


def _places(header: Sequence[str]) -> list[int] | None:
    names = [columns.bare(cell) for cell in header]
    found = [next((names.index(name) for name in known if name in names), -1) for known in (OLD, NEW, SHARE)]
    return None if -1 in found else found


def _station(path: Path, line: int, text: str) -> str:
    parts = _CODE.fullmatch(text)
    commune = station_codes.commune(parts[1]) if parts else None
    number = station_codes.number_in(parts[1], parts[2]) if parts else None
    if commune is None or number is None:
        raise _wrong(
            path,
            line,
            gettext_noop("%(file)s, line %(line)s: “%(text)s” is no station. Expected a code such as 94033-0005."),
            text,
        )
    return f"{commune}-{number}"


def _share(path: Path, line: int, text: str) -> float:
    bare = text.strip().removesuffix("%").strip()
    try:
        share = numbers.decimal(bare)
    except numbers.NotANumber:
        share = None
    if share is not None and bare != text.strip():
        share /= 100
    if share is None or not 0 <= share <= 1:
        raise _wrong(path, line, gettext_noop("%(file)s, line %(line)s: “%(text)s” is no share from 0 to 1."), text)
    return share


def _wrong(path: Path, line: int, sentence: str, text: str = "") -> FileProblem:
    return FileProblem(sentence, file=path.name, line=line, text=text[:40])
