"""The journal's pages: what was done, found without marks, verified, and nothing for the stranger."""

import ast
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from cchc.common import journal
from cchc.common.models import JournalEntry
from cchc.config.journal_actions import ACTIONS
from cchc.config.journal_words import FIELDS
from cchc.organisation import actions, testing
from cchc.organisation.models import Permission
from cchc.plans.rules.tasks import Move

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).parents[2]
AT = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)


def test_every_action_of_the_code_has_its_words():
    written = {
        action
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts
        for action in re.findall(r'action="([a-z_.]+)"', path.read_text(encoding="utf-8"))
    } - {"store_true", "append"}  # argparse has actions of its own
    moves = {f"plans.task.{move.value}" for move in Move}
    assert len(written) > 40
    assert not (written | moves) - set(ACTIONS)


def _facts():
    """The names of facts that the code writes down as they stand."""
    for path in SOURCE.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "journal.write":
                for side in node.keywords:
                    if side.arg in ("before", "after") and isinstance(side.value, ast.Dict):
                        yield from (key.value for key in side.value.keys if isinstance(key, ast.Constant))


def test_every_fact_that_the_code_names_has_its_words():
    named = set(_facts())
    assert len(named) > 15
    assert not named - set(FIELDS)


def test_a_change_of_the_calendar_names_its_days(client, office):
    facts = {"day 03/12/2026": {"kind": "holiday", "name": "Nghỉ bão"}}
    with transaction.atomic():
        journal.write(by=office, at=AT, action="calendar.change", record=None, after=facts)
    text = client.get(reverse("journal")).content.decode()
    assert "ngày trong lịch 03/12/2026: " in text
    assert "day 03/12/2026" not in text


def test_days_moments_and_rights_are_told_as_people_read_them(client, office):
    facts = {"on": "2026-12-03", "sent_at": "2026-12-03T02:30:00+00:00", "code": "2026-13-99",
             "permissions": ["plans.task.check"], "sources": [{"title": "Kế hoạch"}],
             "items": [1, None, ["x"]]}  # fmt: skip
    with transaction.atomic():
        journal.write(by=office, at=AT, action="organisation.delegate", record=None, after=facts)
    seq = JournalEntry.objects.latest("seq").seq
    text = client.get(reverse("journal_entry", args=[seq])).content.decode()
    for word in ("03/12/2026", "03/12/2026 09:30", "2026-13-99", Permission.objects.get(code="plans.task.check").name):
        assert word in text
    assert "plans.task.check" not in text
    assert "tên, tiêu đề: Kế hoạch" in client.get(reverse("journal")).content.decode()


@pytest.fixture
def office(client):
    account = testing.make_account(testing.make_agency(), ["office", "admin"], full_name="Trần Ghi Chép")
    unit = testing.make_unit(account.agency, "Phòng Đổi Tên")
    actions.rename_unit(by=account, at=AT, unit=unit, name="Phòng Tên Khác", short_name="TK", on=date(2026, 1, 1))
    client.force_login(account)
    return account


def test_the_list_says_who_did_what(client, office):
    text = client.get(reverse("journal")).content.decode()
    assert "đổi tên đơn vị" in text
    assert "Trần Ghi Chép" in text
    assert "Phòng Đổi Tên → Phòng Tên Khác" in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [({"q": "ten khac"}, 1), ({"q": "khong co"}, 0), ({"viec": "organisation.rename_unit"}, 1),
     ({"nguoi": "Trần Ghi Chép"}, 1), ({"thoi-gian": "hom-nay"}, 0)],
)  # fmt: skip
def test_the_list_is_narrowed(client, office, asked, found):
    assert client.get(reverse("journal"), asked).context["page"].found == found


def test_an_entry_shows_before_and_after(client, office):
    seq = JournalEntry.objects.latest("seq").seq
    text = client.get(reverse("journal_entry", args=[seq])).content.decode()
    assert "<del>Phòng Đổi Tên</del>" in text
    assert "<ins>Phòng Tên Khác</ins>" in text


def test_the_chain_is_verified_and_an_altered_entry_named(client, office):
    text = client.post(reverse("journal_verify"), follow=True).content.decode()
    assert "nguyên vẹn" in text
    entry = JournalEntry.objects.latest("seq")
    JournalEntry.objects.filter(seq=entry.seq).update(actor_name="Người Khác")
    text = client.post(reverse("journal_verify"), follow=True).content.decode()
    assert f"không nguyên vẹn ở 1 chỗ: nội dung mục {entry.seq} đã bị sửa" in text


def test_another_department_sees_none_of_it(client, office):
    seq = JournalEntry.objects.latest("seq").seq
    client.force_login(testing.make_account(testing.make_agency(), ["office"]))
    assert "Trần Ghi Chép" not in client.get(reverse("journal")).content.decode()
    assert client.get(reverse("journal_entry", args=[seq])).status_code == 404


def test_whoever_may_not_see_the_journal_is_refused(client, office):
    client.force_login(testing.make_account(office.agency, ["officer"], unit=testing.make_unit(office.agency)))
    assert client.get(reverse("journal")).status_code == 403
    assert client.post(reverse("journal_verify")).status_code == 403
