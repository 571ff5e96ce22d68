"""What the schema says of answers: shapes of JSON, and every error with its codes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, PolymorphicProxySerializer, inline_serializer
from rest_framework import serializers as s

WHY = {
    400: "Unreadable or invalid: nothing was stored. Codes: unreadable, invalid.",
    401: "Codes: device_unknown, device_revoked (with Clear-Site-Data once its sealed push came), signature_wrong.",
    403: "Codes: header_missing, outing_not_yours, station_not_yours.",
    404: "Nothing there that this phone may see. Codes: not_found, code_unknown.",
    409: "Codes: not_accepted, token_taken, already_decided, not_revoked, turf_held, visits_missing.",
    410: "Gone. Codes: code_expired, code_full, reset, challenge_expired.",
    413: "Too large: send less at once. Code: too_large.",
    422: "Well formed, and cannot be done. Code: first_name_missing.",
    429: "Too many tries; Retry-After says how long to wait. Code: too_many_tries.",
    503: "The database restarts or is busy; nothing was lost. Retry-After says how long to wait. Code: busy.",
}

ERROR = inline_serializer("Error", {"code": s.CharField(), "detail": s.CharField()})
OUTING = inline_serializer(
    "Outing",
    {
        "id": s.CharField(),
        "name": s.CharField(),
        "starts_at": s.DateTimeField(),
        "ends_at": s.DateTimeField(),
        "meeting_point": s.CharField(),
    },
)
JOIN = inline_serializer(
    "Join",
    {
        "join": s.CharField(),
        "status": s.ChoiceField(["waiting", "accepted", "refused"]),
        "campaign": inline_serializer(
            "CampaignName", {"id": s.CharField(), "name": s.CharField(), "subtitle": s.CharField()}
        ),
        "outing": OUTING,
    },
)
DEVICE = inline_serializer(
    "Device",
    {
        "device": s.UUIDField(),
        "first_name": s.CharField(),
        "campaign": s.CharField(),
        "outing": s.CharField(),
        "turfs": inline_serializer(
            "HeldTurf",
            {
                "id": s.CharField(),
                "number": s.IntegerField(),
                "name": s.CharField(),
                "doors": s.IntegerField(),
                "minutes": s.FloatField(),
                "version": s.IntegerField(),
                "state": s.CharField(),
            },
            many=True,
        ),
        "lease_until": s.DateTimeField(),
        "epoch": s.CharField(),
    },
)
RENEWAL = PolymorphicProxySerializer(
    component_name="Renewal",
    serializers=[inline_serializer("Challenge", {"challenge": s.CharField()}), DEVICE],
    resource_type_field_name=None,
)
ENDED = OpenApiResponse(
    inline_serializer("Ended", {"server_time": s.DateTimeField()}), description="Carries Clear-Site-Data."
)
PUSH = inline_serializer(
    "Push",
    {
        "schema": s.IntegerField(),
        "epoch": s.CharField(required=False),
        "sent_at": s.DateTimeField(),
        "mono_ms": s.IntegerField(required=False),
        "seq_high": s.IntegerField(),
        "events": s.ListField(child=s.JSONField(), max_length=500),
    },
)
PUSH_ANSWER = inline_serializer(
    "PushAnswer",
    {
        "server_time": s.DateTimeField(),
        "epoch": s.CharField(),
        "seq_acked": s.IntegerField(),
        "results": inline_serializer(
            "Verdict",
            {
                "id": s.CharField(),
                "verdict": s.ChoiceField(["ok", "duplicate", "refused"]),
                "seq": s.IntegerField(required=False),
                "code": s.CharField(required=False),
                "quarantine": s.CharField(required=False),
            },
            many=True,
        ),
    },
)
PULL = inline_serializer(
    "Pull",
    {
        "server_time": s.DateTimeField(),
        "epoch": s.CharField(),
        "cursor": s.CharField(),
        "has_more": s.BooleanField(),
        "lease_until": s.DateTimeField(),
        "changes": s.ListField(child=s.JSONField()),
        "commands": s.ListField(child=s.JSONField()),
    },
)
TALLIES = inline_serializer(
    "Tallies", {"batch": s.UUIDField(), "outing": s.CharField(), "items": s.ListField(child=s.JSONField())}
)
TALLIES_ANSWER = inline_serializer("TalliesAnswer", {"verdict": s.ChoiceField(["ok", "duplicate"])})
BUNDLE = inline_serializer("Bundle", {"turf": s.JSONField(), "addresses": s.JSONField(), "doors": s.JSONField()})


def errors(*statuses: int) -> dict[int, Any]:
    """The error answers of a call, for ``extend_schema(responses=…)``."""
    return {status: OpenApiResponse(ERROR, description=WHY[status]) for status in statuses}
