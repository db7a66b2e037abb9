"""Standing in: what is lent, to whom, for how long; and what nobody gets by it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.organisation import actions, testing
from cchc.organisation.access import (
    Denied,
    may,
    may_for_unit,
    own_rights,
    require,
    require_for_unit,
    stands_in_for,
    units_for,
)
from cchc.organisation.models import Account, Assignment, Delegation, Permission

pytestmark = pytest.mark.django_db
CHECK, UPDATE, ADOPT = "plans.task.check", "plans.task.update", "plans.adopt"


@pytest.fixture
def agency():
    return testing.make_agency()


@pytest.fixture
def rooms(agency):
    return testing.make_unit(agency, "Phòng Một"), testing.make_unit(agency, "Phòng Hai")


@pytest.fixture
def head(agency, rooms):
    return testing.make_account(agency, ["head"], unit=rooms[0], full_name="Trưởng Phòng Một")


@pytest.fixture
def deputy(agency, rooms):
    return testing.make_account(agency, ["officer"], unit=rooms[0], full_name="Phó Phòng Một")


@pytest.fixture
def director(agency):
    return testing.make_account(agency, ["director"], full_name="Giám Đốc Thử")


def now():
    return timezone.now()


def today():
    return timezone.localdate()


def lend(absent, stand_in, *codes, first=0, days=5, by=None, at=None, **more):
    start = today() + timedelta(days=first)
    return actions.delegate(
        by=by or absent, at=at or now(), absent=absent, stand_in=stand_in, kind="absence", permissions=list(codes),
        started_on=start, ended_on=start + timedelta(days=days), **more,
    )  # fmt: skip


def fresh(account):
    """The account as the next request loads it."""
    return Account.objects.get(pk=account.pk)


def test_a_stand_in_may_do_what_was_lent_and_nothing_else(head, deputy, rooms):
    assert not may(deputy, CHECK, rooms[0])
    lend(head, deputy, CHECK)
    held = fresh(deputy)
    assert may(held, CHECK, rooms[0])
    assert not may(held, CHECK, rooms[1])
    assert not may(held, "plans.judge", rooms[0])
    assert stands_in_for(held) == ["Trưởng Phòng Một"]


@pytest.mark.parametrize(("first", "days", "holds"), [(0, 1, True), (-3, 4, True), (1, 3, False), (0, 30, True)])
def test_it_holds_within_its_days_only(head, deputy, rooms, first, days, holds):
    lend(head, deputy, CHECK, first=first, days=days)
    assert may(fresh(deputy), CHECK, rooms[0]) is holds


def test_it_ends_with_its_last_day_whatever_the_clock_of_the_request(head, deputy, rooms, monkeypatch):
    lend(head, deputy, CHECK, days=2)
    for ahead, holds in ((0, True), (1, True), (2, False), (3, False), (400, False)):
        day = date.today() + timedelta(days=ahead)
        monkeypatch.setattr("cchc.organisation.access.timezone.localdate", lambda day=day: day)
        assert may(fresh(deputy), CHECK, rooms[0]) is holds, ahead


def test_what_one_lacks_one_cannot_lend(head, deputy):
    with pytest.raises(Refused, match="không có quyền") as refused:
        lend(head, deputy, CHECK, ADOPT)
    assert refused.value.field == "permissions"
    assert not Delegation.objects.exists()


@pytest.mark.parametrize("code", ["organisation.manage", "organisation.delegate"])
def test_what_could_outlive_a_delegation_is_never_lent(agency, code):
    admin, other = testing.make_account(agency, ["admin"]), testing.make_account(agency, ["inspector"])
    with pytest.raises(Refused, match="không được ủy quyền"):
        lend(admin, other, code)


def test_a_permission_that_becomes_undelegable_is_lent_no_more(head, deputy, rooms):
    lend(head, deputy, CHECK)
    Permission.objects.filter(code=CHECK).update(delegable=False)
    assert not may(fresh(deputy), CHECK, rooms[0])


def test_an_unknown_permission_and_an_empty_scope_are_refused(head, deputy):
    for codes in ([], ["no.such.thing"]):
        with pytest.raises(Refused) as refused:
            lend(head, deputy, *codes)
        assert refused.value.field == "permissions"


def test_what_is_lent_is_not_lent_on(head, deputy, agency, rooms):
    third = testing.make_account(agency, ["inspector"], full_name="Người Ba")
    lend(head, deputy, CHECK)
    with pytest.raises(Refused):
        lend(fresh(deputy), third, CHECK)
    lend(deputy, third, UPDATE)
    assert not may(fresh(third), CHECK, rooms[0])
    assert may(fresh(third), UPDATE, rooms[0])


def test_what_the_absent_person_loses_the_stand_in_loses(head, deputy, rooms):
    lend(head, deputy, CHECK)
    Assignment.objects.filter(account=head).update(ended_on=today())
    assert not may(fresh(deputy), CHECK, rooms[0])


def test_a_blocked_account_lends_nothing_and_borrows_nothing(head, deputy, rooms):
    lend(head, deputy, CHECK)
    Account.objects.filter(pk=head.pk).update(is_active=False)
    assert not may(fresh(deputy), CHECK, rooms[0])
    Account.objects.filter(pk=head.pk).update(is_active=True)
    Account.objects.filter(pk=deputy.pk).update(is_active=False)
    assert not may(fresh(deputy), CHECK, rooms[0])


def test_a_right_for_the_department_is_lent_for_one_unit_with_those_below_it(agency, director, deputy, rooms):
    below = testing.make_unit(agency, "Đội Dưới", parent=rooms[1])
    lend(director, deputy, CHECK, unit=rooms[1])
    held = fresh(deputy)
    assert units_for(held, CHECK) == {rooms[1].pk, below.pk}
    assert not may(held, CHECK, rooms[0])
    assert not may_for_unit(held, CHECK, None)
    assert may_for_unit(held, CHECK, below.pk)


def test_a_unit_outside_ones_own_is_not_lent(head, deputy, rooms):
    with pytest.raises(Refused) as refused:
        lend(head, deputy, CHECK, unit=rooms[1])
    assert refused.value.field == "unit"


def test_a_unit_below_widens_nothing(agency, head, deputy, rooms):
    below = testing.make_unit(agency, "Đội Của Một", parent=rooms[0])
    lend(head, deputy, CHECK, unit=below)
    held = fresh(deputy)
    assert units_for(held, CHECK) == {below.pk}


def test_nobody_lends_for_another_but_who_manages(agency, head, deputy, director, rooms):
    with pytest.raises(Denied):
        lend(head, deputy, CHECK, by=director)
    with pytest.raises(Denied):
        lend(head, deputy, CHECK, by=deputy)
    admin = testing.make_account(agency, ["admin"])
    lend(head, deputy, CHECK, by=admin)
    assert may(fresh(deputy), CHECK, rooms[0])


def test_nobody_stands_in_for_oneself_or_across_departments(head):
    with pytest.raises(Refused) as refused:
        lend(head, head, CHECK)
    assert refused.value.field == "stand_in"
    with pytest.raises(Refused, match="cùng một sở"):
        lend(head, testing.make_account(testing.make_agency(), ["officer"]), CHECK)


def test_a_delegation_is_not_written_into_the_past_nor_without_an_end(head, deputy):
    for first, days in ((-9, 3), (0, 0), (2, -1)):
        with pytest.raises(Refused) as refused:
            lend(head, deputy, CHECK, first=first, days=days)
        assert refused.value.field == "ended_on"


def test_the_same_thing_is_not_lent_twice_at_a_time(head, deputy):
    lend(head, deputy, CHECK)
    with pytest.raises(Refused) as refused:
        lend(head, deputy, CHECK, UPDATE, first=3)
    assert refused.value.field == "started_on"
    lend(head, deputy, CHECK, first=5)


def test_a_revoked_delegation_ends_at_once(head, deputy, rooms):
    made = lend(head, deputy, CHECK)
    with pytest.raises(Denied):
        actions.revoke(by=testing.make_account(head.agency, ["director"]), at=now(), delegation=made)
    actions.revoke(by=head, at=now(), delegation=made)
    assert not may(fresh(deputy), CHECK, rooms[0])
    with pytest.raises(Refused, match="hết hiệu lực"):
        actions.revoke(by=head, at=now(), delegation=made)


def test_a_delegation_that_has_not_begun_is_taken_back(head, deputy):
    made = actions.revoke(by=head, at=now(), delegation=lend(head, deputy, CHECK, first=4))
    assert made.state_on(made.started_on) == "stopped"
    assert not Delegation.objects.in_force_on(made.started_on).exists()


def test_what_is_done_by_delegation_is_journalled_in_whose_place(head, deputy, rooms):
    lend(head, deputy, CHECK)
    held = fresh(deputy)
    require(held, CHECK, rooms[0])
    with_right(held, "plans.task.finish", rooms[0])
    require(held, UPDATE, rooms[0])
    with_right(held, "plans.task.progress", rooms[0])
    told = dict(JournalEntry.objects.filter(actor_id=deputy.pk).values_list("action", "after"))
    assert told["plans.task.finish"]["on_behalf"] == "Trưởng Phòng Một"
    assert told["plans.task.progress"] is None
    assert journal.verify().whole


def with_right(account, action, record):
    journal.write(by=account, at=now(), action=action, record=record)


def test_ones_own_right_is_never_called_borrowed(head, director, rooms):
    lend(director, head, CHECK)
    held = fresh(head)
    require(held, CHECK, rooms[0])
    assert held.on_behalf == ""
    require(held, CHECK, rooms[1])
    assert held.on_behalf == "Giám Đốc Thử"


def test_a_question_asked_before_writing_changes_nothing_of_in_whose_place_it_is_done(head, deputy, rooms):
    lend(head, deputy, CHECK)
    held = fresh(deputy)
    require(held, CHECK, rooms[0])
    assert may(held, UPDATE, rooms[0])  # a right of one's own, asked about for a button of the page
    with_right(held, "plans.task.finish", rooms[0])
    require(held, UPDATE, rooms[0])
    assert may(held, CHECK, rooms[0])
    assert may_for_unit(held, CHECK, rooms[0])
    with_right(held, "plans.task.progress", rooms[0])
    told = dict(JournalEntry.objects.filter(actor_id=deputy.pk).values_list("action", "after"))
    assert told["plans.task.finish"]["on_behalf"] == "Trưởng Phòng Một"
    assert told["plans.task.progress"] is None


def test_the_whole_department_is_asked_for_where_no_unit_is_named(head, director, rooms):
    held = fresh(head)
    assert may(held, UPDATE)
    with pytest.raises(Denied):
        require_for_unit(held, UPDATE, None)
    require_for_unit(held, UPDATE, rooms[0])


def test_a_check_asks_the_database_no_more_than_without_delegations(head, deputy, rooms, django_assert_num_queries):
    def asked(account):
        account = Account.objects.select_related("person__agency").get(pk=account.pk)
        with django_assert_num_queries(4):  # assignments with what is borrowed, grants, permissions, the tree of units
            for _time in range(3):
                may(account, CHECK, rooms[0])
                units_for(account, UPDATE)

    asked(deputy)
    lend(head, deputy, CHECK)
    asked(deputy)


def test_ones_own_rights_leave_out_what_is_borrowed(head, deputy):
    lend(head, deputy, CHECK)
    assert CHECK not in own_rights(fresh(deputy), today())


def form_values(stand_in, *codes, days=3, **more):
    return {"stand_in": stand_in.pk, "kind": "absence", "started_on": f"{today():%d/%m/%Y}",
            "ended_on": f"{today() + timedelta(days=days):%d/%m/%Y}", "permissions": list(codes), **more}  # fmt: skip


def test_the_page_lends_shows_and_takes_back(client, head, deputy, rooms):
    client.force_login(head)
    page = client.get(reverse("organisation:delegate")).content.decode()
    assert 'value="plans.task.check"' in page
    assert 'value="organisation.delegate"' not in page
    assert 'value="plans.adopt"' not in page
    assert client.post(reverse("organisation:delegate"), form_values(deputy, CHECK)).status_code == 302
    made = Delegation.objects.get()
    assert made.ended_on == today() + timedelta(days=4)
    text = client.get(reverse("organisation:delegation_list")).content.decode()
    assert "Phó Phòng Một" in text
    assert "đang hiệu lực" in text
    assert "Đang vắng" in client.get(reverse("organisation:person_detail", args=[head.person_id])).content.decode()
    client.force_login(fresh(deputy))
    assert "Đang làm thay: Trưởng Phòng Một" in client.get(reverse("organisation:unit_list")).content.decode()
    client.force_login(fresh(head))
    answer = client.post(reverse("organisation:delegation_revoke", args=[made.pk]), follow=True).content.decode()
    assert "đã thu hồi" in answer


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(client, head, deputy):
    client.force_login(head)
    text = client.post(reverse("organisation:delegate"), form_values(deputy, CHECK, days=-2)).content.decode()
    assert "Ngày cuối phải từ ngày bắt đầu" in text
    assert client.post(reverse("organisation:delegate"), form_values(deputy, ADOPT)).status_code == 200
    assert not Delegation.objects.exists()


def test_somebody_of_another_department_sees_and_ends_no_delegation(client, head, deputy):
    made = lend(head, deputy, CHECK)
    stranger = testing.make_account(testing.make_agency(), ["admin"])
    client.force_login(stranger)
    assert client.get(reverse("organisation:delegation", args=[made.pk])).status_code == 404
    assert client.post(reverse("organisation:delegation_revoke", args=[made.pk])).status_code == 404
    assert client.get(reverse("organisation:delegate_for", args=[head.pk])).status_code == 404
    assert "Trưởng Phòng Một" not in client.get(reverse("organisation:delegation_list")).content.decode()
    rows = b"".join(client.get(reverse("organisation:delegation_list"), {"xuat": "csv"}).streaming_content).decode()
    assert "Trưởng Phòng Một" not in rows
    text = client.get(reverse("organisation:delegate")).content.decode()
    assert "Phó Phòng Một" not in text


def test_an_officer_names_nobody_for_another(client, head, deputy):
    client.force_login(deputy)
    assert client.get(reverse("organisation:delegate_for", args=[head.pk])).status_code == 403
    made = lend(head, deputy, CHECK)
    client.force_login(fresh(deputy))
    assert client.post(reverse("organisation:delegation_revoke", args=[made.pk])).status_code == 403
    assert made.ended_on == Delegation.objects.get().ended_on
