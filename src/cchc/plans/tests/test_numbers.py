"""A plan of one's own takes its number from the book; another body's paper keeps the number it came with."""

from datetime import UTC, date, datetime

import pytest

from cchc.common import actions as books
from cchc.common.errors import Refused
from cchc.common.models import TakenNumber
from cchc.common.number_forms import NumberForm
from cchc.organisation import testing as organisation
from cchc.plans import actions
from cchc.plans.testing import make_plan

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
FORM = NumberForm(date(2020, 3, 5), "{number}/{kind}-SCT", 2, "Nghị định 30/2020/NĐ-CP")


@pytest.fixture
def office():
    return organisation.make_account(organisation.make_agency(), ["office"])


@pytest.fixture
def book(office):
    facts = {"name": "Sổ kế hoạch", "kinds": ["KH", "CTr"], "every": "year", "form": FORM}
    return books.open_book(agency_id=office.agency_id, by=office, at=AT, **facts)


def draft(office, **changes):
    facts = {"title": "Kế hoạch cải cách hành chính năm 2026", "first_year": 2026, "last_year": 2026}
    return actions.create_plan(by=office, at=AT, **facts | changes)


def test_a_plan_takes_a_number_of_its_kind_and_is_found_by_it(office, book):
    plan = draft(office)
    assert actions.take_plan_number(plan=plan, by=office, at=AT).text == "01/KH-SCT"
    plan.refresh_from_db()
    assert (plan.number, plan.issued_on) == ("01/KH-SCT", date(2026, 3, 2))
    assert plan.folded.startswith("01/kh-sct ")
    assert actions.take_plan_number(plan=draft(office, kind="programme"), by=office, at=AT).text == "02/CTr-SCT"
    with pytest.raises(Refused):
        actions.take_plan_number(plan=plan, by=office, at=AT)


def test_the_number_that_was_taken_is_not_typed_over_nor_typed_elsewhere(office, book):
    plan, other = draft(office), draft(office, title="Kế hoạch khác")
    taken = actions.take_plan_number(plan=plan, by=office, at=AT)
    plan.refresh_from_db()
    with pytest.raises(Refused, match="hủy số đó trong sổ"):
        actions.edit_plan(plan=plan, by=office, at=AT, number="05/KH-SCT")
    with pytest.raises(Refused, match="đã cấp cho"):
        actions.edit_plan(plan=other, by=office, at=AT, number="01/KH-SCT")
    assert actions.edit_plan(plan=other, by=office, at=AT, number="77/KH-UBND").number == "77/KH-UBND"
    books.void_number(taken=taken, reason="Lấy nhầm", by=office, at=AT)
    with pytest.raises(Refused, match="đã hủy"):
        actions.edit_plan(plan=other, by=office, at=AT, number="01/KH-SCT")


def test_a_draft_that_is_thrown_away_voids_its_number(office, book):
    plan = draft(office)
    actions.take_plan_number(plan=plan, by=office, at=AT)
    actions.discard_draft(plan=plan, by=office, at=AT, reason="Không làm nữa")
    assert "Bỏ kế hoạch" in TakenNumber.objects.get().void_reason


def test_the_page_offers_the_book_and_a_living_plan_is_refused(office, book, client):
    plan = draft(office)
    client.force_login(office)
    assert "Lấy số từ sổ “Sổ kế hoạch”" in client.get(f"/ke-hoach/{plan.pk}/").content.decode()
    assert "Đã lấy số 01/KH-SCT." in client.post(f"/ke-hoach/{plan.pk}/lay-so/", follow=True).content.decode()
    living = make_plan(office)
    assert "Chỉ lấy số cho kế hoạch đang chuẩn bị" in client.post(
        f"/ke-hoach/{living.pk}/lay-so/", follow=True
    ).content.decode()  # fmt: skip
    client.force_login(organisation.make_account(office.agency, ["officer"]))
    assert client.post(f"/ke-hoach/{plan.pk}/lay-so/").status_code == 403
