from cchc.reading.blocks import Paragraph, Table
from cchc.reading.sources import load
from cchc.reading.testing import texts

PAGE = """<!DOCTYPE html><html><head><title>bỏ</title><style>p{}</style></head><body>
<nav>Trang chủ</nav><h2>I. MỤC TIÊU</h2><p style="text-align: center"><b>Kế hoạch</b></p>
<p>Đạt <i>tối thiểu</i>
 90%</p><ul><li>Một</li><li><p>Hai</p></li></ul><ol type="a" start="3"><li>Ba</li><li>Bốn</li></ol>
<script>alert(1)</script><p hidden>ẩn</p><div style="display:none">ẩn</div>dòng<br>sau
<table border="1"><thead><tr><th rowspan="2">STT</th><th colspan="2">Đơn vị</th></tr></thead>
<tr><td>Chủ trì</td><td>Phối hợp</td></tr><tr><td>1</td><td><p>Văn phòng</p><p>Thanh tra</p></td><td></td></tr></table>
</body></html>"""


def test_html_gives_paragraphs_lists_headings_and_tables():
    found = load(PAGE.encode(), "trang.htm")
    assert texts(found.blocks) == [
        "I. MỤC TIÊU",
        "Kế hoạch",
        "Đạt tối thiểu 90%",
        "- Một",
        "- Hai",
        "c) Ba",
        "d) Bốn",
        "dòng",
        "sau",
    ]
    heading, title = found.blocks[:2]
    assert isinstance(heading, Paragraph)
    assert heading.heading == 2
    assert isinstance(title, Paragraph)
    assert (title.bold, title.centred) == (True, True)


def test_spans_of_html_tables_make_a_rectangle():
    grid = load(PAGE.encode(), "a.html").blocks[-1]
    assert isinstance(grid, Table)
    assert grid.rows == (("STT", "Đơn vị", ""), ("", "Chủ trì", "Phối hợp"), ("1", "Văn phòng\nThanh tra", ""))
    assert grid.merged == {(0, 2), (1, 0)}


def test_the_page_says_its_own_encoding():
    text = "Thủ tục".replace("ủ", "u\u0309").replace("ụ", "u\u0323")
    page = f'<html><head><meta charset="windows-1258"></head><body><p>{text}</p></body></html>'.encode("cp1258")
    assert texts(load(page, "a.html").blocks) == ["Thủ tục"]


def test_spans_as_large_as_a_bomb_are_cut():
    page = "<table>" + '<tr><td colspan="9999" rowspan="9999">x</td></tr>' * 50 + "</table>"
    grid = load(page.encode(), "a.html").blocks[0]
    assert isinstance(grid, Table)
    assert len(grid.rows) == 50
