"""The doors through which messages leave: SMTP and an HTTP gateway for SMS, each with a named local stand-in.

A package may open a door of its own for a further channel (`register`).

Which door is used is a setting: an address names the real one, none the stand-in, which keeps what it "received" for a
page and sends it to nobody.
"""

import json
import smtplib
import urllib.error
import urllib.request
from contextlib import suppress
from email.message import EmailMessage
from http.client import HTTPException
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils import timezone

from .models import Delivered, OutboxMessage
from .outbox import Send, Undeliverable

TIMEOUT = 20
_FINAL_SMTP = 500
_FINAL_HTTP = (400, 404, 410, 422)
_LOST_HTTP = (500, 502, 504)
MARK = "X-CCHC-Repeated"
"""The header of what may have arrived before."""
_doors: dict[str, Send] = {}


def register(channel: str, door: Send) -> None:
    """Open the door of a channel; a second one in its place replaces the first."""
    _doors[channel] = door


def send(message: OutboxMessage) -> None:
    """Send one message through the door its channel is set to. Raises Undeliverable."""
    if door := _doors.get(message.channel):
        door(message)
        return
    address = settings.MAIL_URL if message.channel == "mail" else settings.SMS_URL
    if not address:
        _keep(message)
    elif message.channel == "mail":
        _smtp(message, address)
    else:
        _gateway(message, address)


def _keep(message: OutboxMessage) -> None:
    """The stand-in: nothing leaves."""
    Delivered.objects.create(
        message_id=message.pk,
        channel=message.channel,
        recipient=message.recipient,
        subject=message.subject,
        body=message.body,
        at=timezone.now(),
        repeated=message.repeated,
    )


def _letter(message: OutboxMessage) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"] = settings.MAIL_FROM, message.recipient
    letter["Subject"] = message.subject
    # The same identifier at every attempt: a mailbox that got it before can tell.
    letter["Message-ID"] = f"<cchc-{message.pk}@{settings.MAIL_FROM.rpartition('@')[2]}>"
    if message.repeated:
        letter[MARK] = "possibly"
    letter.set_content(message.body)
    return letter


class _Noting:
    """Notes when the text of a letter begins to go: an answer that is lost from then on leaves it open who has it."""

    is_given = False

    def data(self, msg: Any) -> Any:
        """Give the text."""
        self.is_given = True
        return super().data(msg)  # type: ignore[misc]  # of smtplib.SMTP, which it stands before


class _Plain(_Noting, smtplib.SMTP):
    pass


class _Secure(_Noting, smtplib.SMTP_SSL):
    pass


def _smtp(message: OutboxMessage, address: str) -> None:
    parts = urlsplit(address)
    secure = parts.scheme == "smtps"
    letter = _letter(message)
    connect = _Secure if secure else _Plain
    try:
        server = connect(parts.hostname or "localhost", parts.port or (465 if secure else 25), timeout=TIMEOUT)
    except OSError as error:
        raise Undeliverable(f"{type(error).__name__}: {error}") from error
    try:
        _give(server, letter, parts)
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _reason in error.recipients.values()), default=0)
        raise Undeliverable(f"recipient refused: {error}", final=code >= _FINAL_SMTP) from error
    except OSError as error:  # an answer with a code is an SMTPResponseException: then the letter was not taken
        is_lost = server.is_given and not isinstance(error, smtplib.SMTPResponseException)
        raise Undeliverable(f"{type(error).__name__}: {error}", maybe_taken=is_lost) from error
    finally:
        with suppress(OSError):  # the letter is given or it is not, however the talk ends
            server.quit()
        server.close()


def _give(server: smtplib.SMTP, letter: EmailMessage, parts: SplitResult) -> None:
    if parts.scheme == "smtp+tls":
        server.starttls()
    if parts.username:
        server.login(parts.username, parts.password or "")
    server.send_message(letter)


def _gateway(message: OutboxMessage, address: str) -> None:
    """POST {id, to, text} as JSON; the id is the same at every attempt, so that a gateway can drop a repetition."""
    body = json.dumps({"id": f"cchc-{message.pk}", "to": message.recipient, "text": message.body}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_TOKEN}"}
    if message.repeated:
        headers[MARK] = "possibly"
    request = urllib.request.Request(address, data=body, headers=headers)  # noqa: S310  # the operator's own address
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310  # the same
            return
    except urllib.error.HTTPError as error:
        error.close()
        is_final, is_lost = error.code in _FINAL_HTTP, error.code in _LOST_HTTP
        raise Undeliverable(f"HTTP {error.code}", final=is_final, maybe_taken=is_lost) from error
    except urllib.error.URLError as error:  # it was not reached
        raise Undeliverable(f"{type(error.reason).__name__}: {error.reason}") from error
    except (HTTPException, OSError) as error:  # it was reached, and its answer was lost
        raise Undeliverable(f"{type(error).__name__}: {error}", maybe_taken=True) from error
