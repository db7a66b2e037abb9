from datetime import UTC, date, datetime

import pytest

from cchc.common import actions
from cchc.common.models import NumberBook, TakenNumber
from cchc.common.number_forms import NumberForm
from cchc.organisation import testing
from cchc.plans.actions import create_plan, take_plan_number

AT = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
FORM = NumberForm(date(2020, 3, 5), "{number}/{kind}-SCT", 2, "Nghị định 30/2020/NĐ-CP, Điều 15")
pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    account = testing.make_account(testing.make_agency(), ["office"])
    client.force_login(account)
    return account


def make_book(by, kinds=("KH",), name="Sổ kế hoạch"):
    facts = {"name": name, "kinds": kinds, "every": "year", "form": FORM}
    return actions.open_book(agency_id=by.agency_id, by=by, at=AT, **facts)


def take(book, by, subject="Kế hoạch kiểm tra"):
    return actions.take_number(book=book, on=date.today(), kind="KH", subject=subject, by=by, at=AT)


def text(answer):
    return answer.content.decode()


def test_without_a_book_the_page_says_what_one_is_and_offers_to_open_it(office, client):
    page = text(client.get("/so-van-ban/"))
    assert "Chưa có sổ nào" in page
    assert "/so-van-ban/mo/" in page


@pytest.mark.parametrize(
    ("code", "template"),
    [("papers", "{number}/{kind}-SCT"), ("letters", "{number}/SCT"), ("dossiers", "-{day}-{number}")],
)
def test_a_book_is_opened_from_a_form_that_is_carried(office, client, code, template):
    page = client.get(f"/so-van-ban/mo/?mau={code}")
    form = page.context["form"]
    assert template in form["template"].value()
    sent = {name: form[name].value() for name in ("every", "template", "digits", "source")}
    sent |= {"since": f"{form['since'].value():%d/%m/%Y}", "name": "Sổ thử", "kinds": ["QĐ"]}
    assert "Đã lưu." in text(client.post("/so-van-ban/mo/", sent, follow=True))
    assert NumberBook.objects.get().agency_id == office.agency_id


def test_a_kind_that_another_book_numbers_is_refused_at_its_field(office, client):
    make_book(office)
    sent = {"name": "Sổ nữa", "kinds": ["KH"], "every": "year", "template": "{number}/KH", "digits": 2,
            "since": "01/01/2026", "source": "Quy chế"}  # fmt: skip
    page = text(client.post("/so-van-ban/mo/", sent))
    assert "đang lấy số ở sổ “Sổ kế hoạch”" in page


def test_a_number_is_taken_by_hand_listed_found_exported_and_voided(office, client):
    book = make_book(office)
    at = f"/so-van-ban/{book.pk}/"
    assert "01/KH-SCT" in text(client.get(at))  # the next one
    sent = {"subject": "Kế hoạch kiểm tra văn thư", "kind": "KH", "on": f"{date.today():%d/%m/%Y}"}
    assert "Đã lấy số 01/KH-SCT." in text(client.post(f"{at}lay-so/", sent, follow=True))
    assert "Kế hoạch kiểm tra văn thư" in text(client.get(f"{at}?q=kiem tra"))
    assert "01/KH-SCT" in b"".join(client.get(f"{at}?xuat=csv").streaming_content).decode()
    taken = TakenNumber.objects.get()
    page = f"/so-van-ban/so/{taken.pk}/"
    assert "Hủy số này" in text(client.get(page))
    assert client.post(page, {"reason": ""}).status_code == 200
    assert "số này không cấp lại" in text(client.post(page, {"reason": "Lấy nhầm sổ"}, follow=True))
    assert "Hủy số này" not in text(client.get(page))
    assert "Lấy nhầm sổ" in text(client.get(f"{at}?tinh-trang=huy"))
    assert "Lấy nhầm sổ" not in text(client.get(f"{at}?tinh-trang=dung"))
    assert "02/KH-SCT" in text(client.get("/so-van-ban/"))


def test_what_is_wrong_stands_at_its_field(office, client):
    book = make_book(office)
    take(book, office)
    sent = {"subject": "Kế hoạch", "kind": "KH", "on": "01/01/2020"}
    answer = client.post(f"/so-van-ban/{book.pk}/lay-so/", sent)
    assert answer.status_code == 400
    assert "chưa có mẫu số cho ngày này" in text(answer)


def test_the_first_number_the_form_and_the_end_of_a_book(office, client):
    book = make_book(office)
    at = f"/so-van-ban/{book.pk}/"
    client.post(f"{at}so-dau/", {"first": 42, "reason": "Sổ giấy đến số 41"})
    assert "42/KH-SCT" in text(client.get(at))
    how = {"template": "{number}/{kind}-SCTXD", "digits": 3, "since": f"{date.today():%d/%m/%Y}", "source": "Quy chế"}
    client.post(f"{at}mau-so/", how)
    assert "042/KH-SCTXD" in text(client.get(at))
    assert "Mẫu số phải có {number}" in text(client.post(f"{at}mau-so/", how | {"template": "KH"}))
    assert "Đã khóa sổ" in text(client.post(f"{at}khoa/", follow=True))
    assert "Lấy số bằng tay" not in text(client.get(at))


def test_a_number_leads_to_the_paper_that_bears_it(office, client):
    make_book(office)
    plan = create_plan(by=office, at=AT, title="Kế hoạch", first_year=2026, last_year=2026)
    taken = take_plan_number(plan=plan, by=office, at=AT)
    assert f"/ke-hoach/{plan.pk}/" in text(client.get(f"/so-van-ban/so/{taken.pk}/"))


def test_books_of_another_department_are_not_found(office, client):
    stranger = testing.make_account(testing.make_agency(), ["office"])
    book = make_book(stranger)
    taken = take(book, stranger, subject="Kế hoạch mật")
    assert "Sổ kế hoạch" not in text(client.get("/so-van-ban/"))
    for path in (f"{book.pk}/", f"{book.pk}/mau-so/", f"{book.pk}/so-dau/", f"so/{taken.pk}/"):
        assert client.get(f"/so-van-ban/{path}").status_code == 404
    for path in (f"{book.pk}/lay-so/", f"{book.pk}/khoa/", f"so/{taken.pk}/"):
        assert client.post(f"/so-van-ban/{path}", {"reason": "x"}).status_code == 404
    taken.refresh_from_db()
    assert taken.voided_at is None


def test_who_may_see_may_not_take_and_who_may_take_is_not_everybody(office, client):
    book = make_book(office)
    taken = take(book, office)
    client.force_login(testing.make_account(office.agency, ["director"]))
    assert "Lấy số bằng tay" not in text(client.get(f"/so-van-ban/{book.pk}/"))
    client.post(f"/so-van-ban/so/{taken.pk}/", {"reason": "Không được"})
    taken.refresh_from_db()
    assert taken.voided_at is None
    for path in (f"{book.pk}/lay-so/", f"{book.pk}/khoa/"):
        assert client.post(f"/so-van-ban/{path}").status_code == 403
    client.force_login(testing.make_account(office.agency, ["officer"]))
    assert client.get("/so-van-ban/").status_code == 403
