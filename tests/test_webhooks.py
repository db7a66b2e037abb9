"""Webhooks: what is told to whom, how it is signed, what may be called, and what becomes of what does not arrive."""

import base64
import hashlib
import hmac
import json
import socket
import ssl
import threading
import time
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jsonschema_rs
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cchc.common import channels, journal, outbox
from cchc.common.errors import Refused
from cchc.common.models import JournalEntry, OutboxMessage, OutboxState
from cchc.common.periods import Period
from cchc.config.api import described
from cchc.config.dead_letters import tell_of_dead
from cchc.indicators.testing import make_figure, make_indicator
from cchc.organisation import actions, hook_calls
from cchc.organisation.models import Notice, Webhook
from cchc.organisation.rules.reach import may_call
from cchc.organisation.testing import make_account, make_agency, make_unit
from cchc.organisation.webhooks import events
from cchc.plans.actions import Succession, adopt_plan, move_task, tell_of_verdicts
from cchc.plans.rules.confirmed import Confirmed
from cchc.plans.rules.tasks import Move
from cchc.plans.testing import MORNING, confirmed_target, confirmed_task, make_draft, make_plan
from cchc.reports import actions as reports
from cchc.reports.models import Report
from cchc.reports.testing import fill, make_obligation

pytestmark = pytest.mark.django_db
ALL = [one.code for one in events()]
BEFORE = datetime(2026, 9, 11, 2, tzinfo=UTC)
HERE = ["127.0.0.0/8", "::1/128"]


class Receiver(BaseHTTPRequestHandler):
    """Answers as the test says, and keeps what came."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append((self.path, dict(self.headers), body))
        answer = self.server.answers.pop(0) if self.server.answers else 200
        if answer == "drip":
            for letter in b"HTTP/1.1 200 OK\r\n" * 100:
                try:
                    self.wfile.write(bytes([letter]))
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.05)
            return
        if answer == "lost":
            self.close_connection = True
            return
        self.send_response(answer)
        if answer in (301, 302, 307, 308):
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        """Say nothing."""


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A call that is cut is what some tests are about."""


@pytest.fixture
def receiver():
    server = Quiet(("127.0.0.1", 0), Receiver)
    server.came, server.answers = [], []
    server.url = f"http://127.0.0.1:{server.server_port}/nhan?kenh=1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def inside(settings):
    settings.WEBHOOK_NETS = HERE


@pytest.fixture
def office():
    agency = make_agency()
    return make_account(agency, ["office"], unit=make_unit(agency, "Văn phòng Sở"))


def hook_of(by, url, codes=ALL, name="Trang của tỉnh"):
    return actions.make_webhook(
        by=by, at=timezone.now(), name=name, url=url, events=codes, password=by.username, address="203.0.113.9"
    )


def deliver(at=None):
    return outbox.deliver(channels.send, clock=lambda: at or timezone.now(), size=100)


def told(hook=None):
    rows = OutboxMessage.objects.filter(channel="webhook").order_by("pk")
    rows = rows.filter(recipient=f"webhook:{hook.pk}") if hook else rows
    return [json.loads(row.body) for row in rows]


