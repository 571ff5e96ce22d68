"""A phone's own key pair: ECDSA on P-256, made by its browser, whose private half never leaves it. Pure."""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

HALF = 32  # bytes of r and of s on P-256


def is_key(text: str) -> bool:
    """Whether this is a public key as WebCrypto exports it: SubjectPublicKeyInfo, base64, on P-256."""
    try:
        _load(text)
    except ValueError:
        return False
    return True


def signed(text: str, *, signature: str, public_key: str) -> bool:
    """Whether the holder of the key signed this text with SHA-256; WebCrypto writes a signature as r and s, base64."""
    try:
        raw = base64.b64decode(signature, validate=True)
        if len(raw) != 2 * HALF:
            return False
        pair = utils.encode_dss_signature(int.from_bytes(raw[:HALF]), int.from_bytes(raw[HALF:]))
        _load(public_key).verify(pair, text.encode(), ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature):
        return False
    return True


def _load(text: str) -> ec.EllipticCurvePublicKey:
    """Raises ValueError for anything but a P-256 key."""
    try:
        key = serialization.load_der_public_key(base64.b64decode(text, validate=True))
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("not on P-256")
    return key
