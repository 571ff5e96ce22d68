"""Tests side by side: no worker meets another, and what measures time meets nobody."""

from __future__ import annotations

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest

from canvass import embedded
from tests import workers

ROOT = Path(__file__).resolve().parents[2]


def test_workers_share_one_postgresql_and_no_folder(monkeypatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    specs = [SimpleNamespace(id=name, env={}) for name in ("gw0", "gw1")]

    workers.pytest_xdist_setupnodes(specs)

    assert [spec.env for spec in specs] == [
        {"CANVASS_DATA": f"{embedded.data_dir()}/{name}", "DATABASE_URL": embedded.database_url()}
        for name in ("gw0", "gw1")
    ]


@pytest.mark.parametrize(
    ("test", "scope"),
    [
        ("tests/desk/test_teams.py::test_a[::1]", "tests/desk/test_teams.py"),
        ("tests/house/test_health.py::test_b", "tests/house"),
        ("tests/house/test_running.py::test_c", "tests/house"),
        ("tests/pages/test_desk.py::test_d[a]", "tests/pages/test_desk.py::test_d[a]"),
    ],
)
def test_a_worker_keeps_a_file_and_the_house_to_itself_and_long_tests_go_one_by_one(test: str, scope: str) -> None:
    assert workers.Together._split_scope(None, test) == scope


@pytest.mark.parametrize("path", workers.LONG)
def test_no_test_that_goes_alone_shares_what_a_module_made(path: str) -> None:
    files = [ROOT / path] if path.endswith(".py") else (ROOT / path).glob("*.py")

    assert (ROOT / path).exists()
    assert [file.name for file in files if 'scope="module"' in file.read_text()] == []


def test_whatever_takes_the_database_of_the_benchmarks_runs_alone() -> None:
    taking = {path.stem for path in (ROOT / "benchmarks").glob("*.py") if "empty_database" in path.read_text()}
    files = [ast.parse(path.read_text()) for path in (ROOT / "tests" / "benchmarks").glob("test_*.py")]
    tests = [test for file in files if said_in(file) & taking for test in file.body if is_test(test)]

    assert len(tests) >= 3
    assert [test.name for test in tests if "pytest.mark.alone" not in map(ast.unparse, test.decorator_list)] == []


def said_in(file: ast.Module) -> set[str]:
    return {node.value for node in ast.walk(file) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def is_test(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
