"""The back-test on a vote that was held: the model foretells stations better than simpler rules do."""

from __future__ import annotations

import gzip
import re

import pytest

from benchmarks import backtest, past_elections
from benchmarks.report import Report


@pytest.fixture
def elections(samples, tmp_path):
    """The four elections in Val-de-Marne."""
    paths = []
    for name in backtest.FILES:
        path = tmp_path / f"{name}_par_bureau_large.csv"
        with gzip.open(samples / "elections" / f"{path.name}.gz", "rt", encoding="utf-8") as whole:
            path.write_text("".join(line for line in whole if re.match("departement|94,", line)), encoding="utf-8")
        paths.append(path)
    return past_elections.joined([past_elections.read(path) for path in paths])


@pytest.mark.samples
def test_the_model_foretells_the_stations_of_val_de_marne_better_than_simple_rules(elections) -> None:
    report = Report("backtest")

    backtest.measure(report, elections, "94")

    assert (report.figures["stations"], report.figures["towns"]) == (634, 33)
    assert report.figures["turnout: error, the town's mean"] == pytest.approx(5.09, abs=0.01)
    assert report.figures["left: error, the town's mean"] == pytest.approx(4.50, abs=0.01)
    assert [(goal.goal, goal.ok) for goal in report.goals] == [
        ("turnout: error, the model", True), ("left: error, the model", True),
    ]  # fmt: skip
    assert [goal.value for goal in report.goals] == [pytest.approx(1.89, abs=0.01), pytest.approx(2.50, abs=0.01)]


def test_rows_that_do_not_add_up_are_refused_and_counted(tmp_path) -> None:
    path = tmp_path / "2017-presidentielle-2_par_bureau_large.csv"
    path.write_text(
        "departement,commune,bureau,commune_libelle,inscrits,votants,blancs,exprimes,LE PEN,MACRON\n"
        "94,033,1,Fontenay,1000,700,20,680,280,400\n94,033,2,Fontenay,1000,700,20,680,280,401\n"
    )

    found = past_elections.read(path)

    assert (found.stations, found.refused) == (["94033-0001"], 1)
    assert found.votes.tolist() == [[0, 400, 0, 280, 0]]
