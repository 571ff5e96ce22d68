"""Whom the private servers run as.

PostgreSQL refuses to run as root. Root therefore hands the servers to a system user of their own; anybody else
runs them as themselves. Nobody's permissions are loosened: what the system user cannot reach is copied for it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

NAME = "canvass"


class ServiceUserError(Exception):
    """The system user cannot be used; the message says why and what to do."""


def run_as() -> dict[str, Any]:
    """Keyword arguments for ``subprocess`` that drop root's rights; empty for anybody else."""
    if os.geteuid() != 0:
        return {}
    user = _account()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def own(folder: Path) -> None:
    """Give a folder to the servers."""
    if os.geteuid() == 0:
        user = _account()
        os.chown(folder, user.pw_uid, user.pw_gid)


def identities() -> set[int]:
    """The user numbers that files of ours may belong to."""
    return {os.geteuid()} | ({_account().pw_uid} if os.geteuid() == 0 else set())


def check_reachable(folder: Path) -> None:
    """Raise ServiceUserError when the servers cannot enter the folder."""
    if os.geteuid() == 0 and not _enterable(folder):
        raise ServiceUserError(
            f"{folder} lies in a folder that only root may enter, and the database does not run as "
            "root. Set CANVASS_DATA to a folder such as /var/lib/canvass."
        )


def reachable_copy(folder: Path, data: Path) -> Path:
    """A wheel's folder itself where the servers can enter it, else a copy of it under the data folder.

    The copy lies as the original does in site-packages: programs look for their libraries in ``<package>.libs`` there.
    """
    if os.geteuid() != 0 or _enterable(folder):
        return folder
    package = folder.parent
    copies = data / "programs" / f"{package.name}-{int(folder.stat().st_mtime)}"
    if not copies.exists():
        unfinished = copies.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in (folder, package.with_name(f"{package.name}.libs")):
            if part.is_dir():
                shutil.copytree(part, unfinished / part.relative_to(package.parent), symlinks=True)
        _give_away(unfinished)
        copies.parent.chmod(0o711)
        unfinished.rename(copies)
    return copies / folder.relative_to(package.parent)


def _give_away(folder: Path) -> None:
    """A copy made under a strict umask is as closed as its original; its owner may read it all the same."""
    user = _account()
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def _enterable(folder: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pass
    command = [
        "useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", NAME,
    ]  # fmt: skip
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise ServiceUserError(
            f"The system user “{NAME}” could not be created. Run as an ordinary user, or set "
            "DATABASE_URL and REDIS_URL."
        ) from error
    return pwd.getpwnam(NAME)
