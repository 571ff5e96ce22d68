"""The phone app's page, worker, manifest and words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from campaigns.visits import events
from canvass.field import assets, pages, words

MODULES = sorted((settings.BASE_DIR / "static" / "js" / "field").rglob("*.js"))
PAGES = [
    "/r/",
    "/r/MOULIN-42",
    "/t/",
    "/t/t-12/",
    "/t/t-12/porte/01a3ae10-51da-7c11-9d52-6a1f0e7b2c41",
    "/t/t-12/envois",
]


@pytest.mark.parametrize("address", PAGES)
def test_every_screen_is_the_same_page(client, address) -> None:
    answer = client.get(address)

    assert answer.status_code == 200
    assert answer.templates[0].name == "field/shell.html"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_opening_a_join_link_changes_nothing(client, db, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        client.get("/r/anything~at-all")


@pytest.mark.parametrize("address", ["/t/", "/r/", "/t/sw.js", "/t/manifest.webmanifest", "/t/words/fr.json"])
def test_nothing_can_be_posted_to_the_pages(client, address) -> None:
    assert client.post(address).status_code == 405


def test_the_page_holds_no_inline_script_but_the_import_map(client) -> None:
    page = client.get("/t/").content.decode()

    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page)
    assert len(inline) == 1
    assert re.fullmatch(r'<script type="importmap" nonce="[\w-]+">', inline[0])
    assert "style=" not in page


def test_the_import_map_leads_to_a_file_that_exists(client) -> None:
    page = client.get("/t/").content.decode()

    found = re.search(r'<script type="importmap"[^>]*>(.*?)</script>', page)

    assert found
    address = json.loads(found[1])["imports"]["idb"]
    assert (Path(settings.STATIC_ROOT) / address.removeprefix("/static/")).is_file()


def test_every_bare_import_stands_in_the_map_and_every_other_is_hashed() -> None:
    folder = Path(settings.STATIC_ROOT) / "js" / "field"
    collected = [folder / address.split("/js/field/")[1] for address in assets.precache() if "/js/field/" in address]

    imports = {name for path in collected for name in re.findall(r'from "([^"]+)"', path.read_text())}

    assert len(collected) == len(MODULES)
    assert {name for name in imports if not re.search(r"\.[0-9a-f]{12}\.js$", name)} == {"idb"}


def test_the_worker_keeps_every_file_of_the_release(client) -> None:
    worker = client.get("/t/sw.js")

    assert worker.headers["Cache-Control"] == "no-cache"
    assert worker.headers["Content-Type"] == "text/javascript; charset=utf-8"
    kept = [address.replace("\\u002D", "-") for address in re.findall(r'^  "([^"]+)",$', worker.content.decode(), re.M)]
    assert kept == list(assets.precache())
    assert not [address for address in kept if "/api/" in address]


def test_every_file_that_the_worker_keeps_answers(client) -> None:
    pages_kept = [address for address in assets.precache() if not address.startswith("/static/")]
    files_kept = [address for address in assets.precache() if address.startswith("/static/")]

    assert [client.get(address).status_code for address in pages_kept] == [200] * len(pages_kept)
    assert [f for f in files_kept if not (Path(settings.STATIC_ROOT) / f.removeprefix("/static/")).is_file()] == []


def test_the_worker_stays_short(client) -> None:
    template = settings.BASE_DIR / "templates" / "field" / "sw.js"

    assert len(template.read_text().splitlines()) < 200


def test_the_manifest_describes_an_app_that_can_be_installed(client) -> None:
    manifest = client.get("/t/manifest.webmanifest").json()

    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/t/", "/t/", "standalone")
    assert [icon["sizes"] for icon in manifest["icons"]] == ["192x192", "512x512", "512x512"]


def test_words_come_in_both_languages_and_no_other(client) -> None:
    french, english = client.get("/t/words/fr.json").json(), client.get("/t/words/en.json").json()

    assert (french["outcome.not_home"], english["outcome.not_home"]) == ("Absent", "Not home")
    assert french.keys() == english.keys() == words.WORDS.keys()
    assert client.get("/t/words/de.json").status_code == 404


def test_plural_forms_follow_the_language(client) -> None:
    french = client.get("/t/words/fr.json").json()

    assert french["row.doors"] == {"one": "{n} porte", "other": "{n} portes"}


def test_every_word_is_translated_with_the_same_blanks() -> None:
    french, english = words.dictionary("fr"), words.dictionary("en")

    def blanks(word) -> list[set[str]]:
        forms = word.values() if isinstance(word, dict) else [word]
        return [set(re.findall(r"\{\w+\}", form)) for form in forms]

    assert [key for key in words.WORDS if blanks(french[key]) != blanks(english[key])] == []


def test_french_keeps_its_narrow_spaces() -> None:
    said = json.dumps(words.dictionary("fr"), ensure_ascii=False)

    assert re.findall(r"[^\u202f][;!?»]", said) == []
    assert re.findall(r"« ", said) == []


def test_every_word_that_a_module_asks_for_exists() -> None:
    source = "\n".join(path.read_text() for path in MODULES)

    asked = set(re.findall(r'\bt\(\s*"([a-z_.]+)"', source))
    families = set(re.findall(r"\bt\(`([a-z]+)\.\$\{", source))

    assert asked - words.WORDS.keys() == set()
    assert {family for family in families if not any(key.startswith(f"{family}.") for key in words.WORDS)} == set()


def test_every_kind_of_event_has_a_word() -> None:
    assert {f"event.{kind}" for kind in events.RARE_TYPES} - words.WORDS.keys() == set()


def test_every_word_is_used_by_some_module() -> None:
    source = "\n".join(path.read_text() for path in MODULES)
    families = set(re.findall(r"`([a-z]+)\.\$\{", source)) | {"join", "request", "topic"}

    unused = [key for key in words.WORDS if f'"{key}"' not in source and key.split(".")[0] not in families]

    assert unused == []


def test_every_icon_that_a_module_names_is_in_the_page() -> None:
    source = "\n".join(path.read_text() for path in MODULES)

    named = set(re.findall(r'\bicon\("([a-z0-9-]+)"', source)) | set(re.findall(r'icon: "([a-z0-9-]+)"', source))

    assert named <= set(pages.ICONS)


def test_no_sentence_is_written_in_a_module() -> None:
    # Text a person reads would stand between quotes with a capital and a space, outside comments.
    sentences = []
    for path in MODULES:
        code = re.sub(r"^\s*(//|/?\*).*$|(?<=\s)//.*$", "", path.read_text(), flags=re.M)
        sentences += re.findall(r'"[A-ZÀ-Ý][a-zà-ÿ]+ [a-zà-ÿ]+[^"]*"', code)

    assert sentences == []


TILES = "https://tiles.example.org/{z}/{x}/{y}.png"


def test_only_a_site_that_names_a_server_of_pictures_lets_phones_ask_it(client, settings) -> None:
    before = client.get("/t/")
    settings.TILES_URL, settings.TILES_CREDIT = TILES, "© Exemple & fils"

    after = client.get("/t/")

    assert "tiles" not in before.content.decode()
    assert "img-src 'self' data:;" in before.headers["Content-Security-Policy"]
    tag = f'<meta name="tiles" content="{TILES}" data-credit="© Exemple &amp; fils">'
    assert tag in after.content.decode()
    assert "img-src 'self' data: https://tiles.example.org;" in after.headers["Content-Security-Policy"]
    assert after.headers["Content-Security-Policy"].count("https://") == 1


def test_another_server_of_pictures_is_another_release(settings) -> None:
    before = assets.release.__wrapped__()
    settings.TILES_URL = TILES

    assert assets.release.__wrapped__() != before


def test_leaflet_comes_with_the_map_only_and_is_kept_for_it(client) -> None:
    page = client.get("/t/").content.decode()
    [kept] = [address for address in assets.precache() if "leaflet" in address and "vendor" in address]

    assert re.fullmatch(r"/static/vendor/leaflet/leaflet\.[0-9a-f]{12}\.js", kept)
    assert page.count(kept) == 1  # in the import map, which asks for nothing
    assert f'"leaflet": "{kept}"' in page
