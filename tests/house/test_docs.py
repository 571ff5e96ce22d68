"""The docs cannot lie: each of their lists is compared with the code that it speaks of."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from campaigns.people.roles import Role
from campaigns.territory.layouts import addresses, contours, results
from campaigns.territory.management.import_command import COUNTED
from campaigns.visits import events, rescuing, sealing, tallies
from campaigns.visits.models import Welcome
from canvass import environment
from canvass.api import errors

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
READERS = {name for name, thing in vars(environment).items() if callable(thing) and name.islower()}
ENVIRON = {"os.environ.get", "os.environ.setdefault", "os.getenv"}
SHELLS_OWN = {"BASH_SOURCE", "PATH", "PWD", "OLDPWD"}
COMPOSE_ONLY = "## Only in docker-compose.yml"


def page(name: str) -> str:
    return (DOCS / name).read_text()


def rows(text: str, heading: str, column: int = 0) -> list[str]:
    """The cells of one column in every table whose first heading is this one."""
    found, inside = [], False
    for line in text.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not cells:
            inside = False
        elif cells[0] == heading:
            inside = True
        elif inside and not set(cells[0]) <= {"-"}:
            found.append(cells[column])
    return found


def words(cells: list[str]) -> set[str]:
    """What stands between backquotes."""
    return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


def section(text: str, heading: str) -> str:
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


# Settings


def settings_of_python(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        name: ast.expr | None = None
        if isinstance(node, ast.Call) and node.args:
            called = ast.unparse(node.func)
            name = node.args[0] if called in ENVIRON or called.split(".")[-1] in READERS else None
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            name = node.slice if ast.unparse(node.value) == "os.environ" else None
        elif isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]) == "os.environ":
            name = node.left
        if isinstance(name, ast.Constant) and str(name.value).isupper():
            yield str(name.value)


def settings_of_shell(text: str) -> set[str]:
    return set(re.findall(r"\$\{?([A-Z][A-Z0-9_]+)", text)) - SHELLS_OWN


def settings_read() -> set[str]:
    python = [
        *(ROOT / "canvass").rglob("*.py"),
        *(ROOT / "benchmarks").rglob("*.py"),
        *(ROOT / "tests").rglob("*.py"),
        ROOT / "manage.py",
    ]
    found = {name for path in python for name in settings_of_python(ast.parse(path.read_text()))}
    return found.union(*(settings_of_shell(path.read_text()) for path in (ROOT / "bin").iterdir()))


def test_every_setting_is_documented_and_no_other() -> None:
    described = page("configuration.md").partition(COMPOSE_ONLY)[0]

    assert words(rows(described, "setting")) == settings_read()


@pytest.mark.parametrize(
    "code",
    [
        "x = flag('NEW', default=True)",
        "x = environment.number('NEW', 3)",
        "x = os.environ.get('NEW')",
        "x = os.environ['NEW']",
        "x = 'NEW' not in os.environ",
    ],
)
def test_a_new_setting_is_noticed(code: str) -> None:
    assert list(settings_of_python(ast.parse(code))) == ["NEW"]


def test_a_new_setting_of_a_script_is_noticed() -> None:
    assert settings_of_shell('cd "$PWD"; echo "${NEW:-x}" $ALSO $1 $(date)') == {"NEW", "ALSO"}


# Commands and benchmarks


def our_commands() -> dict[str, str]:
    return {name: app for name, app in get_commands().items() if str(app).startswith(("campaigns.", "sms", "canvass"))}


def arguments_of(command: BaseCommand) -> set[str]:
    common = {action.dest for action in BaseCommand().create_parser("", "")._actions}
    actions = [action for action in command.create_parser("", "")._actions if action.dest not in common]
    return {action.option_strings[-1] if action.option_strings else action.dest for action in actions}


def test_every_command_has_its_section_and_no_other() -> None:
    headings = re.findall(r"^## ([a-z_]+)$", page("commands.md"), re.MULTILINE)

    assert sorted(headings) == sorted(our_commands())


@pytest.mark.parametrize("name", sorted(our_commands()))
def test_every_argument_of_a_command_is_documented_and_no_other(name: str) -> None:
    described = words(rows(section(page("commands.md"), name), "argument"))

    assert described == arguments_of(load_command_class(our_commands()[name], name))


def test_every_benchmark_is_documented_and_no_other() -> None:
    places = ROOT / "benchmarks"
    alone = {path.stem for path in places.glob("*.py") if " Report(" in path.read_text()}
    measured = alone | {path.parent.name for path in places.glob("*/__main__.py")}

    assert words(rows(section(page("commands.md"), "Benchmarks"), "name")) == measured


# What phones and server say to each other


def refusals(tree: ast.Module) -> Iterator[str]:
    """The codes with which the code refuses an event, wherever it writes them."""
    places = {"Refused": 0, "RefusedEvent": 2}
    for node in ast.walk(tree):
        place = places.get(ast.unparse(node.func), -1) if isinstance(node, ast.Call) else -1
        code = node.args[place] if isinstance(node, ast.Call) and 0 <= place < len(node.args) else None
        if isinstance(code, ast.Constant):
            yield str(code.value)


def test_every_event_type_is_documented_and_no_other() -> None:
    assert words(rows(page("offline.md"), "type")) == events.VISIT_TYPES | events.RARE_TYPES


def test_every_outcome_is_documented_and_no_other() -> None:
    assert words(rows(page("offline.md"), "outcome")) == events.OUTCOMES


def test_every_code_of_a_refusal_is_documented_and_no_other() -> None:
    sources = [*(ROOT / "campaigns/visits").glob("*.py"), *(ROOT / "campaigns/contacts").glob("*.py")]
    raised = {code for path in sources for code in refusals(ast.parse(path.read_text()))}

    assert words(rows(page("offline.md"), "code of a refusal")) == raised | {sealing.CODE, rescuing.CODE}


def test_a_new_code_of_a_refusal_is_noticed() -> None:
    assert list(refusals(ast.parse("raise Refused('new', 'why')\nRefusedEvent(raw, digest, 'other')"))) == [
        "new",
        "other",
    ]


def api_codes() -> set[tuple[int, str]]:
    """(status, code) as the page tells them."""
    offline = page("offline.md")
    lines = zip(rows(offline, "status"), rows(offline, "status", column=1), strict=True)
    return {(int(status), code) for status, cell in lines for code in words([cell])}


def test_every_code_of_the_api_is_documented_with_its_status() -> None:
    assert {(status, code) for code, status in errors.STATUS.items()} - api_codes() == set()


def test_no_code_is_documented_that_the_api_does_not_have() -> None:
    sources = [path.read_text() for name in ("canvass/api", "campaigns") for path in (ROOT / name).rglob("*.py")]
    written = "\n".join(sources)

    assert [code for _status, code in sorted(api_codes()) if f'"{code}"' not in written] == []


def test_the_words_of_a_visit_and_of_a_count_are_documented() -> None:
    said = words([page("offline.md")])

    assert {*events.REQUESTS, *Welcome.values, *tallies.TOPICS} - said == set()


# Files, words, links


def test_every_layout_is_documented_and_no_other() -> None:
    titles = {layout.title for module in (addresses, results, contours) for layout in module.LAYOUTS}

    assert set(rows(page("data.md"), "layout")) == titles


def test_every_column_that_tells_a_layout_is_documented() -> None:
    told = words(rows(page("data.md"), "layout", column=1))
    needed = {name for module in (results, contours) for layout in module.LAYOUTS for name in layout.needs}
    needed |= {name for layout in addresses.LAYOUTS if layout.has_header for name in layout.needs}

    assert needed - told == set()


def test_every_figure_of_a_report_is_documented_and_no_other() -> None:
    assert words(rows(page("data.md"), "in the report")) == set(COUNTED)


def test_the_glossary_knows_every_role_and_outcome() -> None:
    known = words(rows(page("glossary.md"), "English", column=2))

    assert {*map(str, Role), *events.OUTCOMES} - known == set()


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def broken_links(path: Path, text: str) -> list[str]:
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    local = [target.partition("#")[0] for target in targets if "://" not in target and not target.startswith("#")]
    return [f"{path.name}: {target}" for target in local if not (path.parent / target).exists()]


def test_every_link_and_picture_is_there() -> None:
    assert [fault for path in tracked("*.md") for fault in broken_links(path, path.read_text())] == []


def test_a_broken_link_is_noticed() -> None:
    text = "[a](docs/gone.md) ![b](docs/gone.png) [c](https://example.org/x) [d](docs/data.md#layouts)"

    assert broken_links(ROOT / "README.md", text) == ["README.md: docs/gone.md", "README.md: docs/gone.png"]


def test_decisions_are_few_short_and_say_what_they_cost() -> None:
    kept = sorted((DOCS / "decisions").glob("*.md"))

    assert [path.name[:4] for path in kept] == [f"{number:04}" for number in range(1, len(kept) + 1)]
    assert len(kept) <= 12
    assert [path.name for path in kept if len(path.read_text().splitlines()) > 30] == []
    parts = ("**Situation.**", "**Choice.**", "**Cost.**")
    assert [path.name for path in kept if not all(part in path.read_text() for part in parts)] == []


def test_pictures_are_light() -> None:
    assert [path.name for path in (DOCS / "pictures").iterdir() if path.stat().st_size > 150_000] == []
