"""One call of a webhook: the address is looked up once, held against what may be called, and that very one is called.

No redirect is followed, no proxy of the environment is used, the answer is not read beyond its head, and all of it ends
within `WHOLE` seconds.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings

from cchc.common.outbox import Undeliverable

from .rules.reach import may_call

STEP = 10.0
"""Seconds that connecting, and each part of an answer, may take."""
WHOLE = 30.0
"""Seconds for the whole call, once the name is looked up."""
TRIED = 2
"""How many of a name's addresses are tried: each may take a step."""


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were looked up and allowed before."""

    def __init__(self, host: str, port: int, *, addresses: Sequence[str], secure: bool) -> None:
        super().__init__(host, port, timeout=STEP)
        self.addresses, self.secure = addresses, secure

    def connect(self) -> None:
        """Connect to the first address that answers. Raises OSError."""
        trouble: OSError = OSError("no address")
        for address in self.addresses[:TRIED]:
            try:
                sock = socket.create_connection((address, self.port), STEP)
            except OSError as error:
                trouble = error
                continue
            if self.secure:  # shaken hands with once it can be ended from outside
                context = ssl.create_default_context()
                self.sock = context.wrap_socket(sock, server_hostname=self.host, do_handshake_on_connect=False)
                self.sock.do_handshake()
            else:
                self.sock = sock
            return
        raise trouble

    def cut(self) -> None:
        """End whatever is under way."""
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


def _addresses(host: str, port: int, *, secure: bool) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Undeliverable(f"{type(error).__name__}: {host}") from error
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    nets = tuple(settings.WEBHOOK_NETS)
    if not all(may_call(one, secure=secure, nets=nets) for one in numbers):
        raise Undeliverable("the address is not of the public internet (CCHC_WEBHOOK_NETS)")
    return numbers


def call(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """POST a body; the status of the answer. Raises Undeliverable where there is none."""
    parts = urlsplit(url)
    secure, host = parts.scheme == "https", parts.hostname or ""
    port = parts.port or (443 if secure else 80)
    connection = _Connection(host, port, addresses=_addresses(host, port, secure=secure), secure=secure)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    watch = threading.Timer(WHOLE, connection.cut)
    watch.start()
    reached = False
    try:
        connection.connect()
        reached = True
        connection.request("POST", path, body, {"Content-Type": "application/json", "User-Agent": "CCHC", **headers})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise Undeliverable(f"{type(error).__name__}: {error}"[:200], maybe_taken=reached) from error
    finally:
        watch.cancel()
        connection.close()
