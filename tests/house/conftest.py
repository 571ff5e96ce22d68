"""One running site for all tests of the house that need a whole one: each finds it well, and leaves it any way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import running


@pytest.fixture(scope="session")
def first_start() -> Iterator[tuple[running.Site, str]]:
    """A site that was started with an empty data folder, and what it told by the time it was well."""
    with running.open_folder() as data:
        site = running.Site(data)
        site.start()
        site.wait_until_well(running.FIRST_START_SECONDS)
        yield site, site.log.read_text()
        if site.process.poll() is None:
            site.stop()
        site.kill_everything()


@pytest.fixture
def site(first_start: tuple[running.Site, str]) -> running.Site:
    """The site, up and well."""
    found, _told = first_start
    if found.process.poll() is not None:
        found.start()
    found.wait_until_well()
    return found


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder, with no servers named: what this process starts meanwhile lives there."""
    with running.open_folder() as folder:
        monkeypatch.setenv("CANVASS_DATA", str(folder))
        monkeypatch.delenv("DATABASE_URL", raising=False)
        monkeypatch.delenv("REDIS_URL", raising=False)
        yield folder
