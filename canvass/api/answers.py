"""What the schema says of the JSON that travels: bodies and answers, as ``shapes`` and the views write them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.drainage import set_override
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema_field,
    inline_serializer,
)
from rest_framework import serializers as s

from campaigns.doors.models import DoorState
from campaigns.visits.models import Welcome


def _one_of(*values: str) -> s.ChoiceField:
    """These values, written where they stand: a choice of its own would want a name in the schema."""
    field = s.ChoiceField(values)
    set_override(field, "field", {"type": "string", "enum": list(values)})
    return field


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
        "seq_high": s.IntegerField(
            help_text="The highest number that this phone told of, for one that lost its store."
        ),
        "seq_acked": s.IntegerField(),
        "rescue_key": s.CharField(help_text="What its rescue file is sealed for: a point of P-256, base64."),
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


@extend_schema_field({"description": "An object, or the raw text of one the server could not read otherwise."})
class Event(s.JSONField):
    """Checked event by event: a bad one has its verdict and does not make the batch a bad one."""


PUSH = inline_serializer(
    "Push",
    {
        "schema": s.IntegerField(required=False),
        "epoch": s.CharField(required=False),
        "sent_at": s.DateTimeField(),
        "mono_ms": s.IntegerField(required=False, allow_null=True, min_value=0, max_value=2**53 - 1),
        "seq_high": s.IntegerField(min_value=0, max_value=2**53 - 1),
        "events": s.ListField(child=Event(), max_length=500),
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
LAST = inline_serializer(
    "LastVisit",
    {
        "at": s.DateTimeField(),
        "by": s.CharField(),
        "count": s.IntegerField(),
        "come_back_at": s.CharField(required=False),
    },
    allow_null=True,
)
NOTE: dict[str, s.Field[Any, Any, Any, Any]] = {"id": s.UUIDField(), "kind": s.CharField(), "text": s.CharField()}
DOOR: dict[str, s.Field[Any, Any, Any, Any]] = {
    "id": s.CharField(),
    "address": s.IntegerField(),
    "staircase": s.CharField(),
    "floor": s.IntegerField(allow_null=True),
    "name": s.CharField(),
    "rank": s.IntegerField(),
    "state": s.ChoiceField(DoorState.values),
    "last": LAST,
    "floor_id": s.UUIDField(required=False),
    "estimated": s.BooleanField(required=False),
}
BUILDING: dict[str, s.Field[Any, Any, Any, Any]] = {
    "address": s.IntegerField(),
    "intercom": s.IntegerField(allow_null=True),
    "do_not_knock": s.BooleanField(),
    "staircases": inline_serializer(
        "Staircase",
        {
            "id": s.UUIDField(),
            "name": s.CharField(),
            "rank": s.IntegerField(),
            "floors": inline_serializer("Floor", {"id": s.UUIDField(), "level": s.IntegerField()}, many=True),
        },
        many=True,
    ),
}
CHANGE = PolymorphicProxySerializer(
    component_name="Change",
    serializers=[
        inline_serializer("ChangedDoor", {"kind": _one_of("door")} | DOOR),
        inline_serializer("RemovedDoor", {"kind": _one_of("door"), "id": s.UUIDField(), "deleted": s.BooleanField()}),
        inline_serializer("ChangedBuilding", {"kind": _one_of("building")} | BUILDING),
        inline_serializer(
            "ChangedTurf",
            {
                "kind": _one_of("turf"),
                "id": s.CharField(),
                "state": s.CharField(),
                "version": s.IntegerField(),
            },
        ),
        inline_serializer(
            "NewNote",
            {
                "kind": _one_of("note"),
                "address": s.IntegerField(),
                "note": inline_serializer("PulledNote", NOTE),
            },
        ),
    ],
    resource_type_field_name=None,
    many=True,
)
PULL = inline_serializer(
    "Pull",
    {
        "server_time": s.DateTimeField(),
        "epoch": s.CharField(),
        "cursor": s.CharField(),
        "has_more": s.BooleanField(),
        "lease_until": s.DateTimeField(),
        "changes": CHANGE,
        "commands": inline_serializer(
            "Command",
            {
                "command": s.ChoiceField(["wipe_turf", "update_app", "show_message"]),
                "turf": s.CharField(required=False),
                "text": s.CharField(required=False),
            },
            many=True,
        ),
    },
)
PULL_PARAMETERS = [
    OpenApiParameter("cursor", str, required=True, description="From the bundle, then from the last pull."),
    OpenApiParameter(
        "turf", str, many=True, description="t-12:4 for version 4 of turf 12; another version is a reset."
    ),
    OpenApiParameter("schema", str, description="The schema of events that the phone writes."),
]


@extend_schema_field({"type": "array", "items": {"type": "array"}})
class Drawn(s.JSONField):
    """Lines as whole numbers: the first place from the origin, each other from the one before."""


TOLD_OF_RELAY: dict[str, s.Field[Any, Any, Any, Any]] = {
    "server_time": s.DateTimeField(),
    "state": _one_of("open", "asked", "taken", "over"),
    "name": s.CharField(allow_blank=True, help_text="The first name of whoever asked or took."),
    "expires_at": s.DateTimeField(),
}
RELAY = inline_serializer("Relay", TOLD_OF_RELAY)
RELAY_CODE = inline_serializer(
    "RelayCode", TOLD_OF_RELAY | {"words": s.CharField(), "qr": s.ListField(child=s.CharField())}
)
TALLIES = inline_serializer(
    "Tallies",
    {
        "batch": s.UUIDField(),
        "outing": s.CharField(),
        "items": s.ListField(
            child=inline_serializer(
                "Tally",
                {
                    "station": s.CharField(),
                    "welcome": s.ChoiceField(Welcome.values, required=False),
                    "topic": s.CharField(required=False, max_length=40),
                    "n": s.IntegerField(min_value=-200, max_value=200),
                },
            ),
            min_length=1,
            max_length=500,
        ),
    },
)
TALLIES_ANSWER = inline_serializer("TalliesAnswer", {"verdict": s.ChoiceField(["ok", "duplicate"])})
BUNDLE = inline_serializer(
    "Bundle",
    {
        "server_time": s.DateTimeField(),
        "epoch": s.CharField(),
        "cursor": s.CharField(),
        "lease_until": s.DateTimeField(),
        "campaign": inline_serializer(
            "WalkCampaign",
            {
                "id": s.CharField(),
                "name": s.CharField(),
                "time_zone": s.CharField(),
                "silence": s.ListField(child=s.DictField(child=s.DateTimeField())),
                "script": s.JSONField(),
                "consent_texts": inline_serializer(
                    "ConsentText",
                    {"language": s.CharField(), "version": s.CharField(), "text": s.CharField()},
                    many=True,
                ),
                "topics": s.ListField(child=s.CharField()),
            },
        ),
        "turf": inline_serializer(
            "WalkTurf",
            {
                "id": s.CharField(),
                "number": s.IntegerField(),
                "name": s.CharField(),
                "version": s.IntegerField(),
                "state": s.CharField(),
                "minutes": s.FloatField(),
                "doors": s.IntegerField(),
                "outing": OUTING,
                "team": s.CharField(allow_null=True),
                "map": inline_serializer(
                    "WalkMap",
                    {
                        "source": s.ChoiceField(["osm", "demo", ""]),
                        "origin": s.ListField(child=s.IntegerField(), min_length=2, max_length=2),
                        "streets": Drawn(help_text="[name, width, [line, …]]"),
                        "areas": Drawn(help_text="[kind, [ring, …]]"),
                    },
                ),
            },
        ),
        "stations": inline_serializer(
            "WalkStation", {"id": s.CharField(), "number": s.CharField(), "name": s.CharField()}, many=True
        ),
        "addresses": inline_serializer(
            "WalkAddress",
            {
                "id": s.IntegerField(),
                "position": s.IntegerField(),
                "street": s.CharField(),
                "numbering": s.CharField(),
                "side": s.ChoiceField(["odd", "even", "none"]),
                "label": s.CharField(),
                "lon": s.FloatField(allow_null=True),
                "lat": s.FloatField(allow_null=True),
                "station": s.CharField(allow_null=True),
                "estimated": s.BooleanField(),
                "unknown": s.BooleanField(),
                "notes": inline_serializer("WalkNote", NOTE, many=True),
            },
            many=True,
        ),
        "buildings": inline_serializer("WalkBuilding", BUILDING, many=True),
        "doors": inline_serializer("WalkDoor", DOOR, many=True),
    },
)
