"""Calls of the gateway: checked, stored as they came, answered at once with 204; read afterwards by a worker."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sms import inbound as texts
from sms import reports, waking
from sms.gateways import signature
from sms.gateways.signature import Call, Secrets

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def status(request: HttpRequest, signed: str) -> HttpResponse:
    """What became of one text, which the address names: ``MessageSid``, ``MessageStatus``, perhaps ``ErrorCode``.

    403 for a call that is not the gateway's, 404 for an address that we have not signed, else 204.
    """
    told = _told(request)
    if told is None:
        return _refused("status")
    message = reports.message_of(signed)
    if message is None:
        return HttpResponse(status=404)
    reports.store(message, told, now=timezone.now())
    return _stored()


@csrf_exempt
@require_POST
def inbound(request: HttpRequest) -> HttpResponse:
    """A text to us: ``MessageSid``, ``From``, ``To``, ``Body``. 403 for a call that is not the gateway's, else 204."""
    told = _told(request)
    if told is None:
        return _refused("inbound")
    texts.store(told, now=timezone.now())
    return _stored()


def _told(request: HttpRequest) -> dict[str, str] | None:
    """What the call tells, in characters that the database can hold; None when it is not the gateway's."""
    call = Call(
        url=settings.PUBLIC_BASE_URL + request.get_full_path(),
        content_type=request.headers.get("Content-Type", ""),
        body=request.body,
        signature=request.headers.get("X-Twilio-Signature", ""),
        settings=request.headers.get("X-Twilio-Webhooks-Signature-Settings"),
    )
    told = signature.read(call, _secrets())
    return None if told is None else {_storable(name): _storable(value) for name, value in told.items()}


def _secrets() -> Secrets:
    """None at all while the gateway is another: then nobody may call."""
    if settings.SMS_GATEWAY != "twilio":
        return Secrets()
    return Secrets(
        tokens=(settings.TWILIO_AUTH_TOKEN, settings.TWILIO_NEXT_AUTH_TOKEN),
        keys=settings.TWILIO_WEBHOOK_KEYS,
        sha256_only=settings.TWILIO_REQUIRE_SHA256,
    )


def _storable(text: str) -> str:
    """PostgreSQL holds no NUL and no half of a pair."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _refused(kind: str) -> HttpResponse:
    """Told in the log without the number: that may be a person's."""
    logger.warning("A call to /sms/%s was refused: its signature is not the gateway's.", kind)
    return HttpResponse(status=403)


def _stored() -> HttpResponse:
    waking.wake(waking.READ_WAITING)
    return HttpResponse(status=204)
