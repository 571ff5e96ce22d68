"""A rescue file as a phone writes it (static/js/field/lib/rescue_file.js), and what a test may spoil in it."""

from __future__ import annotations

import base64
import json
import os
from datetime import datetime

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from campaigns.visits import rescue_files


def saved(device, /, *events, at: datetime, mono_ms=None, offset_ms=0, own_key=None, secret=None, **head) -> bytes:
    """The file that the phone saves at ``at`` of its own clock."""
    campaign = f"c-{device.campaign.slug}"
    body = {"schema": 1, "sent_at": at.isoformat(), "mono_ms": mono_ms, "seq_high": len(events),
            "events": list(events), "offset_ms": offset_ms}  # fmt: skip
    told = {"version": 1, "campaign": campaign, "outing": f"o-{device.outing_id}", "device": str(device.pk),
            "made_at": at.isoformat(), "events": len(events)} | head  # fmt: skip
    server_key = rescue_files.public_key(secret or settings.NOTES_KEY, told["campaign"])
    return sealed(told, body, server_key, own_key)


def sealed(head: dict, body: object, server_key: str, own_key=None) -> bytes:
    once = ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(server_key))
    point = once.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    drawn = HKDF(algorithm=hashes.SHA256(), length=32, salt=point, info=rescue_files.INFO)
    told, iv = json.dumps(head), os.urandom(12)
    hidden = AESGCM(drawn.derive(once.exchange(ec.ECDH(), theirs))).encrypt(
        iv, json.dumps(body).encode(), told.encode()
    )
    parts = {"head": told, "key": coded(point), "iv": coded(iv), "sealed": coded(hidden)}
    signature = own_key.sign(".".join(parts.values())) if own_key else ""
    return json.dumps({"canvass_rescue": 1, **parts, "signature": signature}).encode()


def changed(raw: bytes, **parts) -> bytes:
    return json.dumps(json.loads(raw) | parts).encode()


def coded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
