"""What the schema promises: every call, every refusal with its codes, and answers that look as it says."""

from __future__ import annotations

import ast
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from django.conf import settings as site
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from canvass.api import documented, urls
from canvass.api.errors import STATUS
from tests.api.test_walk import pushed

API = Path(documented.__file__).parent
CAMPAIGNS = API.parent.parent / "campaigns"
CASES = int(os.environ.get("CANVASS_API_CASES", "40"))  # for each call and mode; the release asks for 10,000 in all
SEARCH = {
    "max_examples": CASES,
    "deadline": None,
    "derandomize": True,
    "database": None,
    "suppress_health_check": list(HealthCheck),
}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
CALLS = {
    "/api/v1/device": {"get"},
    "/api/v1/device/handback": {"post"},
    "/api/v1/device/renew": {"post"},
    "/api/v1/join": {"post"},
    "/api/v1/join/j-{join}": {"get"},
    "/api/v1/join/j-{join}/token": {"post"},
    "/api/v1/sync/pull": {"get"},
    "/api/v1/sync/push": {"post"},
    "/api/v1/sync/seal": {"post"},
    "/api/v1/sync/tallies": {"post"},
    "/api/v1/turfs/{turf}/bundle": {"get"},
    "/api/v1/turfs/{turf}/relay": {"get", "post"},
    "/api/v1/turfs/{turf}/relay/close": {"post"},
}
OPERATIONS = [(path, method) for path, methods in CALLS.items() for method in methods]


@pytest.fixture(scope="module")
def paths() -> dict:
    return SchemaGenerator().get_schema(public=True)["paths"]


@pytest.fixture
def api(db) -> Iterator[schemathesis.BaseSchema]:
    from canvass.wsgi import application  # reads the static files when it is loaded: they must be there

    # As Django's own test client does: the test's transaction lives on this connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def codes(operation: dict) -> dict[str, set[str]]:
    """Status → codes, of the refusals of a call."""
    return {
        status: set(answer["content"]["application/json"]["schema"]["properties"]["code"]["enum"])
        for status, answer in operation["responses"].items()
        if not status.startswith("2")
    }


def test_every_call_is_described(paths) -> None:
    assert {path: set(methods) for path, methods in paths.items()} == CALLS
    assert len(CALLS) == len(urls.urlpatterns) - 1  # the schema itself


def test_every_code_stands_under_its_status(paths) -> None:
    for path, method in OPERATIONS:
        for status, told in codes(paths[path][method]).items():
            assert {STATUS[code] for code in told} == {int(status)}, path


def test_every_code_that_there_is_is_documented_somewhere(paths) -> None:
    told = set().union(*(each for path, method in OPERATIONS for each in codes(paths[path][method]).values()))

    assert told == STATUS.keys() - {"method_not_allowed"}  # a call that does not exist cannot be described


def raised_in(*files: Path) -> set[str]:
    """Codes written in a ``DomainError("…")`` or ``Refusal("…")`` of these files."""
    calls = [node for file in files for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    names = {"DomainError", "Refusal"}
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in names and isinstance(call.args[0], ast.Constant)
    }


def test_every_code_that_is_raised_on_the_way_of_a_call_has_its_status() -> None:
    people = [CAMPAIGNS / "people" / f"{name}.py" for name in ("devices", "joining", "join_tries", "voting")]
    visits = [CAMPAIGNS / "visits" / f"{name}.py" for name in ("recording", "rare", "sealing", "tallies", "changes")]

    leaders_only = {"already_decided"}  # said on a page, to whoever answers a request second

    assert raised_in(*API.glob("*.py"), *people, *visits) - leaders_only <= STATUS.keys()


def test_the_schema_speaks_openapi_3(client) -> None:
    answer = client.get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()

    assert answer["openapi"].startswith("3.")
    assert answer["components"]["securitySchemes"]["deviceCookie"] == {
        "type": "apiKey", "in": "cookie", "name": site.DEVICE_COOKIE,
    }  # fmt: skip


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["asked", "unasked"])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_request_makes_the_server_fail_or_break_its_word(joined, turf, api, path, method, mode) -> None:
    cookie = {site.DEVICE_COOKIE: joined.client.cookies[site.DEVICE_COOKIE].value}
    turn = itertools.count()

    @settings(
        max_examples=CASES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=api[path][method].as_strategy(generation_mode=mode))
    def call(case) -> None:
        if "turf" in case.path_parameters and next(turn) % 2:
            case.path_parameters["turf"] = f"t-{turf.pk}"
        case.call_and_validate(checks=CHECKS, cookies=cookie)

    call()


def test_an_event_of_any_kind_that_json_knows_has_a_verdict(joined, api) -> None:
    strategy = api["/api/v1/sync/push"]["post"].as_strategy(generation_mode=GenerationMode.POSITIVE)

    @settings(
        max_examples=CASES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=strategy)
    def push(case) -> None:
        events = case.body["events"]
        answer = joined.post("sync/push", pushed(*events))
        assert [result["verdict"] for result in answer.json()["results"]] == ["refused"] * len(events)

    push()
