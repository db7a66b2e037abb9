from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from cchc.common import channels, outbox
from cchc.common.models import Delivered, OutboxMessage, OutboxState

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def put(number: int = 1, at: datetime = NOW) -> OutboxMessage:
    with transaction.atomic():
        return outbox.post(channel="mail", recipient=f"nguoi{number}@so.example", subject="Nhắc việc", body="…", at=at)


class Server:
    """A mail server that fails every second call."""

    def __init__(self, *, fails: bool = True) -> None:
        self.calls, self.took, self.fails = 0, [], fails

    def send(self, message: OutboxMessage) -> None:
        self.calls += 1
        if self.fails and self.calls % 2:
            raise outbox.Undeliverable("421 busy")
        self.took.append(message.pk)


@pytest.mark.django_db
def test_with_a_server_that_fails_half_of_its_calls_everything_arrives_once():
    server, now = Server(), NOW
    posted = [put(number).pk for number in range(50)]
    while OutboxMessage.objects.exclude(state=OutboxState.SENT).exists():
        outbox.deliver(server.send, clock=lambda: now, size=7)  # noqa: B023  # called before the loop goes on
        waiting = OutboxMessage.objects.filter(state=OutboxState.WAITING, attempts__gt=0)
        assert all(message.last_error == "421 busy" for message in waiting)
        now += timedelta(seconds=20)
    assert sorted(server.took) == posted
    assert not OutboxMessage.objects.filter(repeated=True).exists()


@pytest.mark.django_db
def test_only_the_message_that_is_being_sent_is_claimed():
    """What a worker that dies had not begun goes out as if nothing had happened."""
    first, second = put(1), put(2)

    def die(_message: OutboxMessage) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outbox.deliver(die, clock=lambda: NOW)
    states = dict(OutboxMessage.objects.values_list("pk", "state"))
    assert states == {first.pk: OutboxState.SENDING, second.pk: OutboxState.WAITING}


@pytest.mark.django_db
def test_a_message_that_cannot_even_be_written_is_put_aside_and_the_others_go():
    put(1)
    OutboxMessage.objects.update(subject="Nhắc việc\nBcc: ai@so.example")
    put(2)
    letters = []

    def write(message: OutboxMessage) -> None:
        letters.append(channels._letter(message))

    assert outbox.deliver(write, clock=lambda: NOW) == outbox.Round(1, 1)
    assert OutboxMessage.objects.get(state=OutboxState.DEAD).last_error == "ValueError"


@pytest.mark.django_db
def test_when_the_answer_is_lost_the_message_goes_again_with_its_mark():
    message = put()

    def lose(_message: OutboxMessage) -> None:
        raise outbox.Undeliverable("timed out", maybe_taken=True)

    outbox.deliver(lose, clock=lambda: NOW)
    message.refresh_from_db()
    assert (message.state, message.repeated) == (OutboxState.WAITING, True)
    assert channels._letter(message)[channels.MARK] == "possibly"


@pytest.mark.django_db
def test_a_worker_that_dies_while_sending_leaves_a_message_that_goes_again_with_a_mark():
    message = put()

    def die(_message: OutboxMessage) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outbox.deliver(die, clock=lambda: NOW)
    server = Server(fails=False)
    assert outbox.deliver(server.send, clock=lambda: NOW + timedelta(minutes=1)).sent == 0
    assert outbox.deliver(server.send, clock=lambda: NOW + outbox.CLAIM).sent == 1
    message.refresh_from_db()
    assert (message.state, message.repeated) == (OutboxState.SENT, True)


@pytest.mark.django_db
def test_what_fails_too_often_is_put_aside_and_can_be_sent_again():
    message, now = put(), NOW

    def refuse(_message: OutboxMessage) -> None:
        raise outbox.Undeliverable("451 not now")

    for _ in range(outbox.ATTEMPTS):
        outbox.deliver(refuse, clock=lambda: now)  # noqa: B023  # called before the loop goes on
        now += timedelta(hours=5)
    message.refresh_from_db()
    assert (message.state, message.last_error) == (OutboxState.DEAD, "451 not now")
    outbox.resend(message, at=now)
    assert outbox.deliver(Server(fails=False).send, clock=lambda: now).sent == 1


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_not_tried_again():
    message = put()

    def refuse(_message: OutboxMessage) -> None:
        raise outbox.Undeliverable("550 no such user", final=True)

    outbox.deliver(refuse, clock=lambda: NOW)
    message.refresh_from_db()
    assert message.state == OutboxState.DEAD


@pytest.mark.django_db
def test_without_an_address_the_stand_in_keeps_the_message():
    put()
    assert outbox.deliver(channels.send, clock=lambda: NOW).sent == 1
    assert Delivered.objects.get().recipient == "nguoi1@so.example"


@pytest.mark.django_db
def test_a_server_that_is_not_there_is_a_failure_like_another(settings):
    settings.MAIL_URL = "smtp://127.0.0.1:1"
    message = put()
    assert outbox.deliver(channels.send, clock=lambda: NOW).failed == 1
    message.refresh_from_db()
    assert "ConnectionRefusedError" in message.last_error


def test_waiting_grows_and_stays_below_four_hours():
    waits = [outbox.delay(number) for number in range(1, 12)]
    assert waits[0] == timedelta(minutes=1)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=4)


@pytest.mark.django_db(transaction=True)
def test_a_message_falls_with_what_it_tells_of():
    with pytest.raises(RuntimeError):
        outbox.post(channel="mail", recipient="a@b.example", body="…", at=NOW)

    def fail_after_posting() -> None:
        with transaction.atomic():
            put()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_posting()
    assert not OutboxMessage.objects.exists()
