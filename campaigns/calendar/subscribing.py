"""A member's own calendar: an address that only they know, that they can change, and that ends with their place in the
campaign."""

from __future__ import annotations

from django.core import signing
from django.db.models import F

from campaigns.people.models import Membership

SALT = "member-calendar"


def token_of(member: Membership) -> str:
    """What stands in the address; it dies with the site's secret key, and when the member asks for another."""
    return signing.dumps([member.pk, member.calendar_number], salt=SALT)


def change(member: Membership) -> None:
    """Their address is another from now on: whoever has the one before reads nothing any more."""
    Membership.objects.filter(pk=member.pk).update(calendar_number=F("calendar_number") + 1)


def member_of(token: str) -> Membership | None:
    """Whose calendar it is; None for a token that is not of our making, that was changed, or whose member has no role
    left or may not sign in any more."""
    try:
        pk, number = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    members = Membership.objects.select_related("campaign").exclude(roles=[])
    return members.filter(pk=pk, calendar_number=number, user__is_active=True).first()
