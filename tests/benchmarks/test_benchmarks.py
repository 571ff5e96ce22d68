"""Benchmarks run, tell their figures in the form that is documented, and fail when a goal is missed."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise, permutations

import numpy as np
import pytest
from django.conf import settings

from benchmarks import optimum
from benchmarks.report import Report


def run(name: str, *options: str) -> dict:
    """The last line of a benchmark, run as people do, on the servers of the tests."""
    command = [sys.executable, "-m", f"benchmarks.{name}", "--json", *options]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_cut_tells_its_time_and_its_worth() -> None:
    told = run("cutting", "--seed", "3", "--doors", "700")

    met = {goal["goal"]: goal["ok"] for goal in told["goals"]}
    assert told["name"] == "cutting"
    assert met["walked / listed by street"]
    assert met["walked / PyVRP alone"]
    assert met["overlap of outlines"]
    assert met["shortest walk / minutes asked"]


@pytest.mark.samples
def test_the_cut_takes_any_file_of_addresses_and_of_streets(samples) -> None:
    addresses, streets = samples / "streets" / "geneva_addresses.csv.gz", samples / "streets" / "geneva.osm.pbf"

    told = run("cutting", "--addresses", str(addresses), "--streets", str(streets), "--doors", "300")

    assert told["figures"]["doors"] >= 300
    assert told["figures"]["on streets"] == 1


def test_the_order_of_a_walk_is_measured_against_the_proven_optimum() -> None:
    told = run("walking", "--seed", "2", "--doors", "1500", "--minutes", "150")

    assert (told["name"], told["ok"]) == ("walking", True)
    assert told["figures"]["walks measured"] >= 3


@pytest.mark.parametrize("seed", range(3))
def test_the_proven_optimum_is_the_shortest_of_all_ways(seed) -> None:
    places = np.random.default_rng(seed).uniform(0, 500, (7, 2))
    table = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))

    shortest = min(sum(table[a, b] for a, b in pairwise(order)) for order in permutations(range(7)))

    assert optimum.shortest(table) == pytest.approx(shortest)


def test_a_file_that_is_no_list_of_addresses_is_said_so(tmp_path) -> None:
    file = tmp_path / "notes.csv"
    file.write_text("a,b\n1,2\n")

    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.cutting", "--addresses", str(file)],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr.strip()) == (1, "notes.csv: no known layout of addresses.")


@pytest.mark.parametrize(("value", "code"), [(2.0, 0), (2.1, 1)])
def test_a_missed_goal_ends_with_one(value, code, capsys) -> None:
    report = Report("example", figures={"seconds": value})
    report.at_most("seconds", value, 2)
    report.at_least("share", 0.5, 0.5)

    with pytest.raises(SystemExit) as ended:
        report.close(as_json=True)

    assert ended.value.code == code
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {
        "name": "example",
        "figures": {"seconds": value},
        "goals": [
            {"goal": "seconds", "value": value, "bound": 2, "ok": code == 0},
            {"goal": "share", "value": 0.5, "bound": 0.5, "ok": True},
        ],
        "ok": code == 0,
    }
