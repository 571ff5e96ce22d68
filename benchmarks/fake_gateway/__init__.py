"""A stand-in for Twilio on loopback: real sockets, its calls to create, list and fetch messages, signed calls back, and
the faults of a bad day, drawn from a seed.

    with FakeGateway(seed=1, faults=Faults(accept_then_silence=0.05)) as gateway:
        os.environ["TWILIO_BASE_URL"] = gateway.url
"""

from __future__ import annotations

from benchmarks.fake_gateway.calling import SHA1, SHA256, Key
from benchmarks.fake_gateway.faults import Faults
from benchmarks.fake_gateway.gateway import ACCOUNT, TOKEN, FakeGateway

__all__ = ["ACCOUNT", "SHA1", "SHA256", "TOKEN", "FakeGateway", "Faults", "Key"]
