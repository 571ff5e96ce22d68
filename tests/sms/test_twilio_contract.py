"""What Twilio's library asks on our behalf, and what the stand-in answers, is valid under Twilio's own description."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jsonschema
import pytest
import requests
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from benchmarks.fake_gateway import ACCOUNT, TOKEN, FakeGateway
from campaigns.doors.identifiers import uuid7
from sms.gateways import Letter
from sms.gateways.twilio import Twilio

pytestmark = pytest.mark.samples
NADIA = "+33612345678"
READ = {"integer": int, "number": float, "boolean": {"true": True, "false": False}.__getitem__}


@pytest.fixture(scope="module")
def description(samples) -> dict[str, Any]:
    """Twilio's OpenAPI file; its nullable fields written as JSON schema has them."""
    with lzma.open(samples / "twilio" / "twilio_api_v2010.json.xz") as file:
        return _nullable(json.load(file))


@pytest.fixture
def gateway(settings) -> Iterator[FakeGateway]:
    with FakeGateway(deliver=lambda *_call: 204) as made:
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT, TOKEN
        settings.TWILIO_BASE_URL = made.url
        yield made


def _nullable(node: Any) -> Any:
    if isinstance(node, list):
        return [_nullable(each) for each in node]
    if not isinstance(node, dict):
        return node
    found = {name: _nullable(each) for name, each in node.items()}
    if found.pop("nullable", False) is True:
        return {"anyOf": [found, {"type": "null"}]}
    return found


def faults(description: dict[str, Any], schema: dict[str, Any], told: Any) -> list[str]:
    document = DRAFT202012.create_resource(description)
    registry = Registry().with_resource("api", document)
    pointed = json.loads(json.dumps(schema).replace('"#/', '"api#/'))
    checker = jsonschema.Draft202012Validator(pointed, registry=registry, format_checker=jsonschema.FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(told)]


def operation(description: dict[str, Any], method: str, path: str) -> tuple[dict[str, Any], dict[str, str]]:
    """What the description says of such a request, and the blanks of its path as they were filled in."""
    for template, verbs in description["paths"].items():
        filled = re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template)), path)
        if filled and method.lower() in verbs:
            return verbs[method.lower()], filled.groupdict()
    raise AssertionError(f"nothing is described at {method} {path}")


def typed(schema: dict[str, Any], text: str) -> Any:
    """A value out of a form as the schema means it."""
    kind = schema.get("type")
    return READ[kind](text) if kind in READ else text


def request_faults(description: dict[str, Any], asked) -> list[str]:
    """Everything that is wrong with a request: its fields, its query, its path."""
    described, blanks = operation(description, asked.method, asked.path)
    known = {each["name"]: each["schema"] for each in described.get("parameters", ())}
    found = [f"{name}: not described" for name, _value in asked.query if name not in known]
    for name, value in (*asked.query, *blanks.items()):
        found += faults(description, known[name], typed(known[name], value)) if name in known else []
    if asked.form:
        (kind,) = described["requestBody"]["content"]
        schema = described["requestBody"]["content"][kind]["schema"]
        fields = schema["properties"]
        told = {name: typed(fields.get(name, {}), value) for name, value in asked.form}
        found += [f"{name}: not described" for name in told if name not in fields]
        found += faults(description, schema, told)
        found += [] if asked.headers["Content-Type"] == kind else [f"{asked.headers['Content-Type']}: not {kind}"]
    return found


def letter(sender: str) -> Letter:
    callback = "https://canvass.example.org/sms/status/018f.signed-_"
    return Letter(uuid7(), NADIA, "Combien serez-vous ?", sender, timedelta(minutes=30), callback)


@pytest.mark.parametrize("sender", ["MG" + "a" * 32, "+33937123456"])
def test_every_request_of_the_library_is_valid(description, gateway, sender: str) -> None:
    Twilio().post(letter(sender))
    Twilio().held_for(NADIA, since=datetime.now(UTC) - timedelta(minutes=1))

    assert [request_faults(description, asked) for asked in gateway.asked] == [[], []]
    assert [asked.method for asked in gateway.asked] == ["POST", "GET"]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ((("Body", "x"),), "'To' is a required property"),
        ((("To", NADIA), ("Sender", "x")), "Sender: not described"),
        ((("To", NADIA), ("MessagingServiceSid", "MGx")), "does not match"),
        ((("To", NADIA), ("RiskCheck", "perhaps")), "is not one of"),
    ],
)
def test_a_request_that_is_not_valid_is_noticed(description, gateway, form, told: str) -> None:
    Twilio().post(letter("Valmont"))
    (asked,) = gateway.asked

    found = request_faults(description, type(asked)(asked.method, asked.path, (), asked.headers, form))

    assert any(told in fault for fault in found), found


def test_every_answer_of_the_stand_in_is_valid(description, gateway) -> None:
    sid = Twilio().post(letter("MG" + "a" * 32)).sid
    gateway.caller.settle()
    place = f"/2010-04-01/Accounts/{ACCOUNT}/Messages"
    wrong = {}

    for path, query in ((f"{place}.json", {"To": NADIA}), (f"{place}/{sid}.json", {})):
        answer = requests.get(gateway.url + path, params=query, auth=(ACCOUNT, TOKEN), timeout=5)
        described, _blanks = operation(description, "GET", path)
        schema = described["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
        wrong[path] = faults(description, schema, answer.json())

    assert wrong == {f"{place}.json": [], f"{place}/{sid}.json": []}
