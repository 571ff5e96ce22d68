"""Who may open what: each route with each verb, played by each persona (tests/access/table.py is the table)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from campaigns.calendar import subscribing
from campaigns.doors.identifiers import uuid7
from tests import builders
from tests.access import accounts, world
from tests.access.table import ROWS, Row

WORDS = {"200": 200, "201": 201, "401": 401, "403": 403, "410": 410, "--": 404, "in": 302, "ok": 302}


FRESH = 60  # seconds; signs of life, codes and passwords that were typed grow old


class Stage:
    """The world, in a transaction that is never committed. It takes longer to build than most tests to play."""

    def __init__(self) -> None:
        self.held = ExitStack()
        self.old_at = 0.0

    def world(self) -> world.World:
        if time.monotonic() > self.old_at:
            self.held.close()
            self.held.enter_context(undone())
            self.built = world.build()
            self.old_at = time.monotonic() + FRESH
        return self.built


@contextmanager
def undone() -> Iterator[None]:
    """Nothing of the block stays in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Stage]:
    """No test beside it may be marked django_db: it would close the connection that holds the world."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        made, mine = Stage(), _database()
        with made.held:
            yield made
        connection.close()
        teardown_databases(mine, verbosity=0)


def _database() -> list[Any]:
    """A test database, where none is there: one is made at the start for tests that are marked alone."""
    there = connection.settings_dict["NAME"].startswith("test_")
    return [] if there else setup_databases(verbosity=0, interactive=False, aliases={"default"})


@pytest.fixture
def scene(stage, django_db_blocker) -> Iterator[world.World]:
    with django_db_blocker.unblock():
        scene = stage.world()
        for each in (scene.here, scene.there):
            world.lay_down(each.run, each.canary)
        cookies = {name: client.cookies.copy() for name, client in scene.clients.items()}
        with undone():
            yield scene
        for name, client in scene.clients.items():
            client.cookies = cookies[name]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_persona_gets_what_the_table_says_and_no_name_from_next_door(row: Row, scene) -> None:
    got = {}
    for persona in world.PERSONAS:
        answer = call(scene, persona, row.verb, row.route)
        got[persona] = told(answer)
        assert scene.canary_unseen_by(persona) not in text_of(answer) or row.route in ASKED_BY_SECRET, persona

    assert got == row.expected


@pytest.mark.parametrize("route", sorted(accounts.ROUTES))
def test_an_account_is_for_its_owner(route: str, scene) -> None:
    path = reverse(route, kwargs=accounts.KWARGS.get(route))

    got = tuple(told(scene.clients[persona].get(path)) for persona in ("anonymous", "hq_manage"))

    assert got == accounts.ROUTES[route]


def test_every_route_is_in_the_table() -> None:
    listed = {row.route for row in ROWS} | set(accounts.ROUTES)

    assert {pattern.name for pattern in routes()} == listed


@pytest.mark.parametrize("route", sorted({row.route for row in ROWS}))
def test_a_verb_that_is_not_in_the_table_is_refused(route: str, scene) -> None:
    known = {row.verb for row in ROWS if row.route == route}

    for verb in {"GET", "POST", "PUT", "PATCH", "DELETE"} - known:
        for persona in ("hq_manage", "phone"):
            assert call(scene, persona, verb, route).status_code in (405, 401, 302), (verb, persona)


@pytest.mark.parametrize("row", [row for row in ROWS if row.verb == "GET"], ids=str)
def test_reading_changes_nothing(row: Row, scene) -> None:
    before = fingerprint()

    for persona in ("leader", "hq_manage", "admin", "phone"):
        text_of(call(scene, persona, row.verb, row.route))

    assert fingerprint() == before


# Whoever holds the secret in the address learns which campaign it opens: that is what it is for.
ASKED_BY_SECRET = {
    "api-join", "api-join-status", "api-join-token",
    "answer-link", "sign-up", "sign-up-calendar", "my-sign-up", "my-sign-up-calendar", "member-calendar",
}  # fmt: skip


def told(answer) -> str:
    """The answer in the table's words."""
    if answer.status_code == 404:
        return "--"
    if answer.status_code == 302:
        return "in" if "/compte/login/" in answer["Location"] else "ok"
    return str(answer.status_code)


def text_of(answer) -> str:
    """As far as it is text: a PDF is packed, tests/desk/test_sheet_pdf.py reads it."""
    packed = answer.headers.get("Content-Type") == "application/pdf"
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode(
        errors="replace" if packed else "strict"
    )


def call(scene: world.World, persona: str, verb: str, route: str):
    """One request on the objects of the campaign here; what it changed is undone."""
    here = scene.here
    path = reverse(route, kwargs=kwargs(here).get(route, {})) + QUERIES.get(route, lambda here: "")(here)
    body = bodies(here).get((verb, route), {})
    client = scene.clients[persona]
    client.raise_request_exception = False
    is_api = path.startswith("/api/")
    sent = json.dumps(body) if is_api else body
    options = {"content_type": "application/json", "headers": {"X-Canvass": "1"}} if is_api else {}
    held = client.cookies.copy()
    with undone():
        answer = (
            client.get(path, headers=options.get("headers"))
            if verb == "GET"
            else send(client, verb, path, sent, options)
        )
    client.cookies = held
    return answer


