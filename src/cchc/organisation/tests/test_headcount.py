"""Headcount: kinds, marks, paths and heirs by table; what is assigned and who is there; the pages."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.organisation import actions, testing
from cchc.organisation.access import Denied
from cchc.organisation.headcount import courses, day_of, kinds_of, sheet
from cchc.organisation.models import Person, Quota, Role, Tenure
from cchc.organisation.rules.headcount import Mark, Path, heir, mark
from cchc.organisation.rules.mergers import FiguresRule, Merger, by_unit

AT = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)
TODAY = date(2026, 9, 15)
PATH = Path("service_state", 2025, 2030, 10, "")


@pytest.mark.parametrize(
    ("assigned", "present", "found"),
    [(5, 6, Mark.OVER), (5, 5, Mark.EVEN), (5, 0, Mark.UNDER), (0, 0, Mark.EVEN), (None, 3, Mark.NOT_ASSIGNED)],
)
def test_who_is_there_is_marked_against_what_was_assigned(assigned, present, found):
    assert mark(assigned, present) is found


@pytest.mark.parametrize(("year", "left"), [(2024, 50), (2025, 50), (2026, 49), (2028, 47), (2030, 45), (2031, 45)])
def test_the_path_is_a_straight_line_between_its_two_ends(year, left):
    assert PATH.allowed(50, year) == left


@given(st.integers(0, 5000), st.integers(2020, 2040))
def test_the_path_never_rises_and_ends_at_what_was_promised(base, year):
    assert PATH.allowed(base, year) >= PATH.allowed(base, year + 1)
    assert PATH.allowed(base, 2030) * 10 <= base * 9 < (PATH.allowed(base, 2030) + 1) * 10


@pytest.mark.parametrize(
    ("base", "left"),
    [(6, [6, 6, 6, 6, 6, 5]), (50, [50, 49, 48, 47, 46, 45]), (105, [105, 103, 101, 99, 97, 94]), (1, [1] * 5 + [0])],
)
def test_the_path_leaves_whole_people_and_at_least_the_promise_gone_at_its_end(base, left):
    assert [PATH.allowed(base, year) for year in PATH.years] == left


def test_a_kind_belongs_to_the_years_in_which_a_decree_knew_it():
    assert [kind.code for kind in kinds_of(2026)] == ["civil", "service_state", "service_own", "contract_111"]
    assert [kind.code for kind in kinds_of(2021)] == ["civil", "service_state", "service_own"]
    assert kinds_of(2019) == []
    assert all(kind.source for kind in kinds_of(2026))


@pytest.mark.parametrize(
    ("status", "pay", "codes"),
    [("civil_servant", "", ["civil"]), ("civil_servant", "state", ["civil"]), ("public_employee", "", []),
     ("public_employee", "state", ["service_state"]), ("public_employee", "own", ["service_own"]),
     ("contract", "own", ["contract_111"])],
)  # fmt: skip
def test_somebody_uses_at_most_one_kind(status, pay, codes):
    assert [kind.code for kind in kinds_of(2026) if kind.takes(status, pay)] == codes


def test_what_was_assigned_to_a_merged_unit_its_successor_holds_from_that_day():
    mergers = by_unit(
        [Merger(1, 2, date(2026, 7, 1), FiguresRule.STAY), Merger(2, 3, date(2027, 1, 1), FiguresRule.DAY)]
    )
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 1)]
    assert [heir(1, day, mergers) for day in days] == [1, 2, 3]


@pytest.fixture
def centre(agency):
    return testing.make_unit(agency, "Trung tâm Thử", kind="centre")


def employ(agency, unit, number, *, status="public_employee", pay="state"):
    for _place in range(number):
        person = testing.make_person(agency, unit=unit)
        Person.objects.filter(pk=person.pk).update(status=status, pay_source=pay)
    return person


def assign(office, unit, number, *, kind="service_state", year=2026, basis="Quyết định số 1"):
    return actions.assign_quota(by=office, at=AT, unit=unit, year=year, numbers={kind: number}, basis=basis)


def figures(agency, year=2026, today=TODAY):
    return {(row.unit.name, row.kind.code): (row.assigned, row.present) for row in sheet(agency, year, today).rows}


def test_the_sheet_puts_people_against_what_was_assigned(agency, office, centre):
    employ(agency, centre, 3)
    employ(agency, centre, 1, pay="own")
    employ(agency, centre, 2, pay="")
    assign(office, centre, 2)
    found = sheet(agency, 2026, TODAY)
    assert figures(agency) == {("Trung tâm Thử", "service_state"): (2, 3), ("Trung tâm Thử", "service_own"): (None, 1)}
    assert found.unstated == 2
    assert {row.kind.code: (row.assigned, row.present) for row in found.totals}["service_state"] == (2, 3)


def test_each_person_is_counted_once_in_the_post_that_began_last_up_to_its_end(agency, office, centre):
    room = testing.make_unit(agency, "Phòng Thử")
    person = employ(agency, centre, 1)
    Tenure.objects.create(person=person, unit=room, post="Kiêm", started_on=date(2026, 3, 1), ended_on=date(2026, 6, 1))
    for day, name in ((date(2026, 2, 28), "Trung tâm Thử"), (date(2026, 3, 1), "Phòng Thử"),
                      (date(2026, 5, 31), "Phòng Thử"), (date(2026, 6, 1), "Trung tâm Thử")):  # fmt: skip
        assert figures(agency, today=day) == {(name, "service_state"): (None, 1)}, day


def test_a_year_that_is_over_is_counted_on_its_last_day():
    assert day_of(2025, TODAY) == date(2025, 12, 31)
    assert day_of(2026, TODAY) == day_of(2027, TODAY) == TODAY


def test_a_later_decision_takes_the_place_of_the_first_which_stays(agency, office, centre):
    assign(office, centre, 10)
    assign(office, centre, 9, basis="Quyết định số 2")
    assert figures(agency) == {("Trung tâm Thử", "service_state"): (9, 0)}
    kept = Quota.objects.order_by("pk").values_list("number", "superseded_at", "basis")
    assert list(kept) == [(10, AT, "Quyết định số 1"), (9, None, "Quyết định số 2")]
    entry = JournalEntry.objects.latest("seq")
    assert (entry.action, entry.before, entry.after["service_state"]) == (
        "organisation.assign_quota", {"service_state": 10}, 9
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "words"),
    [({"number": 5}, "Chưa có gì thay đổi"), ({"number": -1}, "từ 0"), ({"number": 6, "basis": " "}, "Chưa điền"),
     ({"number": 6, "kind": "nothing"}, "không có loại"), ({"number": 6, "year": 2019}, "không hoạt động"),
     ({"number": 6, "kind": "contract_111", "year": 2021}, "không có loại")],
)  # fmt: skip
def test_what_no_decision_can_say_is_refused(office, centre, values, words):
    assign(office, centre, 5)
    with pytest.raises(Refused, match=words):
        assign(office, centre, **values)
    assert Quota.objects.get().superseded_at is None


def test_an_officer_assigns_nothing(agency, centre):
    with pytest.raises(Denied):
        assign(testing.make_account(agency, ["officer"]), centre, 5)


def test_a_merged_unit_leaves_its_quota_to_the_one_it_went_into(agency, office, centre):
    other = testing.make_unit(agency, "Trung tâm Nhận", kind="centre")
    employ(agency, centre, 2)
    assign(office, centre, 2)
    assign(office, other, 5)
    admin = testing.make_account(agency, ["admin"])
    actions.merge_units(by=admin, at=AT, units=[centre], into=other, on=date(2026, 7, 1))
    assert figures(agency) == {("Trung tâm Nhận", "service_state"): (7, 2)}
    assert figures(agency, today=date(2026, 6, 30))["Trung tâm Thử", "service_state"] == (2, 2)


def test_the_path_begins_with_what_was_assigned_in_the_base_year(agency, office, centre):
    assert [(way.base, way.steps) for way in courses(agency, TODAY)] == [(None, [])]
    employ(agency, centre, 50)
    assign(office, centre, 50, year=2025)
    assign(office, centre, 48)
    (way,) = courses(agency, TODAY)
    told = [(step.year, step.allowed, step.assigned, step.present, step.mark.value) for step in way.steps]
    assert told[:3] == [(2025, 50, 50, 50, "even"), (2026, 49, 48, 50, "over"),
                        (2027, 48, None, None, "not_assigned")]  # fmt: skip
    assert told[-1][:2] == (2030, 45)


def url(name, *args):
    return reverse(f"organisation:{name}", args=args)


def test_the_page_shows_assigned_present_path_and_what_is_missing(client, agency, office, centre):
    text = client.get(url("headcount")).content.decode()
    assert "Chưa có số biên chế nào" in text
    assert "Chưa ghi số được giao năm 2025" in text
    employ(agency, centre, 3)
    employ(agency, centre, 1, pay="")
    assign(office, centre, 2)
    assign(office, centre, 2, year=2025)
    answer = client.get(url("headcount"), {"nam": "2026"})
    text = answer.content.decode()
    assert "vượt số được giao" in text
    assert "1 người chưa nêu nguồn lương" in text
    assert "cách hiểu của phần mềm" in text
    assert "tối đa 1 người" in text  # of two, a tenth fewer by 2030
    assert "1,8" not in text
    assert answer.context["page"].found == 1
    people = client.get(url("person_list"), {"nguon-luong": "chua"}).context["page"]
    assert people.found == 2  # the one above, and whoever is signed in
    rows = b"".join(client.get(url("headcount"), {"nam": "2026", "xuat": "csv"}).streaming_content).decode()
    assert "Trung tâm Thử" in rows
    assert client.get(url("headcount"), {"nam": "abc"}).status_code == 200
    assert client.get(url("headcount"), {"doi-chieu": "under"}).context["page"].found == 0


def test_a_quota_is_written_and_its_past_shown(client, office, centre):
    way = url("quota_assign", centre.pk, 2026)
    values = {"service_state": "12", "service_own": "", "civil": "", "contract_111": "", "basis": "Quyết định số 7"}
    assert client.post(way, values).status_code == 302
    assert "Chưa có gì thay đổi" in client.post(way, values).content.decode()
    assert client.post(way, {**values, "service_state": "11", "basis": "Quyết định số 8"}).status_code == 302
    text = client.get(url("quota", centre.pk)).content.decode()
    for word in ("Quyết định số 7", "Quyết định số 8", "đã thay", "đang dùng"):
        assert word in text
    assert 'value="11"' in client.get(way).content.decode()
    wrong = client.post(way, {**values, "service_state": "-4"})
    assert wrong.status_code == 200
    assert Quota.objects.count() == 2


def test_the_stranger_the_officer_and_the_other_department(client, agency, centre):
    assert client.get(url("headcount")).status_code == 302
    client.force_login(testing.make_account(agency, ["officer"]))
    assert client.get(url("headcount")).status_code == 200
    assert client.get(url("quota_assign", centre.pk, 2026)).status_code == 403
    client.force_login(testing.make_account(testing.make_agency(), ["office", "admin"]))
    for name, args in (("quota", [centre.pk]), ("quota_assign", [centre.pk, 2026])):
        assert client.get(url(name, *args)).status_code == 404
    assert "Trung tâm Thử" not in client.get(url("headcount")).content.decode()


def test_the_source_of_pay_of_somebody_is_stated(client, agency, centre):
    client.force_login(testing.make_account(agency, ["admin"]))
    person = testing.make_person(agency, "Lê Lương", unit=centre)
    assert "chưa nêu" in client.get(url("person_detail", person.pk)).content.decode()
    values = {"full_name": "Lê Lương", "status": "public_employee", "pay_source": "own", "email": ""}
    assert client.post(url("person_change", person.pk), values).status_code == 302
    person.refresh_from_db()
    assert person.pay_source == "own"
    assert "nguồn thu sự nghiệp" in client.get(url("person_detail", person.pk)).content.decode()


def change(admin, person, since, **facts):
    person.refresh_from_db()
    facts = {"full_name": person.full_name, "status": person.status, "pay_source": person.pay_source, **facts}
    return actions.change_person(by=admin, at=AT, person=person, since=since, **facts)


@pytest.fixture
def admin(agency):
    return testing.make_account(agency, ["admin"])


def present(agency, day):
    return {row.kind.code: row.present for row in sheet(agency, day.year, day).totals if row.present}


def test_what_somebody_was_before_a_change_stays_true_of_the_days_before(agency, admin, centre):
    person = employ(agency, centre, 1)
    change(admin, person, date(2026, 3, 1), pay_source="own")
    assert present(agency, date(2025, 12, 31)) == present(agency, date(2026, 2, 28)) == {"service_state": 1}
    assert present(agency, date(2026, 3, 1)) == present(agency, TODAY) == {"service_own": 1}
    change(admin, person, date(2026, 6, 1), status="civil_servant", pay_source="state")
    assert [present(agency, date(2026, month, 1)) for month in (2, 4, 7)] == [
        {"service_state": 1}, {"service_own": 1}, {"civil": 1},
    ]  # fmt: skip


def test_what_was_written_wrongly_is_corrected_for_the_days_before_too(agency, admin, centre):
    person = employ(agency, centre, 1)
    change(admin, person, None, pay_source="own")
    assert person.tenures.count() == 1
    assert present(agency, date(2025, 12, 31)) == present(agency, TODAY) == {"service_own": 1}


def test_a_change_on_the_day_of_a_new_post_is_that_posts(agency, admin, centre):
    person, room = employ(agency, centre, 1), testing.make_unit(agency, "Phòng Thử")
    day = date(2026, 3, 1)
    actions.appoint(by=admin, at=AT, person=person, unit=room, post="Chuyên viên", on=day, ends_current=True)
    change(admin, person, day, status="civil_servant")
    assert person.tenures.count() == 2
    assert [present(agency, one) for one in (date(2026, 2, 28), day)] == [{"service_state": 1}, {"civil": 1}]


def test_the_post_goes_on_with_its_position_and_its_roles(agency, admin, centre):
    account = testing.make_account(agency, [], unit=centre)
    officer = Role.objects.get(code="officer")
    held = account.person.tenures.get()
    given = actions.assign_role(by=admin, at=AT, account=account, role=officer, unit=centre,
                                started_on=held.started_on, tenure=held)  # fmt: skip
    change(admin, account.person, date(2026, 3, 1), status="public_employee")
    new, old = account.person.tenures.all()
    assert (old.ended_on, new.started_on, new.ended_on) == (date(2026, 3, 1), date(2026, 3, 1), None)
    assert (new.unit, new.post, new.heads) == (old.unit, old.post, old.heads)
    given.refresh_from_db()
    assert (given.tenure, given.ended_on) == (new, None)
    entry = JournalEntry.objects.get(action="organisation.change_person")
    assert (entry.before["status"], entry.after["status"], entry.after["since"]) == (
        "civil_servant", "public_employee", "2026-03-01",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("since", "facts"),
    [
        (date(2027, 1, 1), {"pay_source": "own"}),  # has not come
        (date(2019, 1, 1), {"pay_source": "own"}),  # before the post
        (date(2026, 3, 1), {"full_name": "Tên Khác"}),  # nothing that has a day
    ],
)
def test_a_day_that_cannot_be_is_refused(agency, admin, centre, since, facts):
    person = employ(agency, centre, 1)
    with pytest.raises(Refused) as refused:
        change(admin, person, since, **facts)
    assert refused.value.field == "since"
    assert person.tenures.count() == 1


def test_the_page_of_a_person_tells_how_each_post_was_held(client, agency, admin, centre):
    person = employ(agency, centre, 1)
    client.force_login(admin)
    assert "thay đổi từ ngày" in client.get(url("person_change", person.pk)).content.decode()
    values = {"full_name": person.full_name, "status": "civil_servant", "pay_source": "state", "since": "01/03/2026",
              "email": ""}  # fmt: skip
    assert client.post(url("person_change", person.pk), values).status_code == 302
    page = client.get(url("person_detail", person.pk)).content.decode()
    assert "viên chức, ngân sách nhà nước" in page
    assert "công chức, ngân sách nhà nước" in page
