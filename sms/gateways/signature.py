"""Whether a call comes from Twilio: the signature it makes over the address called and what was sent. Pure.

Twilio, "Webhooks security": HMAC over the address, followed for a form by each name and value, sorted by name, values
of one name sorted and each once; in Base64. For JSON the address holds the SHA-256 of the body instead. The algorithm
is named by a header that the caller writes: only those that are configured count.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, parse_qs, parse_qsl, urlsplit

SHA256 = "HMAC_SHA256"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
BODY_HASH = "bodySHA256"
MOST_FIELDS = 500
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Secrets:
    """``tokens``: of the account, the current one and the next; ``keys``: shared keys by their id."""

    tokens: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    sha256_only: bool = False


@dataclass(frozen=True)
class Call:
    """``url``: the address as it is known to us, never as the caller says; the rest as it came."""

    url: str
    content_type: str
    body: bytes
    signature: str
    settings: str | None = None


def read(call: Call, secrets: Secrets) -> dict[str, str] | None:
    """What a genuine call tells; None for any other."""
    allowed = _secrets_for(call.settings, secrets)
    parameters = _parameters(call)
    if not allowed or parameters is None or not _holds_its_hash(call):
        return None
    told = "".join(f"{name}{value}" for name, value in sorted(set(parameters)))
    if not any(
        _is_signed(url + told, call.signature, secret, algorithm)
        for url in _with_and_without_port(call.url)
        for secret, algorithm in allowed
    ):
        return None
    return _from_json(call.body) if _kind(call) == JSON else dict(parameters)


def _secrets_for(header: str | None, secrets: Secrets) -> list[tuple[str, Any]]:
    """Those that may have signed such a call, with their algorithm; none for what is not configured."""
    if header is None:
        return [] if secrets.sha256_only else [(token, hashlib.sha1) for token in secrets.tokens if token]
    parts = [part.partition("=") for part in header.split(",")]
    told = {name: value for name, _sign, value in parts}
    known = len(parts) == len(told) == 2 and told.get("algorithm") == SHA256
    secret = secrets.keys.get(told.get("key", "")) if known else None
    return [(secret, hashlib.sha256)] if secret else []


def _kind(call: Call) -> str:
    return call.content_type.partition(";")[0].strip().lower()


def _parameters(call: Call) -> list[tuple[str, str]] | None:
    """What of the body is signed with the address: the fields of a form, nothing of JSON; None for anything else."""
    if _kind(call) == JSON:
        return []
    if _kind(call) != FORM:
        return None
    try:
        text = call.body.decode()
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:  # too many, or no UTF-8: no form of Twilio's
        return None


def _holds_its_hash(call: Call) -> bool:
    """JSON must have its hash in the address; whatever has one must be right."""
    hashes = parse_qs(urlsplit(call.url).query, keep_blank_values=True).get(BODY_HASH, [])
    if not hashes:
        return _kind(call) != JSON
    return len(hashes) == 1 and _equal(hashlib.sha256(call.body).hexdigest(), hashes[0])


def _is_signed(text: str, signature: str, secret: str, algorithm: Any) -> bool:
    made = hmac.new(secret.encode(), text.encode(), algorithm).digest()
    return _equal(base64.b64encode(made).decode(), signature)


def _equal(ours: str, theirs: str) -> bool:
    return hmac.compare_digest(ours.encode(), theirs.encode("utf-8", "surrogatepass"))


def _with_and_without_port(url: str) -> Iterable[str]:
    """Twilio is not consistent about the port: both are taken."""
    place = urlsplit(url)
    if place.port:
        return (url, _at(place, place.hostname or ""))
    return (url, _at(place, f"{place.netloc}:{PORTS.get(place.scheme, 443)}"))


def _at(place: SplitResult, netloc: str) -> str:
    return place._replace(netloc=netloc).geturl()


def _from_json(body: bytes) -> dict[str, str] | None:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return {name: str(value) for name, value in told.items()} if isinstance(told, dict) else None
