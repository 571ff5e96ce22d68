"""The map of a walk: drawn by the phone, with or without network, for eyes, fingers and keys."""

from __future__ import annotations

import base64
from urllib.parse import urlsplit

import pytest

from campaigns.territory.models import Address, StreetLine
from tests.field.phones import open_next_door, reopened, tap, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = {"latitude": 48.8513, "longitude": 2.4702, "accuracy": 15}
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
# Middle, on the screen, of the pixels of this colour; null without any.
FIND = """([pane, ...wanted]) => {
  const canvas = document.querySelector(`.leaflet-${pane}-pane canvas`);
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  let [n, x, y] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] < 250 || wanted.some((value, band) => Math.abs(data[at + band] - value) > 3)) continue;
    n += 1;
    x += (at / 4) % width;
    y += Math.floor(at / 4 / width);
  }
  const box = canvas.getBoundingClientRect();
  return n > 20 ? { x: box.x + (x / n) * (box.width / width), y: box.y + (y / n) * (box.height / height) } : null;
}"""
REFUSED, STREET, DARK_STREET, LINK = (92, 24, 61), (255, 255, 255), (39, 49, 60), (42, 80, 184)


@pytest.fixture
def turf(turf):
    """Its street is known, from before the first door to beyond the last."""
    lons, lats = [24_690_000, 24_725_000], [488_499_500, 488_499_500]
    box = {"west": 2.469, "south": 48.84995, "east": 2.4725, "north": 48.84995}
    named = {"source": "osm", "way": 1, "name": "Rue des Tanneurs", "highway": "residential"}
    StreetLine.objects.create(**named, nodes=[1, 2], lons=lons, lats=lats, **box)
    return turf


def open_map(page):
    page.click("nav a:has-text('Carte')")
    page.wait_for_selector(".leaflet-overlay-pane canvas")
    return page


def found(page, colour: tuple[int, int, int], pane: str = "overlay"):
    return page.evaluate(FIND, [pane, *colour])


def said(page) -> str:
    return page.inner_text(".map-card").replace("\u202f", " ")


def test_the_map_needs_no_network_and_asks_nobody_but_our_server(phone, turf) -> None:
    asked: list[str] = []
    phone.context.on("request", lambda request: asked.append(request.url))
    until(phone, "navigator.serviceWorker.ready.then((worker) => Boolean(worker.active))")
    phone.context.set_offline(True)

    page = open_map(reopened(phone, f"/t/t-{turf.pk}/"))

    assert found(page, STREET, "ground") is not None
    assert "Rue des Tanneurs" in said(page)
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(page.url).netloc}


def test_marks_follow_the_visits(phone) -> None:
    assert found(open_map(phone), REFUSED) is None
    phone.click("nav a:has-text('Portes')")
    open_next_door(phone)
    tap(phone, "refused")

    open_map(phone)

    assert found(phone, REFUSED) is not None
    assert "Refus" in phone.inner_text(".map-key")


def test_touching_a_mark_opens_its_card_and_the_card_its_door(phone) -> None:
    open_next_door(phone)
    tap(phone, "refused")
    open_map(phone)
    assert "4" in said(phone)

    place = found(phone, REFUSED)
    phone.touchscreen.tap(place["x"], place["y"])

    phone.wait_for_selector(".map-card:has-text('Refus')")
    assert phone.inner_text(".map-card .plaque") == "2"
    phone.click("text=J’y suis")
    phone.wait_for_selector(".pad")
    assert phone.inner_text(".plaque-number") == "2"


def test_i_am_here_opens_the_next_door(phone) -> None:
    open_map(phone)

    phone.click("text=J’y suis")

    phone.wait_for_selector(".pad")
    assert phone.inner_text(".plaque-number") == "2"


def test_the_list_comes_first_and_marks_are_no_stops(phone) -> None:
    open_map(phone)

    stops = phone.evaluate(
        "[...document.querySelectorAll('main a[href], main button, main [tabindex]')].map((e) => e.ariaLabel)"
    )

    assert stops == ["Liste", "Ma position", "Agrandir", "Réduire", "Carte de la tournée"]
    assert phone.get_attribute(".map", "role") == "region"


def test_arrows_move_the_map_and_signs_zoom_it(new_phone, join) -> None:
    page = open_map(join(new_phone(reduced_motion="reduce")))
    pane = "getComputedStyle(document.querySelector('.leaflet-map-pane')).transform"
    before, street = page.evaluate(pane), found(page, STREET, "ground")
    page.focus(".map")

    page.keyboard.press("ArrowDown")
    until(page, f"{pane} !== '{before}'")
    moved = found(page, STREET, "ground")
    page.keyboard.press("+")

    assert 60 < street["y"] - moved["y"] < 120
    zoomed = page.evaluate("document.querySelector('.leaflet-ground-pane canvas').toDataURL()")
    page.click("button[aria-label='Réduire']")
    assert page.evaluate("document.querySelector('.leaflet-ground-pane canvas').toDataURL()") != zoomed


def test_keys_go_on_moving_the_map_when_the_screen_is_drawn_again(phone) -> None:
    open_map(phone)
    phone.focus(".map")
    phone.evaluate("document.querySelector('.map').marked = true")

    phone.evaluate("dispatchEvent(new PopStateEvent('popstate'))")

    phone.wait_for_timeout(300)
    assert phone.evaluate("[document.activeElement.className.includes('map'), document.activeElement.marked]") == [
        True, True,
    ]  # fmt: skip


