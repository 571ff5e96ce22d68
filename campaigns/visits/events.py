"""Reading what a phone sent: one event in, one checked event or one refusal out. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

NEWEST_SCHEMA = 1
_exact = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
_SURROGATES = re.compile("[\ud800-\udfff]")
OUTCOMES = frozenset({"not_home", "conversation", "refused", "come_back", "no_access", "do_not_knock"})
REQUESTS = ("proxy", "registration", "help", "host", "give", "call_back")
CONTACT = "contact.consented"
NOTE = "access.noted"
VISIT_TYPES = frozenset({"visit.recorded", "visit.corrected"})
RARE_TYPES = frozenset(
    {
        "door.added",
        "door.renamed",
        "floor.added",
        "staircase.added",
        "doors.estimated",
        "floor.no_access",
        "building.do_not_knock",
        "leaflets.left",
        NOTE,
        CONTACT,
        "walk.started",
        "walk.handed_back",
        "walk.handed_over",
    }
)


class Refused(Exception):
    """An event that cannot be taken: a code of the protocol, and what is wrong in words."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class FieldEvent:
    """One event of a phone, checked for form; rights and references are checked against the database."""

    id: UUID
    type: str
    turf: int
    device_seq: int
    at: datetime
    mono_ms: int | None
    payload: dict[str, Any]
    door: UUID | None
    """The door of a visit; other types name theirs in the payload."""
    supersedes: UUID | None
    digest: bytes
    raw: dict[str, Any] = field(repr=False)

    @property
    def is_visit(self) -> bool:
        return self.type in VISIT_TYPES


def digest(raw: object) -> bytes:
    """SHA-256 of the canonical event: keys sorted, no white space, so that a repeat is known whatever its layout.

    The details of a contact are no part of it: they leave the phone once heard, the rest may be sent again for days.
    """
    if isinstance(raw, dict) and raw.get("type") == CONTACT and isinstance(raw.get("payload"), dict):
        raw = raw | {"payload": {name: value for name, value in raw["payload"].items() if name != "fields"}}
    return hashlib.sha256(_canonical(raw)).digest()


def _canonical(raw: object) -> bytes:
    """What the quick writer does not know (half characters, numbers beyond 64 bits, deep nests) the exact one does."""
    try:
        return orjson.dumps(raw, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return _exact(raw).encode("utf-8", "surrogatepass")


def read(raw: object, digest: bytes, *, campaign: str) -> FieldEvent:
    """The event in the phone's JSON. Raises Refused ``invalid`` or ``schema_too_new``, naming the field."""
    if not isinstance(raw, dict):
        raise Refused("invalid", "an event is an object")
    if not is_known_schema(raw):
        raise Refused("schema_too_new", f"schema {raw['schema']} is newer than {NEWEST_SCHEMA}")
    _positive(raw, "schema")
    kind = raw.get("type")
    if not isinstance(kind, str) or (kind not in VISIT_TYPES and kind not in RARE_TYPES):
        raise Refused("invalid", "type: unknown")
    if raw.get("campaign") != campaign:
        raise Refused("invalid", "campaign: not the phone's")
    payload = _typed(raw, "payload", dict)
    is_visit = kind in VISIT_TYPES
    event = FieldEvent(
        id=_uuid(raw, "id"),
        type=kind,
        turf=turf_number(raw.get("turf")),
        device_seq=_positive(raw, "device_seq"),
        at=_instant(raw, "at"),
        mono_ms=_optional(raw, "mono_ms", _positive_or_zero),
        payload=payload,
        door=_uuid(payload, "door") if is_visit else None,
        supersedes=_optional(raw, "supersedes", _uuid),
        digest=digest,
        raw=raw,
    )
    if is_visit:
        _check_visit(event)
    return event


def is_known_schema(raw: object) -> bool:
    """Whether this release can read the event; a newer phone's waits in quarantine for the upgrade."""
    schema = raw.get("schema") if isinstance(raw, dict) else None
    return not isinstance(schema, int) or schema <= NEWEST_SCHEMA


def turf_number(text: object) -> int:
    """``t-12`` → 12. Raises Refused ``invalid``."""
    if isinstance(text, str) and text.startswith("t-") and text[2:].isdecimal() and len(text) < 20:
        return int(text[2:])
    raise Refused("invalid", "turf: expected t- and a number")


def _check_visit(event: FieldEvent) -> None:
    outcome = event.payload.get("outcome")
    correction = event.type == "visit.corrected"
    known = isinstance(outcome, str) and outcome in OUTCOMES
    if not known and not (correction and outcome is None):
        raise Refused("invalid", "outcome: unknown")
    if correction != (event.supersedes is not None):
        raise Refused("invalid", "supersedes: a correction names one event, a visit none")
    requests = event.payload.get("requests", [])
    if not isinstance(requests, list) or any(request not in REQUESTS for request in requests):
        raise Refused("invalid", f"requests: expected some of {', '.join(REQUESTS)}")
    if len(requests) != len(set(requests)):
        raise Refused("invalid", "requests: each at most once")
    moment = event.payload.get("come_back_at")
    if moment is not None and not is_storable(moment, longest=40):
        raise Refused("invalid", "come_back_at: expected a short text")


def is_storable(text: object, *, longest: int) -> bool:
    """Whether this is a text that the database takes: JSON knows a NUL and halves of characters, PostgreSQL neither."""
    return isinstance(text, str) and len(text) <= longest and "\0" not in text and not _SURROGATES.search(text)


def _typed(raw: dict[str, Any], name: str, kind: type) -> Any:
    if not isinstance(raw.get(name), kind):
        raise Refused("invalid", f"{name}: missing or of another kind")
    return raw[name]


def _uuid(raw: dict[str, Any], name: str) -> UUID:
    try:
        return UUID(_typed(raw, name, str))
    except ValueError as error:
        raise Refused("invalid", f"{name}: not a UUID") from error


def _positive_or_zero(raw: dict[str, Any], name: str) -> int:
    value = raw.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise Refused("invalid", f"{name}: expected a whole number")
    return value


def _positive(raw: dict[str, Any], name: str) -> int:
    value = _positive_or_zero(raw, name)
    if value == 0:
        raise Refused("invalid", f"{name}: starts at 1")
    return value


def _instant(raw: dict[str, Any], name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_typed(raw, name, str))
    except ValueError as error:
        raise Refused("invalid", f"{name}: not a date and time") from error
    if moment.tzinfo is None or not 1970 < moment.year < 2200:
        raise Refused("invalid", f"{name}: needs its offset from UTC and a possible year")
    return moment.astimezone(UTC)  # the database takes no offset beyond sixteen hours


def _optional(raw: dict[str, Any], name: str, reader: Callable[[dict[str, Any], str], Any]) -> Any:
    return None if raw.get(name) is None else reader(raw, name)