def send(client, verb: str, path: str, body, options: dict):
    if verb == "POST":
        return client.post(path, body, **options)
    return client.generic(verb, path, b"{}", content_type="application/json", headers={"X-Canvass": "1"})


def kwargs(here) -> dict[str, dict]:
    outing = {"pk": here.outing.pk}
    return {
        **dict.fromkeys(("station", "open-again", "why", "write-comment"), {"code": here.station.code}),
        "change-comment": {"code": here.station.code, "pk": here.comment.pk},
        **dict.fromkeys(("cut", "cut-run", "stop-cut", "dispatch", "code-card", "follow", "close-outing"), outing),
        **dict.fromkeys(("sheets", "sheets-pdf", "paper-entries"), outing),
        **dict.fromkeys(("areas", "areas-ground"), outing),
        **dict.fromkeys(("holdout", "abandon-holdout", "holdout-deviation"), {"pk": here.plan.pk}),
        **dict.fromkeys(("holdout-result", "holdout-counts", "holdout-pool", "learn-holdout"), {"pk": here.plan.pk}),
        "holdout-file": {"pk": here.plan.pk, "name": "affectation.csv"},
        **dict.fromkeys(("change-roles", "member-number"), {"pk": here.leader.pk}),
        **dict.fromkeys(("sign-ups", "change-sign-ups"), outing),
        **dict.fromkeys(
            ("roll-call", "roll-call-state", "open-roll-call", "roll-call-text", "remind-roll-call"), outing
        ),
        **dict.fromkeys(("note-answer", "note-start", "replace-team"), outing | {"call": here.call.pk}),
        "answer-link": {"code": here.call.code},
        "tick-sign-up": outing | {"sign_up": here.sign_up.pk},
        "end-series": {"pk": here.series.pk},
        **dict.fromkeys(("sign-up", "sign-up-calendar"), {"code": here.page.code}),
        **dict.fromkeys(("my-sign-up", "my-sign-up-calendar"), {"code": here.sign_up.code}),
        "member-calendar": {"token": subscribing.token_of(here.leader)},
        **dict.fromkeys(("enter-sheet", "end-sheet", "assign", "turf-code"), outing | {"turf": here.turf.pk}),
        **dict.fromkeys(("take-back", "pass-on"), outing | {"turf": here.turf.pk}),
        "decide": outing | {"join": here.asked.pk},
        **dict.fromkeys(("place", "know", "lose"), outing | {"device": here.device.pk}),
        "share-out": outing,
        "undo-share": outing | {"sharing": here.sharing.pk},
        **dict.fromkeys(
            ("import-card", "set-aside", "stop-import", "restart-import", "forget-import"), {"pk": here.run.pk}
        ),
        "api-join-status": {"join": here.asked.pk},
        "api-join-token": {"join": here.ready.pk},
        "close-relay": outing | {"relay": here.relay.pk},
        **dict.fromkeys(("api-bundle", "api-relay", "api-relay-close"), {"turf": f"t-{here.turf.pk}"}),
        "field-join": {"code": here.code.words},
        "sms-status": {"signed": "forged"},
        "send-again": {"pk": here.doubtful.pk},
        "read-message": {"pk": here.unread.pk},
        "field-words": {"language": "fr"},
        **dict.fromkeys(("simple-walk", "simple-end"), {"turf": here.turf.pk}),
        **dict.fromkeys(
            ("simple-door", "simple-discussion", "simple-undo"), {"turf": here.turf.pk, "door": here.door.pk}
        ),
        "simple-place": {"turf": here.turf.pk, "address": here.address.pk},
        "simple-join": {"code": here.code.words},
        "simple-wait": {"join": here.ready.pk},
        "field-screen": {"screen": f"t-{here.turf.pk}/"},
    }


def roll_call_form(roll_call) -> dict[str, str]:
    """The form of its text and times as it is shown."""
    times = {name: getattr(roll_call, name) for name in ("invite_at", "reminder_at", "escalate_at", "close_at")}
    local = {name: timezone.localtime(at).strftime("%Y-%m-%dT%H:%M") for name, at in times.items() if at}
    return {"text": "Bonjour {prenom}, combien serez-vous ?", "expected": "10", **local}


