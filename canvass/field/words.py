"""Every word of the phone app, by the key its modules use. The app gets them as one JSON per language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

Plural = Callable[[int], str]

# {name} is filled in by the phone; ^e^ marks raised letters.
WORDS: dict[str, Any] = {
    # What happened at a door (UX, section 7).
    "outcome.todo": _("To see"),
    "outcome.not_home": _("Not home"),
    "outcome.conversation": _("Conversation"),
    "outcome.refused": _("Refused"),
    "outcome.come_back": _("Come back"),
    "outcome.come_back_at": _("Come back, {moment}"),
    "moment.daytime": _("In the daytime"),
    "moment.evening": _("In the evening"),
    "moment.weekend": _("At the weekend"),
    "outcome.no_access": _("No access"),
    "outcome.do_not_knock": _("Do not knock"),
    "pad.label": _("What happened at this door"),
    "toast.door": _("{door}: "),
    "toast.undone": _("{door}: undone, to see again"),
    "toast.contact": _("Conversation, contact noted"),
    "toast.undone_contact": _("{door}: undone, to see again. The contact stays, as the person agreed."),
    # Buttons found on many screens.
    "action.undo": _("Undo"),
    "action.back": _("Back"),
    "action.close": _("Close"),
    "action.stay": _("Not now"),
    "action.save": _("Save"),
    "action.save_next": _("Save, next door"),
    "tab.label": _("Walk"),
    "tab.doors": _("Doors"),
    "tab.map": _("Map"),
    "tab.script": _("Script"),
    "tab.end": _("Summary"),
    # The ⋮ menu.
    "menu.open": _("Menu"),
    "menu.label": _("Options"),
    "menu.language": _("Language"),
    "menu.theme": _("Appearance"),
    "theme.system": _("System"),
    "theme.light": _("Light"),
    "theme.dark": _("Dark"),
    "update.do": _("Update the app"),
    "install.do": _("Install"),
    "install.no": _("Later"),
    "install.why": _("Install the app: it opens faster and your visits are safer on this phone."),
    "install.apple": _("On iPhone, use Share, then “Add to Home Screen”: the system may otherwise clear your visits."),
    # Joining.
    "join.title": _("Join the walk"),
    "join.intro": _("Your first name is enough."),
    "join.intro_code": _("Type the code your team leader gave you."),
    "join.code": _("Code of the day"),
    "join.code_hint": _("Two words and digits, for example MOULIN-42-…"),
    "join.first_name": _("Your first name"),
    "join.enter": _("Join"),
    "join.notice": _("A first name is enough. Only your campaign team sees it; it is erased after the election."),
    "join.code_missing": _("Type the code of the day."),
    "join.name_missing": _("Write your first name."),
    "join.code_unknown": _("This code is not known. Check it with your team leader."),
    "join.code_expired": _("This code has expired. Ask your team leader for today’s QR."),
    "join.code_full": _("This code has been used by everyone it was meant for. Ask for a new one."),
    "join.too_many_tries": _("Too many tries. Wait a minute, then type the code again."),
    "join.token_taken": _("This request has already been used. Scan the QR again."),
    "join.other_campaign": _(
        "This phone still holds visits of another campaign. Join with a code of that campaign, so that they are sent."
    ),
    "join.refused": _("Your team leader did not accept this request. Talk to them, then type the code again."),
    "join.offline": _("No network. Joining needs it once; afterwards everything works offline."),
    "join.failed": _("The server did not answer as expected. Nothing is lost: try again."),
    "join.waiting": _("Your team leader is being asked"),
    "join.waiting_note": _("Stay on this page: it goes on by itself."),
    "join.other_code": _("Use another code"),
    "join.no_turf": _("You are in. Your area is coming"),
    "join.no_turf_note": _("Your team leader chooses it on their screen."),
    "join.downloading": _("Storing the area on this phone"),
    "join.downloading_note": _("A few seconds, then no network is needed."),
    "join.awaits": _("{name} awaits you"),
    "join.told": lambda n: ngettext("{n} door, {span}. Start at {place}.", "{n} doors, {span}. Start at {place}.", n),
    "join.stored": _("Area saved on this phone"),
    "join.size": lambda n: ngettext(
        "{n} door and script: {size} kB. Everything works offline.",
        "{n} doors and script: {size} kB. Everything works offline.",
        n,
    ),
    "join.begin": _("Start the walk"),
    "location.note": _("Your location stays on this phone."),
    # Areas held by this phone.
    "turfs.title": _("My areas"),
    "turfs.none": _("No area on this phone"),
    "turfs.done": _("Area handed back, thank you"),
    "turfs.none_note": _("Scan your team leader’s QR, or type the code of the day."),
    "turfs.code": _("Type a code"),
    "turf.numbered": _("Area {number}"),
    # The list of doors.
    "doors.progress": lambda n: ngettext("{n} door of {total}", "{n} doors of {total}", n),
    "doors.begin": _("Start at {number}"),
    "doors.go_on": _("Go on at {number}"),
    "doors.side_done": lambda n: ngettext(
        "This side is done. {n} door left on the other.", "This side is done. {n} doors left on the other.", n
    ),
    "doors.all_done": _("All doors have been seen."),
    "ribbon.label": _("{seen} of {total} doors seen."),
    "side.label": _("Side of the street"),
    "side.even": _("Even"),
    "side.odd": _("Odd"),
    "side.both": _("Both sides"),
    "street.unnamed": _("No street name"),
    "street.range": _("{first} to {last}{way}"),
    "street.up": _(", going up"),
    "street.down": _(", going down"),
    "street.none": _(" "),
    "find.open": _("Look a door up"),
    "find.label": _("Number or street"),
    "find.nothing": _("No address of this walk is called that."),
    "row.next": _("next"),
    "row.doors": lambda n: ngettext("{n} door", "{n} doors", n),
    "row.unknown": _("Number of doors unknown"),
    "row.to_count": _("Count on site"),
    "row.all_seen": _("all seen"),
    "row.seen": lambda n: ngettext("{n} seen", "{n} seen", n),
    "row.code": _("code {code}"),
    "row.dog": _("dog"),
    # The map.
    "map.label": _("Map of the walk"),
    "map.key": _("What the marks mean"),
    "map.list": _("List"),
    "map.position": _("My position"),
    "map.closer": _("Zoom in"),
    "map.farther": _("Zoom out"),
    "map.i_am_here": _("I am here"),
    "map.left": lambda n: ngettext("{n} door of {total} to see", "{n} doors of {total} to see", n),
    "map.away": _("{metres} m away"),
    "map.streets_guessed": _("Streets drawn from the addresses"),
    "map.osm": _("© OpenStreetMap contributors"),
    "map.unplaced": lambda n: ngettext(
        "{n} address whose place is not known", "{n} addresses whose place is not known", n
    ),
    "map.position_refused": _("This phone does not share its position with the app. The walk goes on without it."),
    "map.position_unavailable": _("The position cannot be found here. The walk goes on without it."),
    # One door.
    "door.house": _("House"),
    "door.named": _("Door {name}"),
    "door.within": _("door {name}"),
    "door.staircase": _("Staircase {name}"),
    "floor.ground": _("Ground floor"),
    "floor.below": _("Basement {floor}"),
    "floor.first": _("{floor}^st^ floor"),
    "floor.second": _("{floor}^nd^ floor"),
    "floor.third": _("{floor}^rd^ floor"),
    "floor.nth": _("{floor}^th^ floor"),
    "address.line": _("{number}, {street}"),
    "station.name": _("polling station {number}"),
    "door.never_seen": _("Never seen"),
    "door.to_see_again": _("To see again"),
    "door.seen_at": _("{outcome}, {time}"),
    "door.later": _("Later"),
    "door.later_note": _("The door comes back at the end of the street. A swipe to the left does the same."),
    "door.forbid_note": _("Leaves every future walk. No reason is asked."),
    "note.code": _("Door code"),
    "note.intercom": _("Intercom"),
    "note.dog": _("Dog"),
    "note.hours": _("Hours"),
    "note.other": _("Good to know"),
    "note.title": _("Practical note"),
    "note.add": _("Code, intercom, dog, hours"),
    "note.change": _("Add or change a note"),
    "note.kind": _("What it is about"),
    "note.warning": _("About the place, never about people. Only the team of this outing sees it."),
    "note.save": _("Save the note"),
    "note.replace": _("Change the note"),
    "note.erase": _("Erase the note"),
    "note.saved": _("{kind}: noted for the whole address."),
    "note.erased": _("{kind}: erased for the whole address."),
    "note.missing": _("Write the note first."),
    "building.all": _("The whole building"),
    "building.estimated": lambda n: ngettext("{n} door of about {total}", "{n} doors of about {total}", n),
    "building.door": _("{door}, {state}"),
    "building.is_one": _("This is a building"),
    # The façade of a building.
    "facade.seen": lambda n: ngettext("{n} seen", "{n} seen", n),
    "facade.left": lambda n: ngettext("{n} to see", "{n} to see", n),
    "facade.left_estimated": lambda n: ngettext(
        "{n} to see ({total} by the intercom)", "{n} to see ({total} by the intercom)", n
    ),
    "facade.staircases": _("Staircases"),
    "facade.staircase": _("Staircase"),
    "facade.add_floor": _("Add a floor"),
    "facade.floor": _("{floor}: actions"),
    "facade.add_door": _("Add a door, {floor}"),
    "facade.door": _("Add a door"),
    "facade.basement": _("Add a basement"),
    "facade.loose": _("No floor"),
    "facade.ground": pgettext_lazy("ground floor, very short", "GF"),
    "facade.below": pgettext_lazy("basement, very short", "−{floor}"),
    "facade.first": pgettext_lazy("floor, very short", "{floor}^st^"),
    "facade.second": pgettext_lazy("floor, very short", "{floor}^nd^"),
    "facade.third": pgettext_lazy("floor, very short", "{floor}^rd^"),
    "facade.nth": pgettext_lazy("floor, very short", "{floor}^th^"),
    "facade.floor_closed": _("The whole floor out of reach"),
    "facade.floor_done": _("Floor done"),
    "facade.doors_left": lambda n: ngettext("{n} door still to see", "{n} doors still to see", n),
    "facade.floor_done_note": lambda n: ngettext("{n} door left: not home", "{n} doors left: not home", n),
    "facade.intercom": lambda n: ngettext("Intercom: {n} button", "Intercom: {n} buttons", n),
    "facade.intercom_unknown": _("Intercom: not counted"),
    "facade.leaflets": lambda n: ngettext("Leaflets left: {n}", "Leaflets left: {n}", n),
    "facade.leaflets_title": _("Leaflets left"),
    "facade.leaflets_today": _("How many today, in all"),
    "facade.change": _("Correct it"),
    "facade.count": _("Count"),
    "facade.buttons": _("Buttons on the intercom"),
    "facade.buttons_hint": _("An estimate, until the doors are found."),
    "facade.no_access": pgettext_lazy("no access, very short", "Closed"),
    "facade.rename": _("Rename"),
    "facade.details": _("Details"),
    "facade.name": _("Name of the door"),
    "facade.left_hand": pgettext_lazy("which door", "left"),
    "facade.right_hand": pgettext_lazy("which door", "right"),
    "facade.face": pgettext_lazy("which door", "facing"),
    "facade.close": _("Stop knocking in this building"),
    "facade.close_ask": _("Stop knocking at {place}?"),
    "facade.close_sure": _("Nobody knocks in this building any more"),
    "toast.floor": lambda n: ngettext("{n} door: ", "{n} doors: ", n),
    "history.title": _("History"),
    "history.by_you": _("noted by you, {time}"),
    "history.also_by": _("also seen by {name}, {time}"),
    "history.also": _("also seen, {time}"),
    "silence.now": _("The campaign is closed until the vote: no more knocking. Your earlier visits are kept."),
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
    # The script.
    "script.privacy": _(
        "We note what happened at the door, never what people think. Opinions are only counted, by polling station."
    ),
    "script.empty": _("Your campaign has not written a script yet."),
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
    # Times.
    "time.clock": _("{hours}:{minutes}"),
    "time.on_day": _("{day}, {time}"),
    "time.minutes": _("{minutes} min"),
    "time.hours": _("{hours} h {minutes}"),
}


def dictionary(language: str) -> dict[str, str | dict[str, str]]:
    """``{"key": "sentence" | {"one": …, "other": …}}``: the plural classes of `Intl.PluralRules` that we need."""
    with translation.override(language):
        return {key: _forms(word) if callable(word) else str(word) for key, word in WORDS.items()}


def _forms(plural: Plural) -> dict[str, str]:
    return {"one": plural(1), "other": plural(2)}
