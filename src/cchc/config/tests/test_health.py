"""Health and measurements: right status codes, nothing told to strangers, figures that are true."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from cchc.common import journal, outbox, workers
from cchc.common.models import JournalHead, OutboxMessage, OutboxState, Worker
from cchc.config import health
from cchc.organisation import testing

AT = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db
PAGES = ("health", "health_ready", "health_alive")


def told(client, page):
    answer = client.get(reverse(page))
    return answer.status_code, answer.json()


def post(at=AT):
    with transaction.atomic():
        return outbox.post(channel="mail", recipient="a@so.example", body="…", at=at)


@pytest.mark.parametrize("page", PAGES)
def test_a_sound_service_says_ok_and_no_more(client, page):
    assert told(client, page) == (200, {"status": "ok"})


def gone(execute, sql, params, many, context):
    raise OperationalError("the server closed the connection")


def test_without_its_database_the_service_lives_but_is_not_ready(client):
    with connection.execute_wrapper(gone):
        found = [told(client, page) for page in PAGES]
    assert found == [(503, {"status": "not ok"}), (503, {"status": "not ok"}), (200, {"status": "ok"})]


def test_a_migration_that_did_not_run_is_named_to_the_administrator_alone(client, monkeypatch):
    monkeypatch.setattr(health, "_wanted", lambda: frozenset({("plans", "9999_later")}))
    assert told(client, "health_ready") == (503, {"status": "not ok"})
    client.force_login(testing.make_account(testing.make_agency(), ["officer"]))
    assert told(client, "health_ready") == (503, {"status": "not ok"})
    client.force_login(testing.make_account(testing.make_agency(), ["admin"]))
    status, answer = told(client, "health_ready")
    assert status == 503
    [bad] = [check for check in answer["checks"] if not check["ok"]]
    assert (bad["check"], "plans.9999_later" in bad["detail"]) == ("migrations", True)


def test_a_folder_that_takes_no_file_is_not_ready(client, settings):
    settings.FILES_DIR.write_text("a file where the folder should be")
    assert told(client, "health_ready")[0] == 503


def test_a_full_disk_is_not_ready(client, monkeypatch):
    monkeypatch.setattr("cchc.config.vitals.disk_free", lambda: health.SPARE - 1)
    assert told(client, "health_ready")[0] == 503


def test_a_journal_whose_end_does_not_fit_is_not_ready(client):
    with transaction.atomic():
        journal.write(by=None, at=AT, action="test.done", record=None)
    assert told(client, "health_ready")[0] == 200
    JournalHead.objects.filter(pk=1).update(digest="f" * 64)
    assert told(client, "health_ready")[0] == 503


def test_a_worker_that_fell_silent_is_unwell_but_the_pages_are_served(client):
    workers.Life(version="0", at=timezone.now())
    assert told(client, "health")[0] == 200
    Worker.objects.update(beat_at=timezone.now() - workers.QUIET - timedelta(seconds=1))
    assert (told(client, "health")[0], told(client, "health_ready")[0]) == (503, 200)


def test_messages_that_nobody_sends_are_unwell_after_a_while(client):
    message = post(timezone.now())
    assert told(client, "health")[0] == 200
    OutboxMessage.objects.filter(pk=message.pk).update(next_at=timezone.now() - timedelta(hours=1))
    assert told(client, "health")[0] == 503


def test_a_worker_lives_while_it_works_and_says_good_bye(monkeypatch):
    seen = []
    monkeypatch.setattr("cchc.common.channels.send", lambda message: seen.append(Worker.objects.get().name))
    post()
    call_command("work", once=True)
    assert seen == [f"{workers.socket.gethostname()}:{workers.os.getpid()}"]
    assert not Worker.objects.exists()


def test_a_worker_tells_what_it_did_and_takes_the_place_of_a_lost_one():
    lost = workers.Life(version="0", at=AT - timedelta(hours=1))
    Worker.objects.filter(name=lost.name).update(name=f"{lost.machine}:1")
    Worker.objects.create(name="may-khac:1", version="0", started_at=AT, beat_at=AT - timedelta(hours=1))
    life = workers.Life(version="0", at=AT)
    life.count(3, 1, at=AT + timedelta(seconds=1))
    assert Worker.objects.get(name=life.name).done == 0
    life.count(2, 0, at=AT + workers.BEAT)
    assert Worker.objects.values_list("name", "done", "failed").get(name=life.name) == (life.name, 5, 1)
    stands = workers.standing(AT + workers.BEAT)
    assert ([one.name for one in stands.alive], [one.name for one in stands.lost]) == ([life.name], ["may-khac:1"])


def measured(answer):
    assert answer.status_code == 200
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def test_the_measurements_tell_how_the_system_stands(client, tmp_path):
    post()
    dead = post()
    OutboxMessage.objects.filter(pk=dead.pk).update(state=OutboxState.DEAD)
    workers.Life(version="0", at=timezone.now())
    before = measured(client.get(reverse("metrics")))
    assert ("cchc_backup_age_seconds",) not in before
    call_command("backup", str(tmp_path / "sao.zip"), verbosity=0)
    found = measured(client.get(reverse("metrics")))
    assert found["cchc_outbox_messages", ("state", "waiting")] == 1
    assert found["cchc_outbox_messages", ("state", "dead")] == 1
    assert found["cchc_outbox_messages", ("state", "sent")] == 0
    assert found["cchc_outbox_overdue_seconds",] == pytest.approx((timezone.now() - AT).total_seconds(), abs=60)
    assert found["cchc_workers", ("state", "alive")] == 1
    assert found["cchc_journal_entries",] == 1
    assert 0 <= found["cchc_backup_age_seconds",] < 60
    assert found["cchc_backup_verified",] == 1
    assert found["cchc_disk_free_bytes",] > 0
    assert {"cchc_files", "cchc_files_bytes", "cchc_readings"} <= {key[0] for key in found}


def test_requests_are_counted_by_route_and_status_with_their_time(client):
    def asked():
        found = measured(client.get(reverse("metrics")))
        labels = (("method", "GET"), ("route", "health_alive"), ("status", "200"))
        return (
            found.get(("cchc_requests_total", *labels), 0),
            found.get(("cchc_request_seconds_count", ("route", "health_alive")), 0),
            found.get(("cchc_request_seconds_bucket", ("le", "+Inf"), ("route", "health_alive")), 0),
        )

    before = asked()
    for _ in range(3):
        client.get(reverse("health_alive"))
    assert asked() == tuple(number + 3 for number in before)


def test_strange_methods_and_addresses_make_no_series_of_their_own(client):
    for number in range(3):
        client.generic(f"ODD{number}", f"/la-{number}/")
    names = [key for key in measured(client.get(reverse("metrics"))) if key[0] == "cchc_requests_total"]
    assert not [key for key in names if "ODD" in str(key) or "la-" in str(key)]
    assert ("cchc_requests_total", ("method", "other"), ("route", ""), ("status", "404")) in names


@pytest.mark.parametrize(
    ("token", "sender", "headers", "status"),
    [
        ("", "127.0.0.1", {}, 200), ("", "::1", {}, 200), ("", "10.0.0.9", {}, 403),
        ("", "127.0.0.1", {"X-Forwarded-For": "10.0.0.9"}, 403), ("", "127.0.0.1", {"Forwarded": "for=10.0.0.9"}, 403),
        ("mat-ma", "127.0.0.1", {}, 403), ("mat-ma", "10.0.0.9", {"Authorization": "Bearer mat-ma"}, 200),
        ("mat-ma", "10.0.0.9", {"Authorization": "Bearer sai"}, 403),
        ("mat-ma", "10.0.0.9", {"Authorization": "Bearer mật-mã"}, 403),
    ],
)  # fmt: skip
def test_the_measurements_are_for_this_machine_or_for_who_has_the_token(
    client, settings, token, sender, headers, status
):
    settings.METRICS_TOKEN = token
    assert client.get(reverse("metrics"), headers=headers, REMOTE_ADDR=sender).status_code == status


def test_what_is_told_to_the_administrator_is_what_was_checked(client):
    client.force_login(testing.make_account(testing.make_agency(), ["admin"]))
    answer = json.loads(client.get(reverse("health")).content)
    assert [check["check"] for check in answer["checks"]] == [
        "database",
        "migrations",
        "storage",
        "journal",
        "worker",
        "jobs",
    ]


@pytest.mark.parametrize("page", [*PAGES, "metrics"])
def test_a_probe_of_this_machine_needs_neither_the_public_name_nor_tls(client, settings, page):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "cchc.example"]
    assert client.get(reverse(page), headers={"Host": "127.0.0.1:8000"}).status_code == 200
    assert client.get(reverse("home"), headers={"Host": "cchc.example"})["Location"].startswith("https://")
