"""Calls that pretend to come from the gateway: each begins as a genuine one and is then made wrong in one or more ways.

Drawn from a seed. What they are made of is what somebody may have who has read a genuine call, and no secret.
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from benchmarks.fake_gateway import Key
from benchmarks.fake_gateway.calling import FORM, signed

JSON = "application/json"
SETTINGS, SIGNATURE = "X-Twilio-Webhooks-Signature-Settings", "X-Twilio-Signature"


@dataclass(frozen=True)
class Target:
    """What is attacked: where the site is, the paths of its two kinds of calls, and the keys of genuine ones."""

    base: str
    status: str
    inbound: str
    keys: tuple[Key, ...]


@dataclass(frozen=True)
class Attempt:
    """One call. ``way`` names what is wrong with it."""

    way: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


def genuine(target: Target, chance: random.Random) -> Attempt:
    """A call that the site must take."""
    key = chance.choice(target.keys)
    path = chance.choice((target.status, target.inbound))
    told = _told(path == target.inbound, chance)
    headers = signed(target.base + path, told, key)
    return Attempt("genuine", "POST", path, headers, urlencode(told).encode())


def attempts(target: Target, *, seed: int, count: int) -> Iterator[Attempt]:
    """So many calls that the site must refuse."""
    chance = random.Random(seed)
    ways = list(_WAYS.items())
    for number in range(count):
        name, spoil = ways[number % len(ways)]
        yield replace(spoil(genuine(target, chance), target, chance), way=name)


def _told(is_inbound: bool, chance: random.Random) -> dict[str, str]:
    sid = f"SM{chance.getrandbits(128):032x}"
    number = f"+336{chance.randrange(10**8):08}"
    told = {"AccountSid": "AC" + "0" * 32, "MessageSid": sid, "ApiVersion": "2010-04-01", "From": number, "To": "36123"}
    if is_inbound:
        return told | {"Body": chance.choice(("OUI 3", "STOP", "é 🙂 \" ' < \\", "", "x" * 400)), "NumMedia": "0"}
    return told | {"MessageStatus": chance.choice(("delivered", "failed", "sent")), "ErrorCode": "30005"}


Spoil = Callable[[Attempt, Target, random.Random], Attempt]


def _with(call: Attempt, **headers: str | None) -> Attempt:
    """Headers by their short names: ``signature``, ``settings``, ``kind``, or others; None takes one away."""
    names = {"signature": SIGNATURE, "settings": SETTINGS, "kind": "Content-Type"}
    held = dict(call.headers)
    for short, value in headers.items():
        name = names.get(short, short)
        held.pop(name, None)
        if value is not None:
            held[name] = value
    return replace(call, headers=held)


def _unsigned(call: Attempt, _target: Target, _chance: random.Random) -> Attempt:
    return _with(call, signature=None)


def _guessed(call: Attempt, _target: Target, chance: random.Random) -> Attempt:
    made = base64.b64encode(chance.randbytes(chance.choice((0, 1, 20, 32, 64, 500)))).decode()
    return _with(call, signature=chance.choice((made, made.rstrip("=") + "A", "null", " ", "=" * 28)))


def _nearly(call: Attempt, _target: Target, chance: random.Random) -> Attempt:
    """The right signature, changed where a careless comparison would not look."""
    right = call.headers[SIGNATURE]
    place = chance.randrange(len(right) - 1)
    other = chance.choice([letter for letter in string.ascii_letters if letter != right[place]])
    return _with(
        call,
        signature=chance.choice(
            (
                right[:place] + other + right[place + 1 :],
                right[:-1],
                right + "=",
                right.swapcase(),
                right[:10],
                right * 2,
            )
        ),
    )


def _other_secret(call: Attempt, target: Target, chance: random.Random) -> Attempt:
    key = replace(chance.choice(target.keys), secret=f"guess {chance.random()}")
    told = _told(call.path == target.inbound, chance)
    return Attempt("", "POST", call.path, signed(target.base + call.path, told, key), urlencode(told).encode())


def _other_fields(call: Attempt, _target: Target, chance: random.Random) -> Attempt:
    """A genuine signature with fields added, taken away, doubled or changed."""
    fields = call.body.split(b"&")
    place = chance.randrange(len(fields))
    spoilt = chance.choice(
        (
            [*fields, b"Extra=1"],
            fields[:place] + fields[place + 1 :],
            [*fields, fields[place] + b"1"],
            [each + b"x" if number == place else each for number, each in enumerate(fields)],
            [*fields, b"=", b"a"],
            [*fields, b"OptOutType=STOP"],
        )
    )
    return replace(call, body=b"&".join(spoilt))


def _other_place(call: Attempt, target: Target, chance: random.Random) -> Attempt:
    """A genuine signature replayed at another address, or with something behind the address."""
    swapped = target.inbound if call.path == target.status else target.status
    spoilt = (swapped, f"{swapped}?foo=1", f"{call.path}?x={chance.random()}", f"{call.path}?bodySHA256=")
    return replace(call, path=chance.choice(spoilt))


def _other_text(call: Attempt, target: Target, chance: random.Random) -> Attempt:
    """A report on a text whose address was not signed by us."""
    place, _slash, name = target.status.rpartition("/")
    forged = chance.choice(
        ("", name[:-1], name.swapcase(), "0" * 32, f"{'0' * 32}.{name.partition('.')[2]}", "%00", "é")
    )
    return replace(call, path=f"{place}/{forged}")


def _other_algorithm(call: Attempt, target: Target, chance: random.Random) -> Attempt:
    """The caller chooses what is not configured, or the right key with the other algorithm."""
    token = next(key for key in target.keys if not key.id)
    shared = next(key for key in target.keys if key.id)
    told = _told(call.path == target.inbound, chance)
    url, body = target.base + call.path, urlencode(told).encode()
    crossed = replace(shared, secret=token.secret), replace(token, secret=shared.secret)
    made = Attempt("", "POST", call.path, signed(url, told, chance.choice(crossed)), body)
    words = (f"key={shared.id},algorithm=HMAC_SHA1", "key=,algorithm=HMAC_SHA256", "algorithm=none", "", ",",
             f"key={shared.id},algorithm=HMAC_SHA256,algorithm=HMAC_SHA1")  # fmt: skip
    weak = _with(Attempt("", "POST", call.path, signed(url, told, token), body), settings=chance.choice(words))
    return chance.choice((made, weak))


def _json(call: Attempt, target: Target, chance: random.Random) -> Attempt:
    """JSON whose hash is missing, wrong, doubled, or that of another body."""
    body = json.dumps(_told(True, chance)).encode()
    right, other = (hashlib.sha256(each).hexdigest() for each in (body, body + b" "))
    query = chance.choice(("", f"?bodySHA256={other}", f"?bodySHA256={right}&bodySHA256={right}", "?bodySHA256="))
    path = call.path + query
    headers = signed(target.base + path, {}, chance.choice(target.keys)) | {"Content-Type": JSON}
    spoilt = Attempt("", "POST", path, headers, body)
    return spoilt if chance.random() < 0.7 else _with(replace(call, body=body), kind=JSON)


def _garbage(call: Attempt, _target: Target, chance: random.Random) -> Attempt:
    """Bodies that are no form: broken text, far too much of it, far too many fields, other kinds."""
    bodies = (
        chance.randbytes(200), b"\xff\xfe=%00", b"a=%ff&b=%zz", b"&" * 3_000, b"a=b&" * 3_000, b"[" * 20_000,
        b"x" * 2_100_000, b"", b"Body=%00%00&From=%ED%A0%80",
    )  # fmt: skip
    kinds = (FORM, JSON, "multipart/form-data; boundary=x", "multipart/form-data", "text/plain; charset=utf-7",
             "application/x-www-form-urlencoded; charset=utf-16", "x", "")  # fmt: skip
    return _with(replace(call, body=chance.choice(bodies)), kind=chance.choice(kinds))


def _elsewhere(call: Attempt, target: Target, chance: random.Random) -> Attempt:
    """Signed for another host, which the headers then claim to be this one."""
    host = chance.choice(("evil.example", "127.0.0.1:1", "canvass.example.org.evil.example"))
    told = _told(call.path == target.inbound, chance)
    token = next(key for key in target.keys if not key.id)
    headers = signed(f"https://{host}{call.path}", told, token) | {
        "X-Forwarded-Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-Port": "443", "X-Original-URL": call.path,
    }  # fmt: skip
    return Attempt("", "POST", call.path, headers, urlencode(told).encode())


def _other_method(call: Attempt, _target: Target, chance: random.Random) -> Attempt:
    return replace(call, method=chance.choice(("GET", "PUT", "PATCH", "DELETE", "HEAD")))


_WAYS: dict[str, Spoil] = {
    "unsigned": _unsigned,
    "guessed": _guessed,
    "nearly right": _nearly,
    "another secret": _other_secret,
    "other fields": _other_fields,
    "another address": _other_place,
    "another text": _other_text,
    "another algorithm": _other_algorithm,
    "JSON": _json,
    "garbage": _garbage,
    "another host": _elsewhere,
    "another method": _other_method,
}
