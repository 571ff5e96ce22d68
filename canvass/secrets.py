"""Keys of a site that was given none: made once, kept in the data folder, readable by its owner only."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from canvass import embedded
from canvass.environment import SettingError


def local_key(name: str, *, production: bool) -> str:
    """The key of that name under the data folder, made on first use; production must bring its own."""
    if production:
        raise SettingError(f"{name.upper()} is not set. Give a long random text and keep a copy of it.")
    file = embedded.data_dir() / name
    if not file.exists():
        embedded.make_data_dir()
        _write_once(file, secrets.token_urlsafe(48))
    return file.read_text().strip()


def _write_once(file: Path, key: str) -> None:
    """The file appears whole or not at all, and the first of two processes wins: half a key would be a weak one."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(key)
    with contextlib.suppress(FileExistsError):
        os.link(unfinished, file)
    unfinished.unlink()
