"""Reading the environment: small functions that fail loudly and name the variable."""

from __future__ import annotations

import ipaddress
import os
import re
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit


class SettingError(Exception):
    """An environment variable holds something unusable; the message names it and says what is expected."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """``1/true/yes/on`` or ``0/false/no/off``, in any case."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    word = raw.strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off", ""}:
        return False
    raise SettingError(f"{name}={raw!r}: expected true or false.")


def number(name: str, default: int, *, least: int | None = None, most: int | None = None) -> int:
    """A whole number, between the bounds that are given (both included)."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    try:
        value = int(raw)
    except ValueError as error:
        raise SettingError(f"{name}={raw!r}: expected a whole number.") from error
    if (least is not None and value < least) or (most is not None and value > most):
        raise SettingError(f"{name}={raw!r}: expected a number from {least} to {most}.")
    return value


def amount(name: str, default: str, *, least: str = "0") -> Decimal:
    """A number with decimals, such as ``0.08``; at least so much."""
    raw = os.environ.get(name, "").strip() or default
    try:
        value = Decimal(raw)
    except InvalidOperation as error:
        raise SettingError(f"{name}={raw!r}: expected a number such as {default}.") from error
    if not value.is_finite() or value < Decimal(least):
        raise SettingError(f"{name}={raw!r}: expected a number of at least {least}.")
    return value


def ip_address(name: str, default: str) -> str:
    """An address to listen on; a host name could mean several."""
    raw = os.environ.get(name, default).strip()
    try:
        return str(ipaddress.ip_address("127.0.0.1" if raw == "localhost" else raw))
    except ValueError as error:
        raise SettingError(f"{name}={raw!r}: expected an address such as 127.0.0.1 or 0.0.0.0.") from error


def server_url(name: str, default: str, *, schemes: tuple[str, ...]) -> str:
    """Where a server is. What was given is not repeated in the complaint: it may hold a password."""
    raw = os.environ.get(name, "").strip() or default
    try:
        understood = urlsplit(raw).scheme in schemes and urlsplit(raw).port != 0
    except ValueError:  # an unescaped / or @ in a password, most often
        understood = False
    if not understood:
        raise SettingError(
            f"{name} cannot be understood: expected {schemes[0]}://…, special characters written as %40."
        )
    return raw


def one_of(name: str, known: tuple[str, ...]) -> str:
    """One of the known words, by default the first."""
    word = os.environ.get(name, "").strip().lower() or known[0]
    if word not in known:
        raise SettingError(f"{name}={word!r}: expected {' or '.join(known)}.")
    return word


def pairs(name: str, between: str = "=") -> dict[str, str]:
    """``a=x,b=y`` as a table. What was given is not repeated in the complaint: it may hold a secret."""
    given = [pair.partition(between) for pair in words(name)]
    if any(not (key.strip() and value.strip()) for key, _sign, value in given):
        raise SettingError(f"{name} cannot be understood: expected a{between}x,b{between}y.")
    return {key.strip(): value.strip() for key, _sign, value in given}


def loopback(name: str) -> str:
    """``http://127.0.0.1:port`` of a server on this machine, empty for none: for tests and benchmarks alone."""
    raw = os.environ.get(name, "").strip()
    if raw and not re.fullmatch(r"http://127\.0\.0\.1:[1-9]\d{0,4}", raw):
        raise SettingError(f"{name}={raw!r}: expected http://127.0.0.1:port, a stand-in on this machine.")
    return raw


def tiles(name: str) -> str:
    """Where pictures of a map are, ``https://tiles.example.org/{z}/{x}/{y}.png``; empty for none."""
    raw = os.environ.get(name, "").strip()
    blanks = set(re.findall(r"\{[^}]*\}", raw))
    known = urlsplit(raw).scheme in ("http", "https") and "{" not in urlsplit(raw).netloc
    if raw and not (known and {"{z}", "{x}", "{y}"} <= blanks <= {"{z}", "{x}", "{y}", "{r}"}):
        raise SettingError(
            f"{name}={raw!r}: expected an address such as https://tiles.example.org/{{z}}/{{x}}/{{y}}.png."
        )
    return raw


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]
