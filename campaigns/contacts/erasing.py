"""A person wants to be forgotten: the contact and the proof of its consent go together (law:P2b, GDPR article 17)."""

from __future__ import annotations

from django.db import transaction

from campaigns.contacts.models import Consent, Contact, ContactQuerySet


@transaction.atomic
def erase(contacts: ContactQuerySet) -> int:
    """Delete these contacts and what proved their consent; how many there were. What stays, such as the keyed hash of
    a number that wants no more texts, is kept by who asks."""
    found = list(contacts.select_for_update().values_list("pk", "consent_id"))
    Contact.objects.filter(pk__in=[contact for contact, _consent in found]).delete()
    Consent.objects.filter(pk__in=[consent for _contact, consent in found]).delete()
    return len(found)
