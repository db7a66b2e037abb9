"""The real doors against servers that really listen."""

import json
import socketserver
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from cchc.common import channels
from cchc.common.models import OutboxMessage
from cchc.common.outbox import Undeliverable

pytestmark = pytest.mark.django_db


def message(channel: str, recipient: str) -> OutboxMessage:
    now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    return OutboxMessage.objects.create(
        channel=channel,
        recipient=recipient,
        subject="Nhắc việc đến hạn",
        body="Còn 2 ngày",
        created_at=now,
        next_at=now,
    )


class Post(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs; mailboxes beginning with "khong" do not exist."""

    def handle(self) -> None:
        say = lambda line: self.wfile.write(f"{line}\r\n".encode())  # noqa: E731
        say("220 thu")
        while line := self.rfile.readline().decode().strip():
            word = line.split(":")[0].upper()
            if word.startswith("EHLO"):
                say("250-thu")
                say("250 8BITMIME")
            elif word == "RCPT TO":
                say("550 khong co" if "<khong" in line else "250 ok")
            elif word == "DATA":
                say("354 di")
                lines = []
                while (part := self.rfile.readline()) != b".\r\n":
                    lines.append(part)
                self.server.took.append(b"".join(lines).decode())
                if self.server.fault == "answer lost":
                    return
                say("554 khong nhan" if self.server.fault == "refused" else "250 ok")
            elif word == "QUIT":
                say("421 ban" if self.server.fault == "bad end" else "221 het")
            else:
                say("250 ok")


class Gateway(BaseHTTPRequestHandler):
    """An SMS gateway that knows no number beginning with 00."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.took.append(body)
        if self.server.fault:
            self.close_connection = True
            return
        self.send_response(422 if body["to"].startswith("00") else 200)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@contextmanager
def listening(server):
    server.took, server.fault = [], ""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def test_mail_arrives_by_smtp_with_an_identifier_that_stays(settings):
    with listening(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post)) as server:
        settings.MAIL_URL = f"smtp://127.0.0.1:{server.server_address[1]}"
        letter = message("mail", "phong@so.example")
        channels.send(letter)
        assert f"<cchc-{letter.pk}@localhost>" in server.took[0]
        assert "To: phong@so.example" in server.took[0]


def test_a_mailbox_that_does_not_exist_is_final(settings):
    with listening(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post)) as server:
        settings.MAIL_URL = f"smtp://127.0.0.1:{server.server_address[1]}"
        with pytest.raises(Undeliverable) as refused:
            channels.send(message("mail", "khong@so.example"))
        assert refused.value.final


def test_a_text_message_is_posted_as_json(settings):
    with listening(HTTPServer(("127.0.0.1", 0), Gateway)) as server:
        settings.SMS_URL = f"http://127.0.0.1:{server.server_address[1]}/"
        text = message("sms", "0900000000")
        channels.send(text)
        assert server.took == [{"id": f"cchc-{text.pk}", "to": "0900000000", "text": "Còn 2 ngày"}]
        with pytest.raises(Undeliverable) as refused:
            channels.send(message("sms", "0012"))
        assert refused.value.final


@pytest.mark.parametrize(("fault", "maybe_taken"), [("answer lost", True), ("refused", False)])
def test_it_is_told_whether_the_server_may_have_the_letter(settings, fault, maybe_taken):
    with listening(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post)) as server:
        server.fault = fault
        settings.MAIL_URL = f"smtp://127.0.0.1:{server.server_address[1]}"
        with pytest.raises(Undeliverable) as lost:
            channels.send(message("mail", "phong@so.example"))
    assert lost.value.maybe_taken == maybe_taken


def test_a_letter_that_was_taken_is_sent_however_the_talk_ends(settings):
    with listening(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post)) as server:
        server.fault = "bad end"
        settings.MAIL_URL = f"smtp://127.0.0.1:{server.server_address[1]}"
        channels.send(message("mail", "phong@so.example"))
    assert len(server.took) == 1


def test_a_gateway_that_hangs_up_may_have_the_text_and_one_that_is_not_there_has_not(settings):
    with listening(HTTPServer(("127.0.0.1", 0), Gateway)) as server:
        server.fault = "hang up"
        settings.SMS_URL = f"http://127.0.0.1:{server.server_address[1]}/"
        with pytest.raises(Undeliverable) as lost:
            channels.send(message("sms", "0900000000"))
    assert lost.value.maybe_taken
    settings.SMS_URL = "http://127.0.0.1:1/"
    with pytest.raises(Undeliverable) as away:
        channels.send(message("sms", "0900000000"))
    assert not away.value.maybe_taken
