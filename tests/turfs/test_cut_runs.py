"""Final cuts in the background: one at a time, told twice a second, stopped with what they have."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.errors import DomainError
from campaigns.turfs import cut_runs, drafting
from campaigns.turfs.asked import Asked
from campaigns.turfs.models import CutRun, Turf
from tests import builders


@pytest.fixture
def outing(campaign):
    station = builders.station("94033-0001")
    campaign.communes.add(station.commune)
    for number in range(1, 61):
        builders.address(station, number)
    return builders.outing(campaign)


def planned(outing, **asked) -> CutRun:
    return cut_runs.plan(outing, Asked(**({"stations": ("94033-0001",), "minutes": 30} | asked)))


def lose(run: CutRun) -> None:
    """As if its worker had been killed a while ago."""
    long_ago = timezone.now() - CutRun.LOST_AFTER - timedelta(seconds=1)
    CutRun.objects.filter(pk=run.pk).update(state="running", beat_at=long_ago)


def test_a_planned_cut_is_carried_out_once(outing) -> None:
    run = planned(outing)

    assert CutRun.objects.waiting() == [run.pk]
    assert cut_runs.run(run.pk)
    assert not cut_runs.run(run.pk)

    run.refresh_from_db()
    assert (run.state, run.made) == ("done", Turf.objects.filter(outing=outing).count())
    assert run.made >= 3


def test_what_was_asked_survives_the_wait(outing) -> None:
    asked = Asked(
        ("94033-0001",), 30, side="even", streets=("Rue des Tanneurs",), seen_within_days=7, teams=2, one_side=True
    )
    run = cut_runs.plan(outing, asked)

    run.refresh_from_db()

    assert Asked.of(run.asked) == asked


def test_two_cuts_of_one_outing_do_not_run_at_once(outing) -> None:
    planned(outing)

    with pytest.raises(DomainError) as refused:
        planned(outing)

    assert refused.value.code == "cut_under_way"


def test_a_cut_whose_worker_died_is_in_nobodys_way(outing) -> None:
    lose(planned(outing))

    again = planned(outing)

    assert cut_runs.run(again.pk)


def test_a_cut_that_waits_is_stopped_with_nothing_changed(outing) -> None:
    run = planned(outing)

    cut_runs.stop(run)

    assert not cut_runs.run(run.pk)
    run.refresh_from_db()
    assert (run.state, Turf.objects.count()) == ("stopped", 0)


def test_a_cut_that_is_stopped_on_its_way_keeps_what_it_has(outing, monkeypatch) -> None:
    monkeypatch.setattr(cut_runs, "BEAT_SECONDS", 0.0)
    run, told = planned(outing), []
    finish = drafting.finish

    def stopped_soon(draft, *, progress):
        def tell(share: float) -> bool:
            cut_runs.stop(run)
            told.append(progress(share))
            return told[-1]

        return finish(draft, progress=tell)

    monkeypatch.setattr(drafting, "finish", stopped_soon)

    cut_runs.run(run.pk)

    run.refresh_from_db()
    assert not any(told)
    assert (run.state, run.made) == ("done", Turf.objects.count())
    assert run.made > 0


def test_what_cannot_be_cut_is_said_and_nothing_is_lost(outing) -> None:
    before = builders.turf(outing, number=7)
    run = planned(outing, streets=("Rue de Nulle Part",))

    cut_runs.run(run.pk)

    run.refresh_from_db()
    assert run.state == "failed"
    assert "Rue de Nulle Part" in run.problem
    assert Turf.objects.get() == before


def test_the_unforeseen_is_told_and_raised(outing, monkeypatch) -> None:
    run = planned(outing)
    monkeypatch.setattr(drafting, "finish", lambda draft, *, progress: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        cut_runs.run(run.pk)

    run.refresh_from_db()
    assert run.state == "failed"
    assert run.problem


def test_a_closed_outing_is_not_cut(outing) -> None:
    outing.closed_at = timezone.now()
    outing.save()

    with pytest.raises(DomainError) as refused:
        planned(outing)

    assert refused.value.code == "outing_closed"


def test_a_cut_given_up_as_lost_stores_nothing_when_its_worker_comes_back(outing, monkeypatch) -> None:
    run = planned(outing)
    finish = drafting.finish

    def given_up_meanwhile(draft, *, progress):
        lose(run)
        cut_runs.stop(run)
        return finish(draft, progress=progress)

    monkeypatch.setattr(drafting, "finish", given_up_meanwhile)

    cut_runs.run(run.pk)

    run.refresh_from_db()
    assert (run.state, Turf.objects.count()) == ("stopped", 0)