def signed(secret, headers, body):
    """What the convention says, from its text, not from our code."""
    key = base64.b64decode(secret.split("_", 1)[1])
    text = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    return "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def test_what_happens_is_told_signed_and_in_no_more_than_its_place(client, office, receiver):
    hook, secret = hook_of(office, receiver.url)
    plan = make_plan(office, confirmed_target(), confirmed_task())
    assert deliver().sent == 1
    ((path, headers, body),) = receiver.came
    assert path == "/nhan?kenh=1"
    assert headers["webhook-signature"] == signed(secret, headers, body)
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    found = json.loads(body)
    assert (found["type"], set(found)) == ("plan.adopted", {"type", "id", "timestamp", "data"})
    assert found["data"]["id"] == plan.pk
    token = actions.make_token(
        by=office, at=timezone.now(), name="Đọc", days=9, password=office.username, address="::1"
    )[1]
    answer = client.get(found["data"]["url"].partition("8000")[2], headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["title"] == plan.title
    hook.refresh_from_db()
    assert (hook.result, hook.failing_since) == ("HTTP 200", None)


def test_what_is_undone_is_not_told(office, receiver):
    hook_of(office, receiver.url)
    with transaction.atomic():
        make_plan(office)
        assert told()
        transaction.set_rollback(True)
    assert not told()


def test_figures_and_tasks_are_told_with_where_they_are_read(office, receiver):
    hook, _secret = hook_of(office, receiver.url, ["value.entered", "task.changed"])
    indicator = make_indicator()
    make_figure(indicator, "2026-M01", 97, 100, by=office)
    task = make_plan(office, confirmed_task()).tasks.get()
    move_task(task=task, move=Move.CANCEL, by=office, at=timezone.now(), reason="Không còn cần")
    value, moved = told(hook)
    assert value["data"]["url"].endswith("/api/v1/indicators/thing_share/value?period=2026-M01")
    assert moved["data"] == {"id": task.pk, "url": f"http://localhost:8000/api/v1/tasks/{task.pk}"}
    entry = JournalEntry.objects.get(action="plans.task.cancel")
    assert moved["id"] == f"task.changed-{entry.seq}"


def test_a_plan_that_takes_the_place_of_another_is_told_of_both(office, receiver):
    hook, _secret = hook_of(office, receiver.url, ["plan.adopted", "plan.superseded"])
    old = make_plan(office)
    draft = make_draft(office, title="Kế hoạch cải cách hành chính năm 2026 thay thế")
    succession = Succession(old, date(2026, 3, 2), "Theo chỉ đạo mới của Ủy ban nhân dân tỉnh")
    new = adopt_plan(
        plan=draft, by=office, at=MORNING, items=Confirmed(tasks=(confirmed_task(),)), supersedes=succession
    )
    found = [(body["type"], body["data"]["id"]) for body in told(hook)]
    assert found == [("plan.adopted", old.pk), ("plan.adopted", new.pk), ("plan.superseded", old.pk)]


def send(report, by):
    revision = Report.objects.get(pk=report.pk).revision
    return reports.submit_report(report=report, revision=revision, by=by, at=BEFORE)


def test_a_report_is_told_to_those_who_see_it(office, receiver):
    rooms = [make_unit(office.agency, name) for name in ("Phòng Một", "Phòng Hai")]
    mine, other = (make_account(office.agency, ["head"], unit=room) for room in rooms)
    make_obligation(office)
    hooks = [
        hook_of(by, receiver.url, [one for one in ALL if one.startswith("report.")])[0] for by in (office, mine, other)
    ]
    draft = reports.create_report(
        period=Period.parse("2026-Q3"), as_of=BEFORE.date(), by=mine, at=BEFORE, unit=rooms[0]
    )
    report = send(fill(draft, mine, at=BEFORE), mine)
    again = send(reports.return_report(report=report, reason="Thiếu số liệu quý", by=office, at=BEFORE), mine)
    reports.accept_report(report=again, by=office, at=BEFORE)
    wanted = [("report.submitted", report.pk), ("report.returned", report.pk), ("report.submitted", again.pk),
              ("report.accepted", again.pk)]  # fmt: skip
    for hook, expected in zip(hooks, (wanted, wanted, []), strict=True):
        assert [(body["type"], body["data"]["id"]) for body in told(hook)] == expected


def test_figures_entered_together_are_each_told(office, receiver):
    hook, _secret = hook_of(office, receiver.url, ["value.entered"])
    indicator = make_indicator()
    with transaction.atomic(), journal.together():
        for month in (1, 2, 3):
            make_figure(indicator, f"2026-M{month:02d}", 97, 100, by=office)
        assert not told(hook)
    assert len({body["id"] for body in told(hook)}) == 3
    with transaction.atomic(), journal.together(trial=True):
        make_figure(indicator, "2026-M04", 97, 100, by=office)
        transaction.set_rollback(True)
    assert len(told(hook)) == 3


def test_nobody_is_told_of_another_department_or_of_what_he_may_not_see(office, receiver):
    stranger = make_account(make_agency(), ["office"])
    blind = make_account(office.agency, [])
    for by in (stranger, blind):
        hook_of(by, receiver.url)
    own, _secret = hook_of(office, receiver.url)
    make_plan(office)
    make_figure(make_indicator(), "2026-M01", 97, 100, by=office)
    assert len(told()) == len(told(own)) == 2


def test_the_hooks_of_a_blocked_account_stop_at_once(office, receiver):
    hook_of(office, receiver.url)
    make_plan(office)
    admin = make_account(office.agency, ["admin"])
    actions.deactivate_account(by=admin, at=timezone.now(), account=office)
    assert deliver().failed == 1
    assert receiver.came == []
    make_plan(make_account(office.agency, ["office"]))
    assert len(told()) == 1
    assert OutboxMessage.objects.get(channel="webhook").state == OutboxState.DEAD
    tell_of_dead(at=timezone.now())
    assert not Notice.objects.filter(kind="outbox.dead").exists()


def test_with_the_password_what_was_given_under_it_pauses(office, receiver):
    hook, _secret = hook_of(office, receiver.url)
    actions.change_own_password(by=office, at=timezone.now(), old=office.username, new="mot-mat-khau-moi-9",
                                address="203.0.113.9")  # fmt: skip
    hook.refresh_from_db()
    assert hook.paused_why == "password"
    actions.resume_webhook(by=office, at=timezone.now(), hook=hook)
    make_plan(office)
    assert len(told()) == 1


def test_what_failed_goes_again_under_the_same_name_and_with_its_mark(office, receiver):
    hook_of(office, receiver.url)
    make_plan(office)
    receiver.answers[:] = [503, "lost", 200]
    now = timezone.now()
    for minutes in (0, 3, 9):
        deliver(now + timedelta(minutes=minutes))
    names = {headers["webhook-id"] for _path, headers, _body in receiver.came}
    marks = ["X-CCHC-Repeated" in headers for _path, headers, _body in receiver.came]
    assert (len(receiver.came), len(names), marks) == (3, 1, [False, False, True])
    assert OutboxMessage.objects.get(channel="webhook").state == OutboxState.SENT


def test_a_worker_that_dies_while_the_receiver_answers_sends_it_again_marked(office, receiver, monkeypatch):
    hook_of(office, receiver.url)
    make_plan(office)
    call = hook_calls.call

    def die(*given):
        call(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(hook_calls, "call", die)
    with pytest.raises(KeyboardInterrupt):
        deliver()
    monkeypatch.undo()
    assert deliver().sent == 0
    assert deliver(timezone.now() + outbox.CLAIM + timedelta(seconds=1)).sent == 1
    first, second = (headers for _path, headers, _body in receiver.came)
    assert first["webhook-id"] == second["webhook-id"]
    assert second["X-CCHC-Repeated"] == "possibly"


def test_one_that_is_down_is_asked_once_and_gets_all_when_it_is_back(office, receiver):
    hook_of(office, receiver.url)
    for _each in range(4):
        make_plan(office)
    receiver.answers[:] = [500]
    now = timezone.now()
    assert deliver(now).failed == 1
    assert deliver(now + timedelta(seconds=30)) == outbox.Round()
    assert deliver(now + timedelta(minutes=2)).sent >= 3
    deliver(now + timedelta(minutes=9))
    assert len({body for _path, _headers, body in receiver.came}) == 4


def test_after_days_of_failures_it_is_paused_and_the_owner_told_once(office, receiver, settings):
    hook, _secret = hook_of(office, receiver.url)
    receiver.answers[:] = [500] * 9
    make_plan(office)
    deliver()
    hook.refresh_from_db()
    assert (hook.paused_at, hook.result) == (None, "HTTP 500")
    Webhook.objects.update(failing_since=timezone.now() - timedelta(days=settings.WEBHOOK_PAUSE_DAYS))
    make_plan(office)
    deliver(timezone.now() + timedelta(hours=2))
    hook.refresh_from_db()
    assert hook.paused_why == "failing"
    assert Notice.objects.filter(kind="organisation.webhook", account=office).count() == 1
    make_plan(office)
    assert len(told()) == 2


def test_one_that_says_it_is_gone_is_paused_at_once(office, receiver):
    hook, _secret = hook_of(office, receiver.url)
    make_plan(office)
    receiver.answers[:] = [410]
    deliver()
    hook.refresh_from_db()
    assert hook.paused_why == "gone"
    assert OutboxMessage.objects.get(channel="webhook").state == OutboxState.DEAD


def test_for_a_day_the_old_secret_signs_beside_the_new(office, receiver):
    hook, old = hook_of(office, receiver.url)
    new = actions.renew_secret(by=office, at=timezone.now(), hook=hook, password=office.username, address="203.0.113.9")
    make_plan(office)
    deliver()
    Webhook.objects.update(before_until=timezone.now() - timedelta(seconds=1))
    make_plan(office)
    deliver()
    (_p, first, body), (_q, second, later) = receiver.came
    assert first["webhook-signature"].split() == [signed(new, first, body), signed(old, first, body)]
    assert second["webhook-signature"] == signed(new, second, later)


def test_no_redirect_is_followed(office, receiver):
    hook_of(office, receiver.url)
    make_plan(office)
    receiver.answers[:] = [302]
    deliver()
    assert [path for path, _headers, _body in receiver.came] == ["/nhan?kenh=1"]
    assert OutboxMessage.objects.get(channel="webhook").last_error == "HTTP 302"


@pytest.mark.parametrize(
    ("url", "nets"),
    [("http://trang.example/x", []), ("ftp://trang.example", HERE), ("https://", HERE),
     ("https://a:b@trang.example/", HERE),
     ("https://10.0.0.8/x", HERE), ("https://[::1]/", []), ("https://localhost/", []),
     ("https://169.254.169.254/a", []),
     ("https://trang.example:99999/", []), ("https://trang.example/\r\nX: 1", []), ("https://[::ffff:127.0.0.1]/", []),
     ("https://" + "a" * 500, [])],
)  # fmt: skip
def test_an_address_that_may_not_be_called_is_refused_by_name(office, settings, url, nets):
    settings.WEBHOOK_NETS = nets
    with pytest.raises(Refused) as refused:
        hook_of(office, url)
    assert refused.value.field == "url"
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("address", "secure", "allowed"),
    [("8.8.8.8", True, True), ("8.8.8.8", False, False), ("10.1.2.3", True, False), ("172.31.0.1", True, False),
     ("192.168.1.1", True, False), ("100.64.0.1", True, False), ("0.0.0.0", True, False), ("224.0.0.1", True, False),
     ("fe80::1%eth0", True, False), ("fd00::1", True, False), ("ff0e::1", True, False),
     ("2001:4860:4860::8888", True, True),
     ("::ffff:10.0.0.1", True, False), ("64:ff9b::7f00:1", True, False), ("2002:7f00:1::", True, False),
     ("127.0.0.2", False, True), ("::1", False, True)],
)  # fmt: skip
def test_which_addresses_may_be_called(address, secure, allowed):
    assert may_call(address, secure=secure, nets=HERE) is allowed


def test_a_name_that_leads_inside_is_not_called_whatever_it_led_to_before(office, settings, receiver, monkeypatch):
    settings.WEBHOOK_NETS = []
    hook_of(office, f"https://trang.example:{receiver.server_port}/")
    make_plan(office)
    asked = []

    def lookup(host, port, **_kinds):
        asked.append(host)
        return [(socket.AF_INET, 1, 6, "", ("93.184.216.34", port)), (socket.AF_INET, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", lambda *_given: pytest.fail("was called"))
    deliver()
    assert asked == ["trang.example"]  # looked up once: what was allowed is what would be called
    assert "public internet" in OutboxMessage.objects.get(channel="webhook").last_error


def test_an_answer_that_drips_is_cut(office, receiver, monkeypatch):
    monkeypatch.setattr(hook_calls, "WHOLE", 0.3)
    hook_of(office, receiver.url)
    make_plan(office)
    receiver.answers[:] = ["drip"]
    deliver()
    message = OutboxMessage.objects.get(channel="webhook")
    assert (message.state, message.repeated) == (OutboxState.WAITING, True)


@pytest.fixture
def certified(receiver, tmp_path):
    """The receiver behind TLS, with a certificate for "localhost" that nobody trusts yet."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begin = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(begin).not_valid_after(begin + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    paper, secret = tmp_path / "cert.pem", tmp_path / "key.pem"
    paper.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                         serialization.NoEncryption()))  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(paper, secret)
    receiver.socket = context.wrap_socket(receiver.socket, server_side=True)
    return paper


@pytest.mark.parametrize("trusted", [False, True])
def test_only_a_machine_that_proves_its_name_is_told(office, receiver, certified, monkeypatch, trusted):
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certified))
    hook_of(office, f"https://localhost:{receiver.server_port}/")
    make_plan(office)
    deliver()
    assert len(receiver.came) == trusted
    assert ("CERTIFICATE_VERIFY_FAILED" in OutboxMessage.objects.get(channel="webhook").last_error) is not trusted


def test_a_target_whose_verdict_changes_is_told_once(office, receiver):
    hook, _secret = hook_of(office, receiver.url, ["target.verdict_changed"])
    indicator = make_indicator()
    target = make_plan(office, confirmed_target(indicator=indicator.code)).targets.get()
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert [tell_of_verdicts(at=at), tell_of_verdicts(at=at)] == [0, 0]
    make_figure(indicator, "2026-M01", 40, 100, by=office)
    later = at + timedelta(hours=1)
    assert [tell_of_verdicts(at=later), tell_of_verdicts(at=later)] == [1, 0]
    assert told(hook)[0]["data"]["url"].endswith(f"/api/v1/targets/{target.pk}")


def test_every_event_is_described_and_what_is_sent_keeps_to_it(office, receiver):
    found = described()
    assert set(found["webhooks"]) == {"ping", *ALL}
    hook, _secret = hook_of(office, receiver.url)
    actions.try_webhook(by=office, at=timezone.now(), hook=hook)
    make_plan(office)
    check = jsonschema_rs.validator_for(found["components"]["schemas"]["Happened"])
    assert len(told()) == 2
    for body in told():
        check.validate(body)


def test_the_pages_make_try_change_pause_and_end_a_webhook(client, office, receiver):
    client.force_login(office)
    sent = {"name": "Trang", "url": receiver.url, "events": ["plan.adopted"], "password": office.username}
    assert client.post(reverse("webhook_new"), {**sent, "events": []}).status_code == 200
    assert not Webhook.objects.exists()
    page = client.post(reverse("webhook_new"), sent).content.decode()
    secret = page.split('class="secret">')[1].split("<")[0]
    hook = Webhook.objects.get()
    here = reverse("webhook", args=[hook.pk])
    assert secret.startswith("whsec_")
    assert secret not in client.get(here).content.decode()
    assert secret not in hook.sealed
    client.post(reverse("webhook_step", args=[hook.pk, "thu"]))
    receiver.answers[:] = [404]
    deliver()
    page = client.get(here).content.decode()
    assert "nơi nhận không nhận bản tin (HTTP 404)" in page
    assert "gửi thử" in page
    OutboxMessage.objects.filter(channel="webhook").update(state=OutboxState.DEAD)
    message = OutboxMessage.objects.get(channel="webhook")
    client.post(reverse("webhook_resend", args=[hook.pk]), {"message": message.pk})
    deliver()
    assert receiver.came[-1][1]["webhook-signature"] == signed(secret, receiver.came[-1][1], receiver.came[-1][2])
    changed = client.post(reverse("webhook_edit", args=[hook.pk]), {**sent, "name": "Trang khác"})
    assert changed.status_code == 302
    client.post(reverse("webhook_step", args=[hook.pk, "tam-dung"]))
    make_plan(office)
    assert OutboxMessage.objects.filter(channel="webhook").count() == 1
    client.post(reverse("webhook_step", args=[hook.pk, "chay-lai"]))
    renewed = client.post(reverse("webhook_renew", args=[hook.pk]), {"password": office.username}).content.decode()
    assert "whsec_" in renewed
    assert client.post(reverse("webhook_step", args=[hook.pk, "gi-do"])).status_code == 404
    client.post(reverse("webhook_step", args=[hook.pk, "bo"]))
    assert not Webhook.objects.exists()
    entries = " ".join(f"{entry.before} {entry.after}" for entry in JournalEntry.objects.all())
    assert "kenh=1" not in entries  # the address may hold a secret of the receiver
    assert secret not in entries


def test_nobody_else_sees_or_moves_a_webhook(client, office, receiver):
    hook, _secret = hook_of(office, receiver.url)
    mate, stranger = make_account(office.agency, ["admin"]), make_account(make_agency(), ["admin"])
    for other in (stranger, mate):
        client.force_login(other)
        assert hook.name not in client.get(reverse("my_webhooks")).content.decode()
        for name in ("webhook", "webhook_edit", "webhook_renew"):
            assert client.get(reverse(name, args=[hook.pk])).status_code == 404
        for step in ("thu", "tam-dung", "chay-lai", "bo"):
            assert client.post(reverse("webhook_step", args=[hook.pk, step])).status_code == 404
        assert client.post(reverse("webhook_resend", args=[hook.pk])).status_code == 404
        seen = client.get(reverse("organisation:webhook_list")).content.decode()
        assert (hook.name in seen) is (other is mate)
        assert "kenh=1" not in seen
        client.post(reverse("organisation:webhook_stop"), {"webhook": hook.pk})
        hook.refresh_from_db()
        assert bool(hook.paused_at) is (other is mate)
    client.force_login(office)
    assert client.get(reverse("organisation:webhook_list")).status_code == 403


def test_wrong_passwords_repeated_names_and_too_many_are_refused(office, receiver):
    hook_of(office, receiver.url)
    with pytest.raises(Refused, match="tên này"):
        hook_of(office, receiver.url)
    with pytest.raises(Refused):
        actions.make_webhook(by=office, at=timezone.now(), name="Khác", url=receiver.url, events=ALL, password="sai",
                             address="203.0.113.9")  # fmt: skip
    with pytest.raises(Refused, match="ít nhất một"):
        hook_of(office, receiver.url, ["khong.co"], "Khác")
    for number in range(9):
        hook_of(office, receiver.url, name=f"Trang {number}")
    with pytest.raises(Refused, match="tối đa 10"):
        hook_of(office, receiver.url, name="Một nữa")
