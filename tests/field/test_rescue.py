"""A phone that cannot send, a file carried to headquarters, and every visit counted once."""

from __future__ import annotations

import pytest

from campaigns.visits.models import Quarantine, Visit
from tests import builders
from tests.field.phones import open_next_door, sent, stored, tap, until

pytestmark = pytest.mark.browser


@pytest.fixture
def stuck(phone):
    """A phone without network, with two visits."""
    until(phone, "navigator.serviceWorker.controller !== null")
    phone.wait_for_selector(".badge-ok")
    open_next_door(phone)
    phone.context.set_offline(True)
    for outcome in ("refused", "not-home"):
        tap(phone, outcome)
    phone.wait_for_selector(".badge:has-text('Hors ligne')")
    return phone


def save(page, tmp_path):
    """The file that the phone saves from Bilan."""
    page.click("text=Bilan")
    page.wait_for_selector("text=Gardez l’application jusqu’à l’envoi")
    with page.expect_download() as saving:
        page.click("text=Enregistrer un fichier de secours")
    page.wait_for_selector("text=Fichier enregistré dans les téléchargements, avec 2 visites")
    path = tmp_path / saving.value.suggested_filename
    saving.value.save_as(path)
    return path


def bring(desk, path) -> str:
    desk.goto("/quarantaine/")
    desk.set_input_files("#rescue-file", path)
    desk.click("text=Importer >> nth=-1")
    return desk.inner_text("main")


@pytest.fixture
def desk(signed_in, outing):
    return signed_in(builders.member(outing.campaign, "hq_manage"))


def test_headquarters_take_the_file_and_the_phone_sends_later(stuck, desk, turf, tmp_path) -> None:
    path = save(stuck, tmp_path)
    assert path.name.startswith(f"canvass-o-{turf.outing_id}-")
    assert path.suffix == ".secours"
    assert b"refused" not in path.read_bytes()
    bring(desk, path)
    assert Quarantine.objects.waiting().count() == 2

    desk.click("text=Tout réessayer")
    desk.wait_for_selector("text=Rien n’attend")
    assert list(Visit.objects.order_by("device_seq").values_list("outcome", flat=True)) == ["refused", "not_home"]
    stuck.context.set_offline(False)
    sent(stuck)

    assert stored(stuck)["outbox"] == []
    assert Visit.objects.count() == 2


def test_a_file_that_comes_after_the_phone_has_sent_brings_nothing_new(stuck, desk, turf, tmp_path) -> None:
    path = save(stuck, tmp_path)
    stuck.context.set_offline(False)
    sent(stuck)
    assert Visit.objects.count() == 2

    bring(desk, path)

    desk.wait_for_selector("text=2 événements du téléphone de Léa étaient déjà là")
    assert not Quarantine.objects.exists()
