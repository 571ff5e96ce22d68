"""How a phone enters an outing: a code, a first name, and the leader's nod.

Scanning the QR on the leader's screen proves standing there, because part of it changes every ten minutes: accepted
at once. A printed QR or a typed code reaches « À placer », where the leader decides. Codes fix campaign, outing and
team; nothing about them is secret enough to open more than that.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people import devices, join_tries, join_words, voting
from campaigns.people.models import Device, JoinCode, JoinRequest, Membership, Outing, Team

ROTATION = timedelta(minutes=10)
CODE_LIFE = timedelta(hours=12)
USES_PER_CODE = 20
FIRST_NAME_LENGTH = 40


def open_code(
    *,
    outing: Outing,
    team: Team | None = None,
    now: datetime,
    max_uses: int = USES_PER_CODE,
    until: datetime | None = None,
) -> JoinCode:
    """A new code for the outing, valid until its end, and twelve hours at most once it has begun; ``until``: less."""
    ends_at = max(min(outing.ends_at, max(now, outing.starts_at) + CODE_LIFE), now)
    return JoinCode.objects.create(
        campaign_id=outing.campaign_id,
        outing=outing,
        team=team,
        secret=secrets.token_urlsafe(16),
        words=_free_words(),
        max_uses=max_uses,
        expires_at=min(ends_at, until or ends_at),
    )


def code_in_use(outing: Outing, *, now: datetime) -> JoinCode | None:
    """The outing's code that still lets people in; None when it is used up, over or was never opened."""
    return JoinCode.objects.usable(now).filter(outing=outing, team=None, turf=None, relay=None).order_by("pk").last()


def code_for(outing: Outing, *, now: datetime) -> JoinCode:
    """The code in use for the outing; a new one when none is left."""
    return code_in_use(outing, now=now) or open_code(outing=outing, now=now)


def is_open(code: JoinCode, *, now: datetime) -> bool:
    """Whether the code still lets somebody in."""
    return JoinCode.objects.usable(now).filter(pk=code.pk).exists()


def qr_path(code: JoinCode, now: datetime) -> str:
    """The path behind the QR on the leader's screen; it proves presence for ten to twenty minutes."""
    return f"/r/{code.secret}~{_proof(code, _window(now))}"


def printed_path(code: JoinCode) -> str:
    """The path behind a printed QR: the same as typing the words."""
    return f"/r/{code.words}"


def find(code_text: str, *, network: str, now: datetime) -> tuple[JoinCode, bool]:
    """The code meant, and whether it was scanned face to face.

    ``network``: the address that asks; whatever is not the secret of a QR counts as a typed code. Raises TooManyTries,
    or DomainError ``code_unknown`` or ``code_expired``.
    """
    codes = JoinCode.objects.select_related("campaign", "outing__meeting_point", "team")
    secret, _tilde, proof = code_text.partition("~")
    code = codes.filter(secret=secret).first()
    if code is None:
        join_tries.note(network, now=now)
        code = codes.filter(words=join_words.normalise(code_text)).first()
        proof = ""
    if code is None:
        raise DomainError("code_unknown", _("This code is not known. Check it with your team leader."))
    if code.revoked_at or code.expires_at <= now or code.outing.closed_at or code.campaign.closed_at:
        raise DomainError("code_expired", _("This code has expired. Ask your team leader for today's QR."))
    told = proof.encode(errors="replace")  # whoever made it up may have written anything
    fresh = any(hmac.compare_digest(told, _proof(code, _window(now) - age).encode()) for age in (0, 1))
    return code, fresh


def ask(*, code_text: str, first_name: str, phone: str = "", network: str = "", now: datetime) -> JoinRequest:
    """Knock with a code and a first name. Accepted at once when scanned face to face, else waiting for the leader.

    Raises TooManyTries, or DomainError ``code_unknown``, ``code_expired``, ``code_full``, ``silence`` or
    ``first_name_missing``.
    """
    first_name = " ".join(first_name.split())[:FIRST_NAME_LENGTH]
    if not first_name:
        raise DomainError("first_name_missing", _("Write your first name."))
    code, fresh = find(code_text, network=network, now=now)
    voting.refuse_in_silence(code.campaign, now=now)
    # Check and count in one statement: two phones cannot share the last use.
    if not JoinCode.objects.filter(pk=code.pk, uses__lt=F("max_uses")).update(uses=F("uses") + 1):
        raise DomainError("code_full", _("This code has been used by everyone it was meant for. Ask for a new one."))
    status = JoinRequest.Status.ACCEPTED if fresh else JoinRequest.Status.WAITING
    return JoinRequest.objects.create(
        campaign_id=code.campaign_id,
        code=code,
        outing_id=code.outing_id,
        first_name=first_name,
        phone=phone,
        status=status,
        decided_at=now if fresh else None,
    )


def accept(request: JoinRequest, *, by: Membership, now: datetime) -> None:
    """The leader lets the person in. Raises DomainError ``already_decided``."""
    _decide(request, JoinRequest.Status.ACCEPTED, by=by, now=now)


def refuse(request: JoinRequest, *, by: Membership, now: datetime) -> None:
    """The leader does not know this person. Raises DomainError ``already_decided``."""
    _decide(request, JoinRequest.Status.REFUSED, by=by, now=now)


@transaction.atomic
def issue_token(
    request: JoinRequest, *, public_key: str = "", numbered_from: int = 1, now: datetime
) -> tuple[Device, str]:
    """Make the phone's device and its token, once.

    Raises DomainError ``not_accepted``, ``token_taken`` or ``silence``.
    """
    rows = JoinRequest.objects.select_for_update(of=("self",)).select_related("code", "outing", "campaign")
    locked = rows.get(pk=request.pk)
    voting.refuse_in_silence(locked.campaign, now=now)
    if locked.device_id is not None:
        raise DomainError("token_taken", _("This request has already been used. Scan the QR again."))
    if locked.status != JoinRequest.Status.ACCEPTED:
        raise DomainError("not_accepted", _("Your team leader has not accepted you yet."))
    device, token = devices.register(
        outing=locked.outing,
        team_id=locked.code.team_id,
        first_name=locked.first_name,
        phone=locked.phone,
        public_key=public_key,
        numbered_from=numbered_from,
        now=now,
    )
    JoinRequest.objects.filter(pk=locked.pk).update(device=device)
    return device, token


def _decide(request: JoinRequest, status: JoinRequest.Status, *, by: Membership, now: datetime) -> None:
    waiting = JoinRequest.objects.filter(pk=request.pk, status=JoinRequest.Status.WAITING)
    if not waiting.update(status=status, decided_by=by, decided_at=now):
        raise DomainError("already_decided", _("Somebody has already answered this request."))
    request.refresh_from_db()


def _free_words() -> str:
    while JoinCode.objects.filter(words=(words := join_words.new_code())).exists():
        pass
    return words


def _window(now: datetime) -> int:
    return int(now.timestamp() // ROTATION.total_seconds())


def _proof(code: JoinCode, window: int) -> str:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"join:{code.secret}:{window}".encode(), hashlib.sha256).hexdigest()[:16]
