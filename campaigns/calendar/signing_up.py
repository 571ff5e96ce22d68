"""Signing up for an outing, and changing one's mind. No account, no script, one address that is one's own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.calendar import opening
from campaigns.calendar.models import SignUp, SignUpPage
from campaigns.errors import DomainError
from campaigns.people import voting
from campaigns.people.link_codes import new_code
from campaigns.people.models import Outing

LONGEST_NAME = 40


@transaction.atomic
def sign_up(
    page: SignUpPage, outing: Outing, *, id: UUID, first_name: str, phone: str = "", now: datetime
) -> tuple[SignUp, bool]:
    """Note somebody for the outing; whether this is new. ``phone`` in E.164, empty for none; ``id`` of the form.

    The same form sent twice is the one that is there; filled in otherwise, after the browser's way back, it is another.
    Raises DomainError ``first_name_missing``, ``sign_up_closed``, ``outing_over``, ``outing_called_off``,
    ``outing_full`` or ``silence``.
    """
    name = " ".join(first_name.split())[:LONGEST_NAME]
    if not name:
        raise DomainError("first_name_missing", _("Write your first name."))
    locked = Outing.objects.select_for_update(no_key=True).select_related("campaign").get(pk=outing.pk)
    pk = uuid5(id, f"{locked.pk} {name} {phone}")
    there = SignUp.objects.filter(pk=pk).first()
    if there is not None and there.cancelled_at is None:
        return there, False
    _check(page, locked, now)
    if there is not None:
        return _come_after_all(there), True
    made = SignUp.objects.create(
        id=pk,
        campaign=locked.campaign,
        outing=locked,
        first_name=name,
        phone=phone,
        code=new_code(),
        text_code=new_code() if phone else None,
        created_at=now,
    )
    return made, True


@transaction.atomic
def come_again(sign_up: SignUp, *, now: datetime) -> SignUp:
    """Take a cancellation back, if there is still room. Raises what signing up raises."""
    locked = Outing.objects.select_for_update(no_key=True).select_related("campaign").get(pk=sign_up.outing_id)
    row = SignUp.objects.select_for_update().get(pk=sign_up.pk)
    if row.cancelled_at is None:
        return row
    page = opening.page_of(locked)
    if page is None:
        raise DomainError("sign_up_closed", _("One cannot sign up for this outing any more."))
    _check(page, locked, now)
    return _come_after_all(row)


def cancel(sign_up: SignUp, *, now: datetime) -> bool:
    """They do not come; False when that was known. Possible until the outing ends, whatever became of the page."""
    coming = SignUp.objects.filter(pk=sign_up.pk, cancelled_at=None, outing__ends_at__gt=now)
    return bool(coming.update(cancelled_at=now, changes=F("changes") + 1))


def tick(sign_up: SignUp, *, came: bool, now: datetime) -> None:
    """A leader saw them, or takes that back."""
    SignUp.objects.filter(pk=sign_up.pk).update(came_at=now if came else None)


def _come_after_all(row: SignUp) -> SignUp:
    row.cancelled_at, row.changes = None, row.changes + 1
    row.save(update_fields=["cancelled_at", "changes"])
    return row


def _check(page: SignUpPage, outing: Outing, now: datetime) -> None:
    if hasattr(outing, "called_off"):
        raise DomainError("outing_called_off", _("This outing has been called off."))
    if outing.closed_at is not None or outing.campaign.closed_at is not None or outing.ends_at <= now:
        raise DomainError("outing_over", _("This outing is over."))
    if page.closed_at is not None:
        raise DomainError("sign_up_closed", _("One cannot sign up for this outing any more."))
    if voting.touches_silence(outing.campaign, outing.starts_at, outing.ends_at):
        raise DomainError("silence", _("The law wants no campaign on this day: the outing does not take place."))
    if page.seats is not None and SignUp.objects.filter(outing=outing).coming().people() >= page.seats:
        raise DomainError("outing_full", _("This outing is full."))
