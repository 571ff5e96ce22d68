"""The stand-in is as bad as it is told to be, and the same again for the same seed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
import requests
from twilio.request_validator import RequestValidator

from benchmarks.fake_gateway import ACCOUNT, SHA256, TOKEN, FakeGateway, Faults, Key
from benchmarks.fake_gateway import faults as drawing
from benchmarks.fake_gateway.calling import over_loopback

CALLBACK = "https://canvass.example.org/sms/status/x"


class Called:
    """Whom the stand-in called, with what."""

    def __init__(self, answer: int = 204) -> None:
        self.calls: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.answer = answer

    def __call__(self, url, headers, body) -> int:
        form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        self.calls.append((url, dict(headers), form))
        return self.answer

    def statuses(self) -> list[str]:
        return [form["MessageStatus"] for _url, _headers, form in self.calls]


def hand_over(gateway: FakeGateway, body: str = "Bonjour") -> requests.Response:
    form = {"To": "+33612345678", "Body": body, "From": "Valmont", "StatusCallback": CALLBACK}
    place = f"{gateway.url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    return requests.post(place, data=form, auth=(ACCOUNT, TOKEN), timeout=5)


def reports(**faults: float) -> Called:
    """All that is told about one text."""
    called = Called()
    with FakeGateway(faults=Faults(**faults), deliver=called, late=0.1) as gateway:
        hand_over(gateway)
        assert gateway.caller.settle()
    return called


def test_a_text_is_reported_in_order_and_signed() -> None:
    called = reports()

    assert called.statuses() == ["queued", "sent", "delivered"]
    for url, headers, form in called.calls:
        assert RequestValidator(TOKEN).validate(url, form, headers["X-Twilio-Signature"])


def test_the_newer_signature_names_its_key() -> None:
    called = Called()
    with FakeGateway(key=Key("shared", "K1", SHA256), deliver=called) as gateway:
        gateway.text_from("+33612345678", "OUI 3", at="https://canvass.example.org/sms/inbound")

    ((url, headers, form),) = called.calls
    assert headers["X-Twilio-Webhooks-Signature-Settings"] == "key=K1,algorithm=HMAC_SHA256"
    assert RequestValidator("shared").validate(url, form, headers["X-Twilio-Signature"], SHA256)
    assert (form["From"], form["Body"]) == ("+33612345678", "OUI 3")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"report_never": 1}, {}),
        ({"report_doubled": 1}, {"queued": 2, "sent": 2, "delivered": 2}),
        ({"report_late": 1}, {"queued": 1, "sent": 1, "delivered": 1}),
        ({"report_forged": 1}, {"queued": 1, "sent": 1, "delivered": 1, "failed": 3}),
        ({"fail_later": {30003: 1}}, {"queued": 1, "sent": 1, "undelivered": 1}),
    ],
)
def test_reports_fail_as_they_are_told_to(fault: dict, told: dict) -> None:
    assert Counter(reports(**fault).statuses()) == told


def test_reports_may_come_in_any_order() -> None:
    orders = set()
    for seed in range(8):
        called = Called()
        with FakeGateway(seed=seed, faults=Faults(reports_permuted=1), deliver=called) as gateway:
            hand_over(gateway)
            gateway.caller.settle()
        orders.add(tuple(called.statuses()))

    assert len(orders) > 2
    assert {tuple(sorted(order)) for order in orders} == {("delivered", "queued", "sent")}


def test_a_report_may_come_before_the_call_is_answered() -> None:
    called = Called()
    with FakeGateway(faults=Faults(report_before_answer=1, accept_then_500=1), deliver=called) as gateway:
        assert hand_over(gateway).status_code == 500
        assert called.statuses() == ["queued"]


def test_a_forged_report_is_badly_signed_and_an_unsigned_one_not_at_all() -> None:
    forged = [(url, headers, form) for url, headers, form in reports(report_forged=1).calls if "ErrorCode" in form]
    unsigned = reports(report_unsigned=1).calls

    assert not any(
        RequestValidator(TOKEN).validate(url, form, headers["X-Twilio-Signature"]) for url, headers, form in forged
    )
    assert not any("X-Twilio-Signature" in headers for _url, headers, _form in unsigned)


def test_a_call_that_is_not_answered_is_made_again() -> None:
    called = Called(answer=0)
    with FakeGateway(deliver=called) as gateway:
        gateway.caller.call_in(0, CALLBACK, {"MessageStatus": "sent"}, {}, tries=2)
        assert gateway.caller.settle(5)

    assert called.statuses() == ["sent", "sent"]


def test_the_same_seed_draws_the_same_in_whatever_order_texts_come() -> None:
    faults = Faults(accept_then_silence=0.3, error_500=0.3, report_doubled=0.5, refuse={21610: 0.2})

    def drawn(seed: int, bodies: list[int]) -> dict[int, object]:
        return {body: drawing.draw(faults, seed=seed, body=str(body), times=1) for body in bodies}

    assert drawn(1, [*range(50)]) == drawn(1, [*reversed(range(50))])
    assert drawn(1, [*range(50)]) != drawn(2, [*range(50)])


def test_each_fault_comes_as_often_as_its_rate_says() -> None:
    faults = Faults(accept_then_500=0.2, refuse={21610: 0.1}, report_never=0.3)
    drawn = [drawing.draw(faults, seed=1, body=str(number), times=1) for number in range(4_000)]

    shares = Counter(each.answer for each in drawn)
    assert shares["accept_then_500"] / 4_000 == pytest.approx(0.2, abs=0.025)
    assert shares["refuse:21610"] / 4_000 == pytest.approx(0.1, abs=0.02)
    assert sum("report_never" in each.reports for each in drawn) / 4_000 == pytest.approx(0.3, abs=0.03)


def test_it_counts_what_was_taken_twice_and_shows_it_late() -> None:
    with FakeGateway(list_delay=timedelta(minutes=1), deliver=Called()) as gateway:
        for body in ("once", "twice", "twice"):
            hand_over(gateway, body)
        place = f"{gateway.url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        listed = requests.get(place, params={"To": "+33612345678"}, auth=(ACCOUNT, TOKEN), timeout=5)

        assert gateway.taken_twice() == {"twice": 2}
        assert listed.json()["messages"] == []


def test_it_refuses_who_opted_out_there_and_what_has_no_number() -> None:
    with FakeGateway(deliver=Called()) as gateway:
        gateway.opted_out.add("+33612345678")

        assert hand_over(gateway).json()["code"] == 21610
        assert gateway.accepted == []


def test_it_calls_this_machine_and_no_other() -> None:
    with pytest.raises(ValueError, match="not this machine"):
        over_loopback("https://canvass.example.org/sms/inbound", {}, b"")
