"""Twilio's own library against a server on loopback: each way a call may end is told apart, and none is made twice."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest

from benchmarks.fake_gateway import ACCOUNT, TOKEN, FakeGateway, Faults
from campaigns.doors.identifiers import uuid7
from sms.gateways import Accepted, Doubtful, Letter, NotTaken, Rejected, one_call
from sms.gateways.twilio import Twilio

NADIA = "+33612345678"
SERVICE = "MG" + "a" * 32


@pytest.fixture
def gateway(settings, monkeypatch) -> Iterator[FakeGateway]:
    """It is silent for longer than we wait, and slow for less."""
    monkeypatch.setattr(one_call, "READ_SECONDS", 1.0)
    with FakeGateway(silence=3, slowness=0.2, deliver=lambda *_call: 204) as made:
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT, TOKEN
        settings.TWILIO_BASE_URL = made.url
        yield made


def letter(body: str = "Combien serez-vous ? à é € 🙂", **fields) -> Letter:
    made = {"to": NADIA, "sender": SERVICE, "validity": timedelta(minutes=30), "callback": ""} | fields
    return Letter(message=uuid7(), body=body, **made)


def test_a_text_is_handed_over_whole(gateway) -> None:
    sent = letter(callback="https://canvass.example.org/sms/status/abc")

    accepted = Twilio().post(sent)

    (held,) = gateway.accepted
    assert accepted == Accepted(held.sid, "accepted")
    assert (held.to, held.body, held.sender, held.callback) == (NADIA, sent.body, SERVICE, sent.callback)
    assert dict(gateway.asked[0].form) == {
        "To": NADIA, "Body": sent.body, "MessagingServiceSid": SERVICE, "StatusCallback": sent.callback,
        "ValidityPeriod": "1800", "SmartEncoded": "false",
    }  # fmt: skip


@pytest.mark.parametrize("sender", ["Valmont", "36123", "+33937123456"])
def test_a_name_or_a_number_sends_without_a_service(gateway, sender: str) -> None:
    Twilio().post(letter(sender=sender))

    form = dict(gateway.asked[0].form)
    assert (form["From"], form.get("MessagingServiceSid")) == (sender, None)


@pytest.mark.parametrize(("hours", "seconds"), [(0.0001, "5"), (1, "3600"), (48, "36000")])
def test_the_validity_stays_within_what_is_taken(gateway, hours: float, seconds: str) -> None:
    Twilio().post(letter(validity=timedelta(hours=hours)))

    assert dict(gateway.asked[0].form)["ValidityPeriod"] == seconds


def test_a_redirection_is_not_followed_since_the_text_would_be_sent_twice_or_elsewhere(settings, elsewhere) -> None:
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT, TOKEN
    settings.TWILIO_BASE_URL = elsewhere.url

    with pytest.raises(Doubtful):
        Twilio().post(letter())

    assert elsewhere.paths == [f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"]


@pytest.fixture
def elsewhere() -> Iterator[SimpleNamespace]:
    """A server that sends whoever posts on to another address of its own."""
    paths: list[str] = []

    class Redirecting(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            paths.append(self.path)
            self.send_response(307 if len(paths) == 1 else 201)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Redirecting) as server:
        thread = Thread(target=lambda: server.serve_forever(0.02))
        thread.start()
        yield SimpleNamespace(url=f"http://127.0.0.1:{server.server_address[1]}", paths=paths)
        server.shutdown()
        thread.join(10)


NOT_TAKEN = {"throttle_429": ("20429", 2), "closed_503": ("20503", 3), "refuse:21611": ("21611", None),
             "refuse:30001": ("30001", None)}  # fmt: skip
REJECTED = [20003, 21211, 21408, 21606, 21610, 21612, 21614, 30007, 99999]
TAKEN_AND_DOUBTFUL = ["accept_then_silence", "accept_then_500", "accept_then_reset", "accept_then_garble"]
LEFT_AND_DOUBTFUL = ["error_500", "reset_before", "reset_after", "page_503", "page_404"]


@pytest.mark.parametrize("answer", NOT_TAKEN)
def test_what_is_certainly_not_taken_may_be_tried_again_when_the_gateway_says(gateway, answer: str) -> None:
    gateway.next_answers.append(answer)
    code, wait = NOT_TAKEN[answer]

    with pytest.raises(NotTaken) as ended:
        Twilio().post(letter())

    assert (ended.value.code, ended.value.after) == (code, wait and timedelta(seconds=wait))
    assert gateway.accepted == []


@pytest.mark.parametrize("code", REJECTED)
def test_a_text_that_is_refused_with_a_code_is_rejected_with_it(gateway, code: int) -> None:
    gateway.next_answers.append(f"refuse:{code}")

    with pytest.raises(Rejected) as ended:
        Twilio().post(letter())

    assert ended.value.code == str(code)


def test_a_wrong_token_rejects_with_its_code(gateway, settings) -> None:
    settings.TWILIO_AUTH_TOKEN = "another"

    with pytest.raises(Rejected) as ended:
        Twilio().post(letter())

    assert ended.value.code == "20003"


@pytest.mark.parametrize("answer", TAKEN_AND_DOUBTFUL + LEFT_AND_DOUBTFUL)
def test_whatever_leaves_it_open_is_doubtful_and_called_once(gateway, answer: str) -> None:
    gateway.next_answers.append(answer)

    with pytest.raises(Doubtful):
        Twilio().post(letter())

    assert len(gateway.accepted) == (answer in TAKEN_AND_DOUBTFUL)
    assert len(gateway.asked) == (answer != "reset_before")  # closed before it was read
    assert not gateway.next_answers


def test_a_slow_answer_is_waited_for(gateway) -> None:
    gateway.next_answers.append("accept_slowly")

    assert Twilio().post(letter()).sid == gateway.accepted[0].sid


def test_the_line_gets_ten_seconds_and_the_answer_thirty() -> None:
    assert (one_call.CONNECT_SECONDS, one_call.READ_SECONDS) == (10, 30)


@pytest.fixture
def full_house() -> Iterator[int]:
    """A port where nobody takes calls any more."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        callers = [socket.socket() for _each in range(3)]
        for caller in callers:
            caller.setblocking(False)
            caller.connect_ex(listening.getsockname())
        yield listening.getsockname()[1]
        for caller in callers:
            caller.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_refused_connection_is_certainly_not_taken(gateway, settings) -> None:
    settings.TWILIO_BASE_URL = f"http://127.0.0.1:{free_port()}"

    with pytest.raises(NotTaken):
        Twilio().post(letter())


