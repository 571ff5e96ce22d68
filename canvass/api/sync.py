"""``/api/v1/sync/…``: changes out, counts apart. What comes in is in `push`."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.people.models import Device, Outing
from campaigns.visits import changes, tallies
from canvass.api import answers, commands, documented
from canvass.api.errors import Refusal
from canvass.api.identifiers import read_id
from canvass.api.phone import PhoneView
from canvass.api.reading import MOST_EVENTS, read_body

TALLIES_CODES = ("invalid", "not_found", "outing_not_yours", "station_not_yours")


class Pull(PhoneView):
    @extend_schema(
        parameters=answers.PULL_PARAMETERS,
        responses={200: answers.PULL, **documented.errors(*documented.PHONE, "reset")},
    )
    def get(self, request: Request) -> Response:
        """What changed in this phone's turfs since the cursor; 410 ``reset`` asks it to load its walks again."""
        now, query = timezone.now(), request.query_params
        known = _versions(query.getlist("turf"))
        try:
            page = changes.since(self.device, query.get("cursor", ""), now=now, versions=known)
        except changes.CursorTooOld as error:
            raise Refusal("reset", _("Load the walk again; your visits are kept.")) from error
        return Response(
            {
                "server_time": now.isoformat(),
                "epoch": f"e{self.device.campaign.epoch}",
                "cursor": page.cursor,
                "has_more": page.has_more,
                "lease_until": self.device.lease_until.isoformat(),
                "changes": page.changes,
                "commands": commands.of(self.device, page, query.get("schema"), known=known, now=now),
            }
        )


class Tallies(PhoneView):
    @extend_schema(
        request=answers.TALLIES,
        responses={
            200: answers.TALLIES_ANSWER,
            **documented.errors(*documented.PHONE, *documented.POSTED, *TALLIES_CODES),
        },
    )
    def post(self, request: Request) -> Response:
        """Add welcome and topic counts, which no door, visit or phone can be joined to."""
        body = read_body(request)
        items = body.get("items")
        if not isinstance(items, list) or not 0 < len(items) <= MOST_EVENTS:
            raise Refusal("unreadable", _("Expected a list of counts."))
        new = tallies.add(
            self.device,
            batch=_uuid(body.get("batch")),
            outing=_outing(self.device, body.get("outing")),
            items=[tallies.read(item) for item in items],
            now=timezone.now(),
        )
        return Response({"verdict": "ok" if new else "duplicate"})


def _versions(texts: Sequence[str]) -> dict[int, int]:
    """``["t-12:4"]`` → {12: 4}; what is written otherwise says nothing."""
    pairs = (text.removeprefix("t-").partition(":") for text in texts)
    return {
        int(turf): int(known) for turf, _colon, known in pairs if _is_short_number(turf) and _is_short_number(known)
    }


def _is_short_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 10


def _uuid(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise Refusal("unreadable", _("Expected a UUID.")) from error


def _outing(device: Device, value: object) -> Outing:
    found = Outing.objects.filter(campaign_id=device.campaign_id, pk=read_id(str(value), "o-")).first()
    if found is None:
        raise Http404
    return found
