"""Real experiments, recomputed. Figures are shares; tolerances are half of their last digit."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from campaigns.reports.effects import columns, experiment, fitting, redrawing, table
from campaigns.reports.effects.estimating import estimate
from campaigns.reports.effects.experiment import Experiment
from campaigns.reports.effects.table import Asked

pytestmark = pytest.mark.samples
KANSAS = "arceneaux_2005_kansas_city_canvass.csv.gz"
BRITAIN = "fieldhouse_2010_uk_mail_phone_canvass.csv.gz"
MICHIGAN = "gerber_green_larimer_2008_michigan.csv.gz"


@pytest.fixture(scope="module")
def kansas(samples: Path) -> Experiment:
    asked = Asked("Y_voted_2003", "Z", contact="D_contact", cluster="precinct")
    return table.read(samples / "experiments" / KANSAS, asked).experiment


def test_kansas_city_2003_with_the_errors_of_its_precincts(kansas) -> None:
    found = estimate(kansas)

    assert (found.rows, found.clusters, found.control.units, found.treated.units) == (9_712, 28, 14, 14)
    assert (found.control.mean, found.treated.mean) == pytest.approx((0.2913, 0.3353), abs=5e-5)
    assert (found.itt, found.error) == pytest.approx((0.0440, 0.0252), abs=5e-5)
    assert found.itt == pytest.approx(0.0440186, abs=5e-8)
    assert found.p == pytest.approx(0.092, abs=5e-4)
    assert found.chance_leads
    assert found.chance.p == pytest.approx(0.097, abs=0.005)
    assert (found.chance.low, found.chance.high) == pytest.approx((-0.008, 0.097), abs=0.003)


def test_kansas_city_2003_those_reached(kansas) -> None:
    found = estimate(kansas).reached

    assert found is not None
    assert (found.treated, found.control, found.rate) == pytest.approx((0.6274, 0.0, 0.6274), abs=5e-5)
    assert found.strength == pytest.approx(479, abs=0.5)
    assert (found.effect, found.error) == pytest.approx((0.0702, 0.0394), abs=5e-5)
    assert found.effect == pytest.approx(0.0701595, abs=5e-8)


def test_kansas_city_2003_as_if_people_had_been_drawn_looks_three_times_as_sure(kansas) -> None:
    wrong = estimate(experiment.of(kansas.outcome, kansas.assigned))

    assert (wrong.itt, wrong.error) == pytest.approx((0.0440, 0.0094), abs=5e-5)
    assert wrong.itt / wrong.error == pytest.approx(4.7, abs=0.05)


def test_kansas_city_2003_each_precinct_counting_the_same(kansas) -> None:
    precincts = range(kansas.cluster.max() + 1)
    shares = np.array([kansas.outcome[kansas.cluster == each].mean() for each in precincts])
    drawn = np.array([kansas.assigned[kansas.cluster == each].max() for each in precincts])

    found = redrawing.randomisation(experiment.of(shares, drawn))

    assert found.observed == pytest.approx(0.0363, abs=5e-5)
    assert found.p == pytest.approx(0.147, abs=0.006)


def britain(path: Path, treatment: str, other: str, value: str) -> Experiment:
    return table.read(path, Asked("y", treatment, contact="c", only=((other, value),))).experiment


@pytest.mark.parametrize(
    ("treatment", "other", "value", "itt", "error"),
    [("p", "m", "0", -0.0001, 0.0107), ("p", "m", "1", 0.0150, 0.0127), ("m", "p", "0", 0.0060, 0.0101)],
)
def test_britain_2010_mail_and_telephone(samples, treatment, other, value, itt, error) -> None:
    found = estimate(britain(samples / "experiments" / BRITAIN, treatment, other, value))

    assert (found.itt, found.error) == pytest.approx((itt, error), abs=5e-5)


@pytest.mark.parametrize(("mail", "contact", "cace"), [("0", 0.5777, -0.0002), ("1", 0.5960, 0.0252)])
def test_britain_2010_those_reached_by_telephone(samples, mail: str, contact: float, cace: float) -> None:
    found = estimate(britain(samples / "experiments" / BRITAIN, "p", "m", mail)).reached

    assert found is not None
    assert (found.rate, found.effect) == pytest.approx((contact, cace), abs=5e-5)


def test_britain_2010_mail_and_telephone_together(samples) -> None:
    path = samples / "experiments" / BRITAIN
    read = columns.read(path, ["m", "p", "y"])
    mail, phone, vote = (columns.figures(path, read[name], np.ones(15_300, dtype=bool)) for name in "mpy")

    fit = fitting.least_squares(vote, np.column_stack([mail, phone, mail * phone]))

    assert (fit.coefficients[2], fit.errors[2]) == pytest.approx((0.0151, 0.0166), abs=5e-5)


def test_britain_2010_the_trap_of_comparing_the_reached_with_the_others(samples) -> None:
    """People who answer are people who vote: the experiment finds nothing where this "finds" sixteen points."""
    phone = britain(samples / "experiments" / BRITAIN, "p", "m", "0")

    reached = phone.outcome[(phone.assigned == 1) & (phone.contact == 1)]
    others = phone.outcome[(phone.assigned == 1) & (phone.contact == 0)]

    assert 100 * (reached.mean() - others.mean()) == pytest.approx(16.08, abs=0.005)
    assert 100 * estimate(phone).itt == pytest.approx(-0.01, abs=0.005)


ARMS = {
    "Civic Duty": (38_218, 0.3145, 0.0179, 0.0026, 0.0180, 0.0026),
    "Hawthorne": (38_204, 0.3224, 0.0257, 0.0026, 0.0253, 0.0026),
    "Neighbors": (38_201, 0.3779, 0.0813, 0.0027, 0.0803, 0.0027),
}


@pytest.fixture(scope="module")
def michigan(samples: Path) -> dict[str, columns.Column]:
    return columns.read(samples / "experiments" / MICHIGAN, ["messages", "primary2006", "primary2004"])


@pytest.mark.parametrize("arm", ARMS)
def test_michigan_2006_social_pressure(michigan, arm: str) -> None:
    rows, mean, itt, error, adjusted, adjusted_error = ARMS[arm]
    treated, control = michigan["messages"].holding(arm), michigan["messages"].holding("Control")
    among = treated | control
    vote, before = (
        columns.figures(Path(MICHIGAN), michigan[name], among)[among] for name in ("primary2006", "primary2004")
    )

    found = estimate(experiment.of(vote, treated[among]), redraws=1_000)
    beside = fitting.least_squares(vote, np.column_stack([treated[among], before]))

    assert (found.treated.rows, found.control.rows) == (rows, 191_243)
    assert (found.treated.mean, found.control.mean) == pytest.approx((mean, 0.2966), abs=5e-5)
    assert (found.itt, found.error) == pytest.approx((itt, error), abs=5e-5)
    assert (beside.coefficients[0], beside.errors[0]) == pytest.approx((adjusted, adjusted_error), abs=5e-5)
    assert found.chance.p == pytest.approx(1 / 1_001)


def test_three_hundred_thousand_rows_are_read_and_judged_in_seconds(samples) -> None:
    asked = Asked("primary2006", "messages", treated="Neighbors", control="Control", covariates=("primary2004",))
    began = time.process_time()

    read = table.read(samples / "experiments" / MICHIGAN, asked)
    found = estimate(read.experiment)

    assert (read.rows, found.rows, read.left_out) == (305_866, 229_444, {"other_arm": 76_422})
    assert found.chance.redraws == 50_000
    assert time.process_time() - began < 10
