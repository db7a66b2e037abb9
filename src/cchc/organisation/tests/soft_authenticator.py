"""An authenticator in software, which can also lie: for tests of what is refused."""

import base64
import hashlib
import json
import secrets
import struct

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

UP, UV, AT = 0x01, 0x04, 0x40


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class SoftAuthenticator:
    """One passkey with its key, its count and its account's handle."""

    def __init__(self, origin: str = "http://testserver", *, counts: bool = True) -> None:
        self.origin, self.rp = origin, origin.split("//")[1].split(":", maxsplit=1)[0]
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.count, self.counts, self.handle = secrets.token_bytes(16), 0, counts, ""

    def _client_data(self, kind: str, challenge: str, origin: str | None) -> bytes:
        said = {"type": f"webauthn.{kind}", "challenge": challenge, "origin": origin or self.origin}
        return json.dumps({**said, "crossOrigin": False}).encode()

    def _data(self, flags: int, rp: str | None, more: bytes = b"") -> bytes:
        self.count += 1 if self.counts else 0
        host = hashlib.sha256((rp or self.rp).encode()).digest()
        return host + struct.pack(">BI", flags, self.count) + more

    def _answer(self, **response: bytes) -> str:
        said = {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "clientExtensionResults": {}}
        return json.dumps({**said, "response": {name: text(raw) for name, raw in response.items()}})

    def create(self, options: dict, *, flags: int = UP | UV, origin: str | None = None, rp: str | None = None) -> str:
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        self.handle = options["user"]["id"]
        more = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(public)
        data = self._data(flags | AT, rp, more)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client_data("create", options["challenge"], origin)
        return self._answer(clientDataJSON=client, attestationObject=attestation)

    def get(
        self, challenge: str, *, flags: int = UP | UV, origin: str | None = None, rp: str | None = None,
        handle: str | None = None, kind: str = "get",
    ) -> str:  # fmt: skip
        client, data = self._client_data(kind, challenge, origin), self._data(flags, rp)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        owner = self.handle if handle is None else handle
        raw = base64.urlsafe_b64decode(owner + "=" * (-len(owner) % 4))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=raw)
