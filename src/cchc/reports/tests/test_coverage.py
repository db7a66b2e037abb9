"""The annex on the screen says of every row how it is fed."""

import re

import pytest
from django.urls import reverse

from cchc.indicators.catalogue import shipped
from cchc.indicators.rules import Formula
from cchc.organisation.models import Unit
from cchc.reports.coverage import Feed, coverage
from cchc.reports.figures import values_of
from cchc.reports.outline import form_of
from cchc.reports.rules.outline import SourceKind
from cchc.reports.testing import make_report

from .story import make_story, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(office):
    make_story(office)
    return make_report(office)


def page(client, office, draft, **query):
    client.force_login(office)
    answer = client.get(reverse("reports:figures", args=[draft.pk]), query)
    return re.sub(r"\s+", " ", answer.content.decode())


def test_every_row_is_fed_in_one_way_and_the_counts_add_up(draft):
    found = coverage(form_of(draft.form_code, draft.form_version), values_of(draft))
    assert found.rows == 123
    assert found.headings + sum(found.by_feed.values()) == 123
    assert (found.by_feed[Feed.PLAN], found.by_feed[Feed.AWAY], found.own) == (2, 14, 93)
    assert 0 < found.filled < found.own


def test_no_figure_rests_on_a_rank_that_is_counted_which_a_pack_could_not_recompute(draft):
    known = {definition.code: definition for definition in shipped()}
    specs = form_of(draft.form_code, draft.form_version).figures
    used = {code for spec in specs if spec.kind is SourceKind.INDICATOR for code in spec.of}
    assert used
    assert not [code for code in used if known[code].formula is Formula.RANK and known[code].counts]


def test_the_page_names_the_body_of_each_row_that_the_department_leaves_out(client, office, draft):
    text = page(client, office, draft)
    assert "Phụ lục có 123 dòng, trong đó 16 dòng đề mục. Sở phải báo cáo 93 dòng" in text
    assert "ngoài thẩm quyền của Sở: do cấp xã báo cáo" in text
    assert "Số UBND cấp xã đã kiểm tra" in text


def test_the_page_is_narrowed_to_what_is_fed_in_one_way(client, office, draft):
    text = page(client, office, draft, nguon="plan")
    assert "Số nhiệm vụ đã hoàn thành" in text
    assert "Số UBND cấp xã đã kiểm tra" not in text
    assert "Không có dòng nào lấy số theo cách này" in page(client, office, draft, nguon="counted")
    assert "123" in page(client, office, draft, nguon="khac"), "an unknown way shows all"


def test_a_counted_figure_opens_the_register_that_it_is_counted_from(client, office, draft):
    register(office, [Unit.objects.get(name="Phòng Quản lý thương mại")], number=40)
    text = page(client, office, draft, nguon="counted")
    assert "đếm từ sổ" in text
    assert "Tổng số hồ sơ TTHC đã giải quyết xong" in text
    behind = client.get(reverse("reports:figure", args=[draft.pk, "dossiers_on_time"])).content.decode()
    assert "Không có dòng nào" not in behind
    assert f"{reverse('dossiers:register')}?dem=settled_in_time&amp;tu=2026-07-01" in behind


def test_the_report_says_how_much_of_the_annex_it_fills(client, office, draft):
    client.force_login(office)
    text = re.sub(r"\s+", " ", client.get(reverse("reports:report", args=[draft.pk])).content.decode())
    assert "123 dòng; Sở phải báo cáo 93 dòng" in text
