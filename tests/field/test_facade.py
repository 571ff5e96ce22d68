"""A building on its façade: found from nothing without network, seen door by door, and held by the server."""

from __future__ import annotations

import pytest

from campaigns.doors.models import Building, Door, Floor, Staircase
from campaigns.visits.models import Leaflets, Visit
from tests import builders
from tests.field.phones import sent, stored, tap, until

pytestmark = pytest.mark.browser

FOUND = ["staircase.added", "floor.added", "door.added"]


def facade(page, turf, number: int = 2):
    """Go to the façade of this number of the street."""
    address = turf.stops.get(address__number=number).address_id
    page.goto(f"/t/t-{turf.pk}/immeuble/{address}")
    page.wait_for_selector(".facade")
    return page


def flats(page) -> list[list[str]]:
    """What each row of the façade says, door by door."""
    return page.evaluate(
        "[...document.querySelectorAll('.floor')].map((floor) =>"
        " [...floor.querySelectorAll('.flat')].map((flat) => flat.getAttribute('aria-label')))"
    )


def kinds(page) -> list[str]:
    return [visit["event"]["type"] for visit in stored(page)["visits"]]


def settled(page, number: int) -> None:
    """Wait until so many events are on the phone's disk."""
    for _ in range(200):
        if len(stored(page)["visits"]) >= number:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"only {len(stored(page)['visits'])} events")


def test_a_building_of_24_flats_is_made_and_seen_offline_and_the_server_holds_exactly_that(phone, turf, outing) -> None:
    page = facade(phone, turf)
    house = Door.objects.get(address__number=2)
    page.context.set_offline(True)
    began = len(stored(page)["visits"])
    page.click(".roof")
    for name in range(2, 5):
        page.click(".flat-add >> nth=0")
        page.wait_for_selector(f"[aria-label='Escalier A, Rez-de-chaussée, porte {name}, à voir']")
    for _floor in range(5):
        page.click(".roof")
    settled(page, began + 1 + 6 + 24)
    assert [len(row) for row in flats(page)] == [4, 4, 4, 4, 4, 4, 1]

    page.reload()
    page.wait_for_selector(".facade")
    page.click("[aria-label='Escalier A, 5ᵉ étage, porte 1, à voir']".replace("5ᵉ", "5e"))
    for outcome in ("not-home", "refused", "come-back", "no-access"):
        tap(page, outcome)
    page.click(".outcome-conversation")
    page.click("text=Enregistrer, porte suivante")
    page.wait_for_selector(".facade .tile-conversation")
    page.click(".floor-name:has-text('RDC')")
    page.click("dialog >> text=Tout l’étage inaccessible")
    page.wait_for_selector("text=4 portes")
    page.context.set_offline(False)
    sent(page)

    assert Staircase.objects.get().name == "A"
    assert list(Floor.objects.order_by("level").values_list("level", flat=True)) == [0, 1, 2, 3, 4, 5]
    found = Door.objects.standing().filter(address=house.address).exclude(pk=house.pk)
    assert [found.filter(floor__level=level).count() for level in range(6)] == [4] * 6
    assert list(found.filter(floor__level=5).order_by("rank").values_list("state", flat=True)) == [
        "not_home", "refused", "come_back", "no_access",
    ]  # fmt: skip
    assert list(found.filter(floor__level=4).order_by("rank").values_list("state", flat=True)) == [
        "conversation", "todo", "todo", "todo",
    ]  # fmt: skip
    assert set(found.filter(floor__level=0).values_list("state", flat=True)) == {"no_access"}
    assert Visit.objects.count() == 9
    assert not outing.campaign.quarantine.exists()


