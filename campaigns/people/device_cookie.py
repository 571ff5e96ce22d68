"""The cookie that a phone is known by, the same for the app and for the plain pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from campaigns.people.models import Device

WIPE = '"cache", "storage"'  # Clear-Site-Data, once nothing more may come from the phone


def give(response: Any, device: Device, token: str) -> Any:
    """Set the device cookie, which no script can read."""
    response.set_cookie(
        settings.DEVICE_COOKIE,
        token,
        expires=device.token_expires_at,
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Strict",
    )
    return response


def take_away(response: Any) -> Any:
    """End the cookie and ask the browser to forget whatever it stored for this site."""
    response["Clear-Site-Data"] = WIPE
    response.delete_cookie(settings.DEVICE_COOKIE, samesite="Strict")
    if settings.PRODUCTION:
        response.cookies[settings.DEVICE_COOKIE]["secure"] = True  # a __Host- cookie is not even deleted without it
    return response


def network_address(request: HttpRequest | Any) -> str:
    """Who calls, as far as the network knows: behind our proxy the address that the proxy itself saw."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
