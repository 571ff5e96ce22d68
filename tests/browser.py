"""A real browser on the site as it runs for people: Debian's Chromium, granian, hashed files, the tests' database."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection

from benchmarks import handset
from canvass.supervisor import web_command
from tests import builders

PHONE = handset.SCREEN
DESK = {"viewport": {"width": 1440, "height": 900}, "locale": "fr-FR"}


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Skips, saying why, where there is no Chromium; under CI that is a failure."""
    program = handset.program(handset.LIGHT)
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: install Debian's package “chromium-headless-shell”")
        pytest.skip("no Chromium on this machine: install the package “chromium-headless-shell” or “chromium”")
    # Playwright keeps an event loop in this thread, and Django refuses the database beside one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=handset.FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def running_site(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The server, started once: each test empties the database under it."""
    with django_db_blocker.unblock(), _granian() as address:
        yield address


@pytest.fixture
def site(transactional_db, running_site) -> str:
    """The site's address, with a database of this test's own."""
    return running_site


@pytest.fixture
def open_page(browser, site) -> Iterator[object]:
    """Opens pages, each in a browser of its own; fails the test on any script error or refused inline code."""
    contexts, faults, under_way = [], [], set()

    def open_one(**options):
        context = browser.new_context(base_url=site, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
        context.on("request", lambda request: under_way.add(request) if "/api/" in request.url else None)
        for ended in ("requestfinished", "requestfailed"):
            context.on(ended, lambda request: under_way.discard(request))
        return page

    yield open_one
    for context in contexts:
        _let_the_server_answer(context, under_way)
        context.close()
    assert faults == []


@pytest.fixture
def signed_in(open_page):
    """A desk page signed in as a member."""

    def enter(member, **options):
        page = open_page(**{**DESK, **options})
        page.goto("/compte/login/")
        page.fill("#id_login", member.user.email)
        page.fill("#id_password", builders.PASSWORD)
        page.get_by_role("button", name="Se connecter", exact=True).click()
        page.wait_for_url("**/")
        return page

    return enter


@contextmanager
def _granian() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    where = {"DATABASE_URL": _database_url(), "PUBLIC_BASE_URL": address, "SECRET_KEY": settings.SECRET_KEY,
             "NOTES_KEY": settings.NOTES_KEY}  # fmt: skip
    server = subprocess.Popen(web_command("127.0.0.1", port), env=os.environ | where, cwd=settings.BASE_DIR)
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _database_url() -> str:
    values = connection.settings_dict
    host = str(values["HOST"]).replace("/", "%2F")
    return f"postgresql://{values['USER']}@{host}/{values['NAME']}"


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}/compte/login/", timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the site did not start at {address}")


def _let_the_server_answer(context, under_way: set) -> None:
    """The database is emptied next: what was asked of the server must have ended, and nothing more may be asked."""
    context.route("**/api/**", lambda route: route.abort())
    for _ in range(100):
        if not under_way or not context.pages:
            return
        context.pages[0].wait_for_timeout(20)