def bodies(here) -> dict[tuple[str, str], dict]:
    """What a member with the right would send."""
    now = timezone.now()
    push = {"schema": 1, "sent_at": now.isoformat(), "seq_high": 1, "events": [
        builders.event(here.device, here.turf, here.door, at=now)]}  # fmt: skip
    tally = {"station": here.station.code, "welcome": "favourable", "n": 1}
    return {
        ("POST", "new-outing"): {"name": "Samedi", "day": "2027-02-13", "starts": "10:00", "ends": "12:00"},
        ("POST", "roll-call-text"): roll_call_form(here.roll_call),
        ("POST", "note-answer"): {"state": "comes", "people": "3"},
        ("POST", "note-start"): {"begun": "1"},
        ("POST", "replace-team"): {"team": here.team.pk},
        ("POST", "answer-link"): {"act": "comes", "people": "3"},
        ("POST", "sign-up"): {"key": str(uuid7()), "outing": here.outing.pk, "first_name": "Zoé"},
        ("POST", "my-sign-up"): {"act": "cancel"},
        ("POST", "change-sign-ups"): {"act": "close"},
        ("POST", "tick-sign-up"): {"came": "1"},
        ("POST", "series"): {"name": "Jeudis", "weekday": "3", "starts": "18:00", "ends": "20:00"},
        ("POST", "open-again"): {"door": str(here.door.pk)},
        ("POST", "write-comment"): {"text": "Marché le mardi."},
        ("POST", "change-comment"): {"act": "pin"},
        ("POST", "cut"): {"bureau": [here.station.code], "minutes": "60"},
        ("POST", "enter-sheet"): {
            "walked_at": now.isoformat(),
            f"seen-{here.door.pk}": ":",
            f"row-{here.door.pk}": "refused",
        },
        ("POST", "areas"): {"do": f"pin:{here.turf.pk}", "seen": f"0;{here.turf.pk}:{here.turf.version}"},
        ("POST", "assign"): {"team": here.team.pk},
        ("POST", "decide"): {"answer": "accept"},
        ("POST", "place"): {"turf": here.turf.pk},
        ("POST", "know"): {"trait": "has_car", "holds": "yes"},
        ("POST", "pass-on"): {"device": here.device.pk},
        ("POST", "share-out"): {"place": [f"{here.device.pk}:{here.turf.pk}"]},
        ("POST", "imports"): {"kind": "addresses", "file": SimpleUploadedFile("bal.csv", b"x;y")},
        ("POST", "limits"): {"take_back": "2023-01-01"},
        ("POST", "communes"): {"commune": here.station.commune_id, "answer": "take"},
        ("POST", "members"): {"name": "Zoé", "email": "zoe@example.org", "roles": ["team_leader"]},
        ("POST", "change-roles"): {"roles": ["team_leader"]},
        ("POST", "member-number"): {"phone": "06 12 34 56 78"},
        ("POST", "texts"): {"language": "fr", "fr-text": f"{here.canary} : d’accord ?"},
        ("POST", "choose-campaign"): {"campaign": here.campaign.pk},
        ("POST", "teams"): {"name": "Nouvelle"},
        ("POST", "pace"): {"minutes": "3.5"},
        ("POST", "new-holdout"): {"bureau": [here.undrawn.code], "name": "Témoins", "election": "Municipales"},
        ("POST", "abandon-holdout"): {"because": "Scrutin reporté"},
        ("POST", "holdout-deviation"): {"text": "Un jour perdu"},
        ("POST", "answer-request"): {"door": here.door.pk, "request": "proxy", "status": "taken"},
        ("POST", "judge"): {"item": here.refused.pk, "answer": "again"},
        ("POST", "read-message"): {"answer": "stop"},
        ("POST", "console"): {"body": "OUI 3"},
        ("POST", "language"): {"language": "en"},
        ("POST", "simple-join-typed"): {"code": here.code.words, "first_name": "Zoé"},
        ("POST", "simple-join"): {"code": here.code.words, "first_name": "Zoé"},
        ("POST", "simple-door"): {"event": str(uuid7()), "outcome": "refused"},
        ("POST", "simple-discussion"): {"event": str(uuid7()), "mark": "a", "welcome": "favourable"},
        ("POST", "simple-undo"): {"event": str(uuid7()), "supersedes": str(here.visit.pk)},
        ("POST", "simple-place"): {"event": str(uuid7()), "kind": "dog", "text": "Chien gentil"},
        ("POST", "simple-end"): {"event": str(uuid7())},
        ("POST", "api-join"): {"code": here.code.words, "first_name": "Zoé"},
        ("POST", "api-push"): push,
        ("POST", "api-seal"): push,
        ("POST", "api-renew"): {"device": str(here.device.pk)},
        ("POST", "api-tallies"): {"batch": str(uuid7()), "outing": f"o-{here.outing.pk}", "items": [tally]},
    }


QUERIES = {
    "cut": lambda here: f"?bureau={here.station.code}",
    "new-outing": lambda here: f"?bureau={here.station.code}",
    "api-pull": lambda here: "?cursor=nonsense",
    "console": lambda here: f"?numero={quote(here.doubtful.to_e164)}",
}


def routes(resolver=None) -> Iterator[URLPattern]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from routes(pattern)


def fingerprint() -> dict[str, str]:
    """A checksum of each table; the sessions of the test's own clients set aside."""
    with connection.cursor() as cursor:
        tables = [table for table in connection.introspection.table_names(cursor) if table != "django_session"]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM \"{table}\" t")
            found[table] = cursor.fetchone()[0]
    return found
