"""A whole run goes over several workers: what each has to itself, and which tests one of them keeps together."""

from __future__ import annotations

import os

import pytest
from xdist.scheduler import LoadScopeScheduling

from canvass import embedded


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs) -> None:
    """Each worker is a site of its own, with its folder, its Redis and its database, on one PostgreSQL: this process
    has started that one, and pytest-django names the databases."""
    for spec in specs:
        spec.env["CANVASS_DATA"] = str(embedded.data_dir() / spec.id)
        spec.env["DATABASE_URL"] = os.environ.get("DATABASE_URL") or embedded.database_url()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log) -> LoadScopeScheduling:
    return Together(config, log)


# Few and long: handed out one by one when all files are under way, so that all workers end at about the same time.
LONG = ("tests/e2e/", "tests/pages/", "tests/field/test_shifts.py")


class Together(LoadScopeScheduling):
    """One worker runs a file from its first test to its last, and everything that shares the running site of the
    house. Whatever has most tests comes first."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(LONG):
            return nodeid
        file = nodeid.partition("::")[0]
        return "tests/house" if file.startswith("tests/house/") else file
