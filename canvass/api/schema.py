"""Tells the schema how a phone authenticates."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension


class DeviceCookie(OpenApiAuthenticationExtension):
    target_class = "canvass.api.phone.DeviceToken"
    name = "deviceCookie"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.DEVICE_COOKIE}


class RevokedDeviceCookie(DeviceCookie):
    """The same cookie, of a phone that was taken off; the schema wants another name for another rule."""

    target_class = "canvass.api.phone.RevokedToken"
    name = "revokedDeviceCookie"
