"""Imports in the background: run once, watched, stopped, begun again."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone, translation

from campaigns.errors import DomainError
from campaigns.territory import importing, watching
from campaigns.territory.models import Address, ImportRun

HEADER = "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def rows(count: int, *, start: int = 1) -> str:
    lines = [f"x;{n};;Rue des Lilas;94120;94033;Fontenay;2.47;48.85" for n in range(start, start + count)]
    return "\n".join([HEADER, *lines]) + "\n"


def plan(content: str | bytes = "", **fields) -> ImportRun:
    file = ContentFile(content.encode() if isinstance(content, str) else content)
    return importing.plan(**{"kind": "addresses", "file": file, "file_name": "ban.csv", "owner": "campaign:1"} | fields)


def lose(run: ImportRun) -> ImportRun:
    """As if the worker had been killed a while ago."""
    long_ago = timezone.now() - ImportRun.LOST_AFTER - timedelta(seconds=1)
    ImportRun.objects.filter(pk=run.pk).update(state="running", attempt=1, started_at=long_ago, beat_at=long_ago)
    run.refresh_from_db()
    return run


def held_up(condition: str) -> threading.Event:
    """Holds the lock that every import takes before it merges; set the event to let it go."""
    holding, release = threading.Event(), threading.Event()

    def hold() -> None:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [condition])
            holding.set()
            release.wait(20)
            cursor.execute("ROLLBACK")
        connection.close()

    threading.Thread(target=hold, daemon=True).start()
    assert holding.wait(10)
    return release


def in_background(run: ImportRun) -> threading.Thread:
    def work() -> None:
        importing.run(run.pk)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def wait_until(run: ImportRun, **wanted) -> ImportRun:
    for _ in range(100):
        run.refresh_from_db()
        if all(getattr(run, name) == value for name, value in wanted.items()):
            return run
        threading.Event().wait(0.1)
    raise AssertionError({name: getattr(run, name) for name in wanted})


def test_a_planned_import_is_run_and_its_file_deleted(media) -> None:
    run = plan(rows(3))

    assert importing.run(run.pk)

    run.refresh_from_db()
    assert (run.state, run.rows_read, run.report["imported"], run.path) == ("done", 3, 3, "")
    assert Address.objects.count() == 3
    assert list(media.rglob("*.csv")) == []


def test_the_same_task_delivered_twice_runs_once() -> None:
    run = plan(rows(3))

    assert [importing.run(run.pk), importing.run(run.pk)] == [True, False]

    run.refresh_from_db()
    assert run.attempt == 1
    assert run.report["imported"] == 3


def test_two_workers_that_ask_together_share_nothing() -> None:
    run = plan(rows(3))
    answers: list[bool] = []

    def work() -> None:
        answers.append(importing.run(run.pk))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False, False, False, True]


def test_one_import_runs_at_a_time_and_the_other_waits() -> None:
    first, second = plan(rows(1)), plan(rows(2))
    ImportRun.objects.filter(pk=first.pk).update(state="running", beat_at=timezone.now())

    assert not importing.run(second.pk)

    assert ImportRun.objects.waiting() == [second.pk]


def test_rows_set_aside_are_kept_and_reasons_speak_the_language_of_who_asked(media) -> None:
    with translation.override("fr"):
        run = plan(rows(1) + "x;douze;;Rue des Lilas;94120;94033;Fontenay;2.47;48.85\n")

    importing.run(run.pk)

    run.refresh_from_db()
    assert run.report["set_aside"] == 1
    text = (media / run.set_aside_file).read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == '"ligne";"raison";"contenu"'
    assert text.splitlines()[1].startswith('"3";"pas un nombre\u202f: «\u202fdouze\u202f»";"x";"douze"')


def test_a_wrong_file_fails_with_what_was_expected_and_is_not_kept(media) -> None:
    with translation.override("en"):
        run = plan("a;b;c\n1;2;3\n")

    importing.run(run.pk)

    run.refresh_from_db()
    assert run.state == "failed"
    assert run.problem.startswith("ban.csv has an unknown layout. Expected one of: Base Adresse Nationale")
    assert not run.may_begin_again
    assert list(media.rglob("*.csv")) == []


def test_an_unforeseen_error_is_raised_told_and_can_begin_again(media) -> None:
    run = plan(rows(3))
    ImportRun.objects.filter(pk=run.pk).update(options={"unheard_of": "x"})

    with pytest.raises(TypeError):
        importing.run(run.pk)

    run.refresh_from_db()
    assert (run.state, run.may_begin_again) == ("failed", True)
    ImportRun.objects.filter(pk=run.pk).update(options={})
    importing.begin_again(run)
    assert importing.run(run.pk)
    assert Address.objects.count() == 3


def test_stop_ends_a_running_import_with_nothing_changed(media) -> None:
    release = held_up("campaigns.territory.merge")
    run = plan(rows(3))
    worker = in_background(run)
    wait_until(run, rows_read=3)

    importing.stop(run)

    wait_until(run, state="stopped")
    worker.join(10)
    release.set()
    assert not Address.objects.exists()
    assert list(media.rglob("*.csv")) == []


def test_stop_while_the_file_is_read_ends_it_too(monkeypatch) -> None:
    monkeypatch.setattr(watching, "BEAT_SECONDS", 0.01)
    run = plan(rows(90_000))
    worker = in_background(run)
    wait_until(run, state="running")

    importing.stop(run)

    worker.join(30)
    run.refresh_from_db()
    assert (run.state, Address.objects.count()) == ("stopped", 0)


def test_progress_is_told_while_the_import_has_not_committed() -> None:
    release = held_up("campaigns.territory.merge")
    run = plan(rows(7))
    worker = in_background(run)

    wait_until(run, rows_read=7, bytes_read=run.bytes_total)

    assert (run.state, run.share_read, Address.objects.count()) == ("running", 1.0, 0)
    release.set()
    worker.join(10)
    assert Address.objects.count() == 7


def test_a_waiting_import_that_is_stopped_never_runs(media) -> None:
    run = plan(rows(3))

    importing.stop(run)

    assert not importing.run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.path) == ("stopped", "")
    assert list(media.rglob("*.csv")) == []


def test_an_import_whose_worker_died_can_begin_again() -> None:
    run = lose(plan(rows(3)))

    assert (run.is_lost, run.is_under_way, run.may_begin_again) == (True, False, True)
    importing.begin_again(run)

    assert importing.run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempt) == ("done", 2)


def test_a_dead_import_holds_up_no_other() -> None:
    lose(plan(rows(3)))

    assert importing.run(plan(rows(2)).pk)


def test_a_worker_thought_dead_may_not_overwrite_its_successor() -> None:
    release = held_up("campaigns.territory.merge")
    run = plan(rows(3))
    worker = in_background(run)
    wait_until(run, rows_read=3)

    ImportRun.objects.filter(pk=run.pk).update(attempt=2, rows_read=1)

    worker.join(10)
    release.set()
    run.refresh_from_db()
    assert (run.state, run.attempt, run.rows_read, Address.objects.count()) == ("running", 2, 1, 0)


def test_what_runs_cannot_begin_again() -> None:
    run = plan(rows(1))

    with pytest.raises(DomainError) as refused:
        importing.begin_again(run)

    assert refused.value.code == "not_restartable"


def test_results_without_an_election_are_refused_at_once() -> None:
    with pytest.raises(DomainError) as refused:
        plan("x", kind="results", file_name="results.csv")

    assert refused.value.code == "election_unknown"
    assert not ImportRun.objects.exists()


def test_forgetting_an_import_deletes_its_rows_set_aside_and_keeps_the_addresses(media) -> None:
    run = plan(rows(1) + "short\n")
    importing.run(run.pk)
    run.refresh_from_db()

    importing.forget(run)

    assert not ImportRun.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []
    assert Address.objects.count() == 1


def test_a_running_import_is_not_forgotten() -> None:
    run = plan(rows(1))
    ImportRun.objects.filter(pk=run.pk).update(state="running", beat_at=timezone.now())

    importing.forget(run)

    assert ImportRun.objects.exists()
