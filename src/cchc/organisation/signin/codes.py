"""One-time codes of an authenticator (RFC 6238: SHA-1, 6 digits, 30 seconds) and recovery codes: no database."""

import hmac
import secrets
from datetime import datetime

import pyotp
import segno
from django.utils.crypto import salted_hmac

STEP = 30
"""Seconds that a code is shown."""
RECOVERY_CODES = 10
# No letters or digits that look like one another when read from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """160 random bits in base32, as RFC 4226 asks for."""
    return pyotp.random_base32(32)


def matching_step(secret: str, code: str, at: datetime, last: int) -> int | None:
    """The time step whose code this is, later than the `last` one used; a clock may be off by one step."""
    typed = "".join(code.split())
    now = int(at.timestamp()) // STEP
    generator = pyotp.TOTP(secret)
    for step in (now - 1, now, now + 1):
        if step > last and hmac.compare_digest(generator.generate_otp(step).encode(), typed.encode()):
            return step
    return None


def provisioning_uri(secret: str, username: str, issuer: str) -> str:
    """What an authenticator reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)


def picture(uri: str, title: str) -> str:
    """The QR code as SVG, with its name for those who do not see it; made here, nobody else learns the secret."""
    return segno.make(uri, error="m").svg_inline(scale=5, light="#fff", dark="#000", title=title, svgclass="qr")


def spaced(secret: str) -> str:
    """The secret in groups of four, for typing."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def new_recovery_codes() -> list[str]:
    """Ten codes of about 49 bits each."""
    return ["-".join(_random(5) for _part in range(2)) for _code in range(RECOVERY_CODES)]


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _letter in range(length))


def recovery_digest(account: int, code: str) -> str:
    """What is kept of a recovery code: a digest with the installation's key, the same however the code is typed."""
    typed = "".join(letter for letter in code.lower() if letter.isalnum())
    return salted_hmac("cchc.recovery", f"{account}:{typed}", algorithm="sha256").hexdigest()
