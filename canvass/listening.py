"""Where the site listens: whether it can, what to type in a browser, what it answers of its health."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import json
import socket

from canvass import embedded

FREE_FOR_ALL = 1024  # below, only root may listen
USUAL_PORT = 8000
ANSWER_SECONDS = 5


def check_port(host: str, port: int) -> None:
    """Raise EmbeddedError when the site could not listen there."""
    try:
        _listen_once(host, port)
    except OSError as error:
        free = _free_port(host, port + 1 if port >= FREE_FOR_ALL else USUAL_PORT)
        raise embedded.EmbeddedError(
            f"Port {port} on {host} cannot be used ({error.strerror}). Choose another: PORT={free} bin/run"
        ) from error


def _listen_once(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def _free_port(host: str, first: int) -> int:
    for port in range(first, 65536):
        with contextlib.suppress(OSError):
            _listen_once(host, port)
            return port
    return USUAL_PORT


def address(host: str, port: int) -> str:
    """What to type in a browser; for a site open to the network, on a phone beside it as well."""
    shown = _own_address() if ipaddress.ip_address(host).is_unspecified else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _own_address() -> str:
    """The address of this machine on its network. Nothing is sent: the kernel only looks up the way."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # reserved for documentation (RFC 5737)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def health(host: str, port: int) -> dict[str, str] | None:
    """What /healthz says of each part; None when nothing answers, {} when something else than this page does."""
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = http.client.HTTPConnection(local, port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/healthz")
        told = json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException):
        return None
    except ValueError:
        return {}
    finally:
        connection.close()
    return told if isinstance(told, dict) else {}