def test_a_line_that_never_opens_is_certainly_not_taken(gateway, settings, monkeypatch, full_house) -> None:
    monkeypatch.setattr(one_call, "CONNECT_SECONDS", 0.3)
    settings.TWILIO_BASE_URL = f"http://127.0.0.1:{full_house}"

    with pytest.raises(NotTaken) as ended:
        Twilio().post(letter())

    assert ended.value.code == "ConnectTimeout"


def test_a_line_that_cannot_be_encrypted_is_certainly_not_taken(gateway, settings) -> None:
    settings.TWILIO_BASE_URL = gateway.url.replace("http:", "https:")

    with pytest.raises(NotTaken) as ended:
        Twilio().post(letter())

    assert ended.value.code == "SSLError"
    assert gateway.accepted == []


def test_a_name_that_is_not_found_is_certainly_not_taken(gateway, settings, monkeypatch) -> None:
    def unknown(*_args, **_more):
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    settings.TWILIO_BASE_URL = "http://gateway.invalid"

    with pytest.raises(NotTaken):
        Twilio().post(letter())


def test_without_a_stand_in_the_gateway_itself_would_be_called() -> None:
    assert one_call.OneCall("")._at("https://api.twilio.com/2010") == "https://api.twilio.com/2010"


def test_what_the_gateway_holds_for_a_number_is_found_by_when_it_was_made(gateway) -> None:
    twilio = Twilio()
    before = datetime.now(UTC) - timedelta(seconds=2)
    made = [twilio.post(letter(body)).sid for body in ("one", "two")]
    twilio.post(letter("three", to="+33612345679"))

    found = twilio.held_for(NADIA, since=before)

    assert {(each.sid, each.to, each.body) for each in found} == {(made[0], NADIA, "one"), (made[1], NADIA, "two")}
    assert all(before <= each.created_at <= datetime.now(UTC) for each in found)
    assert twilio.held_for(NADIA, since=datetime.now(UTC) + timedelta(minutes=1)) == []


def test_what_was_taken_in_doubt_is_found_and_what_was_not_is_not(gateway) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    gateway.next_answers += ["accept_then_500", "error_500"]
    for body in ("taken", "left"):
        with pytest.raises(Doubtful):
            Twilio().post(letter(body))

    assert [each.body for each in Twilio().held_for(NADIA, since=before)] == ["taken"]


def test_a_list_of_many_pages_is_read_to_its_end(gateway, monkeypatch) -> None:
    monkeypatch.setattr("sms.gateways.twilio.PAGE", 2)
    for number in range(5):
        Twilio().post(letter(f"text {number}"))

    assert len(Twilio().held_for(NADIA, since=datetime.now(UTC) - timedelta(minutes=1))) == 5


def test_a_list_that_cannot_be_had_says_nothing_about_the_text(gateway) -> None:
    gateway.faults = Faults(list_500=1)

    with pytest.raises(NotTaken):
        Twilio().held_for(NADIA, since=datetime.now(UTC))
