"""The house plan, held by a test: arrows point one way, pure modules stay pure, no junk drawers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
PIPELINE = [
    "law",
    "territory",
    "people",
    "doors",
    "calendar",
    "targeting",
    "turfs",
    "visits",
    "contacts",
    "meetings",
    "fundraising",
    "reports",
]
FACES = {"api", "calendar", "desk", "field", "texts"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "services", "selectors", "manager", "handler"}
PURE = {
    "campaigns/doors/guesses.py",
    "campaigns/doors/housing.py",
    "campaigns/doors/personal.py",
    "campaigns/people/roles.py",
    "campaigns/people/device_keys.py",
    "campaigns/people/join_words.py",
    "campaigns/territory/blocs.py",
    "campaigns/territory/election_codes.py",
    "campaigns/territory/geometry.py",
    "campaigns/territory/features.py",
    "campaigns/territory/layouts/addresses.py",
    "campaigns/territory/layouts/contours.py",
    "campaigns/territory/layouts/ways.py",
    "campaigns/territory/shapes.py",
    "campaigns/territory/layouts/results.py",
    "campaigns/territory/numbers.py",
    "campaigns/territory/reading.py",
    "campaigns/territory/sentences.py",
    "campaigns/territory/layouts/bad_row.py",
    "campaigns/territory/station_codes.py",
    "campaigns/territory/ways.py",
    "campaigns/territory/drawing.py",
    "campaigns/territory/street_names.py",
    "campaigns/territory/network/distances.py",
    "campaigns/territory/network/graph.py",
    "campaigns/territory/network/legs.py",
    "campaigns/territory/network/passable.py",
    "campaigns/territory/network/snapping.py",
    "campaigns/targeting/allocation.py",
    "campaigns/targeting/balance.py",
    "campaigns/targeting/blocks.py",
    "campaigns/targeting/boundaries.py",
    "campaigns/targeting/contact.py",
    "campaigns/targeting/doorstep.py",
    "campaigns/targeting/electorate.py",
    "campaigns/targeting/gain.py",
    "campaigns/targeting/intermittence.py",
    "campaigns/targeting/learned.py",
    "campaigns/targeting/lots.py",
    "campaigns/targeting/margins.py",
    "campaigns/targeting/own_share.py",
    "campaigns/targeting/pace.py",
    "campaigns/targeting/pairing.py",
    "campaigns/targeting/power.py",
    "campaigns/targeting/priors.py",
    "campaigns/targeting/reasons.py",
    "campaigns/targeting/scores.py",
    "campaigns/targeting/scoring.py",
    "campaigns/targeting/share_file.py",
    "campaigns/targeting/shocks.py",
    "campaigns/targeting/standing.py",
    "campaigns/targeting/town.py",
    "campaigns/targeting/turnout.py",
    "campaigns/targeting/vintages.py",
    "campaigns/targeting/what_if.py",
    "campaigns/targeting/transfers/classes.py",
    "campaigns/targeting/transfers/estimating.py",
    "campaigns/targeting/transfers/fitting.py",
    "campaigns/targeting/transfers/mixture.py",
    "campaigns/targeting/transfers/table_file.py",
    "campaigns/targeting/transfers/units.py",
    "campaigns/turfs/aim.py",
    "campaigns/turfs/annealing.py",
    "campaigns/turfs/collecting.py",
    "campaigns/turfs/finishing.py",
    "campaigns/turfs/metric.py",
    "campaigns/turfs/outlines.py",
    "campaigns/turfs/lasso.py",
    "campaigns/turfs/regrouping.py",
    "campaigns/turfs/resplitting.py",
    "campaigns/turfs/routing.py",
    "campaigns/turfs/accounts.py",
    "campaigns/turfs/minutes.py",
    "campaigns/turfs/opening.py",
    "campaigns/turfs/stops.py",
    "campaigns/turfs/improving.py",
    "campaigns/turfs/neighbourhood.py",
    "campaigns/turfs/ordering.py",
    "campaigns/turfs/bisection.py",
    "campaigns/turfs/planning.py",
    "campaigns/turfs/naming.py",
    "campaigns/turfs/sharing.py",
    "campaigns/turfs/balance.py",
    "campaigns/turfs/layout.py",
    "campaigns/turfs/rewalking.py",
    "campaigns/turfs/watching.py",
    "campaigns/law/retention.py",
    "campaigns/law/silence.py",
    "campaigns/law/territories.py",
    "campaigns/law/texting.py",
    "campaigns/contacts/reaching.py",
    "campaigns/reports/effects/columns.py",
    "campaigns/reports/effects/contact.py",
    "campaigns/reports/effects/estimating.py",
    "campaigns/reports/effects/experiment.py",
    "campaigns/reports/effects/fitting.py",
    "campaigns/reports/effects/pooling.py",
    "campaigns/reports/effects/redrawing.py",
    "campaigns/reports/effects/table.py",
    "campaigns/reports/effects/telling.py",
    "campaigns/reports/forecast.py",
    "campaigns/reports/hours.py",
    "campaigns/reports/talks.py",
    "campaigns/visits/events.py",
    "campaigns/visits/clock.py",
    "campaigns/visits/counting.py",
    "campaigns/visits/projection.py",
    "campaigns/visits/rescue_files.py",
    "campaigns/doors/identifiers.py",
    "campaigns/errors.py",
    "campaigns/figures.py",
    "sms/gateways/__init__.py",
    "sms/states.py",
    "sms/gsm.py",
    "sms/rollcall/reading.py",
    "sms/windows.py",
    "sms/wording.py",
    "sms/gateways/one_call.py",
    "sms/gateways/signature.py",
    "sms/codes.py",
    "sms/stop_words.py",
    "canvass/child.py",
    "canvass/gateway_settings.py",
    "canvass/desk/charts.py",
    "canvass/desk/station_map.py",
    "canvass/desk/street_labels.py",
    "canvass/desk/view.py",
    "canvass/embedded/__init__.py",
    "canvass/embedded/locks.py",
    "canvass/embedded/places.py",
    "canvass/embedded/postgres.py",
    "canvass/embedded/redis_server.py",
    "canvass/embedded/server.py",
    "canvass/listening.py",
    "canvass/supervisor.py",
    "canvass/service_user.py",
    "canvass/environment.py",
}


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for package in ("campaigns", "sms", "canvass"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), ast.parse(path.read_text())


def storey(module: str) -> tuple[int, str] | None:
    """The height of a module and the room it lies in; None outside the house."""
    parts = module.split(".")
    second = parts[1] if len(parts) > 1 else ""
    if parts[0] == "campaigns":
        return (PIPELINE.index(second), second) if second in PIPELINE else (-1, "campaigns")
    if parts[0] == "sms":
        return 100, "sms"
    if parts[0] == "canvass":
        return (200, second) if second in FACES else (300, "canvass")
    return None


def imported(tree: ast.Module, package: list[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def climbing_imports(path: Path, tree: ast.Module) -> list[str]:
    here = storey(".".join([*path.parent.parts, path.stem]))
    found = []
    for name in imported(tree, list(path.parent.parts)):
        there = storey(name)
        # The faces stand on the wiring's models and settings, never on one another.
        if here is None or there is None or there[1] == here[1]:
            continue
        if here[0] == 200 and there[1] == "canvass":
            continue
        if there[0] >= here[0]:
            found.append(f"{path} imports {name}")
    return found


def climbing_keys(path: Path, tree: ast.Module) -> list[str]:
    """Foreign keys written as strings; those written as classes are imports and seen there."""
    here = storey(".".join([*path.parent.parts, path.stem]))
    found = []
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", "") in {"ForeignKey", "OneToOneField", "ManyToManyField"}
        ):
            continue
        target = node.args[0] if node.args else None
        if isinstance(target, ast.Constant) and "." in str(target.value):
            app = str(target.value).split(".")[0]
            if here is not None and app in PIPELINE and PIPELINE.index(app) > here[0]:
                found.append(f"{path} points up to {target.value}")
    return found


def impure(path: Path, tree: ast.Module) -> list[str]:
    if str(path) not in PURE:
        return []
    return [
        f"{path} imports {name}" for name in imported(tree, list(path.parent.parts)) if name.split(".")[0] == "django"
    ]


@pytest.mark.parametrize("rule", [climbing_imports, climbing_keys, impure])
def test_every_module_keeps_the_rule(rule) -> None:
    broken = [fault for path, tree in sources() for fault in rule(path, tree)]

    assert broken == []


@pytest.mark.parametrize(
    ("rule", "path", "code"),
    [
        (climbing_imports, "campaigns/people/joining.py", "from campaigns.visits import recording"),
        (climbing_imports, "campaigns/people/joining.py", "def f():\n    from campaigns.turfs.models import Turf"),
        (climbing_imports, "campaigns/people/joining.py", "from ..reports import figures"),
        (climbing_imports, "campaigns/people/joining.py", "import canvass.settings"),
        (climbing_imports, "sms/outbox.py", "import canvass.celery"),
        (climbing_imports, "canvass/desk/pages.py", "from canvass.api import push"),
        (climbing_imports, "canvass/desk/pages.py", "from canvass.calendar import files"),
        (climbing_keys, "campaigns/territory/models.py", "x = models.ForeignKey('people.Campaign', models.CASCADE)"),
        (impure, "campaigns/people/roles.py", "from django.db import models"),
    ],
)
def test_each_rule_can_fail(rule, path: str, code: str) -> None:
    assert len(rule(Path(path), ast.parse(code))) == 1


def test_no_module_is_a_junk_drawer() -> None:
    assert [
        str(path) for path, _ in sources() if path.stem in FORBIDDEN_NAMES or path.parent.name in FORBIDDEN_NAMES
    ] == []


def test_pure_modules_exist() -> None:
    assert [name for name in sorted(PURE) if not (ROOT / name).is_file()] == []


def test_the_applications_are_listed_in_the_order_of_the_pipeline() -> None:
    listed = [app.removeprefix("campaigns.") for app in settings.INSTALLED_APPS if app.startswith("campaigns.")]

    assert listed == [app for app in PIPELINE if app in listed]
