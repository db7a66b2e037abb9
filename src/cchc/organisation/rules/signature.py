"""Signatures of what webhooks are told, by the convention of Standard Webhooks (standardwebhooks.com, version 1).

The text `id.timestamp.body` is signed with HMAC-SHA-256; the header holds `v1,` and the signature in Base64, one for
each secret in force, separated by spaces. A secret is written `whsec_` and its bytes in Base64.
"""

import base64
import hmac
from collections.abc import Iterable
from hashlib import sha256

PREFIX = "whsec_"
BYTES = 32
"""How long a secret is; the convention asks for 24 to 64."""


def written(secret: bytes) -> str:
    """The secret as it is handed over."""
    return PREFIX + base64.b64encode(secret).decode()


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(PREFIX))


def signature(secret: str, *, message: str, timestamp: int, body: bytes) -> str:
    """The signature under one secret as it is written; `timestamp` in seconds of Unix time."""
    text = f"{message}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(_key(secret), text, sha256).digest()).decode()


def headers(secrets: Iterable[str], *, message: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers that a receiver checks; `message` stays the same however often it is sent."""
    signed = (signature(secret, message=message, timestamp=timestamp, body=body) for secret in secrets)
    return {"webhook-id": message, "webhook-timestamp": str(timestamp), "webhook-signature": " ".join(signed)}
