"""Positions, competency frames, and several posts of one person: by table, as actions, and on the pages."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from cchc.common.errors import Refused
from cchc.organisation import actions, testing
from cchc.organisation.access import Denied, may
from cchc.organisation.headcount import sheet
from cchc.organisation.history import tree_on
from cchc.organisation.models import Account, Person, Position, Rating, Role, Unit
from cchc.organisation.positions import standing
from cchc.organisation.rules.positions import Gap, gaps, places

AT = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)
ON = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("needs", "has", "found"),
    [({}, {}, []), ({1: 3}, {1: 3}, []), ({1: 3}, {1: 4}, []), ({1: 3}, {1: 2}, [Gap(1, 3, 2)]),
     ({1: 3}, {}, [Gap(1, 3, None)]), ({1: 1}, {1: 0}, [Gap(1, 1, 0)]), ({1: 2, 2: 2}, {2: 1, 3: 5},
     [Gap(1, 2, None), Gap(2, 2, 1)])],
)  # fmt: skip
def test_what_somebody_lacks_is_what_the_frame_asks_above_the_rating(needs, has, found):
    assert gaps(needs, has) == found
    assert all(gap.missing > 0 for gap in found)


@pytest.mark.parametrize(("quota", "filled", "found"), [(3, 1, (2, 0)), (3, 3, (0, 0)), (3, 5, (0, 2)), (0, 0, (0, 0))])
def test_places_are_free_or_too_many(quota, filled, found):
    assert places(quota, filled) == found


@pytest.fixture
def room(agency):
    return testing.make_unit(agency, "Phòng Một")


def add(office, unit, name="Chuyên viên quản lý chợ", **more):
    return actions.add_position(
        **{"by": office, "at": AT, "unit": unit, "name": name, "kind": "civil_servant", "quota": 1, "on": ON,
           "basis": "Quyết định số 1", **more}
    )  # fmt: skip


def ask(office, position, level, name="Soạn thảo văn bản"):
    return actions.require_competency(by=office, at=AT, position=position, competency=name, group="common", level=level)


def rated(office, person, level, name="Soạn thảo văn bản", on=ON):
    return actions.rate(
        by=office, at=AT, person=person, competency=name, group="common", level=level, on=on, basis="Phiếu"
    )


def test_a_position_shows_who_fills_it_and_what_they_lack(agency, office, room):
    position, person = add(office, room), testing.make_person(agency, "Người Một", unit=room)
    ask(office, position, 3)
    actions.place(by=office, at=AT, tenure=person.tenure, position=position)
    (row,) = standing([position])
    assert (row.filled, row.free, row.over, row.lacking) == (1, 0, 0, 1)
    rated(office, person, 2)
    assert [gap.has for gap in standing([position])[0].holders[0].gaps] == [2]
    rated(office, person, 3, name="SOẠN THẢO văn bản", on=date(2026, 1, 1))
    assert standing([position])[0].lacking == 0
    assert Rating.objects.count() == 2
    ask(office, position, 0)
    assert standing([position])[0].requirements == []


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": "CHUYÊN viên quản lý chợ"}, "name"), ({"name": " "}, "name"), ({"basis": ""}, "basis"),
     ({"on": date(2026, 12, 1)}, "on"), ({"on": date(2019, 1, 1)}, "on")],
)  # fmt: skip
def test_a_position_is_refused_with_the_field_at_fault(office, room, values, field):
    add(office, room)
    with pytest.raises(Refused) as refused:
        add(office, room, **{"name": "Vị trí khác", **values})
    assert refused.value.field == field
    assert Position.objects.count() == 1


def test_only_who_fits_is_placed_and_a_filled_position_does_not_end(agency, office, room):
    other = testing.make_unit(agency, "Phòng Hai")
    position, person = add(office, room), testing.make_person(agency, "Người Một", unit=room)
    Person.objects.filter(pk=person.pk).update(status="contract")
    with pytest.raises(Refused, match="dành cho công chức"):
        actions.place(by=office, at=AT, tenure=person.tenure, position=position)
    Person.objects.filter(pk=person.pk).update(status="civil_servant")
    with pytest.raises(Refused, match="đang dùng của Phòng Một"):
        actions.place(by=office, at=AT, tenure=person.tenure, position=add(office, other))
    actions.place(by=office, at=AT, tenure=person.tenure, position=position)
    with pytest.raises(Refused, match="bố trí người này trước"):
        actions.end_position(by=office, at=AT, position=position, on=date(2026, 1, 1))
    actions.place(by=office, at=AT, tenure=person.tenure, position=None)
    actions.end_position(by=office, at=AT, position=position, on=date(2026, 1, 1))
    with pytest.raises(Refused, match="đã thôi"):
        ask(office, position, 2)


def test_levels_lie_between_nought_and_five(office, room, agency):
    with pytest.raises(Refused, match="từ 0 đến 5"):
        ask(office, add(office, room), 6)
    with pytest.raises(Refused, match="từ 0 đến 5"):
        rated(office, testing.make_person(agency), -1)
    with pytest.raises(Denied):
        rated(testing.make_account(agency, ["officer"]), testing.make_person(agency), 1)


@pytest.fixture
def admin(agency):
    return testing.make_account(agency, ["admin"])


@pytest.fixture
def two(agency, admin, room):
    """Somebody with an account, a main post in one room and a concurrent one at the head of another."""
    other = testing.make_unit(agency, "Phòng Hai")
    account = testing.make_account(agency, [], unit=room, full_name="Người Kiêm")
    head = Role.objects.get(code="head")
    actions.appoint(
        by=admin, at=AT, person=account.person, unit=other, post="Trưởng phòng", heads=True, on=date(2026, 3, 1),
        concurrent=True, role=head,
    )  # fmt: skip
    return account, other


def test_rights_follow_the_scope_of_each_post_and_end_with_it(admin, two, room):
    account, other = two
    assert account.units == [room, other]
    assert account.unit == room
    held = Account.objects.get(pk=account.pk)
    assert may(held, "plans.task.check", other)
    assert not may(held, "plans.task.check", room)
    post = account.person.tenures.get(concurrent=True)
    actions.end_tenure(by=admin, at=AT, tenure=post, on=date(2026, 9, 1))
    assert not may(Account.objects.get(pk=account.pk), "plans.task.check", other)
    assert account.units == [room]


def test_a_person_with_two_posts_counts_once_and_is_listed_once(client, agency, admin, two):
    client.force_login(admin)
    page = client.get(reverse("organisation:person_list"), {"q": "nguoi kiem"}).context["page"]
    assert page.found == 1
    day = date(2026, 9, 15)
    rows = {row.name: (row.people, row.post) for row in tree_on(day, Unit.objects.filter(agency=agency))}
    assert rows == {"Phòng Một": (1, ""), "Phòng Hai": (0, "Trưởng phòng")}
    assert sum(row.present for row in sheet(agency, 2026, day).rows) == 1
    text = client.get(reverse("organisation:person_detail", args=[two[0].person_id])).content.decode()
    assert "kiêm nhiệm" in text
    assert "Chuyên viên, Phòng Một" in text


@pytest.mark.parametrize(
    ("values", "words"),
    [({"post": "Trưởng phòng"}, "đang giữ đúng chức vụ này"), ({"on": date(2019, 1, 1)}, "thành lập ngày"),
     ({"concurrent": False}, "một chức vụ chính")],
)  # fmt: skip
def test_a_concurrent_post_is_refused(admin, two, values, words):
    account, other = two
    terms = {"post": "Phụ trách", "on": date(2026, 4, 1), "concurrent": True, **values}
    with pytest.raises(Refused, match=words):
        actions.appoint(by=admin, at=AT, person=account.person, unit=other, **terms)


def test_a_concurrent_post_stands_beside_a_main_one(agency, admin, two):
    account, other = two
    with pytest.raises(Refused, match="không giữ chức vụ chính"):
        actions.appoint(by=admin, at=AT, person=testing.make_person(agency), unit=other, post="Phụ trách",
                        on=date(2026, 4, 1), concurrent=True)  # fmt: skip
    with pytest.raises(Refused, match="còn kiêm nhiệm Trưởng phòng"):
        actions.end_tenure(by=admin, at=AT, tenure=account.person.tenure, on=date(2026, 9, 1))
    with pytest.raises(Refused, match="chưa có tài khoản"):
        actions.appoint(by=admin, at=AT, person=testing.make_person(agency), unit=other, post="Chuyên viên",
                        on=date(2026, 4, 1), role=Role.objects.get(code="officer"))  # fmt: skip


def test_with_a_merger_a_concurrent_post_ends_where_its_holder_is_already(agency, admin, two, room):
    account, other = two
    post = account.person.tenures.get(concurrent=True)
    post.heads = False
    post.save()
    actions.merge_units(by=admin, at=AT, units=[other], into=room, on=date(2026, 9, 1))
    assert [(tenure.unit, tenure.concurrent) for tenure in account.person.tenures.filter(ended_on=None)] == [
        (room, False)
    ]
    assert may(Account.objects.get(pk=account.pk), "plans.task.check", room)


def url(name, *args):
    return reverse(f"organisation:{name}", args=args)


def test_positions_are_written_filled_filtered_and_exported(client, agency, office, room):
    person = testing.make_person(agency, "Người Một", unit=room)
    assert "Chưa có vị trí việc làm nào" in client.get(url("position_list")).content.decode()
    values = {"unit": room.pk, "name": "Chuyên viên điện", "kind": "civil_servant", "quota": "2", "on": "01/01/2025",
              "basis": "Quyết định số 1"}  # fmt: skip
    assert client.post(url("position_new"), values).status_code == 302
    position = Position.objects.get()
    assert "đã có vị trí này" in client.post(url("position_new"), values).content.decode()
    asked = {"competency": "Ngoại ngữ", "group": "common", "level": "2"}
    assert client.post(url("position_require", position.pk), asked).status_code == 302
    assert client.post(url("tenure_place", person.tenure.pk), {"position": position.pk}).status_code == 302
    text = client.get(url("position", position.pk)).content.decode()
    assert "chưa đánh giá, cần 2" in text
    found = {**asked, "level": "1", "on": "01/02/2026", "basis": "Chứng chỉ"}
    assert client.post(url("person_rate", person.pk), found).status_code == 302
    assert "đạt 1, cần 2" in client.get(url("position", position.pk)).content.decode()
    assert "Ngoại ngữ" in client.get(url("person_detail", person.pk)).content.decode()
    for query, number in (({"tinh-trang": "trong"}, 1), ({"tinh-trang": "thieu"}, 1), ({"tinh-trang": "du"}, 0),
                          ({"q": "chuyen vien dien"}, 1), ({"danh-cho": "contract"}, 0)):  # fmt: skip
        assert client.get(url("position_list"), query).context["page"].found == number, query
    rows = b"".join(client.get(url("position_list"), {"xuat": "csv"}).streaming_content).decode()
    assert "Chuyên viên điện,Phòng Một" in rows
    change = {"name": "Chuyên viên điện lực", "kind": "civil_servant", "quota": "1", "basis": "Quyết định số 2"}
    assert client.post(url("position_change", position.pk), change).status_code == 302
    assert (
        "bố trí người này trước" in client.post(url("position_end", position.pk), {"on": "01/03/2026"}).content.decode()
    )
    assert client.post(url("tenure_place", person.tenure.pk), {"position": ""}).status_code == 302
    assert client.post(url("position_end", position.pk), {"on": "01/03/2026"}).status_code == 302
    assert client.get(url("position_list")).context["page"].found == 0


def test_a_concurrent_post_is_given_on_the_page(client, agency, admin, room):
    client.force_login(admin)
    account = testing.make_account(agency, ["officer"], unit=room, full_name="Người Kiêm")
    other = testing.make_unit(agency, "Phòng Hai")
    values = {"unit": other.pk, "post": "Phó Trưởng phòng", "on": "01/03/2026", "concurrent": "on",
              "role": Role.objects.get(code="officer").pk}  # fmt: skip
    assert client.post(url("person_appoint", account.person_id), values).status_code == 302
    assert [unit.name for unit in account.units] == ["Phòng Một", "Phòng Hai"]
    assert may(Account.objects.get(pk=account.pk), "plans.task.update", other)
    assert "kiêm nhiệm" in client.get(url("unit_detail", other.pk)).content.decode()


def test_the_stranger_the_officer_and_the_other_department(client, agency, room):
    position = add(testing.make_account(agency, ["office"]), room)
    person = testing.make_person(agency, "Người Một", unit=room)
    ways = [("position", position.pk), ("position_change", position.pk), ("position_end", position.pk),
            ("position_require", position.pk), ("tenure_place", person.tenure.pk),
            ("person_rate", person.pk)]  # fmt: skip
    assert client.get(url("position_list")).status_code == 302
    office = testing.make_account(agency, ["office"])
    ask(office, position, 3)
    rated(office, person, 1)
    actions.place(by=office, at=AT, tenure=person.tenure, position=position)
    client.force_login(testing.make_account(agency, ["officer"]))
    assert [client.get(url(*way)).status_code for way in ways] == [200, 403, 403, 403, 403, 403]
    assert "đạt 1" not in client.get(url("position", position.pk)).content.decode()
    assert "Soạn thảo" not in client.get(url("person_detail", person.pk)).content.decode()
    client.force_login(testing.make_account(testing.make_agency(), ["office", "admin"]))
    assert {client.get(url(*way)).status_code for way in ways} == {404}
    assert "quản lý chợ" not in client.get(url("position_list")).content.decode()


def test_those_who_stand_in_no_position_are_told_and_listed(client, agency, office, room):
    client.force_login(office)
    position = add(office, room)
    placed, free = (testing.make_person(agency, name, unit=room) for name in ("Người Có Chỗ", "Người Chưa Chỗ"))
    client.post(reverse("organisation:tenure_place", args=[placed.tenure.pk]), {"position": position.pk})
    link = reverse("organisation:person_list") + "?chuc-vu=chua-bo-tri"
    assert link in client.get(reverse("organisation:position_list")).content.decode()
    page = client.get(link).content.decode()
    assert free.full_name in page
    assert placed.full_name not in page
