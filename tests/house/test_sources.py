"""What no server checks before a person meets it: every template compiles, every module finds its neighbours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.*"))
MODULES = sorted((ROOT / "static" / "js").rglob("*.js"))
FROM = re.compile(r"""^(?:import|export)\b[^"'();]*?(?:from\s*)?(["'])(\.\.?/[^"']*)\1(.?)""", re.MULTILINE)
LATER = re.compile(r"""\bimport\((["'])(\.\.?/[^"']*)\1\)()""")


def neighbours(source: str) -> list[tuple[str, str, str]]:
    """Quote, path and what follows, of each relative import."""
    return FROM.findall(source) + LATER.findall(source)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name: str) -> None:
    get_template(name)


def test_relative_imports_are_written_so_that_their_names_get_a_hash() -> None:
    """Django rewrites those in double quotes that end in a semicolon, and silently leaves the others."""
    faults = [
        f"{module.relative_to(ROOT)}: {path}"
        for module in MODULES
        for quote, path, after in FROM.findall(module.read_text())
        if quote != '"' or after != ";"
    ]

    assert faults == []


def test_every_relative_import_leads_to_a_file() -> None:
    missing = [
        f"{module.relative_to(ROOT)}: {path}"
        for module in MODULES
        for _quote, path, _after in neighbours(module.read_text())
        if not finders.find((module.parent / path).resolve().relative_to(ROOT / "static").as_posix())
    ]

    assert missing == []


def test_no_two_modules_import_each_other_in_a_circle() -> None:
    leads = {
        module: [(module.parent / path).resolve() for _quote, path, _after in neighbours(module.read_text())]
        for module in MODULES
    }

    assert circles(leads) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('import { a } from "./a.js";\n', [('"', "./a.js", ";")]),
        ('import {\n  a,\n  b,\n} from "./a.js"\n', [('"', "./a.js", "")]),
        ("export * from './a.js';\n", [("'", "./a.js", ";")]),
        ('import "./a.js";\n', [('"', "./a.js", ";")]),
        ('  const a = await import("./a.js");\n', [('"', "./a.js", "")]),
        ('import { openDB } from "idb";\n', []),
    ],
)
def test_imports_are_found_however_they_are_written(source, found) -> None:
    assert neighbours(source) == found


def test_a_circle_is_found() -> None:
    assert circles({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}) == ["a", "b", "c"]


def circles(leads: dict) -> list:
    """The modules that can be reached from themselves."""

    def reached(start, seen: set) -> set:
        for there in leads.get(start, []):
            if there not in seen:
                seen.add(there)
                reached(there, seen)
        return seen

    return [module for module in leads if module in reached(module, set())]