def test_a_guess_gives_way_to_a_door_found_on_phone_and_server_alike(new_phone, join, turf, outing) -> None:
    address = builders.address(builders.station(), 14, dwellings=None)
    guess = builders.door(outing.campaign, address, estimated=True)
    stop = turf.stops.get(address__number=1)
    stop.address = address
    stop.save()
    page = join(new_phone())
    page.wait_for_selector(".row:has-text('Compter sur place') >> .row-unknown")
    page.click(".row:has-text('Compter sur place') >> a")

    page.click(".roof")

    until(page, "document.querySelectorAll('.flat').length === 1")
    assert flats(page) == [["Escalier A, Rez-de-chaussée, porte 1, à voir"]]
    page.click(".bar a >> nth=0")
    page.wait_for_selector(".rows")
    assert page.locator(".row-unknown").count() == 0
    sent(page)
    assert list(
        Door.objects.standing().filter(address=address).exclude(pk=guess.pk).values_list("name", flat=True)
    ) == ["1"]
    assert Door.objects.get(pk=guess.pk).removed_at is not None


def test_the_intercom_is_an_estimate_that_progress_counts_against(phone, turf) -> None:
    page = facade(phone, turf)
    page.evaluate("globalThis.taps = 0; addEventListener('click', (event) => (taps += event.isTrusted ? 1 : 0), true)")

    page.click(".below .link >> nth=0")
    page.fill("dialog input", "12")
    page.click("dialog >> text=Enregistrer")

    page.wait_for_selector("text=12 boutons")
    assert page.evaluate("taps") == 2
    assert page.locator(".bar-note").text_content() == "0 vue, 12 à voir (12 d’après l’interphone)"
    sent(page)
    assert Building.objects.get().doors_estimated == 12


def test_leaflets_are_counted_for_the_day_and_may_be_corrected(phone, turf) -> None:
    page = facade(phone, turf)
    began = len(stored(page)["visits"])
    for number in (12, 9):
        page.click(".fact:has-text('Tracts') >> button")
        page.fill("dialog input", str(number))
        page.click("dialog >> text=Enregistrer")
        page.wait_for_selector(f"text=Tracts déposés : {number}".replace(" :", "\u202f:"))

    settled(page, began + 2)
    page.reload()
    page.wait_for_selector("text=Tracts déposés : 9".replace(" :", "\u202f:"))
    sent(page)
    assert sorted(Leaflets.objects.values_list("number", flat=True)) == [-3, 12]


def test_two_phones_see_what_the_other_found(new_phone, join, phone, turf) -> None:
    other = facade(join(new_phone(), "Omar"), turf)
    page = facade(phone, turf)

    page.click(".roof")
    settled(page, 4)
    sent(page)
    other.evaluate("dispatchEvent(new Event('online'))")

    other.wait_for_selector("[aria-label='Escalier A, Rez-de-chaussée, porte 1, à voir']")


def test_a_whole_floor_out_of_reach_takes_two_and_one_to_undo(phone, turf) -> None:
    page = facade(phone, turf)
    page.click(".roof")
    page.click(".roof")
    page.evaluate("globalThis.taps = 0; addEventListener('click', (event) => (taps += event.isTrusted ? 1 : 0), true)")

    page.click(".floor-name >> nth=0")
    page.click("dialog >> text=Tout l’étage inaccessible")
    page.wait_for_selector(".flat .tile-no-access")
    assert page.evaluate("taps") == 2
    page.click(".toast-undo")

    until(page, "!document.querySelector('.flat .tile-no-access')")
    assert page.evaluate("taps") == 3
    settled(page, 8)
    sent(page)
    assert list(Visit.objects.order_by("device_seq").values_list("outcome", flat=True)) == ["no_access", None]


def test_a_door_is_renamed_and_the_building_closed_for_good(phone, turf) -> None:
    page = facade(phone, turf)
    page.click(".roof")
    page.click("text=Renommer")
    page.click("dialog >> text=gauche")
    page.wait_for_selector("[aria-label='Escalier A, Rez-de-chaussée, porte gauche, à voir']")

    page.click("[aria-haspopup=dialog] >> nth=0")
    page.click("dialog >> text=Ne plus sonner dans l’immeuble")
    page.wait_for_selector("dialog h2:has-text('2 Rue des Tanneurs')")
    page.click("dialog .menu-danger")

    until(page, "document.querySelectorAll('.flat .tile-do-not-knock').length === 2")
    sent(page)
    assert set(Door.objects.filter(address__number=2).values_list("name", "state")) == {
        ("", "do_not_knock"),
        ("gauche", "do_not_knock"),
    }


