"""The standing cast, and the real servers under it."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.utils import translation

from canvass import catalogues, embedded

pytest_plugins = ["tests.browser", "tests.workers"]

# The machine's own PostgreSQL and Redis serve the tests where they are named, the private ones elsewhere.
_servers = ExitStack()
_servers.enter_context(embedded.services(durable=False))
catalogues.compile_changed()


def pytest_unconfigure() -> None:
    _servers.close()


def samples_folder() -> Path:
    """The folder of real French files (see README, “Data”)."""
    return Path(os.environ.get("CANVASS_SAMPLES", Path(__file__).resolve().parent.parent.parent / "shared" / "data"))


@pytest.fixture(scope="session", autouse=True)
def collected_static_files() -> None:
    """Pages name static files by their hash, as they do in production."""
    from canvass.staticfiles import collect_when_changed

    collect_when_changed()


@pytest.fixture(autouse=True)
def own_language():
    """A page asked for in English leaves its thread in English: the next test begins in the site's own language."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def own_memory():
    """What the process remembers of campaigns between two pushes went with the test that made them."""
    from campaigns.visits import terms

    yield
    terms._remembered.clear()


@pytest.fixture(scope="session")
def samples() -> Path:
    """Skips, saying why, where the real files are absent."""
    folder = samples_folder()
    if not folder.is_dir():
        pytest.skip(f"no real files at {folder}: set CANVASS_SAMPLES to the folder that holds them")
    return folder


@pytest.fixture
def campaign(db: None):
    from tests import builders

    return builders.campaign("valmont")


@pytest.fixture
def organiser(campaign):
    """HQ of the campaign, with the right to manage."""
    from tests import builders

    return builders.member(campaign, "hq_manage", name="Inès Karim")


@pytest.fixture
def leader(campaign):
    """A team leader with a team of their own."""
    from tests import builders

    member = builders.member(campaign, "team_leader", name="Nadia Haddad")
    builders.team(campaign, leader=member)
    return member


@pytest.fixture
def outsider(db: None):
    """The administrator and manager of another campaign, which holds data that could leak."""
    from tests import builders

    other = builders.campaign("ailleurs")
    return builders.member(other, "admin", "hq_manage", name="Odile Dehors")
