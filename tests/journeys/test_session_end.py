"""A session ends while a form is being typed: nothing typed is lost, and nothing is done by itself."""

import pytest
from playwright.sync_api import expect

from ..served import Served

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("served")]

PASSWORD = "mat-khau-rat-dai"
STAGE = """
import uuid
from datetime import date
from django.utils import timezone
from cchc.organisation import actions
from cchc.organisation.models import Account, Role
admin, now = Account.objects.get(username="quantri"), timezone.now()
name = f"phien.{uuid.uuid4().hex[:8]}"
person = actions.add_person(
    by=admin, at=now, agency=admin.agency, full_name="Người Gõ", status="civil_servant", code=name
)
account = actions.create_account(
    by=admin, at=now, person=person, username=name, password="mat-khau-rat-dai", issued=False
)
actions.assign_role(by=admin, at=now, account=account, role=Role.objects.get(code="admin"), unit=None,
                    started_on=date(2026, 1, 1))
print(name)
"""
IDLE = """
from datetime import timedelta
from django.utils import timezone
from cchc.organisation.models import AccountSession
AccountSession.objects.filter(account__username="{name}").update(seen_at=timezone.now() - timedelta(hours=9))
"""


@pytest.fixture
def name(served: Served) -> str:
    """An administrator of this test's own."""
    return served.manage("shell", "--no-imports", "-c", STAGE).split()[-1]


def test_what_was_typed_comes_back_after_signing_in_again(visit, served, name):
    page = visit((name, PASSWORD))
    page.goto("/to-chuc/nguoi/moi/")
    page.fill("input[name=code]", f"G-{name}")
    page.fill("input[name=full_name]", "Đỗ Thị Đang Gõ")
    page.select_option("select[name=status]", "contract")
    served.manage("shell", "--no-imports", "-c", IDLE.format(name=name))
    page.click("main form .form__end button")
    expect(page.get_by_text("được giữ lại, chưa ghi vào hệ thống")).to_be_visible()
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("form:has(input[name=password]) button[type=submit]")
    expect(page.get_by_text("được điền lại. Chưa có gì được ghi")).to_be_visible()
    expect(page.locator("input[name=full_name]")).to_have_value("Đỗ Thị Đang Gõ")
    expect(page.locator("select[name=status]")).to_have_value("contract")
    page.click("main form .form__end button")
    expect(page.get_by_role("heading", name="Người", exact=False).first).to_be_visible()
    page.goto("/to-chuc/nguoi/?q=dang+go")
    expect(page.get_by_text("Đỗ Thị Đang Gõ")).to_be_visible()
    page.goto("/to-chuc/nguoi/moi/")
    expect(page.get_by_text("được điền lại")).to_have_count(0)


def test_the_end_is_told_beforehand_and_put_off_by_a_button(visit, name):
    page = visit((name, PASSWORD))
    page.clock.install()
    page.goto("/tai-khoan-cua-toi/")
    box = page.locator("#sap-het-phien")
    expect(box).to_be_hidden()
    page.clock.run_for("07:56:00")
    expect(box.get_by_text("vì không có thao tác")).to_be_visible()
    with page.expect_response(lambda answer: "/con-lam-viec/" in answer.url and answer.status == 204):
        box.get_by_role("button", name="Tiếp tục làm việc").click()
    expect(box).to_be_hidden()
    page.clock.run_for("08:10:00")
    expect(box.get_by_text("Phiên làm việc đã kết thúc")).to_be_visible()
