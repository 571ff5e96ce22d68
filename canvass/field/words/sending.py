"""The end of a shift, handing over, and what still waits to be sent."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

WORDS: dict[str, Any] = {
    # The end of a shift.
    "end.heading": _("End of the walk"),
    "end.title": lambda n: ngettext("{n} door in {span}", "{n} doors in {span}", n),
    "end.none": _("No door yet today"),
    "end.ready": _("{name}, your area is ready."),
    "end.thanks": _("Thank you {name}."),
    "end.opened": lambda n: ngettext(
        "{n} door of the {knocked} knocked on opened.", "{n} doors of the {knocked} knocked on opened.", n
    ),
    "end.left": _("Doors left to see"),
    "end.unsent": _("Visits not sent yet"),
    "end.finish": _("Finish and hand back"),
    "end.question": _("Hand back {name}?"),
    "end.what": lambda n: ngettext(
        "The doors leave this phone once everything is sent. {n} visit waits.",
        "The doors leave this phone once everything is sent. {n} visits wait.",
        n,
    ),
    "end.waiting": lambda n: ngettext(
        "{n} visit still to send. Keep the app until it is sent.",
        "{n} visits still to send. Keep the app until they are sent.",
        n,
    ),
    "end.relay": lambda n: ngettext("Hand over, {n} door left", "Hand over, {n} doors left", n),
    "end.keep": lambda n: ngettext(
        "{n} visit is on this phone only. Keep the app until it is sent.",
        "{n} visits are on this phone only. Keep the app until they are sent.",
        n,
    ),
    "end.come_back": _("Doors to come back to"),
    "end.contacts": _("Contacts left with agreement"),
    # Handing over to another phone.
    "relay.title": _("Hand over"),
    "relay.opening": _("A code is being made."),
    "relay.how": lambda n: ngettext(
        "The person who takes over scans this code with their phone and gets the {n} door left.",
        "The person who takes over scans this code with their phone and gets the {n} doors left.",
        n,
    ),
    "relay.qr": _("QR code to take over this walk"),
    "relay.typed": _("Without a camera: open {address} and type these words. Your team leader then accepts."),
    "relay.until": _("Good until {time}, for one phone. You keep your doors until then."),
    "relay.asked": _("{name} is coming in. Keep this screen open."),
    "relay.taken": _("{name} took over. Thank you."),
    "relay.over": _("This code is over: ten minutes have passed, or it was taken back."),
    "relay.again": _("Show another code"),
    "relay.stop": _("Cancel the handover"),
    "relay.offline": _(
        "Handing over needs network, on both phones. Without it the person asks your team leader for the area’s QR, "
        "and you hand back: your visits leave as soon as they can."
    ),
    "relay.outing_over": _("The outing is over: hand the area back instead."),
    "relay.turf_not_held": _("This area is no longer yours to hand over. Your visits are kept."),
    # The last resort.
    "rescue.stuck": _("No network for long, or the server does not answer?"),
    "rescue.if_stuck": _("If it still does not leave:"),
    "rescue.what": _(
        "A file that only your campaign’s server can read. Give it to headquarters, who import it. Your visits also "
        "stay here; none is counted twice."
    ),
    "rescue.save": _("Save a rescue file"),
    "rescue.saved": lambda n: ngettext(
        "File saved among this phone’s downloads, with {n} visit.",
        "File saved among this phone’s downloads, with {n} visits.",
        n,
    ),
    "rescue.failed": _("The file could not be made on this phone. Nothing is lost: your visits are still here."),
    # Sending.
    "sync.ok": _("Up to date"),
    "sync.pending": lambda n: ngettext("{n} to send", "{n} to send", n),
    "sync.sending": _("Sending…"),
    "sync.offline_short": _("Offline"),
    "sync.offline": _("Offline. Carry on: your visits stay on this phone."),
    "sync.refused_short": lambda n: ngettext("{n} refused", "{n} refused", n),
    "sync.revoked": _("Access ended"),
    "storage.full": _("This phone is full. Send your visits before going on."),
    "storage.little": _("Little room is left on this phone. Free some before the walk: photos or videos, for example."),
    "storage.failed": _("This visit could not be stored. Nothing before it is lost: try again."),
    "evicted.back": _(
        "This phone erased the app’s data, as happens when room is short. Your walk came back from the server with "
        "everything sent. What had not left yet is lost: look at the last doors again."
    ),
    "evicted.lost": lambda n: ngettext(
        "This phone erased the app’s data, as happens when room is short. Your walk came back from the server, but at "
        "least {n} visit had not left yet and is lost: look at the last doors again.",
        "This phone erased the app’s data, as happens when room is short. Your walk came back from the server, but at "
        "least {n} visits had not left yet and are lost: look at the last doors again.",
        n,
    ),
    "evicted.offline": _(
        "This phone erased the app’s data, as happens when room is short. What was sent is safe on the server. What "
        "you note now is kept and leaves as soon as there is network."
    ),
    "evicted.unknown": _(
        "This phone erased the app’s data, as happens when room is short. What was sent is safe on the server. Join "
        "again with a code of the day."
    ),
    "outbox.title": _("To send"),
    "outbox.count": lambda n: ngettext("{n} waiting", "{n} waiting", n),
    "outbox.send": _("Send now"),
    "outbox.send_short": _("Send"),
    "outbox.empty": _("Everything is sent: your visits are on the server."),
    "outbox.keep": _("These are on this phone only. They leave by themselves as soon as there is network."),
    "outbox.unknown_phone": _(
        "The server no longer knows this phone. Join again with a code of the day: what waits is kept and sent then."
    ),
    "outbox.waiting": _("Waiting"),
    "outbox.refused": _("Set aside by the server"),
    "outbox.more": lambda n: ngettext("and {n} more", "and {n} more", n),
    "outbox.undone": _("Undone"),
    "outbox.other": _("Something else noted on the way"),
    "outbox.tried": _("Last try at {time}."),
    "outbox.next": _("Next try at {time}, or as soon as there is network."),
    "outbox.soon": _("Next try within a minute."),
    "outbox.read": _("I have read it"),
    "event.walk.started": _("Walk started"),
    "event.walk.handed_back": _("Area handed back"),
    "event.walk.handed_over": _("Area handed over"),
    "event.door.added": _("Door added"),
    "event.door.renamed": _("Door renamed"),
    "event.floor.added": _("Floor added"),
    "event.staircase.added": _("Staircase added"),
    "event.doors.estimated": _("Number of doors"),
    "event.floor.no_access": _("Floor without access"),
    "event.building.do_not_knock": _("Do not knock in this building"),
    "event.leaflets.left": _("Leaflets left"),
    "event.contact.consented": _("Contact with agreement"),
    "event.access.noted": _("Practical note"),
    "refused.id_reused": _(
        "The server already holds another visit under this number. Both are kept and your team leader decides. Nothing "
        "to do here."
    ),
    "refused.turf_not_assigned": _(
        "This area is not assigned to this phone. The visit is kept. Tell your team leader, who can give you the area "
        "and take it again."
    ),
    "refused.unknown_door": _(
        "The server does not know this door in this area, which may have been cut again. The visit is kept. Tell your "
        "team leader which door it is."
    ),
    "refused.schema_too_new": _(
        "This app is newer than the server. The visit is kept and counts by itself after the server’s update. Nothing "
        "to do here."
    ),
    "refused.invalid": _(
        "The server could not read this. It is kept as it is. Tell your team leader, who can look at it."
    ),
    "refused.campaign_closed": _(
        "The campaign is closed. The visit is kept for headquarters. You can stop ringing: thank you."
    ),
    "refused.unreadable": _(
        "This phone could no longer read what was typed: part of its memory was cleared. "
        "Ask the person again if you can."
    ),
    "locked.title": _("This walk is closed"),
    "locked.lease": lambda n: ngettext(
        "The outing is over: its doors have left this phone. {n} visit still to send.",
        "The outing is over: its doors have left this phone. {n} visits still to send.",
        n,
    ),
    "locked.revoked": _("Your team leader ended this phone’s access. Its visits were sent, its doors are erased."),
    "locked.sealing": lambda n: ngettext(
        "Your team leader ended this phone’s access. Its doors are erased; {n} visit still to send.",
        "Your team leader ended this phone’s access. Its doors are erased; {n} visits still to send.",
        n,
    ),
}
