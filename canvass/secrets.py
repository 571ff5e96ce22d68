"""Keys of a site that was given none: made once, kept in the data folder, readable by its owner only."""

from __future__ import annotations

import os
import secrets

from canvass import embedded
from canvass.environment import SettingError


def local_key(name: str, *, production: bool) -> str:
    """The key of that name under the data folder, made on first use; production must bring its own."""
    if production:
        raise SettingError(f"{name.upper()} is not set. Give a long random text and keep a copy of it.")
    file = embedded.data_dir() / name
    try:
        return file.read_text().strip()
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        key = secrets.token_urlsafe(48)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(key)
        return key
