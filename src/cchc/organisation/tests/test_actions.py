"""What people do with units, people, accounts and roles, and what is refused."""

from datetime import UTC, date, datetime

import pytest

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.organisation import actions, testing
from cchc.organisation.access import may
from cchc.organisation.history import tree_on
from cchc.organisation.models import Account, Assignment, Person, Role, Tenure, Unit, UnitEvent

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)
PASSWORD = "bon-nhom-chu-7"


@pytest.fixture
def agency():
    return testing.make_agency()


@pytest.fixture
def admin(agency):
    return testing.make_account(agency, ["admin"], full_name="Quản Trị")


def found(admin, name="Phòng Thử", *, code="P1", on=date(2024, 1, 1), **more):
    return actions.found_unit(
        by=admin, at=AT, agency=admin.agency, code=code, name=name, short_name=name, kind="room", on=on, **more
    )


def test_a_founded_unit_has_its_event_and_its_entry(admin):
    unit = found(admin, basis="Quyết định số 1")
    assert [(e.kind, e.on, e.basis) for e in unit.events.all()] == [("founded", date(2024, 1, 1), "Quyết định số 1")]
    entry = JournalEntry.objects.latest("seq")
    assert (entry.action, entry.actor_name, entry.agency_id) == (
        "organisation.found_unit",
        "Quản Trị",
        admin.agency_id,
    )
    assert journal.verify().whole


@pytest.mark.parametrize(
    ("values", "field"),
    [({"code": "P1"}, "code"), ({"name": "  "}, "name"), ({"on": date(2026, 9, 16)}, "on")],
)
def test_a_unit_is_refused_with_the_field_at_fault(admin, values, field):
    found(admin)
    with pytest.raises(Refused) as refused:
        found(admin, **{"code": "P2", "name": "Phòng Hai", **values})
    assert refused.value.field == field
    assert Unit.objects.count() == 1


def test_a_unit_of_another_department_cannot_be_touched(admin):
    strange = testing.make_unit(testing.make_agency())
    with pytest.raises(Refused):
        actions.rename_unit(by=admin, at=AT, unit=strange, name="X", short_name="X", on=date(2025, 1, 1))


def test_the_tree_of_a_day_shows_names_places_heads_and_numbers_of_that_day(admin):
    office, room = found(admin, "Văn phòng", code="VP"), found(admin, "Phòng Cũ", code="PC")
    person = actions.add_person(
        by=admin, at=AT, agency=admin.agency, code="1", full_name="Đặng Thị Thử", status="contract"
    )
    actions.appoint(by=admin, at=AT, person=person, unit=room, post="Trưởng phòng", heads=True, on=date(2024, 6, 1))
    actions.rename_unit(by=admin, at=AT, unit=room, name="Phòng Mới", short_name="PM", on=date(2025, 7, 1))
    actions.move_unit(by=admin, at=AT, unit=room, parent=office, on=date(2026, 1, 1))
    before, after = (
        [(row.name, row.level, row.people, row.post) for row in tree_on(day, Unit.objects.open_on(day))]
        for day in (date(2024, 5, 31), date(2026, 1, 1))
    )
    assert before == [("Văn phòng", 0, 0, ""), ("Phòng Cũ", 0, 0, "")]
    assert after == [("Văn phòng", 0, 0, ""), ("Phòng Mới", 1, 1, "Trưởng phòng")]


def test_changes_of_a_unit_are_written_in_the_order_of_time(admin):
    unit = found(admin)
    actions.rename_unit(by=admin, at=AT, unit=unit, name="Hai", short_name="2", on=date(2025, 7, 1))
    with pytest.raises(Refused, match="thứ tự thời gian"):
        actions.rename_unit(by=admin, at=AT, unit=unit, name="Ba", short_name="3", on=date(2025, 6, 30))


def test_a_unit_cannot_stand_under_itself(admin):
    top = found(admin)
    low = found(admin, code="P2", parent=top)
    with pytest.raises(Refused) as refused:
        actions.move_unit(by=admin, at=AT, unit=top, parent=low, on=date(2025, 1, 1))
    assert refused.value.field == "parent"