def test_a_phone_may_be_turned_as_its_map_is_left(phone) -> None:
    """open_page fails a test whose page throws."""
    open_map(phone)

    phone.set_viewport_size({"width": 844, "height": 390})
    phone.evaluate("new Promise(requestAnimationFrame)")  # the map has seen it, and tells of it 200 ms later
    phone.evaluate("document.querySelector('nav a').click()")
    phone.wait_for_selector(".map", state="detached")

    phone.wait_for_timeout(300)


def test_only_the_side_in_use_is_on_the_map(phone) -> None:
    open_next_door(phone)
    tap(phone, "refused")
    phone.click("text=Impairs")

    open_map(phone)

    assert found(phone, REFUSED) is None
    assert "Impairs" in phone.inner_text(".map-key")


def test_the_dark_theme_reaches_the_map_at_once(phone) -> None:
    open_map(phone)
    assert found(phone, DARK_STREET, "ground") is None

    phone.click("[aria-haspopup=dialog]")
    phone.click("dialog >> text=Sombre")

    assert found(phone, DARK_STREET, "ground") is not None


def test_the_position_is_shown_on_request_and_stays_on_the_phone(new_phone, join) -> None:
    page = new_phone(geolocation=HERE, permissions=["geolocation"])
    sent: list[str] = []
    page.context.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    page.add_init_script("""
      const { geolocation } = navigator;
      globalThis.watched = 0;
      for (const [name, by] of [["watchPosition", 1], ["clearWatch", -1]]) {
        const real = geolocation[name].bind(geolocation);
        geolocation[name] = (...told) => ((globalThis.watched += by), real(...told));
      }
    """)
    open_map(join(page))
    assert page.evaluate("watched") == 0

    page.click("button[aria-label='Ma position']")

    page.wait_for_selector(".map-card:has-text('à 14')")  # metres from the door
    assert page.inner_text(".map-note").startswith("Votre position reste sur ce téléphone.")
    assert page.get_attribute("button[aria-label='Ma position']", "aria-pressed") == "true"
    assert found(page, LINK) is not None
    page.click("nav a:has-text('Bilan')")
    until(page, "watched === 0")
    assert [line for line in sent if "48.85" in line] == []


def test_pressing_the_button_again_stops_it(new_phone, join) -> None:
    page = open_map(join(new_phone(geolocation=HERE, permissions=["geolocation"])))
    page.click("button[aria-label='Ma position']")
    page.wait_for_selector(".map-card:has-text('à 14')")

    page.click("button[aria-label='Ma position']")

    page.wait_for_selector("button[aria-pressed=false]")
    assert " m" not in said(page)
    assert "Votre position" not in page.inner_text(".map-note")


def test_a_position_that_is_refused_is_explained_and_the_map_stays(phone) -> None:
    open_map(phone)

    phone.click("button[aria-label='Ma position']")

    phone.wait_for_selector(".map-note:has-text('Ce téléphone ne donne pas sa position')")
    assert phone.get_attribute("button[aria-label='Ma position']", "aria-pressed") == "false"
    assert "ne donne pas sa position" in phone.text_content("#live")
    assert "Rue des Tanneurs" in said(phone)


def test_without_lines_the_streets_follow_the_addresses_and_say_so(turf, new_phone, join) -> None:
    StreetLine.objects.all().delete()

    page = open_map(join(new_phone()))

    assert found(page, STREET, "ground") is not None
    assert page.inner_text(".map-note") == "Rues d’après les adresses"


def test_whose_streets_they_are_is_told(phone) -> None:
    open_map(phone)

    assert phone.inner_text(".map-note") == "© les contributeurs d’OpenStreetMap"


def test_addresses_without_a_place_are_listed_under_the_map(turf, new_phone, join) -> None:
    Address.objects.filter(number=12).update(lon=None, lat=None)

    page = open_map(join(new_phone()))

    assert page.inner_text(".map-rest h2") == "1 adresse dont la place n’est pas connue"
    page.click(".map-rest .row-link")
    page.wait_for_selector(".pad")
    assert page.inner_text(".plaque-number") == "12"


def test_pictures_of_a_server_lie_over_our_ground_only_where_the_site_names_one(new_phone, join) -> None:
    page = new_phone(service_workers="block")
    tiles: list[str] = []
    page.context.route("https://tiles.example.org/**", lambda route: (tiles.append(route.request.url), route.fulfill(
        body=DOT, content_type="image/png")))  # fmt: skip
    join(page)
    open_map(page)
    assert (page.locator(".leaflet-tile").count(), tiles) == (0, [])
    page.route("**/carte", named_tiles)

    page.reload()
    page.wait_for_selector(".leaflet-tile-loaded")

    assert tiles[0].startswith("https://tiles.example.org/")
    assert page.inner_text(".map-note").endswith("© Exemple")
    assert found(page, STREET, "ground") is not None


def named_tiles(route) -> None:
    """The page as a site with TILES_URL would send it."""
    answer = route.fetch()
    meta = '<meta name="tiles" content="https://tiles.example.org/{z}/{x}/{y}.png" data-credit="© Exemple">'
    policy = answer.headers["content-security-policy"].replace("data:", "data: https://tiles.example.org")
    headers = {**answer.headers, "content-security-policy": policy}
    route.fulfill(response=answer, headers=headers, body=answer.text().replace("<title>", f"{meta}<title>"))
