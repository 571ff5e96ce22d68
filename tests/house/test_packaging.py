"""What is given out: the image, the compose file, the pinned packages, and what the repository must not hold."""

from __future__ import annotations

import ast
import fnmatch
import importlib.metadata
import os
import re
import subprocess
import sys
import urllib.error
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.utils import timezone
from packaging.requirements import Requirement

from canvass.models import Heartbeat
from tests.house.test_docs import COMPOSE_ONLY, page, rows, tracked, words

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = {"migrate", "web", "worker", "beat", "texts"}
SECRETS = {"SECRET_KEY", "NOTES_KEY", "POSTGRES_PASSWORD"}
LARGEST_BYTES = 1_000_000
# Put together here, so that this file does not name them either.
REGISTRIES = [
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
]


def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def compose_text() -> str:
    return "\n".join(line.partition(" #")[0] for line in (ROOT / "docker-compose.yml").read_text().splitlines())


# docker-compose.yml


def test_compose_runs_every_part_and_keeps_what_must_be_kept() -> None:
    file = compose()

    assert set(file["services"]) == OURS | {"postgres", "redis"}
    used = {volume.partition(":")[0] for service in file["services"].values() for volume in service.get("volumes", [])}
    assert used == set(file["volumes"])


def test_everything_waits_for_the_migrations_and_they_for_the_database() -> None:
    services = compose()["services"]

    assert services["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in OURS - {"migrate"}:
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_compose_names_documented_settings_only() -> None:
    before, _heading, after = page("configuration.md").partition(COMPOSE_ONLY)
    site, other = words(rows(before, "setting")), words(rows(after, "name"))
    named = {name for service in OURS for name in compose()["services"][service]["environment"]}

    assert named - site == set()
    assert set(re.findall(r"\$\{([A-Z_0-9]+)", compose_text())) - site - other == set()
    assert set(compose()["services"]["postgres"]["environment"]) == other


def test_every_setting_of_the_site_reaches_the_containers_from_the_file_beside_compose() -> None:
    of_a_site, _heading, _others = page("configuration.md").partition("## Running, testing, measuring")
    given = compose()["services"]["web"]["environment"]

    assert words(rows(of_a_site, "setting")) - set(given) == set()
    fixed = {name for name, value in given.items() if not str(value).startswith(f"${{{name}:")}
    assert fixed == {"CANVASS_PRODUCTION", "BEHIND_PROXY", "DATABASE_URL", "REDIS_URL"}


def test_what_compose_gives_of_itself_is_what_a_site_takes_by_itself() -> None:
    """But for production, where yes is the default: an empty word would say no."""
    given = compose()["services"]["web"]["environment"].values()
    usual = dict(found for value in given for found in re.findall(r"\$\{([A-Z_0-9]+):-([^}]*)\}", str(value)))
    names = sorted(name for name in usual if hasattr(settings, name) and not name.startswith("EMAIL_"))
    asked = f"from canvass import settings; print([getattr(settings, name) for name in {names}])"
    kept = {name: value for name, value in os.environ.items() if name not in usual}

    told = [
        subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=here, capture_output=True, text=True, check=True)
        for here in (kept | {"REQUIRE_SECOND_FACTOR": "true"}, kept | usual)
    ]

    assert told[0].stdout == told[1].stdout
    assert len(usual) > 15


def test_a_secret_comes_from_outside_or_nothing_starts() -> None:
    asked = dict(re.findall(r"\$\{([A-Z_0-9]+)(:?[?-])", compose_text()))

    assert {name: asked[name] for name in SECRETS} == dict.fromkeys(SECRETS, ":?")


def test_the_site_is_reached_through_the_proxy_only() -> None:
    published = {name: service["ports"] for name, service in compose()["services"].items() if "ports" in service}

    assert published == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


@pytest.mark.parametrize("alive", [True, False])
def test_the_health_check_tells_a_well_site_from_a_sick_one(alive: bool, live_server, monkeypatch) -> None:
    _cmd, _python, _c, code = compose()["services"]["web"]["healthcheck"]["test"]
    monkeypatch.setenv("PUBLIC_BASE_URL", "https://testserver")
    if alive:
        Heartbeat.objects.create(name="worker", beat_at=timezone.now())

    here = code.replace("http://127.0.0.1:8000", live_server.url)
    assert here != code
    if alive:
        exec(here, {})
    else:
        with pytest.raises(urllib.error.HTTPError, match="503"):
            exec(here, {})


@pytest.mark.parametrize(("host", "backend"), [("mail.example.org", "smtp"), ("", "console")])
def test_letters_leave_the_machine_only_through_a_mail_server(host: str, backend: str) -> None:
    asked = "from canvass import settings; print(settings.EMAIL_BACKEND, settings.EMAIL_PORT, settings.EMAIL_USE_TLS)"
    environment = os.environ | {"EMAIL_HOST": host, "EMAIL_PORT": "587", "EMAIL_USE_TLS": "true"}

    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )

    assert told.stdout.split() == [f"django.core.mail.backends.{backend}.EmailBackend", "587", "True"]


# Dockerfile


def instructions(word: str) -> list[str]:
    joined = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    return [line.removeprefix(f"{word} ").strip() for line in joined.splitlines() if line.startswith(f"{word} ")]