def test_in_a_building_of_120_flats_a_save_draws_the_floors_that_changed_and_no_other(new_phone, join, turf) -> None:
    place = turf.stops.get(address__number=2).address
    building = Building.objects.create(campaign=turf.campaign, address=place)
    staircase = Staircase.objects.create(campaign=turf.campaign, building=building, name="A")
    floors = [Floor.objects.create(campaign=turf.campaign, staircase=staircase, level=level) for level in range(24)]
    for floor in floors:
        for rank in range(1, 6):
            builders.door(turf.campaign, place, floor=floor, rank=rank, name=str(rank))
    page = facade(join(new_phone()), turf)
    assert page.locator(".flat").count() == 121
    page.evaluate("for (const flat of document.querySelectorAll('.flat')) flat.seen = true")

    tap(page, "not-home")

    assert flats(page)[0][:2] == [
        "Escalier A, 23e étage, porte 1, absent",
        "Escalier A, 23e étage, porte 2, à voir",
    ]
    assert page.evaluate("[...document.querySelectorAll('.flat')].filter((flat) => !flat.seen).length") == 5


def test_an_undo_on_the_facade_comes_back_to_it(phone, turf) -> None:
    page = facade(phone, turf, 4)
    tap(page, "refused")
    assert page.locator(".flat .tile-refused").count() == 1

    page.click(".toast-undo")

    until(page, "!document.querySelector('.flat .tile-refused')")
    assert "/immeuble/" in page.url


def test_after_the_last_door_of_the_building_comes_the_next_address(phone, turf) -> None:
    page = facade(phone, turf, 4)

    for _ in range(4):
        tap(page, "not-home")

    page.wait_for_selector(".door-title")
    assert page.locator("h1").text_content().startswith("6 Rue des Tanneurs")


def test_the_building_is_found_from_a_door_and_a_house_may_turn_out_to_be_one(phone, turf) -> None:
    page = phone
    page.click(".row-link >> nth=0")
    page.wait_for_selector(".door-title")
    page.click("[aria-haspopup=dialog]")
    page.click("dialog >> text=C’est un immeuble")
    page.wait_for_selector(".facade")
    page.click(".roof")

    page.click(".dock-head a")
    page.wait_for_selector(".door-title")
    page.click(".fact a")

    page.wait_for_selector(".facade")


def test_in_silence_the_facade_shows_no_outcomes(phone, turf, outing) -> None:
    page = facade(phone, turf, 4)
    page.evaluate(
        """async () => {
          const db = await new Promise((done) => (indexedDB.open("canvass").onsuccess = (e) => done(e.target.result)));
          const store = db.transaction("turfs", "readwrite").objectStore("turfs");
          const [turf] = await new Promise((done) => (store.getAll().onsuccess = (e) => done(e.target.result)));
          turf.campaign.silence = [{ from: "2000-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" }];
          await new Promise((done) => (store.put(turf).onsuccess = done));
          db.close();
        }"""
    )

    page.reload()

    page.wait_for_selector(".silence")
    assert page.locator(".pad").count() == 0
    assert page.locator(".flat").count() == 4


def test_a_door_is_finished_on_the_facade_with_the_keyboard_alone(phone, turf) -> None:
    page = facade(phone, turf, 4)
    page.focus(".flat >> nth=1")
    page.keyboard.press("Enter")
    page.wait_for_selector(".flat[aria-current]:focus")
    page.focus(".flat-add")
    page.keyboard.press("Enter")
    page.wait_for_selector(".flat >> nth=4")
    assert page.evaluate("document.activeElement.className") == "flat-add"
    page.focus(".outcome-refused")

    page.keyboard.press("Enter")

    page.wait_for_selector(".flat >> nth=1 >> .tile-refused")
