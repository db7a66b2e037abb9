"""The outbox and the stand-ins: listed, searched, opened, sent again; nothing of another department."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.urls import reverse

from cchc.common import channels, outbox
from cchc.common.models import Delivered, JournalEntry, OutboxMessage, OutboxState
from cchc.organisation import testing

AT = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def put(agency_id, subject="Nhắc việc", **facts):
    with transaction.atomic():
        message = outbox.post(
            channel="mail",
            recipient="nghia@so.example",
            subject=subject,
            body="Việc đến hạn",
            at=AT,
            agency_id=agency_id,
        )
    OutboxMessage.objects.filter(pk=message.pk).update(**facts)
    return message


def dead_message(agency_id):
    return put(agency_id, state=OutboxState.DEAD, attempts=8, last_error="550 không có")


def text(answer):
    return answer.content.decode()


def test_a_dead_message_is_sent_again_and_the_journal_says_who(admin, client):
    message = dead_message(admin.agency_id)
    assert "550 không có" in client.get("/hop-thu-di/").content.decode()
    client.post("/hop-thu-di/gui-lai/", {"message": [message.pk, "x"]})
    message.refresh_from_db()
    assert message.state == OutboxState.WAITING
    assert JournalEntry.objects.get(action="outbox.resend").actor_id == admin.pk


def test_messages_of_another_department_are_neither_shown_nor_sent(admin, client):
    message = dead_message(testing.make_agency().pk)
    assert "550 không có" not in client.get("/hop-thu-di/").content.decode()
    client.post("/hop-thu-di/gui-lai/", {"message": [message.pk]})
    message.refresh_from_db()
    assert message.state == OutboxState.DEAD


def test_a_message_tells_what_it_says_and_how_it_went(admin, client):
    page = text(client.get(reverse("outbox_message", args=[dead_message(admin.agency_id).pk])))
    for word in ("Nhắc việc", "nghia@so.example", "Việc đến hạn", "550 không có", "không gửi được", "Gửi lại"):
        assert word in page


def test_a_message_that_waits_tells_when_it_goes_and_is_not_offered_to_be_sent_again(admin, client):
    page = text(client.get(reverse("outbox_message", args=[put(admin.agency_id, attempts=3).pk])))
    assert "còn 5 lần" in page
    assert 'name="message"' not in page


def test_a_message_sent_again_from_its_page_says_who_had_it_sent(admin, client):
    message = dead_message(admin.agency_id)
    answer = client.post(reverse("outbox_resend"), {"message": message.pk, "mot": "1"})
    assert answer.headers["Location"] == reverse("outbox_message", args=[message.pk])
    assert admin.get_full_name() in text(client.get(answer.headers["Location"])).split("Đã cho gửi lại")[1]


@pytest.mark.parametrize(("chosen", "said"), [(False, "Chưa chọn mục nào"), (True, "không gửi lại mục nào")])
def test_choosing_nothing_that_can_be_sent_again_is_told(admin, client, chosen, said):
    message = put(admin.agency_id, state=OutboxState.SENT)
    answer = client.post(reverse("outbox_resend"), {"message": [message.pk] if chosen else []}, follow=True)
    assert said in text(answer)
    assert not JournalEntry.objects.filter(action="outbox.resend").exists()


@pytest.mark.parametrize("name", ["outbox", "outbox_stand_in"])
def test_messages_are_found_by_words_with_marks_and_without(admin, client, name):
    put(admin.agency_id)
    put(admin.agency_id, "Ủy quyền")
    outbox.deliver(channels.send, clock=lambda: AT)
    assert client.get(reverse(name), {"q": "ủy quyền"}).context["page"].found == 1
    assert client.get(reverse(name), {"q": "nhac"}).context["page"].found == 1
    assert client.get(reverse(name), {"q": "nghia@so"}).context["page"].found == 2


def test_whoever_sees_no_addresses_cannot_search_for_them(admin, client, monkeypatch):
    put(admin.agency_id)
    monkeypatch.setattr("cchc.config.outbox_views.MAIL_RIGHT", "nobody")
    assert client.get(reverse("outbox"), {"q": "nghia"}).context["page"].found == 1  # nothing was searched
    assert 'name="q"' not in text(client.get(reverse("outbox"))).split("<main")[1]


def test_what_a_stand_in_received_is_listed_and_opened(admin, client):
    put(admin.agency_id)
    outbox.deliver(channels.send, clock=lambda: AT)
    one = Delivered.objects.get()
    assert reverse("outbox_received", args=[one.pk]) in text(client.get(reverse("outbox_stand_in")))
    page = text(client.get(reverse("outbox_received", args=[one.pk])))
    assert "Việc đến hạn" in page
    assert "nghia@so.example" in page


def test_nothing_of_another_department_is_opened(admin, client):
    message = put(testing.make_agency().pk)
    outbox.deliver(channels.send, clock=lambda: AT)
    assert client.get(reverse("outbox_message", args=[message.pk])).status_code == 404
    assert client.get(reverse("outbox_received", args=[Delivered.objects.get().pk])).status_code == 404
