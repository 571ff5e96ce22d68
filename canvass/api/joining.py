"""``/api/v1/join``: a phone asks to come in, waits, and takes its token once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.people import device_cookie, device_keys, joining
from campaigns.people.models import JoinRequest
from campaigns.turfs import relaying
from campaigns.turfs.models import Turf
from canvass.api import answers, documented, shapes
from canvass.api.phone import OpenView
from canvass.api.reading import read_body

ASK_CODES = ("invalid", "code_unknown", "code_expired", "code_full", "first_name_missing", "silence", "too_many_tries")
TOKEN_CODES = ("invalid", "not_found", "not_accepted", "token_taken", "turf_done", "silence")


class AskSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=80)
    first_name = serializers.CharField(max_length=80)
    phone = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")


class TokenSerializer(serializers.Serializer[Any]):
    public_key = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    numbered_from = serializers.IntegerField(min_value=1, max_value=2**53 - 1, required=False, default=1)

    def validate_public_key(self, text: str) -> str:
        if text and not device_keys.is_key(text):
            raise serializers.ValidationError(_("Expected a P-256 public key: SubjectPublicKeyInfo, base64."))
        return text


class Ask(OpenView):
    @extend_schema(
        request=AskSerializer, responses={201: answers.JOIN, **documented.errors(*documented.POSTED, *ASK_CODES)}
    )
    def post(self, request: Request) -> Response:
        """Knock with a code and a first name. A QR scanned on the leader's screen is accepted at once."""
        asked = AskSerializer(data=read_body(request))
        asked.is_valid(raise_exception=True)
        made = joining.ask(
            code_text=asked.validated_data["code"],
            first_name=asked.validated_data["first_name"],
            phone=asked.validated_data["phone"],
            network=device_cookie.network_address(request),
            now=timezone.now(),
        )
        return Response(shapes.join(made), status=201)


class Status(OpenView):
    @extend_schema(responses={200: answers.JOIN, **documented.errors("not_found", "busy")})
    def get(self, request: Request, join: UUID) -> Response:
        """Whether the leader has answered: ``waiting``, ``accepted`` or ``refused``."""
        return Response(shapes.join(_request(join)))


class Token(OpenView):
    @extend_schema(
        request=TokenSerializer,
        responses={200: answers.DEVICE, **documented.errors(*documented.POSTED, *TOKEN_CODES)},
    )
    def post(self, request: Request, join: UUID) -> Response:
        """Take the token, once, as a cookie that no script can read. The walk is given out at the same time.

        ``numbered_from``: the number of the first event still to come, of a phone that joins anew with events waiting.
        """
        asked = TokenSerializer(data=read_body(request))
        asked.is_valid(raise_exception=True)
        knock, now = _request(join), timezone.now()
        with transaction.atomic():
            device, token = joining.issue_token(knock, **asked.validated_data, now=now)
            relaying.let_in(knock.code, device, now=now)
        response = Response(shapes.device(device, list(Turf.objects.held_by(device))))
        return device_cookie.give(response, device, token)


def _request(join: UUID) -> JoinRequest:
    rows = JoinRequest.objects.select_related("outing__campaign", "outing__meeting_point", "code")
    return get_object_or_404(rows, pk=join)
