"""A phone's rescue file: what it could not send, sealed so that only the campaign's server reads it. Pure.

ECDH on P-256 with a point made for this one file, HKDF-SHA256, AES-256-GCM over the events with the readable head as
additional data, then an ECDSA signature by the phone's own key. The phone's half is static/js/field/lib/rescue_file.js.
The campaign's private key is drawn from the site's secret, so it is stored nowhere and a restored server has it again.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = 1
INFO = b"canvass rescue 1"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-4, D.1.2.3)


class Unreadable(Exception):
    """No rescue file, or only a part of one."""


class Altered(Exception):
    """A rescue file that this campaign's key does not open: changed on its way, or made for another server."""


@dataclass(frozen=True)
class RescueFile:
    """The readable head of a file, and what is sealed."""

    campaign: str
    outing: str
    device: str
    events: int
    signed_text: str
    signature: str
    _head: bytes
    _point: bytes
    _iv: bytes
    _sealed: bytes

    def open(self, secret: str) -> dict[str, Any]:
        """The push inside. ``secret``: of the site. Raises Altered."""
        try:
            theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), self._point)
            shared = _private_key(secret, self.campaign).exchange(ec.ECDH(), theirs)
            plain = AESGCM(_derived(shared, self._point, INFO, 32)).decrypt(self._iv, self._sealed, self._head)
            body = json.loads(plain)
        except (InvalidTag, ValueError, RecursionError) as error:
            raise Altered from error
        if not isinstance(body, dict):
            raise Altered
        return body


def public_key(secret: str, campaign: str) -> str:
    """What phones of the campaign seal for: the point, base64. ``campaign``: ``c-`` and its slug."""
    form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    return base64.b64encode(_private_key(secret, campaign).public_key().public_bytes(*form)).decode()


def read(raw: bytes) -> RescueFile:
    """The file as far as anybody can read it. Raises Unreadable."""
    try:
        outer = json.loads(raw)
        if outer["canvass_rescue"] != VERSION:
            raise Unreadable
        head, parts = outer["head"], [outer["head"], outer["key"], outer["iv"], outer["sealed"]]
        told = json.loads(head)
        campaign, outing, device = (str(told[name]) for name in ("campaign", "outing", "device"))
        point, iv, sealed = (base64.b64decode(part, validate=True) for part in parts[1:])
        return RescueFile(
            campaign, outing, device, int(told["events"]), ".".join(parts), str(outer["signature"]),
            head.encode(), point, iv, sealed,
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable from error


def _private_key(secret: str, campaign: str) -> ec.EllipticCurvePrivateKey:
    """One for each campaign; drawn 128 bits longer than the curve needs, so that no value is likelier (FIPS 186-4)."""
    drawn = _derived(secret.encode(), b"canvass rescue key", campaign.encode(), 48)
    return ec.derive_private_key(int.from_bytes(drawn) % (ORDER - 1) + 1, ec.SECP256R1())


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
