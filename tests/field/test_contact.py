"""Keeping in touch with somebody who agrees, and what is noted of an address: offline, sealed, gone once sent."""

from __future__ import annotations

import json

import pytest

from campaigns.contacts.models import Consent, Contact
from campaigns.doors import notes
from campaigns.doors.models import AccessNote
from campaigns.visits.models import Quarantine, Visit, WelcomeTally
from tests.field.phones import open_next_door, sent, stored

pytestmark = pytest.mark.browser

# Every byte of every store, as text in two readings.
DUMP = """async () => {
  const opening = indexedDB.open("canvass");
  const db = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
  const all = (name) => new Promise((resolve) => {
    db.transaction(name).objectStore(name).getAll().onsuccess = (e) => resolve(e.target.result);
  });
  const told = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
    if (value && typeof value === "object") return Object.values(value).map(told).join("\\n");
    return String(value);
  };
  const found = [];
  for (const name of db.objectStoreNames) found.push(told(await all(name)));
  db.close();
  return found.join("\\n") + JSON.stringify({ ...localStorage, ...sessionStorage });
}"""
DETAILS = ("Martine", "06 12 34 56 78", "612345678", "martine@")


def held(page, *words: str) -> list[str]:
    found = page.evaluate(DUMP)
    return [word for word in words if word in found]


def talk(page) -> None:
    """To the sheet of contact, over a discussion with a welcome and a request."""
    page.click(".outcome-conversation")
    page.click("text=Favorable >> nth=0")
    page.click("text=Procuration")
    page.click("text=Garder le contact, avec son accord")
    page.wait_for_selector(".agreement")


def fill(page, purpose: str = "D’être appelée") -> None:
    page.fill("[name=first_name]", "Martine")
    page.fill("[name=phone]", "06 12 34 56 78")
    page.click(f"text={purpose}")


def agree(page) -> None:
    page.click("text=La personne est d’accord, enregistrer")
    page.wait_for_selector(".toast-undo")


def test_a_contact_made_offline_reaches_the_server_once_and_leaves_the_phone(phone, turf) -> None:
    open_next_door(phone)
    phone.context.set_offline(True)
    talk(phone)
    fill(phone)
    agree(phone)
    assert "4 Rue des Tanneurs" in phone.locator("h1").text_content()

    phone.reload()
    phone.wait_for_selector(".pad")
    assert held(phone, *DETAILS) == []
    lost = []

    def lose(route) -> None:
        route.fetch()
        lost.append(route.request.url)
        route.abort()

    phone.route("**/sync/push", lose, times=1)
    phone.context.set_offline(False)
    sent(phone)

    contact = Contact.objects.get()
    assert (contact.first_name, contact.phone, contact.email) == ("Martine", "+33612345678", "")
    assert contact.station == turf.stops.first().address.station
    proof = Consent.objects.get()
    assert (proof.purposes, proof.text_version, proof.language, proof.method) == (
        ["call_back"], "standard-1", "fr", "spoken",
    )  # fmt: skip
    assert (Visit.objects.get().outcome, Visit.objects.get().requests) == ("conversation", ["proxy"])
    assert len(lost) == 1
    assert held(phone, *DETAILS) == []
    assert stored(phone)["outbox"] == []


def test_boxes_start_empty_and_follow_the_ways_given(phone, turf) -> None:
    open_next_door(phone)
    talk(phone)
    boxes = phone.locator(".purpose:visible")
    assert boxes.count() == 0

    phone.fill("[name=email]", "martine@example.org")
    assert boxes.count() == 4
    phone.fill("[name=phone]", "01 45 67 89 10")
    assert boxes.count() == 5
    phone.fill("[name=phone]", "06 12 34 56 78")
    assert boxes.count() == 6
    assert phone.locator(".purpose input:checked").count() == 0
    off = phone.locator(".agreement input:not([type=checkbox])").evaluate_all(
        "all => all.map((one) => one.autocomplete)"
    )
    assert off == ["off", "off", "off"]


def test_errors_stand_at_their_field_and_nothing_typed_is_lost(phone, turf) -> None:
    open_next_door(phone)
    talk(phone)
    phone.click("text=La personne est d’accord, enregistrer")
    assert phone.evaluate("document.activeElement.name") == "phone"
    assert phone.inner_text("#phone-told") == "Il faut un numéro de téléphone ou un e-mail."

    phone.type("[name=phone]", "06 12 34 56")
    assert phone.inner_text("#phone-told").startswith("Il manque 2 chiffres.")
    assert phone.get_attribute("[name=phone]", "aria-invalid") == "false"
    phone.fill("[name=email]", "martine@")
    phone.click("text=La personne est d’accord, enregistrer")
    assert phone.evaluate("document.activeElement.name") == "phone"
    assert phone.locator("[aria-invalid=true]").count() == 2

    phone.fill("[name=phone]", "06 12 34 56 78")
    phone.fill("[name=email]", "")
    phone.click("text=La personne est d’accord, enregistrer")
    assert phone.evaluate("document.activeElement.type") == "checkbox"
    assert "une case au moins" in phone.inner_text(".purposes")
    assert stored(phone)["visits"][-1]["type"] == "walk.started"
    assert phone.input_value("[name=phone]") == "06 12 34 56 78"


def test_what_was_typed_and_ticked_survives_another_language(phone, turf) -> None:
    open_next_door(phone)
    talk(phone)
    fill(phone)
    phone.click("[aria-haspopup=dialog]")
    phone.click("text=English")
    phone.wait_for_selector("text=They agree, save")

    assert phone.input_value("[name=first_name]") == "Martine"
    assert phone.locator(".purpose input:checked").count() == 1
    assert "Reply STOP" in phone.inner_text(".privacy")
    phone.click("text=They agree, save")
    phone.wait_for_selector(".toast-undo")
    sent_in_english(phone)
    assert (Consent.objects.get().language, WelcomeTally.objects.count()) == ("en", 0)  # counts wait for the end


