"""Titles printed in capitals, and the names in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.plans.rules.titles import readable_title

NAMES = ("Sở Công Thương tỉnh Minh Giang", "Chi cục Quản lý thị trường")


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("KẾ HOẠCH Cải cách hành chính năm 2026", "Kế hoạch cải cách hành chính năm 2026"),
        ("KẾ HOẠCH  Tuyên truyền cải cách của Sở Công Thương", "Kế hoạch tuyên truyền cải cách của Sở Công Thương"),
        ("CHƯƠNG TRÌNH HÀNH ĐỘNG Thực hiện Nghị quyết số 5", "Chương trình hành động thực hiện Nghị quyết số 5"),
        ("KẾ HOẠCH CCHC năm 2026", "Kế hoạch CCHC năm 2026"),
        ("KẾ HOẠCH Chi cục Quản lý thị trường năm 2026", "Kế hoạch Chi cục Quản lý thị trường năm 2026"),
        (
            "CHƯƠNG TRÌNH CẢI CÁCH HÀNH CHÍNH CỦA SỞ CÔNG THƯƠNG TỈNH KHÁNH HÒA",
            "Chương trình cải cách hành chính của Sở Công Thương tỉnh Khánh Hòa",
        ),
        ("KẾ HOẠCH CCHC CỦA SỞ CÔNG THƯƠNG TỈNH KHÁNH HOÀ", "Kế hoạch CCHC của Sở Công Thương tỉnh Khánh Hoà"),
        ("KẾ HOẠCH CẢI CÁCH TỈNH MINH GIANG QUÝ III NĂM 2026", "Kế hoạch cải cách tỉnh Minh Giang quý III năm 2026"),
        (
            "KẾ HOẠCH THỰC HIỆN NGHỊ QUYẾT SỐ 76/NQ-CP CỦA CHÍNH PHỦ GIAI ĐOẠN 2026-2030",
            "Kế hoạch thực hiện Nghị quyết số 76/NQ-CP của Chính phủ giai đoạn 2026-2030",
        ),
        ("KẾ HOẠCH NÂNG CAO NĂNG LỰC CÁN BỘ PHỤ TRÁCH", "Kế hoạch nâng cao năng lực cán bộ phụ trách"),
        ("KẾ HOẠCH SẮP XẾP TỔ CHỨC BỘ MÁY CỦA TỈNH NĂM 2026", "Kế hoạch sắp xếp tổ chức bộ máy của tỉnh năm 2026"),
        # a name that nobody told us: as printed
        ("KẾ HOẠCH CẢI CÁCH CỦA HUYỆN SÔNG XANH NĂM 2026", "KẾ HOẠCH CẢI CÁCH CỦA HUYỆN SÔNG XANH NĂM 2026"),
        ("KẾ HOẠCH CẢI CÁCH CỦA SỞ SÔNG NƯỚC", "KẾ HOẠCH CẢI CÁCH CỦA SỞ SÔNG NƯỚC"),
        # nothing to undo
        ("Kế hoạch cải cách hành chính năm 2026", "Kế hoạch cải cách hành chính năm 2026"),
        ("Về việc thực hiện KẾ HOẠCH năm 2026", "Về việc thực hiện KẾ HOẠCH năm 2026"),
        ("CCHC 2026", "CCHC 2026"),
        ("", ""),
    ],
)
def test_a_title_reads_as_a_sentence_with_its_names(printed, read):
    assert readable_title(printed, NAMES) == read


@given(st.text(max_size=80))
def test_a_title_never_loses_or_gains_a_letter(text):
    def letters(words):
        return "".join(words.split()).casefold()

    assert letters(readable_title(text)) == letters(text)


@given(st.sampled_from(["KẾ HOẠCH", "CHƯƠNG TRÌNH"]), st.text(alphabet="ABCĐÊ ƯTN 26/-", max_size=40))
def test_a_title_once_read_stays_as_it_is(kind, rest):
    once = readable_title(f"{kind} {rest}")
    assert readable_title(once) == once
