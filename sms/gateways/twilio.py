"""Twilio, through its own library: each call over one line, never twice, and each way it may end told apart.

Creating a message there is not idempotent, and Twilio says that repeating a failed call may send twice: after a doubt
nothing is repeated here (Twilio, "Error 20500", and "Messages resource").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import requests
from django.conf import settings
from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from sms import codes
from sms.gateways import Accepted, Doubtful, Found, Letter, NotTaken, Rejected
from sms.gateways.one_call import BrokenOff, NotConnected, OneCall

SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
LEAST_VALIDITY, MOST_VALIDITY = 5, 36_000  # seconds; outside it is error 90007
PAGE, MOST_FOUND = 50, 200
LONGEST_WAIT = timedelta(hours=1)


class Twilio:
    """The account that the settings name."""

    def post(self, letter: Letter) -> Accepted:
        """One call, and its three ways to end without an acceptance: see `_ended`."""
        call = OneCall(settings.TWILIO_BASE_URL)
        try:
            made = _client(call).messages.create(
                to=letter.to,
                body=letter.body,
                status_callback=letter.callback,
                validity_period=_seconds(letter.validity),
                smart_encoded=False,  # what look-alikes are replaced is shown to who writes, before
                **_from(letter.sender),
            )
        except NotConnected as error:
            raise NotTaken(str(error)) from error
        except BrokenOff as error:
            raise Doubtful(str(error)) from error
        except TwilioException as error:
            raise _ended(call.answer) from error
        except Exception as error:  # an answer that the library cannot read says nothing about the text
            raise Doubtful("unreadable") from error
        if not made.sid:
            raise Doubtful("no sid")
        return Accepted(made.sid, str(made.status or ""))

    def held_for(self, number: str, *, since: datetime) -> Sequence[Found]:
        """By when they were made, not by when they were sent: one that waits there has no such date yet."""
        call = OneCall(settings.TWILIO_BASE_URL)
        try:
            listed = _client(call).messages.list(to=number, limit=MOST_FOUND, page_size=PAGE)
        except Exception as error:  # whatever went wrong, nothing was learned, and one may ask again
            answer = call.answer
            raise NotTaken(_code(answer) or type(error).__name__, after=_wait(answer)) from error
        return [
            Found(each.sid, each.to, each.body or "", str(each.status), each.date_created, str(each.error_code or ""))
            for each in listed
            if each.sid and each.date_created and each.date_created >= since
        ]


def _client(call: OneCall) -> Client:
    return Client(settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, http_client=call)


def _from(sender: str) -> dict[str, str]:
    return {"messaging_service_sid": sender} if SERVICE.fullmatch(sender) else {"from_": sender}


def _seconds(validity: timedelta) -> int:
    return min(MOST_VALIDITY, max(LEAST_VALIDITY, int(validity.total_seconds())))


def _ended(answer: requests.Response | None) -> NotTaken | Rejected | Doubtful:
    """What an answer that is no acceptance says of the text.

    Not taken: too many at once, a full queue, or closed for now in Twilio's own words. Rejected: a 4xx with a code of
    Twilio's. Everything else, such as a 500 or a page of some proxy on the way, leaves it open.
    """
    code = _code(answer)
    if answer is None:
        return Doubtful("no answer")
    if answer.status_code == 429 or code in codes.SLOW_DOWN or (answer.status_code == 503 and code):
        return NotTaken(code or str(answer.status_code), after=_wait(answer))
    if 400 <= answer.status_code < 500 and code:
        return Rejected(code)
    return Doubtful(code or str(answer.status_code))


def _code(answer: requests.Response | None) -> str:
    """Twilio's code, empty where the answer has none: it came from somewhere on the way."""
    try:
        body: Any = answer.json() if answer is not None else {}
    except ValueError:
        return ""
    code = body.get("code") if isinstance(body, dict) else None
    return str(code) if isinstance(code, int) else ""


def _wait(answer: requests.Response | None) -> timedelta | None:
    """The seconds of Retry-After; a date there is not obeyed, our own backoff is."""
    said = answer.headers.get("Retry-After", "") if answer is not None else ""
    return min(timedelta(seconds=int(said[:6])), LONGEST_WAIT) if said.isdecimal() else None
