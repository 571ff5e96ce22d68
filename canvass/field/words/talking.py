"""After a conversation, and keeping in touch with somebody who agrees."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

WORDS: dict[str, Any] = {
    # After a conversation.
    "welcome.title": _("How were you received?"),
    "welcome.favourable": _("Favourable"),
    "welcome.hesitant": _("Hesitant"),
    "welcome.unfavourable": _("Unfavourable"),
    "welcome.note": _("Counted for polling station {number} only. Nothing is tied to this door or to a person."),
    "request.title": _("Any request?"),
    "request.proxy": _("Proxy vote"),
    "request.registration": _("Registration"),
    "request.help": _("Wants to help"),
    "request.host": _("Meeting at home"),
    "request.give": _("Gift"),
    "request.call_back": _("Call back"),
    "topic.title": _("A topic raised?"),
    "topic.logement": _("Housing"),
    "topic.sante": _("Health"),
    "topic.ecole": _("School"),
    "topic.transports": _("Transport"),
    "topic.proprete": _("Cleanliness"),
    "topic.autre": _("Other"),
    # Keeping in touch (law:P2).
    "contact.keep": _("Keep in touch, with their consent"),
    "contact.why": _("Requests are counted without a name. To answer one, the team must be able to reach the person."),
    "contact.title": _("Keep in touch"),
    "contact.where": _("To fill in with the person"),
    "contact.aloud": _("To say:"),
    "contact.quoted": _("“{text}”"),
    "contact.first_name": _("First name"),
    "contact.phone": _("Phone"),
    "contact.email": _("E-mail"),
    "contact.way_missing": _("A phone number or an e-mail is needed."),
    "contact.kept": _(
        "The agreement is dated and kept with the text read. The details leave this phone once the server has them. "
        "Note no one under age."
    ),
    "contact.yes": _("They agree, save"),
    "contact.no": _("They’d rather not"),
    "phone.missing": lambda n: ngettext(
        "{n} digit missing. Example: 06 12 34 56 78.", "{n} digits missing. Example: 06 12 34 56 78.", n
    ),
    "phone.extra": lambda n: ngettext(
        "{n} digit too many. Example: 06 12 34 56 78.", "{n} digits too many. Example: 06 12 34 56 78.", n
    ),
    "phone.unknown": _("This is no phone number. Example: 06 12 34 56 78, or +32… for another country."),
    "email.unknown": _("This is no e-mail address. Example: first.name@example.org."),
    "purpose.title": _("The person agrees to"),
    "purpose.later": _("The possible agreements appear with the number or the e-mail."),
    "purpose.missing": _("Tick what the person agrees to, at least one box."),
    "purpose.call_back": _("A call from the campaign"),
    "purpose.sms_info": _("Text messages from the campaign"),
    "purpose.email_info": _("E-mails from the campaign"),
    "purpose.volunteer": _("Being asked to help or to host a meeting"),
    "purpose.donation_info": _("Information on gifts"),
    "purpose.electronic_targeting": _("Messages that depend on their polling station or their requests"),
    "method.title": _("Agreement given"),
    "method.spoken": _("Aloud"),
    "method.signed": _("In writing"),
    "method.own_phone": _("On their phone"),
    "seal.none": _("This browser cannot protect what is typed here: open the site by https. Nothing is stored."),
}
