"""The pages of the organisation: each shows, does, refuses, and shows nothing to the stranger."""

import re
from datetime import date

import pytest
from django.urls import reverse

from cchc.organisation import testing
from cchc.organisation.models import Account, Assignment, Permission, Person, Role, Unit

pytestmark = pytest.mark.django_db
PAGES = ("unit_list", "unit_new", "person_list", "person_new", "account_list", "role_matrix")


@pytest.fixture
def agency():
    return testing.make_agency()


@pytest.fixture
def admin(agency, client):
    account = testing.make_account(agency, ["admin"], full_name="Quản Trị")
    client.force_login(account)
    return account


@pytest.fixture
def room(agency):
    return testing.make_unit(agency, "Phòng Quản lý Thử nghiệm")


@pytest.fixture
def person(agency, room):
    return testing.make_person(agency, "Đặng Thùy Thử", unit=room)


def url(name, *args):
    return reverse(f"organisation:{name}", args=args)


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_sent_to_sign_in(client, name):
    answer = client.get(url(name))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("sign_in"))


def test_somebody_of_another_department_finds_nothing(client, person, room):
    other = testing.make_account(testing.make_agency(), ["admin"])
    held = testing.make_account(person.agency, ["admin"])
    client.force_login(other)
    ways = [("unit_detail", room.pk), ("unit_rename", room.pk), ("unit_move", room.pk), ("unit_merge", room.pk),
            ("unit_dissolve", room.pk), ("person_detail", person.pk), ("person_change", person.pk),
            ("person_appoint", person.pk), ("account_new", person.pk), ("tenure_end", person.tenure.pk),
            ("assignment_new", held.pk), ("assignment_end", held.assignments.get().pk)]  # fmt: skip
    for name, pk in ways:
        assert client.get(url(name, pk)).status_code == 404, name
    for name in ("account_password", "account_deactivate", "account_reactivate"):
        assert client.post(url(name, held.pk)).status_code == 404, name
    for name in ("unit_list", "person_list", "account_list"):
        text = client.get(url(name)).content.decode()
        assert "Thùy" not in text
        assert "Phòng Quản lý" not in text


def test_an_officer_sees_but_changes_nothing(client, agency, room, person):
    client.force_login(testing.make_account(agency, ["officer"], unit=room))
    text = client.get(url("person_detail", person.pk)).content.decode()
    assert "Đặng Thùy Thử" in text
    assert "Bổ nhiệm" not in text
    assert client.get(url("person_appoint", person.pk)).status_code == 403
    assert client.get(url("account_list")).status_code == 403


def test_the_tree_shows_the_day_asked_for(client, admin, room):
    answer = client.post(
        url("unit_rename", room.pk), {"name": "Phòng Tên Mới", "short_name": "PTM", "on": "01/07/2025"}
    )
    assert answer.status_code == 302
    assert "Phòng Tên Mới" in client.get(url("unit_list")).content.decode()
    text = client.get(url("unit_list"), {"ngay": "30/06/2025"}).content.decode()
    assert "Phòng Quản lý Thử nghiệm" in text
    assert "nay là Phòng Tên Mới" in text
    assert "chưa có đơn vị nào" in client.get(url("unit_list"), {"ngay": "01/01/2019"}).content.decode()


def test_a_day_is_never_read_month_first(client, admin):
    form = client.get(url("unit_list"), {"ngay": "03/04/2026"}).context["form"]
    assert form.cleaned_data["ngay"] == date(2026, 4, 3)
    wrong = client.get(url("unit_list"), {"ngay": "04/13/2026"})
    assert "ngày/tháng/năm" in wrong.content.decode()


def test_a_closed_unit_is_shown_on_request(client, admin, room):
    client.post(url("unit_dissolve", room.pk), {"on": "01/01/2026"})
    assert room.name not in client.get(url("unit_list")).content.decode()
    assert room.name in client.get(url("unit_list"), {"dong": "1"}).content.decode()
    text = client.get(url("unit_detail", room.pk)).content.decode()
    assert "đã thôi hoạt động từ ngày 01/01/2026" in text
    assert url("unit_rename", room.pk) not in text


def test_a_new_unit_is_written_and_a_wrong_one_keeps_what_was_typed(client, admin, room):
    values = {"name": "Đội Một", "short_name": "Đ1", "code": room.code, "kind": "team", "on": "01/02/2026"}
    text = client.post(url("unit_new"), values).content.decode()
    assert "đã dùng cho Phòng Quản lý Thử nghiệm" in text
    assert 'value="Đội Một"' in text
    assert client.post(url("unit_new"), {**values, "code": "D1", "parent": room.pk}).status_code == 302
    assert Unit.objects.get(code="D1").parent == room


def test_a_merged_unit_tells_so_on_both_pages(client, admin, agency, room, person):
    other = testing.make_unit(agency, "Phòng Nhận")
    assert (
        client.post(url("unit_merge", room.pk), {"into": other.pk, "on": "01/03/2026", "figures": "day"}).status_code
        == 302
    )
    assert "Sáp nhập vào Phòng Nhận" in client.get(url("unit_detail", room.pk)).content.decode()
    text = client.get(url("unit_detail", other.pk)).content.decode()
    assert "Nhận sáp nhập Phòng Quản lý Thử nghiệm" in text
    assert "Đặng Thùy Thử" in text


