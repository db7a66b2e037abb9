"""The calendar that somebody subscribes to: who reads what in it, until when, and in what form."""

import logging
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cchc.organisation import actions
from cchc.organisation.models import ApiToken
from cchc.organisation.testing import make_account, make_agency, make_unit
from cchc.plans.testing import confirmed_task, make_plan
from cchc.reports.testing import make_obligation

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    agency = make_agency()
    return make_account(agency, ["office"], unit=make_unit(agency, "Văn phòng Sở"))


def subscribe(by, opens="calendar"):
    return actions.make_token(by=by, at=timezone.now(), name=f"Điện thoại {opens}", days=365, password=by.username,
                              address="203.0.113.9", opens=opens)[1]  # fmt: skip


def due_task(office, unit, text, days=9):
    """A task of a unit, due in so many days."""
    day = timezone.localdate() + timedelta(days=days)
    at = timezone.now() - timedelta(days=30)
    item = confirmed_task(text, f"Ngày {day:%d/%m/%Y}", lead=unit.pk)
    return make_plan(office, item, at=at, first_year=at.year, last_year=day.year).tasks.get()


def parse(text):
    """The components of a stream, read by what RFC 5545 says, without our writer: (name, lines) of each event."""
    assert text.endswith("\r\n")
    raw = text.encode().split(b"\r\n")[:-1]
    assert all(len(line) <= 75 and b"\n" not in line for line in raw)
    lines = b"\r\n".join(raw).replace(b"\r\n ", b"").decode().split("\r\n")
    stack, events, head = [], [], []
    for line in lines:
        name, value = line.split(":", 1)
        if name == "BEGIN":
            stack.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert stack.pop() == value
        elif stack == ["VCALENDAR"]:
            head.append(line)
        elif stack[-1] == "VEVENT":
            assert name not in events[-1], f"{name} twice"
            events[-1][name] = value
        else:
            events[-1].setdefault("ALARM", []).append(line)
    assert not stack
    return head, events


def test_it_holds_reports_and_own_tasks_and_tells_when_to_ask_again(client, office):
    make_obligation(office, ends_on=None)
    unit = office.person.tenures.get().unit
    mine = due_task(office, unit, "Rà soát, công bố; thủ tục\nđợt 1")
    other = due_task(office, make_unit(office.agency, "Phòng Hai"), "Việc của phòng khác")
    head, events = parse(client.get(reverse("calendar_feed", args=[subscribe(office)])).content.decode())
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in head
    assert "X-PUBLISHED-TTL:PT1H" in head
    by_uid = {event["UID"]: event for event in events}
    assert len(by_uid) == len(events)
    task = by_uid[f"task-{mine.pk}@localhost:8000"]
    assert task["DTSTART;VALUE=DATE"] == f"{mine.due_on:%Y%m%d}"
    assert task["DTEND;VALUE=DATE"] == f"{mine.due_on + timedelta(days=1):%Y%m%d}"
    assert task["SUMMARY"].startswith("Rà soát\\, công bố\\; thủ tục")
    assert task["URL"] == f"http://localhost:8000{reverse('plans:task', args=[mine.pk])}"
    assert "TRIGGER:-P1D" in task["ALARM"]
    assert f"task-{other.pk}@localhost:8000" not in by_uid
    assert sum("DTSTART" in event for event in events) >= 8  # reports, by the moment


def test_without_reminders_if_wanted(client, office):
    make_obligation(office, ends_on=None)
    answer = client.get(reverse("calendar_feed", args=[subscribe(office)]), {"nhac": "0"})
    _head, events = parse(answer.content.decode())
    assert events
    assert not [event for event in events if "ALARM" in event]


def test_what_has_not_changed_is_not_sent_again(client, office):
    task = due_task(office, office.person.tenures.get().unit, "Một việc")
    address = reverse("calendar_feed", args=[subscribe(office)])
    first = client.get(address)
    assert first["Last-Modified"]
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    make_account(office.agency)  # what is none of the calendar's leaves the tag as it is
    assert client.get(address)["ETag"] == first["ETag"]
    type(task).objects.filter(pk=task.pk).update(due_on=task.due_on + timedelta(days=1))
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"] != first["ETag"]) == (200, True)
    assert client.head(address).status_code == 200


def test_it_ends_with_the_token_the_password_and_the_account(client, office):
    admin = make_account(office.agency, ["admin"])
    for ending in (
        lambda: actions.revoke_token(by=office, at=timezone.now(), token=ApiToken.objects.latest("pk")),
        lambda: ApiToken.objects.update(created_at=timezone.now() - timedelta(9), expires_at=timezone.now()),
        lambda: actions.deactivate_account(by=admin, at=timezone.now(), account=office),
    ):
        address = reverse("calendar_feed", args=[subscribe(office)])
        assert client.get(address).status_code == 200
        ending()
        assert client.get(address).status_code == 404
    assert client.get(reverse("calendar_feed", args=["cchc_khong-co"])).status_code == 404


def test_a_token_of_one_kind_opens_nothing_of_the_other(client, office):
    calendar, api = subscribe(office), subscribe(office, "api")
    assert client.get(reverse("calendar_feed", args=[api])).status_code == 404
    assert client.get("/api/v1/plans", headers={"Authorization": f"Bearer {calendar}"}).status_code == 401
    assert client.get("/api/v1/plans", headers={"Authorization": f"Bearer {api}"}).status_code == 200
    assert client.post(reverse("calendar_feed", args=[calendar])).status_code == 405


def test_who_may_see_nothing_reads_nothing_and_a_stranger_nothing_of_here(client, office):
    make_obligation(office, ends_on=None)
    due_task(office, office.person.tenures.get().unit, "Một việc")
    for reader in (make_account(office.agency, []), make_account(make_agency(), ["office"])):
        _head, events = parse(client.get(reverse("calendar_feed", args=[subscribe(reader)])).content.decode())
        assert events == []


def test_the_secret_is_in_no_log_and_on_no_page_but_the_first(client, office, caplog):
    client.force_login(office)
    sent = {"name": "Điện thoại", "opens": "calendar", "days": 365, "password": office.username}
    page = client.post(reverse("token_new"), sent).content.decode()
    address = page.split('class="secret">')[1].split("<")[0]
    secret = address.rpartition("/")[2].removesuffix(".ics")
    assert address == f"http://localhost:8000/lich/{secret}.ics"
    with caplog.at_level(logging.DEBUG):
        assert client.get(f"/lich/{secret}.ics").status_code == 200
        assert client.get(f"/lich/{secret}x.ics").status_code == 404
    said = " ".join(
        f"{record.getMessage()} {record.__dict__}" for record in caplog.records if record.name != "django.request"
    )
    assert "calendar_feed" in said
    assert secret not in said
    assert secret not in client.get(reverse("my_tokens")).content.decode()