def sent_in_english(page) -> None:
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_selector(".badge-ok")


def test_who_prefers_to_leave_nothing_leaves_nothing(phone, turf) -> None:
    open_next_door(phone)
    talk(phone)
    fill(phone)
    sizes = phone.locator(".dock-pair button").evaluate_all(
        "all => all.map((one) => [one.offsetWidth, one.offsetHeight].join())"
    )
    assert len(set(sizes)) == 1

    phone.click("text=La personne préfère ne rien laisser")
    phone.wait_for_selector(".welcome")
    assert phone.locator(".chip[aria-pressed=true]").inner_text() == "Procuration"
    phone.click("text=Garder le contact, avec son accord")
    assert phone.input_value("[name=phone]") == ""
    phone.click("[aria-label=Retour]")
    phone.click("text=Enregistrer, porte suivante")
    phone.wait_for_selector(".toast-undo")
    sent(phone)

    assert (Visit.objects.get().requests, Contact.objects.count()) == (["proxy"], 0)


def test_a_refused_contact_stays_explained_without_its_details(phone, turf) -> None:
    open_next_door(phone)
    phone.context.set_offline(True)
    talk(phone)
    fill(phone)
    agree(phone)
    turf.assignments.all().delete()
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.wait_for_selector(".badge:has-text('refusée')")

    assert held(phone, *DETAILS) == []
    refused = Quarantine.objects.get(text__contains="contact.consented")
    assert (refused.code, "Martine" in refused.text) == ("turf_not_assigned", False)


def test_with_a_part_of_its_memory_cleared_the_phone_says_what_became_of_a_contact(phone, turf) -> None:
    open_next_door(phone)
    phone.context.set_offline(True)
    talk(phone)
    fill(phone)
    agree(phone)
    phone.evaluate(
        """async () => {
          const opening = indexedDB.open("canvass");
          const db = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
          const transaction = db.transaction("meta", "readwrite");
          transaction.objectStore("meta").delete("sealing_key");
          await new Promise((resolve) => (transaction.oncomplete = resolve));
          db.close();
        }"""
    )
    phone.context.set_offline(False)
    phone.click(".badge")

    phone.wait_for_selector("text=ne pouvait plus lire ce qui avait été noté")
    assert (Contact.objects.count(), Visit.objects.count(), Quarantine.objects.get().code) == (0, 1, "invalid")


def test_undoing_the_discussion_keeps_the_contact_and_says_so(phone, turf) -> None:
    open_next_door(phone)
    talk(phone)
    fill(phone)
    agree(phone)

    phone.keyboard.press("u")
    phone.wait_for_selector("text=Le contact reste")
    sent(phone)

    assert [visit.outcome for visit in Visit.objects.order_by("device_seq")] == ["conversation", None]
    assert Contact.objects.count() == 1


SILENT_NOW = """async () => {
  const opening = indexedDB.open("canvass");
  const db = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
  const transaction = db.transaction("turfs", "readwrite");
  const turfs = transaction.objectStore("turfs");
  turfs.getAll().onsuccess = ({ target: { result: [turf] } }) => {
    const [from, to] = [-1, 1].map((hours) => new Date(Date.now() + hours * 3600_000).toISOString());
    turfs.put({ ...turf, campaign: { ...turf.campaign, silence: [{ from, to }] } });
  };
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  db.close();
}"""


def test_nobody_is_asked_for_anything_in_the_silence(phone, turf) -> None:
    open_next_door(phone)
    door = phone.url
    assert phone.locator(".fact .link").count() == 1
    phone.evaluate(SILENT_NOW)

    phone.goto(f"{door}/accord")
    phone.wait_for_selector(".silence")
    assert phone.locator(".agreement").count() == 0
    phone.goto(door)
    phone.wait_for_selector(".silence")
    assert phone.locator(".fact .link").count() == 0


def test_a_door_code_typed_offline_shows_at_every_door_and_reaches_the_team(phone, turf) -> None:
    open_next_door(phone)
    phone.context.set_offline(True)
    phone.click("text=Code, interphone, chien, horaires")
    phone.click("dialog >> text=Chien")
    phone.fill("#note-text", "Chien d’attaque, l’été")
    phone.keyboard.press("Enter")
    phone.wait_for_selector("text=Chien d’attaque")
    phone.reload()
    phone.wait_for_selector("text=Chien d’attaque")
    assert held(phone, "attaque") == []

    phone.context.set_offline(False)
    sent(phone)

    note = AccessNote.objects.get(kind="dog")
    assert notes.decrypt(note.encrypted_text) == "Chien d’attaque, l’été"
    assert "attaque" not in json.dumps(phone.locator(".events").all_inner_texts())


def test_a_code_is_changed_and_erased(phone, turf, outing) -> None:
    phone.click(".row-link >> nth=1")
    phone.wait_for_selector(".code")
    assert phone.inner_text(".code") == "47B19"

    phone.click("text=Ajouter ou modifier une note")
    assert phone.input_value("#note-text") == "47B19"
    phone.fill("#note-text", "a12B")
    phone.click("dialog >> text=Modifier la note")
    phone.wait_for_selector(".code:has-text('a12B')")
    phone.click("text=Ajouter ou modifier une note")
    phone.fill("#note-text", " ")
    phone.click("dialog >> text=Effacer la note")
    phone.wait_for_selector(".code", state="detached")
    sent(phone)

    assert notes.decrypt(AccessNote.objects.get().encrypted_text) == ""