def test_a_unit_moves_and_refuses_to_move_under_itself(client, admin, agency, room):
    below = testing.make_unit(agency, "Đội Dưới", parent=room)
    text = client.post(url("unit_move", room.pk), {"parent": below.pk, "on": "01/03/2026"}).content.decode()
    assert "đơn vị trực thuộc của chính nó" in text
    assert client.post(url("unit_move", below.pk), {"parent": "", "on": "01/03/2026"}).status_code == 302
    below.refresh_from_db()
    assert below.parent is None


def test_people_are_found_without_marks_and_by_unit(client, admin, agency, room, person):
    testing.make_person(agency, "Lê Văn Khác")
    text = client.get(url("person_list"), {"q": "dang thuy"}).content.decode()
    assert "Đặng Thùy Thử" in text
    assert "Lê Văn Khác" not in text
    assert client.get(url("person_list"), {"don-vi": room.pk}).context["page"].found == 1
    assert client.get(url("person_list"), {"chuc-vu": "khong", "q": "khac"}).context["page"].found == 1
    rows = b"".join(client.get(url("person_list"), {"xuat": "csv"}).streaming_content).decode()
    assert "Đặng Thùy Thử,Chuyên viên,Phòng Quản lý Thử nghiệm" in rows


def test_somebody_is_taken_in_appointed_and_freed(client, admin, room):
    values = {"code": "X1", "full_name": "Phạm Mới", "status": "civil_servant"}
    assert client.post(url("person_new"), values).status_code == 302
    person = Person.objects.get(code="X1")
    post = {"unit": room.pk, "post": "Phó Trưởng phòng", "on": "15/01/2026"}
    assert client.post(url("person_appoint", person.pk), post).status_code == 302
    assert "Phó Trưởng phòng" in client.get(url("person_detail", person.pk)).content.decode()
    refused = client.post(url("person_appoint", person.pk), {**post, "on": "20/02/2026"}).content.decode()
    assert "một người giữ một chức vụ chính" in refused
    assert client.post(url("tenure_end", person.tenure.pk), {"on": "01/03/2026"}).status_code == 302
    assert "Không giữ chức vụ nào" in client.get(url("person_detail", person.pk)).content.decode()


def test_what_is_kept_of_somebody_is_corrected(client, admin, person):
    values = {"full_name": "Đặng Thùy Sửa", "status": "contract", "email": "thu@example.vn"}
    assert client.post(url("person_change", person.pk), values).status_code == 302
    assert "Chưa có gì thay đổi" in client.post(url("person_change", person.pk), values).content.decode()


def test_a_first_password_is_shown_once_and_works(client, admin, person):
    answer = client.post(url("account_new", person.pk), {"username": "dang.thuy"})
    shown = re.search(r"<code>((?:[a-z2-9]{4}-){3}[a-z2-9]{4})</code>", answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    account = Account.objects.get(username="dang.thuy")
    assert account.check_password(shown[1])
    assert shown[1] not in client.get(url("person_detail", person.pk)).content.decode()
    again = client.post(url("account_password", account.pk)).content.decode()
    account.refresh_from_db()
    assert shown[1] not in again
    assert not account.check_password(shown[1])


def test_the_accounts_say_who_has_none(client, admin, person):
    assert url("account_new", person.pk) in client.get(url("account_list")).content.decode()
    client.post(url("account_new", person.pk), {"username": "dang.thuy"})
    assert url("account_new", person.pk) not in client.get(url("account_list")).content.decode()


def test_a_taken_user_name_is_refused(client, admin, person):
    text = client.post(url("account_new", person.pk), {"username": admin.username}).content.decode()
    assert "đã có người dùng" in text
    assert not Account.objects.filter(person=person).exists()


def test_an_account_is_blocked_and_opened_again(client, admin, agency, room):
    account = testing.make_account(agency, ["officer"], unit=room)
    client.post(url("account_deactivate", account.pk))
    text = client.get(url("account_list")).content.decode()
    assert "đã khóa" in text
    assert url("account_reactivate", account.pk) in text
    client.post(url("account_reactivate", account.pk))
    account.refresh_from_db()
    assert account.is_active
    text = client.post(url("account_deactivate", admin.pk), follow=True).content.decode()
    assert "tự khóa" in text


def test_a_role_is_given_and_ended(client, admin, agency, room):
    account = testing.make_account(agency, ["officer"], unit=room)
    role = Role.objects.get(code="office")
    values = {"role": role.pk, "started_on": "01/09/2025", "ended_on": ""}
    assert client.post(url("assignment_new", account.pk), values).status_code == 302
    held = Assignment.objects.get(account=account, role=role)
    assert client.post(url("assignment_end", held.pk), {"on": "31/08/2025"}).status_code == 200
    assert client.post(url("assignment_end", held.pk), {"on": "01/10/2025"}).status_code == 302
    assert "Văn phòng Sở" in client.get(url("person_detail", account.person_id)).content.decode()


def test_the_matrix_prints_every_permission_and_role(client, admin):
    text = client.get(url("role_matrix")).content.decode()
    assert all(f"<code>{permission.code}</code>" in text for permission in Permission.objects.all())
    assert all(role.name in text for role in Role.objects.all())


@pytest.mark.parametrize(
    ("name", "heading"), [("unit_list", "Organisation"), ("person_new", "Add somebody"), ("account_list", "Accounts")]
)
def test_pages_speak_english_too(client, admin, name, heading):
    client.cookies["django_language"] = "en"
    assert f"<h1>{heading}</h1>" in client.get(url(name)).content.decode()