def staffed(admin, unit, *, name="Người Một", code="1", heads=False, on=date(2024, 2, 1)):
    person = actions.add_person(by=admin, at=AT, agency=admin.agency, code=code, full_name=name, status="civil_servant")
    actions.appoint(by=admin, at=AT, person=person, unit=unit, post="Chuyên viên", heads=heads, on=on)
    return person


def test_a_unit_with_people_or_units_below_is_not_dissolved(admin):
    unit = found(admin)
    below = found(admin, "Đội", code="D", parent=unit)
    person = staffed(admin, unit)
    with pytest.raises(Refused, match="còn 1 người"):
        actions.dissolve_unit(by=admin, at=AT, unit=unit, on=date(2026, 1, 1))
    actions.end_tenure(by=admin, at=AT, tenure=person.tenure, on=date(2025, 12, 31))
    with pytest.raises(Refused, match="Đội còn trực thuộc"):
        actions.dissolve_unit(by=admin, at=AT, unit=unit, on=date(2026, 1, 1))
    actions.dissolve_unit(by=admin, at=AT, unit=below, on=date(2026, 1, 1))
    actions.dissolve_unit(by=admin, at=AT, unit=unit, on=date(2026, 1, 1))
    assert not Unit.objects.open_on(date(2026, 1, 1)).exists()
    assert Unit.objects.open_on(date(2025, 12, 31)).count() == 2


def test_a_merged_unit_hands_over_people_roles_and_units(admin):
    old, new = found(admin, "Cũ", code="A"), found(admin, "Mới", code="B")
    low = found(admin, "Đội", code="C", parent=old)
    person = staffed(admin, old)
    account = actions.create_account(by=admin, at=AT, person=person, username="mot", password=PASSWORD)
    role = Role.objects.get(code="officer")
    actions.assign_role(by=admin, at=AT, account=account, role=role, unit=old, started_on=date(2024, 2, 1))
    actions.merge_units(by=admin, at=AT, units=[old], into=new, on=date(2026, 3, 1), basis="Quyết định số 9")
    low.refresh_from_db()
    assert (person.unit, low.parent) == (new, new)
    assert [(a.unit, a.ended_on) for a in account.assignments.order_by("started_on")] == [
        (old, date(2026, 3, 1)),
        (new, None),
    ]
    assert UnitEvent.objects.get(kind="merged").into == new


def test_a_unit_with_a_head_is_not_merged(admin):
    old, new = found(admin, code="A"), found(admin, code="B")
    staffed(admin, old, heads=True)
    with pytest.raises(Refused, match="Người Một đang là"):
        actions.merge_units(by=admin, at=AT, units=[old], into=new, on=date(2026, 3, 1))
    old.refresh_from_db()
    assert old.closed_on is None


def test_posts_of_a_person_do_not_overlap(admin):
    one, two = found(admin, code="A"), found(admin, code="B")
    person = staffed(admin, one)
    appointment = {"by": admin, "at": AT, "person": person, "unit": two, "post": "Chuyên viên"}
    with pytest.raises(Refused) as refused:
        actions.appoint(**appointment, on=date(2026, 1, 1))
    assert refused.value.field == "on"
    actions.appoint(**appointment, on=date(2026, 1, 1), ends_current=True)
    assert [(t.unit, t.ended_on) for t in person.tenures.all()] == [(two, None), (one, date(2026, 1, 1))]
    with pytest.raises(Refused):
        actions.appoint(**appointment, on=date(2025, 1, 1), ends_current=True)


def test_a_unit_has_one_head(admin):
    unit = found(admin)
    staffed(admin, unit, heads=True)
    with pytest.raises(Refused) as refused:
        staffed(admin, unit, code="2", heads=True, name="Người Hai")
    assert refused.value.field == "heads"


def test_nobody_is_appointed_to_a_unit_before_it_was_founded(admin):
    with pytest.raises(Refused) as refused:
        staffed(admin, found(admin), on=date(2023, 12, 31))
    assert refused.value.field == "unit"


