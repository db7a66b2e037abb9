"""The doors through which messages leave: SMTP and an HTTP gateway for SMS, each with a named local stand-in.

Which door is used is a setting: an address names the real one, none the stand-in, which keeps what it "received" for a
page and sends it to nobody.
"""

import json
import smtplib
import urllib.error
import urllib.request
from email.message import EmailMessage
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from .models import Delivered, OutboxMessage
from .outbox import Undeliverable

TIMEOUT = 20
_FINAL_SMTP = 500
_FINAL_HTTP = (400, 404, 410, 422)


def send(message: OutboxMessage) -> None:
    """Send one message through the door its channel is set to. Raises Undeliverable."""
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
    )


def _letter(message: OutboxMessage) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"] = settings.MAIL_FROM, message.recipient
    letter["Subject"] = message.subject
    # The same identifier at every attempt: a mailbox that got it before can tell.
    letter["Message-ID"] = f"<cchc-{message.pk}@{settings.MAIL_FROM.rpartition('@')[2]}>"
    if message.repeated:
        letter["X-CCHC-Repeated"] = "possibly"
    letter.set_content(message.body)
    return letter


def _smtp(message: OutboxMessage, address: str) -> None:
    parts = urlsplit(address)
    secure = parts.scheme == "smtps"
    connect = smtplib.SMTP_SSL if secure else smtplib.SMTP
    try:
        with connect(parts.hostname or "localhost", parts.port or (465 if secure else 25), timeout=TIMEOUT) as server:
            if parts.scheme == "smtp+tls":
                server.starttls()
            if parts.username:
                server.login(parts.username, parts.password or "")
            server.send_message(_letter(message))
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _reason in error.recipients.values()), default=0)
        raise Undeliverable(f"recipient refused: {error}", final=code >= _FINAL_SMTP) from error
    except smtplib.SMTPException as error:
        raise Undeliverable(f"{type(error).__name__}: {error}") from error


def _gateway(message: OutboxMessage, address: str) -> None:
    """POST {id, to, text} as JSON; the id is the same at every attempt, so that a gateway can drop a repetition."""
    body = json.dumps({"id": f"cchc-{message.pk}", "to": message.recipient, "text": message.body}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_TOKEN}"}
    request = urllib.request.Request(address, data=body, headers=headers)  # noqa: S310  # the operator's own address
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310  # the same
            return
    except urllib.error.HTTPError as error:
        error.close()
        raise Undeliverable(f"HTTP {error.code}", final=error.code in _FINAL_HTTP) from error
