"""The log: a line for each request, followed by its code, and never a name."""

import io
import json
import logging
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cchc.common import outbox, trace
from cchc.config import environment, logs
from cchc.organisation import testing
from cchc.organisation.models import Account

AT = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db
SECRETS = ("Tuyết Nhung Bí Mật", "bi.mat@so.example", "0987 654 321", "ho-so-bi-mat.pdf", "tuyetnhung99", "matkhausai1")


@pytest.fixture
def log():
    """What the root logger would write, as the service writes it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.Json())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def admin(client):
    account = testing.make_account(testing.make_agency(), ["admin", "office"])
    client.force_login(account)
    return account


def access(lines):
    return [line for line in lines if line["logger"] == "cchc.access"]


def test_each_request_is_one_line_with_its_route_and_no_address(client, admin, log):
    answer = client.get(reverse("organisation:person_detail", args=[admin.person.pk]))
    [line] = access(log())
    assert {key: line[key] for key in ("method", "route", "status", "account", "message", "level")} == {
        "method": "GET", "route": "organisation:person_detail", "status": 200, "account": str(admin.pk),
        "message": "request", "level": "INFO",
    }  # fmt: skip
    assert line["queries"] > 3
    assert line["ms"] > 0
    assert line["request"] == answer["X-Request-ID"]
    assert datetime.fromisoformat(line["time"]).tzinfo is not None
    assert "/nguoi/" not in json.dumps(line)


def test_a_stranger_and_a_wrong_address_are_lines_too(client, log):
    client.get("/khong-co-gi/")
    client.get(reverse("health_alive"))
    assert [(line["route"], line["status"], line["account"]) for line in access(log())] == [
        ("", 404, None), ("health_alive", 200, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "sender", "kept"),
    [
        ("a1b2c3d4e5f60718", "127.0.0.1", True), ("req-2026_11_25-abcdef", "::1", True),
        ("a1b2c3d4e5f60718", "10.1.2.3", False), ("ngan", "127.0.0.1", False), ("a" * 65, "127.0.0.1", False),
        ('a1b2c3d4"}{', "127.0.0.1", False), ("a1b2c3d4\n{}", "127.0.0.1", False), ("ắắắắắắắắắ", "127.0.0.1", False),
    ],
)  # fmt: skip
def test_only_a_well_formed_code_of_a_trusted_proxy_is_taken_over(client, given, sender, kept):
    answer = client.get(reverse("health_alive"), headers={"X-Request-ID": given}, REMOTE_ADDR=sender)
    code = answer["X-Request-ID"]
    assert (code == given) is kept
    assert trace.well_formed(code)


def test_each_request_has_a_code_of_its_own(client):
    assert len({client.get(reverse("health_alive"))["X-Request-ID"] for _ in range(20)}) == 20


@pytest.fixture
def broken(client, monkeypatch):
    """A page that fails with what somebody typed in the text of the error."""

    def fail(*args, **kwargs):
        try:
            raise IntegrityError(f"Key (email)=({SECRETS[1]}) already exists")
        except IntegrityError as error:
            raise ValueError(f"no place for {SECRETS[0]}") from error

    monkeypatch.setattr("cchc.config.operations.vitals.journal_length", fail)
    client.raise_request_exception = False
    return client


def test_the_page_of_a_fault_gives_the_code_under_which_the_log_tells_of_it(broken, admin, log):
    answer = broken.get(reverse("system"))
    assert answer.status_code == 500
    code = answer["X-Request-ID"]
    assert f"<code>{code}</code>" in answer.content.decode()
    [fault] = [line for line in log() if line["level"] == "ERROR"]
    assert fault["request"] == code
    assert [one["kind"] for one in fault["error"]] == ["builtins.ValueError", "django.db.utils.IntegrityError"]
    assert any("config/operations.py" in place for place in fault["error"][0]["at"])
    assert not [secret for secret in SECRETS if secret in json.dumps(log(), ensure_ascii=False)]


def test_the_texts_of_errors_are_logged_only_by_setting(broken, admin, log, settings):
    settings.LOG_DETAILS = True
    broken.get(reverse("system"))
    assert SECRETS[0] in json.dumps(log(), ensure_ascii=False)


def test_the_page_of_a_fault_needs_no_database(client, admin, broken):
    with connection.execute_wrapper(lambda *_: (_ for _ in ()).throw(IntegrityError("gone"))):
        answer = client.get(reverse("system"))
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()


def test_no_name_mail_phone_or_file_gets_into_the_log(client, admin, log):
    """Pages are driven with planted words: typed, searched for, uploaded, refused, not found, asked for by address."""
    name, mail, phone, file, username, wrong = SECRETS
    unit = testing.make_unit(admin.agency)
    client.post(reverse("organisation:person_new"), {
        "code": "CB99", "full_name": name, "email": mail, "phone": phone, "status": "civil_servant", "unit": unit.pk,
    })  # fmt: skip
    person = testing.make_account(admin.agency, ["officer"], full_name=name)
    Account.objects.filter(pk=person.pk).update(username=username)
    client.get(reverse("organisation:person_detail", args=[person.person.pk]))
    client.get(reverse("search"), {"q": name})
    client.get(reverse("organisation:person_list"), {"q": mail, "xuat": "csv"})
    client.post(reverse("plans:intake_upload"), {"file": SimpleUploadedFile(file, b"%PDF-1.7 " + name.encode())})
    client.get(f"/{username}/{mail}/")
    client.get(reverse("organisation:unit_list"), headers={"Host": f"{username}.example"})
    client.post(reverse("sign_out"))
    client.post(reverse("sign_in"), {"username": username, "password": wrong})
    with transaction.atomic(), trace.following("a1b2c3d4e5f60718"):
        outbox.post(channel="mail", recipient=mail, subject=name, body=phone, at=AT, agency_id=admin.agency_id)

    def refuse(message):
        raise outbox.Undeliverable(f"550 {mail} unknown", final=True)

    outbox.deliver(refuse, clock=lambda: AT)
    written = json.dumps(log(), ensure_ascii=False)
    assert len(access(log())) == 9
    assert not [secret for secret in SECRETS if secret in written or json.dumps(secret)[1:-1] in written]


def test_a_library_is_told_by_its_template_alone(log):
    logging.getLogger("some.library").warning("cannot open %s", "ho-so-bi-mat.pdf")
    assert log()[-1]["message"] == "cannot open %s"


def test_the_worker_logs_under_the_code_of_the_request_that_wrote_the_message(log):
    with transaction.atomic(), trace.following("a1b2c3d4e5f60718"):
        message = outbox.post(channel="sms", recipient="0987654321", body="…", at=AT)
    assert message.trace == "a1b2c3d4e5f60718"
    outbox.deliver(lambda _message: None, clock=lambda: AT)
    [line] = [line for line in log() if line["logger"] == "cchc.common.outbox"]
    assert (line["request"], line["message"]) == ("a1b2c3d4e5f60718", f"message {message.pk} (sms) sent")
    assert trace.current() == ""


def test_a_terminal_gets_the_same_in_one_line_of_text():
    record = logging.LogRecord("cchc.access", logging.INFO, "", 0, "request", (), None)
    record.facts = {"route": "home", "status": 200}
    with trace.following("a1b2c3d4e5f60718"):
        assert (
            logs.Text().format(record)[12:]
            == " INFO cchc.access: request request=a1b2c3d4e5f60718 route=home status=200"
        )


def test_a_wrong_word_for_a_setting_stops_the_start_with_its_name(monkeypatch):
    monkeypatch.setenv("CCHC_LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured, match="CCHC_LOG_FORMAT must be one of json, text"):
        environment.choice("CCHC_LOG_FORMAT", ("json", "text"), "json")