def test_a_post_ends_once_and_after_it_began(admin):
    tenure = staffed(admin, found(admin)).tenure
    with pytest.raises(Refused):
        actions.end_tenure(by=admin, at=AT, tenure=tenure, on=date(2024, 2, 1))
    actions.end_tenure(by=admin, at=AT, tenure=tenure, on=date(2024, 2, 2))
    with pytest.raises(Refused, match="đã kết thúc"):
        actions.end_tenure(by=admin, at=AT, tenure=tenure, on=date(2024, 3, 2))


def test_a_corrected_name_is_found_by_its_new_letters(admin):
    person = staffed(admin, found(admin))
    actions.change_person(by=admin, at=AT, person=person, full_name="Đỗ Nguyên Sửa", status="contract")
    assert Person.objects.get(folded__contains="do nguyen sua") == person


@pytest.mark.parametrize(
    ("username", "password", "field"),
    [("Hoa Lan", PASSWORD, "username"), ("ab", PASSWORD, "username"), ("hoalan", "ngan", "password")],
)
def test_an_account_is_refused_with_the_field_at_fault(admin, username, password, field):
    person = staffed(admin, found(admin))
    with pytest.raises(Refused) as refused:
        actions.create_account(by=admin, at=AT, person=person, username=username, password=password)
    assert refused.value.field == field


def test_a_password_never_reaches_the_journal(admin):
    person = staffed(admin, found(admin))
    account = actions.create_account(by=admin, at=AT, person=person, username="hoalan", password=PASSWORD)
    actions.set_password(by=admin, at=AT, account=account, password="mot-mat-khau-khac")
    assert account.check_password("mot-mat-khau-khac")
    told = str(list(JournalEntry.objects.values_list("before", "after")))
    assert PASSWORD not in told
    assert "mot-mat-khau-khac" not in told


def test_the_last_administrator_cannot_be_lost(admin):
    with pytest.raises(Refused, match="của mình"):
        actions.deactivate_account(by=admin, at=AT, account=admin)
    held = admin.assignments.get()
    with pytest.raises(Refused, match="cuối cùng"):
        actions.end_assignment(by=admin, at=AT, assignment=held, on=date(2026, 9, 1))
    second = testing.make_account(admin.agency, ["admin"])
    actions.end_assignment(by=second, at=AT, assignment=held, on=date(2026, 9, 1))
    assert not may(Account.objects.get(pk=admin.pk), "organisation.manage")


def test_a_blocked_account_comes_back_with_what_it_had(admin):
    account = testing.make_account(admin.agency, ["office"])
    actions.deactivate_account(by=admin, at=AT, account=account)
    assert not may(account, "organisation.view")
    actions.reactivate_account(by=admin, at=AT, account=account)
    assert may(account, "organisation.view")


def test_a_role_with_rights_in_a_unit_wants_its_unit(admin):
    role = next(r for r in Role.objects.all() if r.grants.filter(scope="unit").exists())
    with pytest.raises(Refused) as refused:
        actions.assign_role(by=admin, at=AT, account=admin, role=role, started_on=date(2026, 1, 1))
    assert refused.value.field == "unit"


def test_a_role_is_not_given_twice_at_a_time(admin):
    role = Role.objects.get(code="inspector")
    given = {"by": admin, "at": AT, "account": admin, "role": role}
    actions.assign_role(**given, started_on=date(2026, 1, 1), ended_on=date(2026, 2, 1))
    actions.assign_role(**given, started_on=date(2026, 2, 1))
    with pytest.raises(Refused) as refused:
        actions.assign_role(**given, started_on=date(2026, 5, 1))
    assert refused.value.field == "started_on"
    assert Assignment.objects.filter(role=role).count() == 2


def test_what_is_refused_leaves_everything_as_it_was(admin):
    unit = found(admin)
    staffed(admin, unit)
    state = (Tenure.objects.count(), UnitEvent.objects.count(), JournalEntry.objects.count())
    with pytest.raises(Refused):
        actions.dissolve_unit(by=admin, at=AT, unit=unit, on=date(2026, 1, 1))
    assert (Tenure.objects.count(), UnitEvent.objects.count(), JournalEntry.objects.count()) == state
