"""A member's own calendar: an address that only they know, and that ends with their place in the campaign."""

from __future__ import annotations

from django.core import signing

from campaigns.people.models import Membership

SALT = "member-calendar"


def token_of(member: Membership) -> str:
    """What stands in the address; it dies with the site's secret key."""
    return signing.dumps(member.pk, salt=SALT)


def member_of(token: str) -> Membership | None:
    """Whose calendar it is; None for a token that is not of our making, or whose member has no role left."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Membership.objects.select_related("campaign").exclude(roles=[]).filter(pk=pk).first()
