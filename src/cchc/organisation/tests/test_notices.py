"""Telling people: once, by the channel they chose, and in whose place."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cchc.common import retention
from cchc.common.errors import Refused
from cchc.common.models import JournalEntry, OutboxMessage
from cchc.organisation import actions, notices, receivers, testing
from cchc.organisation.actions.sign_in import check_password
from cchc.organisation.models import Digest, Notice, NoticeSetting, SecondFactor, Unit
from cchc.organisation.notices import Event, Kind
from cchc.organisation.rules.notices import Channel, Weight

pytestmark = pytest.mark.django_db
DELEGATED, SECURITY = "organisation.delegated", "organisation.security"
WORK, FIRE = "test.work", "test.fire"
MONDAY = datetime.fromisoformat("2026-11-30T08:00+07:00")
SUNDAY = datetime.fromisoformat("2026-11-29T08:00+07:00")


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """Two kinds of work, with a subject that everybody of the department sees."""
    monkeypatch.setattr(notices, "_kinds", dict(notices._kinds))
    monkeypatch.setattr(notices, "_pages", dict(notices._pages))
    notices.register(
        Kind(WORK, "Việc", "Thử", Channel.DIGEST, permission="plans.task.check"),
        Kind(FIRE, "Cháy", "Thử", Channel.DIGEST, Weight.URGENT),
    )
    seen = lambda account, keys: {  # noqa: E731
        key: f"/don-vi/{key}/"
        for key in Unit.objects.filter(agency=account.agency, pk__in=keys).values_list("pk", flat=True)
    }
    notices.register_subject("organisation.unit", seen)


@pytest.fixture
def agency():
    return testing.make_agency()


@pytest.fixture
def room(agency):
    return testing.make_unit(agency, "Phòng Một")


@pytest.fixture
def head(agency, room):
    return with_mail(testing.make_account(agency, ["head"], unit=room, full_name="Trưởng Phòng"))


@pytest.fixture
def deputy(agency, room):
    return with_mail(testing.make_account(agency, ["officer"], unit=room, full_name="Phó Phòng"))


def with_mail(account):
    account.person.email = f"{account.username}@so.example"
    account.person.save()
    return account


def tell(*to, kind=WORK, key="1", at=MONDAY, by=None, record=None, unit=None):
    event = Event(kind, key, [one.pk for one in to], "Việc %(what)s đã đến.", {"what": f"số {key}"}, record, unit)
    with transaction.atomic():
        return actions.tell(event, at=at, by=by)


def choose(account, **channels):
    return actions.choose_notices(
        by=account, at=MONDAY, channels={name.replace("_", "."): channel for name, channel in channels.items()},
        digest_hour=7, language="vi",
    )  # fmt: skip


def test_somebody_is_told_once_of_an_event_however_often_it_is_told(head):
    assert tell(head) == 1
    assert tell(head) == 0
    assert tell(head, key="2") == 1
    assert [one.key for one in Notice.objects.order_by("pk")] == ["1", "2"]


def test_whoever_did_it_is_not_told_but_of_his_own_security(head, deputy):
    assert tell(head, deputy, by=head) == 1
    assert Notice.objects.get().account == deputy
    assert tell(head, kind=SECURITY, by=head) == 1


@pytest.mark.django_db(transaction=True)
def test_a_notice_stands_or_falls_with_what_it_tells_of(head):

    @transaction.atomic
    def fails():
        actions.tell(Event(WORK, "1", [head.pk], "Việc.", {}), at=MONDAY)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not Notice.objects.exists()
    with pytest.raises(RuntimeError, match="transaction"):
        actions.tell(Event(WORK, "1", [head.pk], "Việc.", {}), at=MONDAY)


def test_a_kind_that_nobody_registered_is_a_fault(head):
    with pytest.raises(RuntimeError, match=r"test\.unknown"):
        tell(head, kind="test.unknown")


@pytest.mark.parametrize(
    ("channel", "rows", "mails", "waits"),
    [("off", 0, 0, 0), ("page", 1, 0, 0), ("digest", 1, 0, 1), ("mail", 1, 1, 0)],
)
def test_each_channel_does_what_it_says(head, channel, rows, mails, waits):
    if channel != "digest":
        choose(head, test_work=channel)
    tell(head)
    assert Notice.objects.count() == rows
    assert OutboxMessage.objects.count() == mails
    assert Notice.objects.for_digest().count() == waits


def test_a_mail_says_what_happened_and_leads_back(head, settings):
    settings.ADDRESS = "https://cchc.example"
    choose(head, test_work="mail")
    tell(head)
    mail, notice = OutboxMessage.objects.get(), Notice.objects.get()
    assert mail.recipient == head.person.email
    assert mail.agency_id == head.agency_id
    assert mail.subject == "[SCT] Việc"
    assert "Việc số 1 đã đến." in mail.body
    assert f"https://cchc.example/thong-bao/{notice.pk}/" in mail.body
    assert "https://cchc.example/thong-bao/cach-nhan/" in mail.body
    assert notice.told_at == MONDAY


def test_without_an_address_nothing_is_mailed_and_the_centre_still_tells(agency):
    account = testing.make_account(agency, ["head"], unit=testing.make_unit(agency))
    choose(account, test_work="mail")
    tell(account)
    assert not OutboxMessage.objects.exists()
    assert Notice.objects.get().told_at is None


def test_a_blocked_account_is_told_nothing(head):
    head.is_active = False
    head.save()
    assert tell(head) == 0


def test_what_belongs_to_one_department_is_told_to_nobody_of_another(head, room):
    other = testing.make_account(testing.make_agency("Sở khác"), ["head"])
    assert tell(head, other, record=room) == 1
    assert Notice.objects.get().account == head


def lend(absent, stand_in, *codes, unit=None, first=date(2026, 11, 30), days=3):
    return actions.delegate(
        by=absent, at=MONDAY, absent=absent, stand_in=stand_in, kind="absence", permissions=list(codes),
        started_on=first, ended_on=first + timedelta(days=days), unit=unit,
    )  # fmt: skip


def told_instead():
    return list(
        Notice.objects.filter(kind=WORK).exclude(absent=None).values_list("account__username", "absent__username")
    )


def test_a_stand_in_is_told_in_the_place_of_who_is_away(head, deputy, room):
    lend(head, deputy, "plans.task.check")
    tell(head, unit=room.pk)
    assert told_instead() == [(deputy.username, head.username)]
    assert notices.shown(deputy, Notice.objects.filter(account=deputy, kind=WORK))[0].instead_of == "Trưởng Phòng"
    assert Notice.objects.filter(kind=WORK, account=head, absent=None).exists()  # who is away finds it on coming back


@pytest.mark.parametrize("case", ["another right", "another unit", "over", "not begun", "own kind"])
def test_a_stand_in_is_told_within_what_was_lent_only(head, deputy, room, agency, case):
    other = testing.make_unit(agency, "Phòng Hai")
    if case == "another right":
        lend(head, deputy, "plans.judge")
    elif case == "another unit":
        below = testing.make_unit(agency, "Tổ", parent=room)
        lend(head, deputy, "plans.task.check", unit=below)
    else:
        lend(head, deputy, "plans.task.check", first=date(2026, 12, 1) if case == "not begun" else date(2026, 11, 30))
    when = MONDAY + timedelta(days=3) if case == "over" else MONDAY
    tell(head, unit=other.pk, at=when, kind=FIRE if case == "own kind" else WORK)
    assert not told_instead()
    assert not Notice.objects.filter(kind=FIRE, account=deputy).exists()


def test_a_delegation_for_a_unit_covers_those_below_it(head, deputy, room, agency):
    below = testing.make_unit(agency, "Tổ", parent=room)
    lend(head, deputy, "plans.task.check", unit=room)
    tell(head, unit=below.pk)
    assert told_instead() == [(deputy.username, head.username)]


def test_giving_and_taking_back_a_delegation_tells_both_sides(head, deputy):
    made = lend(head, deputy, "plans.task.check")
    one = Notice.objects.get()
    assert (one.account, one.kind) == (deputy, DELEGATED)
    assert (
        notices.shown(deputy, [one])[0].sentence
        == "Trưởng Phòng giao bạn làm thay từ ngày 30/11/2026 đến hết ngày 02/12/2026."
    )
    actions.revoke(by=head, at=MONDAY, delegation=made)
    assert list(Notice.objects.order_by("pk").values_list("account", flat=True)) == [deputy.pk, deputy.pk]


def test_a_delegation_that_ran_out_is_told_of_once_to_both(head, deputy):
    lend(head, deputy, "plans.task.check")
    Notice.objects.all().delete()
    assert actions.tell_of_ended_delegations(at=MONDAY + timedelta(days=2)) == 0
    assert actions.tell_of_ended_delegations(at=MONDAY + timedelta(days=3)) == 2
    assert actions.tell_of_ended_delegations(at=MONDAY + timedelta(days=4)) == 0


def test_a_lock_out_is_told_to_whose_name_it_is_once_a_day(head, settings):
    settings.LOCK_AFTER = 2
    for hour in (8, 8, 8, 10, 10, 10):
        check_password(at=MONDAY.replace(hour=hour), username=head.username, password="sai", address="")
    assert Notice.objects.get().kind == SECURITY
    assert OutboxMessage.objects.count() == 1


def test_a_second_step_reset_and_an_issued_password_are_told(head, agency):
    admin = testing.make_account(agency, ["admin"], full_name="Quản Trị")
    SecondFactor.objects.create(account=head, sealed="", since=MONDAY)
    actions.reset_second_factor(by=admin, at=MONDAY, account=head)
    actions.set_password(by=admin, at=MONDAY, account=head, password="mot-mat-khau-rat-dai")
    said = [one.sentence for one in notices.shown(head, Notice.objects.order_by("pk"))]
    assert [one.split(" đã ")[0] for one in said] == ["Quản Trị", "Quản Trị"]
    assert OutboxMessage.objects.count() == 2


# --- what a person chooses


def test_a_choice_is_kept_as_far_as_it_differs_and_journalled(head):
    choose(head, test_work="mail", test_fire="digest")
    setting = NoticeSetting.objects.get()
    assert setting.channels == {"test.work": "mail"}
    entry = JournalEntry.objects.latest("seq")
    assert (entry.action, entry.before, entry.after) == (
        "organisation.choose_notices", {"test.work": None}, {"test.work": "mail"}
    )  # fmt: skip
    with pytest.raises(Refused, match="Chưa có gì thay đổi"):
        choose(head, test_work="mail")


@pytest.mark.parametrize(
    ("channels", "hour", "language"),
    [
        ({SECURITY: "off"}, 7, "vi"),
        ({WORK: "sms"}, 7, "vi"),
        ({}, 3, "vi"),
        ({}, 7, "fr"),
        ({"no.such": "mail"}, 7, "vi"),
    ],
)
def test_what_cannot_be_chosen_is_refused(head, channels, hour, language):
    with pytest.raises(Refused):
        actions.choose_notices(by=head, at=MONDAY, channels=channels, digest_hour=hour, language=language)
    assert not NoticeSetting.objects.exists()


def test_reading_is_not_journalled_and_touches_only_ones_own(head, deputy):
    tell(head, deputy)
    before = JournalEntry.objects.count()
    assert actions.mark_read(by=head, at=MONDAY) == 1
    assert actions.mark_read(by=head, at=MONDAY) == 0
    assert actions.mark_read(by=head, at=MONDAY, notices=list(Notice.objects.values_list("pk", flat=True))) == 0
    assert list(Notice.objects.unread().values_list("account", flat=True)) == [deputy.pk]
    assert JournalEntry.objects.count() == before


# --- the digest


def test_a_digest_gathers_what_is_unread_into_one_mail_a_day(head, deputy, settings):
    settings.ADDRESS = "https://cchc.example"
    for key in ("1", "2", "3"):
        tell(head, key=key)
    tell(deputy, key="1")
    actions.mark_read(by=head, at=MONDAY, notices=[Notice.objects.get(account=head, key="2").pk])
    assert actions.send_digests(at=MONDAY) == 2
    mail = OutboxMessage.objects.get(recipient=head.person.email)
    assert mail.subject == "[SCT] 2 thông báo chưa đọc, ngày 30/11/2026"
    assert "Việc (2)" in mail.body
    assert "Việc số 1 đã đến." in mail.body
    assert "Việc số 2" not in mail.body
    assert mail.body.count("https://cchc.example/thong-bao/") == 4  # two notices, all notices, how to be told
    tell(head, key="4")
    for hours in range(12):
        assert actions.send_digests(at=MONDAY + timedelta(hours=hours)) == 0
    assert actions.send_digests(at=MONDAY + timedelta(days=1)) == 1
    assert "Việc số 1" not in OutboxMessage.objects.latest("pk").body  # told of yesterday


def test_a_digest_killed_half_way_is_made_whole_by_the_next_round(head, deputy, monkeypatch):
    tell(head, deputy)
    post, posted = actions.digests.outbox.post, []

    def killed(**what):
        posted.append(post(**what))
        if len(posted) == 2:
            raise KeyboardInterrupt
        return posted[-1]

    monkeypatch.setattr("cchc.organisation.actions.digests.outbox.post", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.send_digests(at=MONDAY)
    assert Digest.objects.count() == OutboxMessage.objects.count() == 1
    monkeypatch.undo()
    notices.register(Kind(WORK, "Việc", "Thử", Channel.DIGEST))
    assert actions.send_digests(at=MONDAY) == 1
    assert sorted(OutboxMessage.objects.values_list("recipient", flat=True)) == sorted(
        [head.person.email, deputy.person.email]
    )


def test_the_database_itself_refuses_a_second_digest_of_a_day(head):
    from django.db import IntegrityError  # noqa: PLC0415

    Digest.objects.create(account=head, day=MONDAY.date(), at=MONDAY, count=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(account=head, day=MONDAY.date(), at=MONDAY, count=1)


@pytest.mark.parametrize(("hour", "sent"), [(6, 0), (8, 0), (9, 1), (17, 1)])
def test_a_digest_waits_for_the_hour_that_was_chosen(head, hour, sent):
    actions.choose_notices(by=head, at=MONDAY, channels={}, digest_hour=9, language="vi")
    tell(head)
    assert actions.send_digests(at=MONDAY.replace(hour=hour)) == sent


def test_on_a_day_off_only_what_cannot_wait_is_told(head):
    tell(head)
    assert actions.send_digests(at=SUNDAY) == 0
    tell(head, kind=FIRE)
    assert actions.send_digests(at=SUNDAY) == 1
    assert "Cháy (1)" in OutboxMessage.objects.get().body
    assert actions.send_digests(at=MONDAY) == 1
    assert "Việc (1)" in OutboxMessage.objects.latest("pk").body


def test_nothing_to_tell_no_address_or_a_blocked_account_means_no_mail(agency, head):
    assert actions.send_digests(at=MONDAY) == 0
    tell(testing.make_account(agency, ["head"]))
    tell(head, key="2")
    head.is_active = False
    head.save()
    assert actions.send_digests(at=MONDAY) == 0


def test_a_digest_is_silent_about_what_may_not_be_seen_any_more(head, room, monkeypatch):
    tell(head, record=room)
    notices.register_subject("organisation.unit", lambda account, keys: {})
    assert actions.send_digests(at=MONDAY) == 0
    assert not OutboxMessage.objects.exists()


def test_a_digest_speaks_the_language_that_was_chosen_and_counts_what_is_too_much(head):
    actions.choose_notices(by=head, at=MONDAY, channels={}, digest_hour=7, language="en")
    with transaction.atomic():
        actions.tell(*(Event(WORK, f"{n}", [head.pk], "Việc.", {}) for n in range(65)), at=MONDAY)
    actions.send_digests(at=MONDAY)
    mail = OutboxMessage.objects.get()
    assert mail.subject == "[SCT] 65 unread notices, 30/11/2026"
    assert "And 5 more." in mail.body


# --- keeping and cost


def test_what_was_read_long_ago_goes_and_what_is_unread_stays(head):
    for key, read in (("1", None), ("2", 40), ("3", 10)):
        tell(head, key=key, at=MONDAY - timedelta(days=100))
        if read:
            Notice.objects.filter(key=key).update(read_at=MONDAY - timedelta(days=read))
    Digest.objects.create(account=head, day=date(2026, 8, 3), at=MONDAY - timedelta(days=119), count=1)
    duties = {duty.code: duty for duty in retention.duties()}
    over = MONDAY - timedelta(days=30)
    assert [one.key for one in duties["notices"].over(over, MONDAY)] == ["2"]
    assert duties["digests"].over(over, MONDAY).count() == 1
    head.is_active = False
    head.save()
    assert duties["notices"].over(over, MONDAY).count() == 3  # nobody reads them any more
    duties["notices"].forget(duties["notices"].over(over, MONDAY))
    assert not Notice.objects.exists()


def test_telling_takes_the_same_queries_for_any_number_of_events(agency, head, deputy, django_assert_num_queries):
    for number in (1, 30):
        events = [Event(WORK, f"{number}-{n}", [head.pk, deputy.pk], "Việc.", {}) for n in range(number)]
        with transaction.atomic(), django_assert_num_queries(7):  # people, lent, settings, known, insert in a savepoint
            actions.tell(*events, at=MONDAY)


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_the_same_at_once_write_it_once(head, monkeypatch):
    """The second one has looked before the first had written."""
    from cchc.organisation.actions import notices as module  # noqa: PLC0415

    seen = []
    real = module._not_yet

    def late(rows):
        if not seen:
            seen.append(rows)
            Notice.objects.bulk_create(
                [Notice(**{f.attname: getattr(rows[0], f.attname) for f in Notice._meta.concrete_fields})]
            )
            return list(rows)
        return real(rows)

    monkeypatch.setattr(module, "_not_yet", late)
    assert tell(head) == 0
    assert Notice.objects.count() == 1
    assert not connection.needs_rollback


# --- whom


def test_the_receivers_of_a_unit_are_its_heads_else_everybody_in_it(agency, room, head, deputy):
    empty = testing.make_unit(agency, "Phòng Trống")
    lonely = testing.make_account(agency, ["officer"], unit=testing.make_unit(agency, "Phòng Ba"))
    today = timezone.localdate()
    found = receivers.heads_of([room.pk, empty.pk, lonely.unit.pk], today)
    assert found == {room.pk: [head.pk], empty.pk: [], lonely.unit.pk: [lonely.pk]}


def test_holders_are_those_whose_own_roles_allow_it_there(agency, room, head, deputy):
    office = testing.make_account(agency, ["office"])
    testing.make_account(testing.make_agency("Sở khác"), ["office"])
    today = timezone.localdate()
    assert receivers.holders("plans.task.check", agency.pk, today, room.pk) == sorted([head.pk, office.pk])
    assert receivers.holders("plans.task.check", agency.pk, today) == [office.pk]
    below = testing.make_unit(agency, "Tổ", parent=room)
    assert head.pk in receivers.holders("plans.task.check", agency.pk, today, below.pk)
