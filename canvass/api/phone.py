"""Who calls: the phone behind the cookie, and the header that another site cannot send."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from campaigns.people import devices
from campaigns.people.models import Device
from canvass.api.errors import Refusal
from canvass.api.schema import CallSchema

SAFE = {"GET", "HEAD"}
Answer = TypeVar("Answer")


class OnlyJson(BaseContentNegotiation):
    """Every answer is JSON, whatever is asked for; bodies are read by ``reading``."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> None:
        return None

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        (json,) = renderers
        return json, str(json.media_type)


def first(ask: Callable[[], Answer]) -> Answer:
    """What the first question of a call is answered. It tells by itself whether the connection still lives, so that
    nothing is asked before it; where it does not, it is asked again on a new one."""
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return ask()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return ask()


class DeviceToken(BaseAuthentication):
    """Reads the device cookie; ``request.auth`` is then the Device. No session, no user."""

    def authenticate(self, request: Request) -> tuple[None, Device]:
        token = request.COOKIES.get(settings.DEVICE_COOKIE, "")
        return None, first(lambda: devices.authenticate(token, now=timezone.now()))

    def authenticate_header(self, request: Request) -> str:
        return "Cookie"


class RevokedToken(DeviceToken):
    """The same cookie, of a phone that was taken off: good for its one sealed push."""

    def authenticate(self, request: Request) -> tuple[None, Device]:
        return None, devices.authenticate_revoked(request.COOKIES.get(settings.DEVICE_COOKIE, ""))


class OpenView(APIView):
    """A call that needs no phone yet. Unsafe ones need ``X-Canvass``, which another site's form cannot send."""

    authentication_classes: list[type[BaseAuthentication]] = []
    content_negotiation_class = OnlyJson
    schema = CallSchema()
    http_method_names = ["get", "head", "post"]

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        if str(request.method).lower() not in self.http_method_names or not hasattr(self, str(request.method).lower()):
            raise MethodNotAllowed(str(request.method))
        if request.method not in SAFE and request.headers.get("X-Canvass") != "1":
            raise Refusal("header_missing", _("The header X-Canvass is missing."))
        super().initial(request, *args, **kwargs)


class PhoneView(OpenView):
    """A call of a phone that has joined."""

    authentication_classes = [DeviceToken]

    @property
    def device(self) -> Device:
        device = self.request.auth
        if not isinstance(device, Device):
            raise Refusal("device_unknown", _("This phone is not known here. Join the outing again."))
        return device
