"""Footnotes that only their running numbers and their marks tell."""

import pytest

from cchc.reading import read_text
from cchc.reading.blocks import Line
from cchc.reading.sources.footnotes import take

PAGED = """Căn cứ Kế hoạch của tỉnh năm 20261, Sở ban hành kế hoạch.

1 Ban hành theo Công văn số 411/VP-NC ngày
05/02/2026 của Văn phòng.
\f- Sửa kho tại các chợ 2, trước mùa mưa.

2 Giảm 25% số vụ so với năm 2025.
"""


def test_the_last_lines_of_a_page_are_notes_and_their_marks_leave_the_sentences():
    reading = read_text(PAGED)
    assert [(note.label, note.text, note.page) for note in reading.notes] == [
        ("1", "Ban hành theo Công văn số 411/VP-NC ngày 05/02/2026 của Văn phòng.", 1),
        ("2", "Giảm 25% số vụ so với năm 2025.", 2),
    ]
    assert "năm 2026, Sở" in reading.text
    assert "các chợ, trước mùa mưa" in reading.text
    assert not reading.measures


@pytest.mark.parametrize(
    "page",
    [
        ["Sở ban hành kế hoạch.", "1 Ban hành theo công văn."],  # no mark above
        ["Kế hoạch năm 20261, ban hành.", "1 ngày trước khi họp."],  # goes on in small letters
        ["Kế hoạch năm 20261, ban hành.", "1 Ban hành.", "- Rà soát quy chế."],  # an item below
        ["Kế hoạch năm 20261, ban hành.", "1. Mục tiêu"],
        ["Kế hoạch năm 20261, ban hành.", "2 Hai mươi."],  # not the next number
    ],
)
def test_other_lines_with_numbers_stay(page):
    lines = [Line(text, 1) for text in page]
    assert take(lines) == (lines, [])
