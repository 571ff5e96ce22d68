"""Who signed a call: Twilio's own examples, its library as a second opinion, and everything that is no call."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twilio.request_validator import HMAC_SHA1, HMAC_SHA256, RequestValidator

from sms.gateways import signature
from sms.gateways.signature import Call, Secrets

URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
FORM = {"CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234", "From": "+14158675309",
        "To": "+18005551212"}  # fmt: skip
SHA1_OF_IT, SHA256_OF_IT = "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s="
KEY = "key=K1,algorithm=HMAC_SHA256"
BOTH = Secrets(tokens=("12345",), keys={"K1": "12345"})


def form(fields=FORM, *, url: str = URL, signed: str = SHA1_OF_IT, settings: str | None = None, **more) -> Call:
    kind = more.pop("content_type", "application/x-www-form-urlencoded; charset=UTF-8")
    return Call(url, kind, more.pop("body", urlencode(fields, doseq=True).encode()), signed, settings)


@pytest.mark.samples
def test_every_example_of_twilio_is_genuine_and_with_one_letter_changed_is_not(samples) -> None:
    told = json.loads((samples / "twilio" / "signature_vectors.json").read_text())
    secrets = Secrets(tokens=(told["auth_token"],))
    judged = {}

    for each in told["vectors"]:
        is_json = "body" in each
        kind = "application/json" if is_json else "application/x-www-form-urlencoded"
        body = (each["body"] if is_json else urlencode([(name, value) for name, value in each["params"]])).encode()
        right = Call(each["url"], kind, body, each["signature"])
        wrong = Call(each["url"], kind, body, each["signature"].swapcase())
        judged[each["name"]] = (signature.read(right, secrets) is not None, signature.read(wrong, secrets) is not None)

    assert judged == dict.fromkeys(judged, (True, False))
    assert len(judged) == 7


@pytest.mark.parametrize(("signed", "settings"), [(SHA1_OF_IT, None), (SHA256_OF_IT, KEY)])
def test_the_example_is_genuine_under_either_algorithm(signed: str, settings: str | None) -> None:
    assert signature.read(form(signed=signed, settings=settings), BOTH) == FORM


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dictionaries(st.text(min_size=1, max_size=6), st.text(max_size=8), min_size=1, max_size=5),
    st.sampled_from([HMAC_SHA1, HMAC_SHA256]),
    st.sampled_from(
        ["https://a.example/sms/inbound", "http://a.example:8000/sms/inbound?x=%20y", "https://a.example:1/"]
    ),
)
def test_what_twilios_library_signs_is_genuine_here(fields, algorithm: str, url: str) -> None:
    signed = RequestValidator("12345").compute_signature(url, fields, algorithm)
    told = KEY if algorithm == HMAC_SHA256 else None

    assert signature.read(form(fields, url=url, signed=signed, settings=told), BOTH) == fields


@pytest.mark.parametrize(
    ("called", "signed_for"),
    [
        ("https://a.example/x", "https://a.example:443/x"),
        ("http://a.example/x", "http://a.example:80/x"),
        ("https://a.example:8443/x?y=1", "https://a.example/x?y=1"),
        ("https://a.example:8443/x?y=1", "https://a.example:8443/x?y=1"),
    ],
)
def test_the_port_may_be_signed_or_not(called: str, signed_for: str) -> None:
    signed = RequestValidator("12345").compute_signature(signed_for, FORM)

    assert signature.read(form(url=called, signed=signed), BOTH) == FORM


@pytest.mark.parametrize(
    "secrets",
    [Secrets(), Secrets(tokens=("",)), Secrets(tokens=("other",)), Secrets(tokens=("12345",), sha256_only=True)],
)
def test_a_call_is_refused_without_the_token_or_where_sha256_is_required(secrets: Secrets) -> None:
    assert signature.read(form(), secrets) is None


def test_during_a_rotation_both_tokens_sign() -> None:
    assert signature.read(form(), Secrets(tokens=("old", "12345"))) == FORM


@pytest.mark.parametrize(
    "settings",
    ["", "key=K1", "algorithm=HMAC_SHA256", "key=K2,algorithm=HMAC_SHA256", "key=K1,algorithm=HMAC_SHA1",
     "key=K1,algorithm=none", "key=,algorithm=HMAC_SHA256", "key=K1, algorithm=HMAC_SHA256",
     "key=K1,algorithm=HMAC_SHA256,algorithm=HMAC_SHA1", "key=K1,algorithm=HMAC_SHA256,x=y", ",", "é=é"],
)  # fmt: skip
def test_the_callers_word_on_key_and_algorithm_counts_only_where_it_is_configured(settings: str) -> None:
    for signed in (SHA1_OF_IT, SHA256_OF_IT):
        assert signature.read(form(signed=signed, settings=settings), BOTH) is None


@pytest.mark.parametrize("keys", [{}, {"K1": ""}])
def test_a_key_without_a_secret_signs_nothing(keys: dict) -> None:
    empty = RequestValidator("").compute_signature(URL, FORM, HMAC_SHA256)

    assert signature.read(form(signed=empty, settings=KEY), Secrets(tokens=("12345",), keys=keys)) is None


@pytest.mark.parametrize(
    "call",
    [
        form(signed=""),
        form(signed=SHA1_OF_IT + " "),
        form(signed=SHA1_OF_IT.rstrip("=")),
        form(signed="é"),
        form(signed=SHA256_OF_IT),
        form(signed=SHA1_OF_IT, settings=KEY),
        form(FORM | {"Digits": "12345"}),
        form(FORM | {"New": ""}),
        form({**FORM, "Digits": ["1234", "5"]}),
        form({name: value for name, value in FORM.items() if name != "To"}),
        form(url=URL + "&"),
        form(url=URL.replace("https", "http")),
        form(body=urlencode(FORM).encode() + b"&x=%ff"),
        form(body=b"\xff"),
        form(body=b"&".join([b"a=b"] * 2_000)),
        form(content_type="multipart/form-data; boundary=x"),
        form(content_type=""),
        form(content_type="application/json"),
    ],
)
def test_whatever_is_not_exactly_what_was_signed_is_refused(call: Call) -> None:
    assert signature.read(call, BOTH) is None


def test_a_value_that_is_sent_twice_is_signed_once() -> None:
    signed = RequestValidator("12345").compute_signature(URL, FORM)

    assert signature.read(form({**FORM, "Digits": ["1234", "1234"]}, signed=signed), BOTH) == FORM


def as_json(body: bytes, *, told: str | None = None, kind: str = "application/json", url: str = URL) -> Call:
    told = hashlib.sha256(body).hexdigest() if told is None else told
    url = f"{url}&bodySHA256={told}" if told else url
    return Call(url, kind, body, RequestValidator("12345").compute_signature(url, {}))


def test_json_is_signed_by_its_hash_in_the_address() -> None:
    assert signature.read(as_json(b'{"From": "+33612345678", "n": 2}'), BOTH) == {"From": "+33612345678", "n": "2"}


@pytest.mark.parametrize(
    "call",
    [
        as_json(b"{}", told=""),
        as_json(b"{}", told=hashlib.sha256(b"[]").hexdigest()),
        as_json(b"{}", told=hashlib.sha256(b"{}").hexdigest().upper()),
        as_json(b"{}", url=f"{URL}&bodySHA256={hashlib.sha256(b'{}').hexdigest()}"),
        as_json(b"[1]"),
        as_json(b"{"),
        as_json(b"[" * 100_000),
        as_json(b"x=y", kind="application/x-www-form-urlencoded"),
        as_json(b"x=y", told=hashlib.sha256(b"").hexdigest(), kind="application/x-www-form-urlencoded"),
    ],
)
def test_json_without_its_hash_or_with_another_is_refused(call: Call) -> None:
    assert signature.read(call, BOTH) is None


def test_a_signature_over_an_empty_form_does_not_let_other_fields_in() -> None:
    body = hashlib.sha256(b"").hexdigest()
    url = f"{URL}&bodySHA256={body}"
    signed = RequestValidator("12345").compute_signature(url, {})

    assert signature.read(Call(url, "application/x-www-form-urlencoded", b"", signed), BOTH) == {}
    assert signature.read(Call(url, "application/x-www-form-urlencoded", b"From=x", signed), BOTH) is None
