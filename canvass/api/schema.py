"""Tells the schema how a phone authenticates, and which header no other site can send."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

HEADER = OpenApiParameter(
    "X-Canvass", str, OpenApiParameter.HEADER, required=True, enum=["1"], description="No form of another site has it."
)


class CallSchema(AutoSchema):
    def get_override_parameters(self) -> list[Any]:
        declared = list(super().get_override_parameters())
        return [*declared, HEADER] if self.method == "POST" else declared


class DeviceCookie(OpenApiAuthenticationExtension):
    target_class = "canvass.api.phone.DeviceToken"
    name = "deviceCookie"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.DEVICE_COOKIE}


class RevokedDeviceCookie(DeviceCookie):
    """The same cookie, of a phone that was taken off; the schema wants another name for another rule."""

    target_class = "canvass.api.phone.RevokedToken"
    name = "revokedDeviceCookie"
