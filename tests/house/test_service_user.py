"""Root hands the servers to a user of their own, who reaches their programs without anybody's folders being opened."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from canvass import service_user

for_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the servers to somebody else")


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """The programs of a package that lies, with its libraries, where only its owner may enter."""
    programs, libraries = tmp_path / "tool" / "bin", tmp_path / "tool.libs"
    for folder, name in ((programs, "serve"), (libraries, "lib.so")):
        folder.mkdir(parents=True)
        (folder / name).write_text(name)
        (folder / name).chmod(0o700)
    tmp_path.chmod(0o700)
    return programs


@for_root
def test_the_servers_read_a_copy_that_lies_as_the_original_does(wheel, data) -> None:
    copy = service_user.reachable_copy(wheel, data)

    read = subprocess.run(
        ["cat", copy / "serve", copy / "../../tool.libs/lib.so"], capture_output=True, text=True, cwd="/",
        **service_user.run_as(),
    )  # fmt: skip
    assert (read.stdout, read.stderr) == ("servelib.so", "")
    assert wheel.parent.parent.stat().st_mode & 0o777 == 0o700


@for_root
def test_a_copy_is_made_once(wheel, data) -> None:
    first = service_user.reachable_copy(wheel, data)
    (first / "serve").write_text("kept")

    assert (service_user.reachable_copy(wheel, data) / "serve").read_text() == "kept"


@for_root
def test_a_data_folder_that_only_root_may_enter_is_refused(tmp_path) -> None:
    tmp_path.chmod(0o700)

    with pytest.raises(service_user.ServiceUserError, match="Set CANVASS_DATA to a folder such as /var/lib/canvass"):
        service_user.check_reachable(tmp_path)


def test_anybody_else_runs_the_servers_as_themselves(wheel, data, monkeypatch) -> None:
    monkeypatch.setattr(service_user.os, "geteuid", lambda: 1000)

    assert (service_user.run_as(), service_user.identities()) == ({}, {1000})
    assert service_user.reachable_copy(wheel, data) == wheel
