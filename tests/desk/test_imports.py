"""Headquarters' page of imports."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.territory import importing
from campaigns.territory.models import ImportRun

BAN = "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat\nx;1;;Rue des Lilas;94120;94033;F;2.47;48.85\n"
ACTIONS = ["arreter", "reprendre", "retirer"]


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def run_of(member, **fields) -> ImportRun:
    return ImportRun.objects.create(
        **{"kind": "addresses", "owner": f"campaign:{member.campaign_id}", "file_name": "ban.csv"} | fields
    )


def upload(text: str = BAN, name: str = "ban.csv.gz") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, gzip.compress(text.encode()))


def test_a_file_that_is_sent_waits_for_a_worker(client, organiser, media) -> None:
    client.force_login(organiser.user)

    answer = client.post("/donnees/", {"kind": "addresses", "file": upload()})

    run = ImportRun.objects.get()
    assert (answer.status_code, answer.url) == (302, "/donnees/")
    assert (run.owner, run.state, run.kind) == (f"campaign:{organiser.campaign_id}", "waiting", "addresses")
    assert (run.language, run.bytes_total) == ("fr", (media / run.path).stat().st_size)
    assert (media / run.path).stat().st_mode & 0o077 == 0


def test_an_unclear_election_is_asked_for_at_its_field(client, organiser) -> None:
    client.force_login(organiser.user)

    answer = client.post("/donnees/", {"kind": "results", "file": upload(name="resultats.csv")})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["election"]
    assert not ImportRun.objects.exists()


def test_the_election_that_was_chosen_goes_with_the_file(client, organiser) -> None:
    client.force_login(organiser.user)

    client.post("/donnees/", {"kind": "results", "file": upload(name="r.csv"), "election": "2022-presidentielle-1"})

    assert ImportRun.objects.get().options == {"election": "2022-presidentielle-1"}


def test_a_running_import_shows_its_bar_and_asks_again_every_second(client, organiser) -> None:
    now = timezone.now()
    run = run_of(
        organiser, state="running", started_at=now - timedelta(seconds=10), beat_at=now,
        bytes_read=250, bytes_total=1_000, rows_read=12_345,
    )  # fmt: skip
    client.force_login(organiser.user)

    page = client.get(f"/donnees/{run.pk}").content.decode()

    assert f'hx-get="/donnees/{run.pk}" hx-trigger="every 1s"' in page
    assert 'max="1000" value="250"' in page
    assert "12\u202f345 lignes lues" in page
    assert "Encore 30\u202fs environ." in page
    assert f"/donnees/{run.pk}/arreter" in page


@pytest.mark.django_db(transaction=True)
def test_a_done_import_shows_its_report_and_asks_no_more(client, organiser) -> None:
    run = run_of(organiser)
    run.path = importing._storage().save("imports/a/ban.csv", upload(BAN + "short\n"))
    run.save()
    importing.run(run.pk)
    client.force_login(organiser.user)

    page = client.get(f"/donnees/{run.pk}").content.decode()

    assert "hx-trigger" not in page
    assert "2 lignes lues" in page
    assert f"/donnees/{run.pk}/ecartees.csv" in page


def test_a_failed_import_says_what_was_expected(client, organiser) -> None:
    run = run_of(organiser, state="failed", problem="ban.csv est vide.", finished_at=timezone.now())
    client.force_login(organiser.user)

    assert "ban.csv est vide." in client.get(f"/donnees/{run.pk}").content.decode()


def test_a_lost_import_offers_to_begin_again(client, organiser, media) -> None:
    long_ago = timezone.now() - 2 * ImportRun.LOST_AFTER
    run = run_of(organiser, state="running", path="imports/a/ban.csv", beat_at=long_ago)
    client.force_login(organiser.user)

    page = client.get(f"/donnees/{run.pk}").content.decode()
    client.post(f"/donnees/{run.pk}/reprendre")

    run.refresh_from_db()
    assert "Interrompu" in page
    assert run.state == "waiting"


def test_an_import_that_cannot_begin_again_says_so(client, organiser) -> None:
    run = run_of(organiser, state="stopped")
    client.force_login(organiser.user)

    page = client.post(f"/donnees/{run.pk}/reprendre", follow=True).content.decode()

    assert "Cet import ne peut pas reprendre." in page


def test_stop_is_noted_for_the_worker(client, organiser) -> None:
    run = run_of(organiser, state="running", beat_at=timezone.now())
    client.force_login(organiser.user)

    client.post(f"/donnees/{run.pk}/arreter")

    run.refresh_from_db()
    assert (run.stop_requested, run.state) == (True, "running")


def test_an_ended_import_is_taken_off_the_list(client, organiser) -> None:
    run = run_of(organiser, state="failed", finished_at=timezone.now())
    client.force_login(organiser.user)

    client.post(f"/donnees/{run.pk}/retirer")

    assert not ImportRun.objects.exists()


def test_rows_set_aside_come_as_a_csv(client, organiser, media) -> None:
    (media / "aside.csv").write_text("line", encoding="utf-8")
    run = run_of(organiser, state="stopped", set_aside_file="aside.csv")
    client.force_login(organiser.user)

    answer = client.get(f"/donnees/{run.pk}/ecartees.csv")

    assert b"".join(answer.streaming_content) == b"line"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ban-ecartees.csv"'


def test_there_is_no_file_of_rows_when_none_was_set_aside(client, organiser) -> None:
    client.force_login(organiser.user)

    assert client.get(f"/donnees/{run_of(organiser).pk}/ecartees.csv").status_code == 404


def test_only_posts_change_something(client, organiser) -> None:
    run = run_of(organiser)
    client.force_login(organiser.user)

    assert [client.get(f"/donnees/{run.pk}/{action}").status_code for action in ACTIONS] == [405, 405, 405]
    assert client.delete("/donnees/").status_code == 405


def test_a_colleague_without_the_right_is_refused(client, organiser, leader) -> None:
    run = run_of(organiser, state="running", beat_at=timezone.now())
    client.force_login(leader.user)

    posts = [client.post(f"/donnees/{run.pk}/{action}").status_code for action in ACTIONS]
    gets = [
        client.get(path).status_code for path in ("/donnees/", f"/donnees/{run.pk}", f"/donnees/{run.pk}/ecartees.csv")
    ]

    assert (posts, gets) == ([403] * 3, [403] * 3)
    assert client.post("/donnees/", {"kind": "addresses", "file": upload()}).status_code == 403
    assert ImportRun.objects.get().stop_requested is False


def test_another_campaign_sees_and_touches_nothing(client, organiser, outsider) -> None:
    run = run_of(organiser, state="failed", set_aside_file="aside.csv", file_name="secret.csv")
    client.force_login(outsider.user)

    posts = [client.post(f"/donnees/{run.pk}/{action}").status_code for action in ACTIONS]
    gets = [client.get(path).status_code for path in (f"/donnees/{run.pk}", f"/donnees/{run.pk}/ecartees.csv")]

    assert (posts, gets) == ([404] * 3, [404] * 2)
    assert b"secret.csv" not in client.get("/donnees/").content
    assert ImportRun.objects.get().state == "failed"


def test_a_stranger_is_led_to_the_sign_in(client, db) -> None:
    assert client.get("/donnees/").url.startswith("/compte/login/")
