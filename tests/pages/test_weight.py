"""What pages weigh on the wire, measured on the collected files: old phones and bad networks come first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from benchmarks.weights import packed, scripts, styles
from tests import builders

DESK_SCRIPTS = 75_000
PHONE_SCRIPTS, PHONE_STYLES = 45_000, 14_000


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/bureaux/", "/sorties/nouvelle", "/donnees/"])
def test_scripts_of_the_desk_stay_light(client, address) -> None:
    client.force_login(builders.member(builders.campaign(), "hq_manage").user)

    sent = scripts(client.get(address).content.decode())

    assert len(sent) == 3
    assert 0 < packed(sent) <= DESK_SCRIPTS


@pytest.mark.django_db
def test_the_map_of_the_areas_stays_light_with_leaflet(client, organiser) -> None:
    client.force_login(organiser.user)
    outing = builders.outing(organiser.campaign)
    builders.turf(outing, builders.address(builders.station(), 1))

    named = scripts(client.get(f"/sorties/{outing.pk}/secteurs").content.decode())
    modules = (settings.BASE_DIR / "static/js/desk/hand").glob("*.js")
    own = {f"/static/js/desk/hand/{path.name}" for path in modules if path.name != "page.js"}  # the page names that one
    shared = {f"/static/js/field/{name}.js" for name in ("lib/mapping", "map/leaflet", "map/marks", "map/painting")}

    assert len(named) == 4
    assert 0 < packed(named | own | shared | {"/static/vendor/leaflet/leaflet.js"}) <= DESK_SCRIPTS


def test_the_first_screen_of_the_phone_stays_light(client) -> None:
    page = client.get("/t/").content.decode()

    assert 15 < len(scripts(page)) < 30  # each is a round trip on an old connection
    assert 0 < packed(scripts(page)) <= PHONE_SCRIPTS
    assert 0 < packed(styles(page)) <= PHONE_STYLES


def test_a_style_sheet_holds_what_it_imports_and_still_finds_its_fonts(client) -> None:
    [address] = styles(client.get("/t/").content.decode())
    sheet = Path(settings.STATIC_ROOT) / address.removeprefix("/static/")
    text = sheet.read_text()

    assert "@import" not in text
    assert ".hero" in text
    fonts = re.findall(r'url\("([^"]+\.woff2)"\)', text)
    assert len(fonts) == 2
    assert all((sheet.parent / font).is_file() for font in fonts)
