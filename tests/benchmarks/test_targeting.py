"""The campaign in invented towns runs as people run it, and keeps its bounds."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from django.conf import settings

from benchmarks.report import Report
from benchmarks.targeting import __main__, figures, runs


@pytest.fixture(scope="module")
def small_run(tmp_path_factory) -> subprocess.CompletedProcess[str]:
    file = tmp_path_factory.mktemp("towns") / "own.json"
    file.write_text(json.dumps({"S": 24, "turnout": [0.7, 0.5, 0.45], "overdisp": 10}))
    command = [sys.executable, "-m", "benchmarks.targeting", "--json", "--overrides", str(file)]
    return subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def unseen(small_run) -> dict:
    assert small_run.returncode in (0, 1), small_run.stderr
    return json.loads(small_run.stdout.splitlines()[-1])


def test_the_small_run_tells_votes_capture_and_the_goals_of_a_family(unseen) -> None:
    goals = {goal["goal"]: goal for goal in unseen["goals"]}

    assert (unseen["name"], unseen["figures"]["towns"]) == ("targeting", 2)
    assert list(goals) == [
        "unseen: capture",
        "unseen: rate / index",
        "unseen: bias of the reservoir, absolute",
        "unseen: coverage of 90 % ranges",
        "seconds to score 60 stations",
        "seconds to score 1,000 stations",
    ]
    assert goals["unseen: capture"]["value"] == unseen["figures"]["capture, 1000 h"]


def test_the_product_does_better_than_going_everywhere_and_no_better_than_the_oracle(unseen) -> None:
    net = {name: unseen["figures"][f"net per 1,000 h, {name}, 1000 h"] for name in ("uniform", "rate", "oracle")}

    assert net["uniform"] < net["rate"] < net["oracle"]
    assert unseen["figures"]["capture, 1000 h"] > 0.6
    assert unseen["figures"]["correlation of gain with truth"] > 0.8


def test_progress_goes_to_stderr(small_run) -> None:
    assert "2 of 2 towns" in small_run.stderr
    assert "2 of 2 towns" not in small_run.stdout


def test_the_same_seed_gives_the_same_votes_whatever_else_is_run() -> None:
    one, other, both = (runs.play(runs.Job(7, "flat", {"S": 8}, hours)) for hours in [(40.0,), (80.0,), (40.0, 80.0)])

    assert one.net | other.net == both.net
    assert one.gross | other.gross == both.gross
    assert one.net != runs.play(runs.Job(8, "flat", {"S": 8}, (40.0,))).net


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--seeds", "9-3"], "9-3: expected two numbers"),
        (["--seeds", "some"], "some: expected two numbers"),
        (["--families", "base,odd"], "no family is called odd; there are base, contact"),
        (["--hours", "2"], "a campaign has 4 hours at least"),
        (["--hours", "many"], "many: expected numbers"),
        (["--families", "base", "--overrides", "own.json"], "leave --families out"),
        (["--overrides", "nowhere.json"], "nowhere.json: not readable as JSON"),
    ],
)
def test_an_option_that_makes_no_sense_is_said_so(options, complaint, monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks.targeting", *options])

    with pytest.raises(SystemExit) as ended:
        __main__.main()

    assert complaint in f"{ended.value.code} {capsys.readouterr().err}"


def a_town(family: str, *, rate: float, mode_on: float = 5, covered: float = 0.9) -> figures.Played:
    net = dict.fromkeys(figures.SIMPLE_RULES, 8.0) | {"uniform": 0, "rate": rate, "oracle": 10}
    at = {(name, 1_000.0): value for name, value in (net | {"rate_persuasion": mode_on}).items()}
    gross = at | {("uniform", 1_000.0): 4.0}
    return figures.Played(family, at, gross, expected_reservoir=109, true_reservoir=100, covered=covered, correlation=1)


def missed(*towns: figures.Played) -> set[str]:
    report = Report("targeting")
    figures.tell(report, figures.Towns(towns))
    return {goal.goal for goal in report.goals if not goal.ok}


def test_goals_are_met_pooled_and_in_each_family() -> None:
    assert missed(a_town("base", rate=9.5), a_town("flat", rate=9.5), a_town("persuade", rate=8.5, mode_on=9)) == set()


def test_a_goal_is_missed_where_its_bound_is() -> None:
    everywhere, one_family = a_town("base", rate=7.9), a_town("flat", rate=7.1)

    assert missed(everywhere) == {"base: capture", "base: rate / index"}
    assert missed(one_family) == {"flat: capture", "flat: rate / index", "flat: rate / best simple rule, 1000 h"}
    assert missed(everywhere, a_town("mixed", rate=8.2)) == {
        "capture", "rate / index", "base: capture", "base: rate / index",
    }  # fmt: skip
    assert missed(a_town("persuade", rate=9, mode_on=8)) == {"persuade: capture, mode on / off"}
    assert missed(a_town("base", rate=9.5, covered=0.79)) == {"base: coverage of 90 % ranges"}
    assert missed(a_town("base", rate=9.5, covered=1), a_town("flat", rate=9.5, covered=1)) == {
        "coverage of 90 % ranges, at most"
    }
