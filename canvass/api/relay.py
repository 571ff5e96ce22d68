"""``/api/v1/turfs/{turf}/relay``: the rest of a walk, handed over from phone to phone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.people import joining
from campaigns.turfs import relaying
from campaigns.turfs.models import Relay, Turf
from canvass.api import answers, documented
from canvass.api.identifiers import read_id
from canvass.api.phone import PhoneView

OFFER_CODES = ("header_missing", "not_found", "outing_over", "turf_not_held", "silence")


class Offer(PhoneView):
    @extend_schema(responses={200: answers.RELAY, **documented.errors(*documented.PHONE, "not_found")})
    def get(self, request: Request, turf: str) -> Response:
        """What became of this phone's last offer: ``open``, ``asked`` (somebody waits for the leader, or is about to
        come in), ``taken`` or ``over``. 404 when it never offered that turf."""
        found = Turf.objects.filter(campaign_id=self.device.campaign_id, pk=read_id(turf, "t-")).first()
        relay = relaying.last_offer(found, self.device) if found else None
        if relay is None:
            raise Http404
        return Response(_told(relay, now=timezone.now()))

    @extend_schema(
        request=None, responses={201: answers.RELAY_CODE, **documented.errors(*documented.PHONE, *OFFER_CODES)}
    )
    def post(self, request: Request, turf: str) -> Response:
        """Open a code for the rest of this turf: good for ten minutes and one phone; the one before it ends.

        ``qr`` holds the rows of the picture, a 1 for each dark square. Whoever types ``words`` waits for the leader.
        """
        now = timezone.now()
        held = Turf.objects.held_by(self.device).select_related("outing", "campaign", "team")
        relay = relaying.offer(get_object_or_404(held, pk=read_id(turf, "t-")), self.device, now=now)
        address = settings.PUBLIC_BASE_URL + joining.qr_path(relay.code, now)
        told = _told(relay, now=now) | {"words": relay.code.words, "qr": _squares(address)}
        return Response(told, status=201)


class Close(PhoneView):
    @extend_schema(
        request=None,
        responses={200: answers.RELAY, **documented.errors(*documented.PHONE, "header_missing", "not_found")},
    )
    def post(self, request: Request, turf: str) -> Response:
        """Take the offer back; a walk already taken stays with whoever took it."""
        now = timezone.now()
        found = get_object_or_404(Turf, campaign_id=self.device.campaign_id, pk=read_id(turf, "t-"))
        relaying.close(self.device, found, now=now)
        relay = relaying.last_offer(found, self.device)
        if relay is None:
            raise Http404
        return Response(_told(relay, now=now))


def _told(relay: Relay, *, now: datetime) -> dict[str, Any]:
    state, name = relaying.state(relay, now=now)
    return {
        "server_time": now.isoformat(),
        "state": state,
        "name": name,
        "expires_at": relay.code.expires_at.isoformat(),
    }


def _squares(text: str) -> list[str]:
    drawn = segno.make(text, error="m", micro=False)
    return ["".join("1" if dark else "0" for dark in row) for row in drawn.matrix]
