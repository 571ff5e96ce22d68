"""``/api/v1/sync/push``: events in, a verdict on each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from campaigns.contacts.from_phones import REACTIONS
from campaigns.people import devices
from campaigns.visits import appending, recording, replaying
from canvass.api import answers, documented
from canvass.api.errors import Refusal
from canvass.api.phone import PhoneView, first
from canvass.api.reading import read_body, read_envelope, read_events, read_whole

SMALL = 50_000  # bytes; twice what our phones send at once. Whatever is larger is read once it is known who sends it


class Push(PhoneView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Visits that only append are nearly all that phones send: their answer needs nothing that `post` sets up."""
        return _appended(request) or super().dispatch(request, *args, **kwargs)

    @extend_schema(
        request=answers.PUSH,
        responses={200: answers.PUSH_ANSWER, **documented.errors(*documented.PHONE, *documented.POSTED)},
    )
    def post(self, request: Request) -> HttpResponse:
        """Take a batch of at most 500 events; one verdict each. Sending it again changes nothing."""
        now = timezone.now()
        body = read_body(request)
        answer = recording.record(
            self.device,
            read_events(body),
            envelope=read_envelope(body, now),
            seq_high=read_whole(body.get("seq_high"), "seq_high"),
            reactions=REACTIONS,
        )
        if answer.founded:
            replaying.take_awaited(self.device.campaign, answer.founded, now=now, reactions=REACTIONS)
        return _answer(now, self.device.campaign.epoch, answer.seq_acked, map(_verdict, answer.results))


def _appended(request: HttpRequest) -> HttpResponse | None:
    """The answer to a batch that only appends; None for any other call, with nothing changed.

    Whatever is wrong with a call, `post` says it: here it is only not this.
    """
    now = timezone.now()
    try:
        if not _is_short(request):
            return None
        body = orjson.loads(request.body)
        batch, envelope = read_events(body), read_envelope(body, now)
        seq_high = read_whole(body.get("seq_high"), "seq_high")
    except (LookupError, ValueError, AttributeError, Refusal):
        return None
    token = request.COOKIES.get(settings.DEVICE_COOKIE, "")
    done = first(lambda: appending.append(devices.token_hash(token), batch, envelope=envelope, seq_high=seq_high))
    if done is None:
        return None
    results = zip(batch, done.numbers, strict=True)
    told = ({"id": event["id"], "verdict": "ok", "seq": number} for event, number in results)
    return _answer(now, done.epoch, done.acked, told)


def _is_short(request: HttpRequest) -> bool:
    """Whether it is a call to `post` that may be read before it is known whose it is. Raises LookupError or ValueError
    where its length is not told."""
    sent = request.META  # reading `headers` costs more than all else here
    return request.method == "POST" and sent.get("HTTP_X_CANVASS") == "1" and int(sent["CONTENT_LENGTH"]) <= SMALL


def _answer(now: datetime, epoch: int, acked: int, results: Iterable[dict[str, Any]]) -> HttpResponse:
    """Written at once: no renderer has to be found for it."""
    told = {"server_time": now, "epoch": f"e{epoch}", "seq_acked": acked, "results": list(results)}
    return HttpResponse(orjson.dumps(told), content_type="application/json")


def _verdict(result: recording.Verdict) -> dict[str, Any]:
    told: dict[str, Any] = {"id": result.id, "verdict": result.verdict}
    if result.seq is not None:
        told["seq"] = result.seq
    if result.code is not None:
        told |= {"code": result.code, "quarantine": f"q-{result.quarantine}"}
    return told
