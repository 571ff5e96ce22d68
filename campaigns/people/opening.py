"""How a campaign begins, and how people are given a place in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Campaign, ChangeCounter, Membership, User
from campaigns.people.roles import Role


@transaction.atomic
def open_campaign(*, slug: str, name: str, final_round_date: date, admin_email: str, admin_name: str) -> Membership:
    """A new campaign with its first member, who manages and administers it.

    Raises DomainError ``campaign_exists``.
    """
    if Campaign.objects.filter(slug=slug).exists():
        raise DomainError("campaign_exists", _("There is already a campaign “%(slug)s”.") % {"slug": slug})
    campaign = Campaign.objects.create(slug=slug, name=name, final_round_date=final_round_date)
    ChangeCounter.objects.create(campaign=campaign)
    return give_place(campaign, email=admin_email, name=admin_name, roles=[Role.HQ_MANAGE, Role.ADMIN])


def give_place(campaign: Campaign, *, email: str, name: str, roles: Sequence[Role], phone: str = "") -> Membership:
    """Make this person a member with these roles; an account is made for an unknown address, without a password.
    ``phone``: in E.164.

    Raises DomainError ``already_member`` or ``no_role``.
    """
    if not roles:
        raise DomainError("no_role", _("Choose at least one role."))
    user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email, name=name)
    try:
        with transaction.atomic():
            given = [role.value for role in roles]
            return Membership.objects.create(campaign=campaign, user=user, roles=given, phone=phone)
    except IntegrityError as error:
        raise DomainError("already_member", _("This person is already a member of the campaign.")) from error


def change_roles(member: Membership, roles: Sequence[Role], *, by: Membership) -> None:
    """Replace the roles; effective at the next request. Without any role the person loses access.

    Raises DomainError ``last_administration``: a campaign that nobody administers could not be mended.
    """
    with transaction.atomic():
        # Locked together, so that two administrations cannot each remove the other.
        rows = Membership.objects.select_for_update().filter(campaign_id=by.campaign_id, roles__contains=[Role.ADMIN])
        others = [row for row in rows if row.pk != member.pk]
        if Role.ADMIN not in roles and not others:
            raise DomainError("last_administration", _("Somebody must keep the administration of the campaign."))
        Membership.objects.filter(pk=member.pk, campaign_id=by.campaign_id).update(roles=[role.value for role in roles])