def copied() -> set[str]:
    """What the image takes from the repository."""
    lines = [line.split() for line in instructions("COPY") if not line.startswith("--from=")]
    return {source for *sources, _target in lines for source in sources}


def test_the_image_copies_what_is_there_and_docker_may_see_it() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert [name for name in sorted(copied()) if not (ROOT / name).exists()] == []
    assert copied() == allowed


def test_the_image_holds_all_that_the_product_is_made_of() -> None:
    apps = {app.split(".")[0] for app in settings.INSTALLED_APPS if (ROOT / app.split(".")[0]).is_dir()}
    folders = {path.name for path in (ROOT / name for name in ("locale", "static", "templates"))}

    assert apps | folders | {"manage.py", "requirements.txt", "package-lock.json"} <= copied()


def test_the_image_runs_as_nobody_in_particular_and_holds_no_secret() -> None:
    text = (ROOT / "Dockerfile").read_text()

    assert instructions("USER") == ["canvass"]
    assert instructions("ARG") == []
    assert [line for line in instructions("ENV") if re.search("KEY|PASSWORD|TOKEN", line)] == []
    assert re.findall(r"(SECRET_KEY|NOTES_KEY)=(\S+)", text) == [
        ("SECRET_KEY", "of-this-step-only"),
        ("NOTES_KEY", "of-this-step-only"),
    ]


def test_the_packages_that_the_image_leaves_out_are_named_as_they_are_pinned() -> None:
    (left_out,) = re.findall(r"grep -vE '\^\(([^)]+)\)=='", (ROOT / "Dockerfile").read_text())

    assert set(left_out.split("|")) - set(pinned("requirements.txt")) == set()


# Packages


def pinned(file: str) -> dict[str, str]:
    """Name → version, extras left out. Raises ValueError for a line that pins nothing."""
    lines = [line.partition("#")[0].strip() for line in (ROOT / file).read_text().splitlines()]
    wanted = [line for line in lines if line and not line.startswith("-r ")]
    return {name.partition("[")[0].lower(): version for name, version in (line.split("==") for line in wanted)}


def test_every_package_is_pinned() -> None:
    both = {**pinned("requirements.txt"), **pinned("requirements-dev.txt")}

    assert [name for name, version in both.items() if not re.fullmatch(r"[\d.]+", version)] == []


def brought_along() -> set[str]:
    """The distributions that installing requirements.txt brings, by normal name."""
    waiting = [Requirement(f"{name}{extras}") for name, extras in asked_for()]
    found: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        key = (normal(wanted.name), frozenset(wanted.extras))
        if key in found or not applies(wanted):
            continue
        found.add(key)
        lines = importlib.metadata.requires(wanted.name) or []
        waiting += [needed for needed in map(Requirement, lines) if applies(needed, wanted.extras)]
    return {name for name, _extras in found}


def asked_for() -> list[tuple[str, str]]:
    text = (ROOT / "requirements.txt").read_text()
    return re.findall(r"^([A-Za-z0-9._-]+)((?:\[[a-z,]*\])?)==", text, re.MULTILINE)


def applies(wanted: Requirement, extras: Iterable[str] = ()) -> bool:
    """Whether this machine needs it, for one of the extras or without any."""
    return wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras))


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(paths: Iterable[Path]) -> dict[str, str]:
    """Modules imported at any depth → a file that does; ours and Python's own left out."""
    found = {}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) and not node.level else []
            found |= {name.split(".")[0]: path.name for name in names}
    own = {*sys.stdlib_module_names, "campaigns", "canvass", "sms"}
    return {name: path for name, path in found.items() if name not in own}


def test_whatever_the_product_imports_is_installed_with_it() -> None:
    import kombu.transport.redis  # imports more than its package asks for

    product = [path for name in ("campaigns", "canvass") for path in (ROOT / name).rglob("*.py")]
    modules = imported([*product, Path(kombu.transport.redis.__file__)])
    owners = importlib.metadata.packages_distributions()
    there = brought_along()

    assert [
        f"{name} in {path}" for name, path in modules.items() if not there & set(map(normal, owners.get(name, [])))
    ] == []


def test_a_package_of_the_tests_alone_is_noticed() -> None:
    assert "pytest" not in brought_along()
    assert "pytest" in imported([Path(__file__)])


# The repository


def naming(hosts: Iterable[str], paths: Iterable[Path]) -> list[str]:
    return [path.name for path in paths if any(host.encode() in path.read_bytes() for host in hosts)]


def test_nothing_names_the_host_of_a_package_registry() -> None:
    assert naming(REGISTRIES, tracked()) == []


def test_a_registry_named_somewhere_is_noticed(tmp_path) -> None:
    (tmp_path / "a.txt").write_text(f"https://{REGISTRIES[0]}/simple")

    assert naming(REGISTRIES, [tmp_path / "a.txt"]) == ["a.txt"]


def test_no_file_is_too_large_and_none_holds_secrets() -> None:
    assert [path.name for path in tracked() if path.stat().st_size > LARGEST_BYTES] == []
    assert [path.name for path in tracked() if fnmatch.fnmatch(path.name, "*.env") or path.name == "secret_key"] == []


def test_the_licence_is_whole_and_named() -> None:
    text = (ROOT / "LICENSE").read_text()

    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text.splitlines()[0]
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "AGPL-3.0-or-later"' in (ROOT / "pyproject.toml").read_text()
    assert os.path.isfile(ROOT / "SECURITY.md")
