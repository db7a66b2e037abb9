"""Personal data go when their time is over, and only then; the journal says how many."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.common import jobs, outbox, retention
from cchc.common.actions.forgetting import due, forget_due
from cchc.common.models import Delivered, JournalEntry, OutboxMessage, OutboxState, Reading
from cchc.organisation import testing
from cchc.organisation.models import AccountSession, Passkey, RecoveryCode, SecondFactor, SignInGuard, Tenure

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def days(number: int) -> datetime:
    return NOW - timedelta(days=number)


@pytest.fixture
def agency():
    return testing.make_agency()


def letter(agency, **facts):
    with transaction.atomic():
        row = outbox.post(channel="mail", recipient="an@so.example", body="…", at=days(900), agency_id=agency.pk)
    OutboxMessage.objects.filter(pk=row.pk).update(**facts)
    return row


def left(rows):
    return set(rows.values_list("pk", flat=True))


def test_mail_goes_after_its_days_and_what_waits_stays(agency):
    kept = [
        letter(agency, state=OutboxState.SENT, sent_at=days(364)),
        letter(agency, state=OutboxState.DEAD, next_at=days(364)),
        letter(agency, state=OutboxState.WAITING, next_at=days(900)),
        letter(agency, state=OutboxState.SENDING, next_at=days(900), claimed_until=days(899)),
    ]
    letter(agency, state=OutboxState.SENT, sent_at=days(366))
    letter(agency, state=OutboxState.DEAD, next_at=days(366))
    assert forget_due(NOW) == 2
    assert left(OutboxMessage.objects) == {row.pk for row in kept}


def test_the_stand_in_and_the_record_of_readings_forget(agency, settings):
    sent = letter(agency, state=OutboxState.SENT, sent_at=days(1))
    for number in (settings.STAND_IN_DAYS_KEPT - 1, settings.STAND_IN_DAYS_KEPT + 1):
        Delivered.objects.create(
            message_id=sent.pk, channel="mail", recipient="an@so.example", body="…", at=days(number)
        )
    for number in (729, 731):
        Reading.objects.create(at=days(number), agency_id=agency.pk, reader_id=1, reader_name="An", fields=[], keys=[],
                               kind="list", count=1, record_type="x", page="y")  # fmt: skip
    assert forget_due(NOW) == 2
    assert Delivered.objects.get().at == days(settings.STAND_IN_DAYS_KEPT - 1)
    assert Reading.objects.get().at == days(729)
    said = JournalEntry.objects.filter(action="personal.forget").values_list("agency_id", "after__forgotten")
    assert set(said) == {(agency.pk, "stand-in"), (agency.pk, "readings")}


def session(account, key, **facts):
    base = {"started_at": days(40), "seen_at": days(40), "expire_date": days(-1), "account": account}
    return AccountSession.objects.create(session_key=key, **{**base, **facts})


def test_sessions_go_after_they_ended_and_open_ones_stay(agency):
    account = testing.make_account(agency)
    session(account, "a", expire_date=days(31))
    session(account, "b", ended_at=days(31))
    session(account, "c", ended_at=days(29))
    session(account, "d")
    assert forget_due(NOW) == 2
    assert left(AccountSession.objects) == {"c", "d"}


def test_a_lock_in_force_is_never_forgotten(agency):
    account = testing.make_account(agency)
    far = NOW + timedelta(minutes=1)
    SignInGuard.objects.create(key="held", account=account, since=days(300), failures=9, locked_until=far)
    SignInGuard.objects.create(key="counting", address="198.51.100.1", since=days(1), failures=2)
    SignInGuard.objects.create(key="fresh", address="198.51.100.2", since=days(300), locked_until=days(2))
    SignInGuard.objects.create(key="old", address="198.51.100.3", since=days(300), locked_until=days(299))
    SignInGuard.objects.create(key="released", address="198.51.100.4")
    forget_due(NOW)
    assert set(SignInGuard.objects.values_list("key", flat=True)) == {"held", "counting", "fresh"}


def leaver(agency, ended_on, *, active=False):
    account = testing.make_account(agency, unit=testing.make_unit(agency))
    Tenure.objects.filter(person=account.person).update(ended_on=ended_on)
    account.person.email = "an@so.example"
    account.person.save()
    account.is_active = active
    account.save()
    SecondFactor.objects.create(account=account, sealed="…", since=days(300))
    RecoveryCode.objects.create(account=account, digest=str(account.pk))
    Passkey.objects.create(
        account=account, name="Máy bàn", credential_id=str(account.pk), since=days(300), sign_count=0
    )
    return account


@pytest.mark.parametrize(
    ("ended_on", "active", "goes"),
    [
        (date(2026, 8, 1), False, True),  # more than 90 days ago
        (date(2026, 8, 1), True, False),  # can still sign in
        (date(2026, 11, 1), False, False),  # not long enough
        (None, False, False),  # still holds the post
    ],
)
def test_contacts_and_second_factors_of_those_who_left_go(agency, ended_on, active, goes):
    account = leaver(agency, ended_on, active=active)
    forget_due(NOW)
    account.person.refresh_from_db()
    assert (account.person.email == "") is goes
    assert account.person.full_name  # who did the work stays known
    assert SecondFactor.objects.filter(account=account).exists() is not goes
    assert RecoveryCode.objects.filter(account=account).exists() is not goes
    assert Passkey.objects.filter(account=account).exists() is not goes


def test_somebody_who_came_back_is_no_leaver(agency):
    account = leaver(agency, date(2026, 1, 1))
    Tenure.objects.create(person=account.person, unit=testing.make_unit(agency), post="Phó phòng",
                          started_on=date(2026, 6, 1))  # fmt: skip
    assert forget_due(NOW) == 0


def test_every_department_is_told_its_own_count_and_nobody_is_named(agency):
    other = testing.make_agency("Sở khác")
    for one, number in ((agency, 2), (other, 1)):
        for _time in range(number):
            letter(one, state=OutboxState.SENT, sent_at=days(400))
    forget_due(NOW)
    entries = JournalEntry.objects.filter(action="personal.forget")
    assert dict(entries.values_list("agency_id", "after__count")) == {agency.pk: 2, other.pk: 1}
    assert "an@so" not in str(list(entries.values()))
    assert forget_due(NOW) == 0
    assert entries.count() == 2


def test_the_days_are_a_setting(agency, settings):
    letter(agency, state=OutboxState.SENT, sent_at=days(10))
    assert forget_due(NOW) == 0
    settings.MAIL_DAYS_KEPT = 9
    assert forget_due(NOW) == 1


def test_every_duty_stands_under_a_limit_with_days_and_every_such_limit_has_one():
    held = retention.limits(date(2026, 12, 1))
    with_days = {code for code, limit in held.items() if limit.days is not None}
    assert {duty.limit for duty in retention.duties()} == with_days - {"runs"}  # runs: the job common.forget_runs


def test_the_job_lets_them_go(agency):
    letter(agency, state=OutboxState.SENT, sent_at=days(400))
    assert jobs.known()["personal.forget"].work(NOW) == 1


@pytest.fixture
def inspector(agency, client):
    client.force_login(testing.make_account(agency, ["inspector"]))
    return client


def test_the_preview_counts_the_own_department_and_changes_nothing(agency, inspector):
    now = timezone.now()
    letter(agency, state=OutboxState.SENT, sent_at=now - timedelta(days=400))
    letter(agency, state=OutboxState.SENT, sent_at=now - timedelta(days=350))
    letter(testing.make_agency("Sở khác"), state=OutboxState.SENT, sent_at=now - timedelta(days=400))
    html = inspector.get(reverse("personal_limits")).content.decode()
    row = html[html.index("thư, tin nhắn đã gửi") :]
    assert row[: row.index("</tr>")].count('<td class="is-num">1</td><td class="is-num">2</td>') == 1
    assert "Chưa có dữ liệu nào được xóa" in html
    assert OutboxMessage.objects.count() == 3


def test_after_the_job_the_preview_leads_to_the_journal(agency, inspector):
    letter(agency, state=OutboxState.SENT, sent_at=days(900))
    forget_due(timezone.now())
    assert "viec=personal.forget" in inspector.get(reverse("personal_limits")).content.decode()
    html = inspector.get(reverse("journal"), {"viec": "personal.forget"}).content.decode()
    assert "thư, tin nhắn đã gửi hoặc thôi gửi" in html


def test_the_preview_is_not_for_officers(agency):
    client = Client()
    client.force_login(testing.make_account(agency))
    assert client.get(reverse("personal_limits")).status_code == 403


def test_the_command_shows_and_does_only_when_told(agency):
    letter(agency, state=OutboxState.SENT, sent_at=days(900))
    out = StringIO()
    call_command("forget", stdout=out)
    assert "mail               365 days         1 due" in out.getvalue()
    assert OutboxMessage.objects.exists()
    call_command("forget", "--now", stdout=out)
    assert "1 rows let go" in out.getvalue()
    assert not OutboxMessage.objects.exists()
    assert sum(one.total for one in due(timezone.now())) == 0
