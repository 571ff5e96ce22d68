"""Joining without a script: a code, a first name, the leader's nod, and the walk."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.errors import DomainError
from campaigns.people import device_cookie, devices, joining
from campaigns.people.models import Device, JoinRequest
from campaigns.turfs import relaying
from campaigns.turfs.models import Turf
from canvass.field.simple.phones import STATUS, held, plain

AT_THE_FIELD = ("code_unknown", "code_expired", "code_full", "first_name_missing", "too_many_tries")


@require_http_methods(["GET", "HEAD", "POST"])
@plain
def join(request: HttpRequest, code: str = "") -> HttpResponse:
    """``/s/rejoindre/<code>``: opening it changes nothing. Scanned on the leader's screen, one is in at once."""
    code = (request.POST.get("code") or code).strip()[:80].replace("\0", "")
    first_name = request.POST.get("first_name", "")[:80]
    if request.method != "POST":
        return render(request, "field/simple/join.html", {"code": code})
    try:
        made = joining.ask(
            code_text=code, first_name=first_name, network=device_cookie.network_address(request), now=timezone.now()
        )
    except DomainError as refusal:
        if refusal.code not in AT_THE_FIELD:
            raise
        told = {"code": code, "first_name": first_name, "refusal": refusal}
        return render(request, "field/simple/join.html", told, status=STATUS[refusal.code])
    if made.status == JoinRequest.Status.ACCEPTED:
        return _come_in(made)
    return redirect("simple-wait", join=made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@plain
def wait(request: HttpRequest, join: UUID) -> HttpResponse:
    """Asks again by itself until the leader has answered; then one button takes the token, once."""
    knock = get_object_or_404(JoinRequest.objects.select_related("outing__campaign", "code"), pk=join)
    if request.method == "POST":
        return redirect("simple-home") if _is_in(request, knock) else _come_in(knock)
    response = render(request, "field/simple/wait.html", {"knock": knock, "is_in": _is_in(request, knock)})
    return _asking_again(response, 10) if knock.status == JoinRequest.Status.WAITING else response


@require_safe
@held()
def home(request: HttpRequest, device: Device) -> HttpResponse:
    """The areas of this phone; straight into the only one. Asks again by itself while there is none."""
    turfs = list(Turf.objects.held_by(device))
    if len(turfs) == 1:
        return redirect("simple-walk", turf=turfs[0].pk)
    response = render(request, "field/simple/home.html", {"device": device, "turfs": turfs})
    return response if turfs else _asking_again(response, 30)


@require_POST
@held(in_silence=True, after_lease=True)
def leave(request: HttpRequest, device: Device) -> HttpResponse:
    """Nothing is left to walk: the token ends. A phone with the app's key ends it itself, after its last push."""
    if not device.public_key and not Turf.objects.held_by(device).exists():
        devices.hand_back(device, now=timezone.now())
        return device_cookie.take_away(redirect("simple-join-typed"))
    return redirect("simple-home")


def _come_in(knock: JoinRequest) -> HttpResponse:
    now = timezone.now()
    with transaction.atomic():
        device, token = joining.issue_token(knock, now=now)
        relaying.let_in(knock.code, device, now=now)
    response: HttpResponse = device_cookie.give(redirect("simple-home"), device, token)
    return response


def _asking_again(response: HttpResponse, seconds: int) -> HttpResponse:
    """Nothing is typed on a page that waits, so that loading it again takes nothing away."""
    response["Refresh"] = str(seconds)
    return response


def _is_in(request: HttpRequest, knock: JoinRequest) -> bool:
    """The button was tapped twice: this browser already holds the token that the request led to."""
    if knock.device_id is None:
        return False
    hashed = devices.token_hash(request.COOKIES.get(settings.DEVICE_COOKIE, ""))
    return Device.objects.filter(pk=knock.device_id, token_hash=hashed).exists()
