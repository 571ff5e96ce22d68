"""``/api/v1/device/…`` and the sealed push: how a phone's right to speak is renewed, and how it ends."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.people import device_cookie, devices
from campaigns.turfs.models import Turf
from campaigns.visits import sealing
from canvass.api import answers, documented, shapes
from canvass.api.errors import Refusal
from canvass.api.phone import OpenView, PhoneView, RevokedToken
from canvass.api.reading import read_body, read_envelope, read_events

RENEWAL_CODES = ("invalid", "device_unknown", "device_revoked", "signature_wrong", "challenge_expired")


class RenewSerializer(serializers.Serializer[Any]):
    device = serializers.UUIDField()
    challenge = serializers.CharField(max_length=200, required=False)
    signature = serializers.CharField(max_length=120, required=False)


class Renew(OpenView):
    @extend_schema(
        request=RenewSerializer,
        responses={200: answers.RENEWAL, **documented.errors(*documented.POSTED, *RENEWAL_CODES)},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Another token for a phone that kept its key. First without a signature: the answer is a challenge, good for
        two minutes. Then with the challenge and its ECDSA P-256 / SHA-256 signature (r and s, base64)."""
        asked = RenewSerializer(data=read_body(request))
        asked.is_valid(raise_exception=True)
        fields = asked.validated_data
        if "signature" not in fields or "challenge" not in fields:
            return Response({"challenge": devices.challenge(fields["device"])})
        device, token = devices.renew(
            fields["device"], challenge=fields["challenge"], signature=fields["signature"], now=timezone.now()
        )
        response = Response(shapes.device(device, list(Turf.objects.held_by(device))))
        return device_cookie.give(response, device, token)


class HandBack(PhoneView):
    @extend_schema(
        request=None,
        responses={
            200: answers.ENDED,
            **documented.errors(*documented.PHONE, "header_missing", "turf_held", "visits_missing"),
        },
    )
    def post(self, request: Request) -> Response:
        """The last call after the last push: the token ends and the browser forgets what it stored."""
        if Turf.objects.held_by(self.device).exists():
            raise Refusal("turf_held", _("This phone still holds a turf: give it back first."))
        devices.hand_back(self.device, now=timezone.now())
        return device_cookie.take_away(Response({"server_time": timezone.now().isoformat()}))


class Seal(PhoneView):
    authentication_classes = [RevokedToken]

    @extend_schema(
        request=answers.PUSH,
        responses={
            200: answers.PUSH_ANSWER,
            **documented.errors(*documented.PHONE, *documented.POSTED, "not_revoked"),
        },
    )
    def post(self, request: Request) -> Response:
        """One last batch of a revoked phone, into quarantine only; then the browser forgets what it stored."""
        now = timezone.now()
        body = read_body(request)
        kept = sealing.seal(self.device, read_events(body), envelope=read_envelope(body, now))
        results = [
            {"id": row.event_id, "verdict": "refused", "code": row.code, "quarantine": f"q-{row.pk}"} for row in kept
        ]
        answer = {"server_time": now.isoformat(), "epoch": f"e{self.device.campaign.epoch}"}
        return device_cookie.take_away(Response(answer | {"seq_acked": self.device.seq_acked, "results": results}))
