"""Workers are killed, servers fail half of their calls: everything arrives, a second time only with its mark."""

import json
import os
import random
import re
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from .processes import answer, program

KILLS = int(os.environ.get("CCHC_CRASH", "4"))
MESSAGES = 40 + 10 * KILLS
WORKERS = 3
pytestmark = pytest.mark.xdist_group("crash")


class Half:
    """What servers of a test share: they fail half of their calls, each in one of several ways, and note what came."""

    def __init__(self, seed):
        self.dice, self.lock = random.Random(seed), threading.Lock()
        self.arrived, self.calls, self.failed = defaultdict(list), 0, Counter()

    def fate(self, *ways):
        with self.lock:
            self.calls += 1
            way = self.dice.choice(ways) if self.dice.random() < 0.5 else "well"
            self.failed[way] += way != "well"
        time.sleep(0.02)  # long enough to be killed in
        return way

    def take(self, key, marked):
        with self.lock:
            self.arrived[key].append(marked)


class Post(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs, with a fault in every second talk; "khong-co" exists once somebody made it."""

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        half = self.server.half
        fate = half.fate("busy", "no mailbox now", "content", "hang up", "answer lost", "bad end")
        if fate == "busy":
            self.say("421 busy")
            return
        self.say("220 thu")
        while line := self.rfile.readline().decode().strip():
            word = line.split(":")[0].upper()
            if word.startswith(("EHLO", "HELO")):
                self.say("250 thu")
            elif word == "RCPT TO" and "khong-co" in line and not self.server.is_made:
                self.say("550 no such mailbox")
            elif word == "RCPT TO":
                self.say("451 try later" if fate == "no mailbox now" else "250 ok")
            elif word == "DATA":
                if fate == "hang up":
                    return
                self.say("354 go on")
                if not self.letter(fate):
                    return
            elif word == "QUIT":
                self.say("421 busy" if fate == "bad end" else "221 end")
                return
            else:
                self.say("250 ok")

    def letter(self, fate):
        lines = []
        while (part := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(part.decode())
        if not part:
            return False  # the worker was killed: half a letter is none
        if fate == "content":
            self.say("451 not now")
            return True
        text = "".join(lines)
        self.server.half.take(int(re.search(r"<cchc-(\d+)@", text)[1]), "X-CCHC-Repeated: possibly" in text)
        if fate == "answer lost":
            return False
        self.say("250 ok")
        return True


class Gateway(BaseHTTPRequestHandler):
    """An SMS gateway and a receiver of webhooks that fails half of its calls, before or after it took the text."""

    def do_POST(self):
        half = self.server.half
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        fate = half.fate("busy", "gone", "answer lost", "late")
        if fate in ("well", "answer lost", "late"):
            name = self.headers.get("webhook-id") or body["id"]
            half.take(int(name.removeprefix("cchc-")), "X-CCHC-Repeated" in self.headers)
        if fate in ("gone", "answer lost"):
            self.close_connection = True
            return
        self.send_response({"well": 200, "busy": 503, "late": 504}[fate])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        pass


class Letters(socketserver.ThreadingTCPServer):
    daemon_threads, is_made = True, False

    def handle_error(self, request, client_address):
        """A worker that was killed in the middle of a talk is what this is about."""


class Texts(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """The same."""


@pytest.fixture
def doors():
    """Both servers, with a memory that they share."""
    half = Half(7)
    servers = [Letters(("127.0.0.1", 0), Post), Texts(("127.0.0.1", 0), Gateway)]
    for server in servers:
        server.half = half
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield servers
    for server in servers:
        server.shutdown()
        server.server_close()


# `cchc work` itself, with shorter times: a claim runs out after seconds, a failed attempt is repeated at once.
WORK = """
from datetime import timedelta
import django
django.setup()
from cchc.common import channels, outbox
from cchc.organisation.actions import webhooks
outbox.CLAIM, outbox.delay, channels.TIMEOUT = timedelta(seconds=8), lambda attempts: timedelta(seconds=0.3), 5
webhooks.SHORTEST = webhooks.LONGEST = timedelta(seconds=0.3)
from cchc.config.cli import main
main()
"""
POST = """
from django.db import transaction
from django.utils import timezone
from cchc.common import outbox
from cchc.organisation import testing
from cchc.organisation.actions import make_webhook, recipient_of
by = testing.make_account(testing.make_agency(), ["office"])
hook, secret = make_webhook(by=by, at=timezone.now(), name="Trang", url="%s", events=["plan.adopted"],
                            password=by.username, address="::1")
for number in range(%d):
    channel = ("mail", "mail", "sms", "webhook")[number %% 4]
    to = {"sms": "0900000000", "webhook": recipient_of(hook)}.get(channel, "phong@so.example")
    to = "khong-co@so.example" if number %% 20 == 0 else to
    with transaction.atomic():
        outbox.post(channel=channel, recipient=to, subject="Nhắc việc", body="{}", at=timezone.now())
"""
# Answers what is asked line by line, so that looking costs no start of a process.
LOOK = """
import json, sys
from django.db.models import Count
from django.utils import timezone
from cchc.common import outbox
from cchc.common.models import OutboxMessage
print("ready", flush=True)
for line in sys.stdin:
    if line.strip() == "resend":
        for message in OutboxMessage.objects.filter(state="dead"):
            outbox.resend(message, at=timezone.now())
    rows = OutboxMessage.objects.order_by()
    told = {
        "states": dict(rows.values_list("state").annotate(Count("pk"))),
        "silent": rows.filter(state__in=("waiting", "dead"), attempts__gt=0, last_error="").count(),
        "marked": list(rows.filter(repeated=True).values_list("pk", flat=True)),
        "dead": list(rows.filter(state="dead").values_list("recipient", flat=True).distinct()),
    }
    print(json.dumps(told), flush=True)
"""


class Looker:
    def __init__(self, environment):
        self.process = program(environment, LOOK)
        assert self.process.stdout.readline() == "ready\n"

    def ask(self, word="look"):
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.kill()
        self.process.communicate()


def worker(environment):
    line = [sys.executable, "-c", WORK, "work", "--pause", "0.1"]
    return subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def until_settled(looker, hands, environment, dice):
    """Let the workers work, killing one now and then, until nothing is under way; how many were killed."""
    killed, end = 0, time.monotonic() + 600 + 10 * KILLS
    while True:
        assert time.monotonic() < end, looker.ask()
        time.sleep(dice.uniform(0.1, 1.2))
        assert all(hand.poll() is None for hand in hands)  # no fault of a server stops a worker
        told = looker.ask()
        assert sum(told["states"].values()) == MESSAGES  # every message is seen, whatever happens to it
        assert not told["silent"]  # what failed says how
        if not told["states"].get("waiting") and not told["states"].get("sending"):
            return killed
        if killed < KILLS:
            place = dice.randrange(len(hands))
            hands[place].send_signal(signal.SIGKILL)
            hands[place].wait()
            hands[place], killed = worker(environment), killed + 1


def test_everything_arrives_once_or_again_with_its_mark_though_workers_die_and_servers_fail(installation, doors):
    letters, texts = doors
    gateway = f"http://127.0.0.1:{texts.server_address[1]}/"
    environment = installation | {
        "CCHC_MAIL_URL": f"smtp://127.0.0.1:{letters.server_address[1]}",
        "CCHC_SMS_URL": gateway,
        "CCHC_WEBHOOK_NETS": "127.0.0.0/8",
    }
    answer(environment, POST % (gateway, MESSAGES))
    looker, dice, hands = Looker(environment), random.Random(8), [worker(environment) for _ in range(WORKERS)]
    try:
        killed = until_settled(looker, hands, environment, dice)
        dead = looker.ask()
        assert "khong-co@so.example" in dead["dead"]
        assert dead["states"]["dead"] >= 1
        letters.is_made = True
        while looker.ask("resend")["states"] != {"sent": MESSAGES}:
            killed += until_settled(looker, hands, environment, dice)
    finally:
        for hand in hands:
            hand.kill()
            hand.wait()
        told = looker.ask()
        looker.end()
    half, marked = letters.half, set(told["marked"])
    assert len(half.arrived) == MESSAGES
    unmarked = {key: marks for key, marks in half.arrived.items() if marks.count(False) > 1}
    assert not unmarked  # a second time only with its mark
    twice = {key for key, marks in half.arrived.items() if len(marks) > 1}
    assert twice <= marked
    assert sum(half.failed.values()) > half.calls / 3
    failed = sum(half.failed.values())
    figures = f"{MESSAGES} messages, {WORKERS} workers, {killed} kills, {half.calls} calls of which {failed} failed"
    sys.stdout.write(f"\n{figures}; {len(twice)} came again with their mark, {len(marked)} marked\n")
