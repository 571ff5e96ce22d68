"""What pages weigh on the wire, measured on the collected files: old phones and bad networks come first."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.conf import settings

from tests import builders

DESK_SCRIPTS = 75_000
PHONE_SCRIPTS, PHONE_STYLES = 45_000, 14_000


def weight(addresses: Iterable[str]) -> int:
    """Bytes of these files, each compressed as the server sends it."""
    files = [Path(settings.STATIC_ROOT) / address.removeprefix("/static/") for address in addresses]
    return sum(len(gzip.compress(file.read_bytes())) for file in files)


def scripts(page: str) -> set[str]:
    return set(re.findall(r'(?:src|href)="(/static/[^"]+\.js)"', page))


def styles(address: str) -> set[str]:
    """The style sheet and those that it imports."""
    folder = Path(address).parent
    text = (Path(settings.STATIC_ROOT) / address.removeprefix("/static/")).read_text()
    return {address, *(f"{folder}/{name}" for name in re.findall(r'@import url\("([^"]+\.css)"\)', text))}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/bureaux/", "/sorties/nouvelle", "/donnees/"])
def test_scripts_of_the_desk_stay_light(client, address) -> None:
    client.force_login(builders.member(builders.campaign(), "hq_manage").user)

    sent = scripts(client.get(address).content.decode())

    assert len(sent) == 3
    assert 0 < weight(sent) <= DESK_SCRIPTS


def test_the_first_screen_of_the_phone_stays_light(client) -> None:
    page = client.get("/t/").content.decode()
    sent = scripts(page)
    [sheet] = re.findall(r'href="(/static/[^"]+\.css)"', page)

    assert len(styles(sheet)) > 10
    assert len(sent) > 30
    assert 0 < weight(sent) <= PHONE_SCRIPTS, weight(sent)
    assert 0 < weight(styles(sheet)) <= PHONE_STYLES
