import contextlib
import unicodedata

import pytest

from cchc.reading import read as read_whole
from cchc.reading.blocks import Table
from cchc.reading.errors import Unreadable
from cchc.reading.sources import load
from cchc.reading.sources.docx.numbering import format_number
from cchc.reading.testing import archive, cell, docx, level, numbered, paragraph, table, texts

FIVE = (
    level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "lowerLetter", "%3)")
    + level(3, "bullet", "-")
)


def numbering(*abstracts, nums):
    """Definitions and the lists that use them: {numId: (abstract, overrides)}."""
    defined = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{inside}</w:abstractNum>' for n, inside in enumerate(abstracts)
    )
    used = "".join(
        f'<w:num w:numId="{num}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'
        for num, (abstract, overrides) in nums.items()
    )
    return defined + used


def read(body, **parts):
    return load(docx(body, **parts), "ke-hoach.docx")


def test_automatic_numbers_are_counted_as_word_counts_them():
    body = (
        numbered("Mục đích", 1)
        + numbered("Yêu cầu", 1, 1)
        + numbered("Rõ người", 1, 2)
        + numbered("Rõ việc", 1, 2)
        + numbered("gạch đầu dòng", 1, 3)
        + numbered("Kinh phí", 1, 1)
        + numbered("Rõ nguồn", 1, 2)
        + numbered("Nhiệm vụ", 1)
        + numbered("Thể chế", 1, 1)
    )
    found = read(body, numbering=numbering(FIVE, nums={1: (0, "")}))
    assert texts(found.blocks) == [
        "I. Mục đích",
        "1. Yêu cầu",
        "a) Rõ người",
        "b) Rõ việc",
        "- gạch đầu dòng",
        "2. Kinh phí",
        "a) Rõ nguồn",
        "II. Nhiệm vụ",
        "1. Thể chế",
    ]


def test_lists_with_one_definition_go_on_and_a_start_override_begins_anew():
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    parts = numbering(level(0, "decimal", "%1."), nums={1: (0, ""), 2: (0, ""), 3: (0, restart)})
    body = "".join(numbered("x", number) for number in (1, 1, 2, 3, 3, 1))
    assert [block.label for block in read(body, numbering=parts).blocks] == ["1.", "2.", "3.", "1.", "2.", "3."]


def test_a_level_of_its_own_replaces_the_definition():
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "(%1)", start=3)}</w:lvlOverride>'
    found = read(numbered("x", 1) + numbered("x", 1), numbering=numbering(FIVE, nums={1: (0, own)}))
    assert [block.label for block in found.blocks] == ["(c)", "(d)"]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [(None, ["1.1", "1.2", "2.1"]), (0, ["1.1", "1.2", "2.3"])],
)
def test_a_level_restarts_unless_it_says_never(restart, expected):
    extra = "" if restart is None else f'<w:lvlRestart w:val="{restart}"/>'
    parts = numbering(level(0, "decimal", "%1") + level(1, "decimal", "%1.%2", extra=extra), nums={1: (0, "")})
    body = numbered("a", 1) + numbered("b", 1, 1) * 2 + numbered("c", 1) + numbered("d", 1, 1)
    labels = [block.label for block in read(body, numbering=parts).blocks]
    assert [label for label in labels if "." in label] == expected


def test_legal_numbering_shows_roman_parents_as_figures():
    parts = numbering(
        level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2.", extra="<w:isLgl/>"), nums={1: (0, "")}
    )
    found = read(numbered("a", 1) * 2 + numbered("b", 1, 1), numbering=parts)
    assert [block.label for block in found.blocks] == ["I.", "II.", "2.1."]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (4, "lowerLetter", "d"),
        (5, "lowerLetter", "e"),
        (27, "lowerLetter", "aa"),
        (53, "upperLetter", "AAA"),
        (14, "upperRoman", "XIV"),
        (9, "lowerRoman", "ix"),
        (3, "decimalZero", "03"),
        (4000, "upperRoman", "4000"),
        (7, "none", ""),
    ],
)
def test_numbers_print_in_every_form(number, form, printed):
    assert format_number(number, form) == printed


def test_bullets_of_symbol_fonts_become_characters():
    parts = numbering(level(0, "bullet", "\uf0b7") + level(1, "bullet", "\uf0d8"), nums={1: (0, "")})
    found = read(numbered("x", 1) + numbered("y", 1, 1), numbering=parts)
    assert [block.label for block in found.blocks] == ["•", "➢"]


def test_numbers_come_by_style_and_a_paragraph_can_refuse_them():
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr>'
        '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:name w:val="heading 2"/><w:pPr>'
        '<w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    tied = level(0, "upperRoman", "%1.", extra='<w:pStyle w:val="H1"/>') + level(
        1, "decimal", "%2.", extra='<w:pStyle w:val="H2"/>'
    )
    body = (
        paragraph("Mục tiêu", properties='<w:pStyle w:val="H1"/>')
        + paragraph("Thể chế", properties='<w:pStyle w:val="H2"/>')
        + paragraph("Không số", properties='<w:pStyle w:val="H2"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    found = read(body, styles=styles, numbering=numbering(tied, nums={1: (0, "")})).blocks
    assert texts(found) == ["I. Mục tiêu", "1. Thể chế", "Không số"]
    assert [block.heading for block in found] == [1, 2, 2]


def test_a_list_style_leads_to_its_definition():
    styles = (
        '<w:style w:type="numbering" w:styleId="Ds"><w:name w:val="Ds"/><w:pPr>'
        '<w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:style>'
    )
    parts = numbering('<w:numStyleLink w:val="Ds"/>', level(0, "decimal", "%1/"), nums={1: (0, ""), 9: (1, "")})
    assert texts(read(numbered("x", 1), styles=styles, numbering=parts).blocks) == ["1/ x"]


def test_the_number_column_of_a_table_is_counted():
    parts = numbering(level(0, "decimal", "%1"), nums={1: (0, "")})
    number = f"<w:tc><w:tcPr/>{numbered('', 1)}</w:tc>"
    (grid,) = read(table(number + cell("Rà soát"), number + cell("Công bố")), numbering=parts).blocks
    assert grid.rows == (("1", "Rà soát"), ("2", "Công bố"))


def test_look_comes_from_the_run_the_style_and_what_it_is_based_on():
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:basedOn w:val="N"/><w:name w:val="T"/>'
        '<w:pPr><w:jc w:val="center"/></w:pPr>'
        "<w:rPr><w:b/><w:caps/></w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="U"><w:basedOn w:val="T"/><w:name w:val="U"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="L"><w:basedOn w:val="L"/><w:name w:val="L"/></w:style>'
    )
    title, plain, looped = read(
        paragraph("kế hoạch", properties='<w:pStyle w:val="U"/>')
        + paragraph("thường", properties='<w:pStyle w:val="U"/>', run='<w:b w:val="0"/><w:caps w:val="false"/><w:i/>')
        + paragraph("vòng", properties='<w:pStyle w:val="L"/>'),
        styles=styles,
    ).blocks
    assert (title.text, title.bold, title.centred) == ("KẾ HOẠCH", True, True)
    assert (plain.text, plain.bold, plain.italic) == ("thường", False, True)
    assert looped.text == "vòng"


def test_merged_cells_make_a_rectangle():
    (grid,) = read(
        table(
            cell("STT", '<w:vMerge w:val="restart"/>') + cell("Kết quả", '<w:gridSpan w:val="2"/>'),
            cell("bỏ qua", "<w:vMerge/>") + cell("Chủ trì") + cell("Phối hợp"),
            '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
            + cell("Văn phòng Sở")
            + cell("các phòng\nThanh tra")
            + "</w:tr>",
        )
    ).blocks
    assert grid.rows == (
        ("STT", "Kết quả", ""),
        ("", "Chủ trì", "Phối hợp"),
        ("", "Văn phòng Sở", "các phòng\nThanh tra"),
    )
    assert grid.merged == {(0, 2), (1, 0)}
    assert grid.ruled


def test_places_that_no_row_uses_are_left_out():
    wide = '<w:gridSpan w:val="3"/>'
    (grid,) = read(table(cell("a", wide) + cell("b"), cell("c", wide) + cell("d"), cell("", wide) + cell("e"))).blocks
    assert grid.rows == (("a", "b"), ("c", "d"), ("", "e"))


def test_a_table_in_a_cell_becomes_its_lines_and_a_frame_is_dropped():
    inner = table(cell("1") + cell("Rà soát"), cell("2") + cell("Công bố"))
    outer = table(f"<w:tc><w:tcPr/>{paragraph('Phụ lục')}{inner}</w:tc>" + cell("x"))
    frame = table(f"<w:tc><w:tcPr/>{inner}{paragraph('')}</w:tc>")
    assert read(outer).blocks[0].rows == (("Phụ lục\n1 Rà soát\n2 Công bố", "x"),)
    assert [block.rows for block in read(frame).blocks] == [(("1", "Rà soát"), ("2", "Công bố"))]


def test_a_table_without_lines_says_so():
    (grid,) = read(table(cell("SỞ CÔNG THƯƠNG") + cell("CỘNG HÒA"), ruled=False)).blocks
    assert not grid.ruled


def test_footnotes_stay_out_of_sentences_and_are_kept():
    body = (
        '<w:p><w:r><w:t>Theo kế hoạch</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r><w:r>'
        "<w:t>, các phòng</w:t></w:r>"
        '<w:r><w:endnoteReference w:id="1"/></w:r></w:p>'
    )
    found = read(
        body,
        footnotes='<w:footnote w:type="separator" w:id="0"/>'
        f'<w:footnote w:id="5">{paragraph("Đã ban hành")}</w:footnote>',
        endnotes=f'<w:endnote w:id="1">{paragraph("Cuối")}</w:endnote>',
        header1=paragraph("đầu trang"),
        footer1=paragraph("chân trang"),
    )
    assert texts(found.blocks) == ["Theo kế hoạch, các phòng"]
    assert [(note.label, note.text) for note in found.notes] == [("1", "Đã ban hành"), ("2", "Cuối")]


def test_what_a_footnote_cites_is_cited_with_its_place_in_the_text():
    body = paragraph("KẾ HOẠCH") + (
        '<w:p><w:r><w:t>Thực hiện chỉ đạo của tỉnh</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r>'
        "<w:r><w:t>, Sở lập kế hoạch.</w:t></w:r></w:p>"
    )
    notes = f'<w:footnote w:id="5">{paragraph("Công văn số 88/VPUB-TH ngày 05/02/2026; giảm 25% số vụ.")}</w:footnote>'
    reading = read_whole(docx(body, footnotes=notes), "a.docx")
    (cited,) = reading.citations
    assert (cited.number, cited.kind, cited.date.isoformat()) == ("88/VPUB-TH", "letter", "2026-02-05")
    assert reading.text[cited.span.start : cited.span.end] == "88/VPUB-TH"
    assert reading.measures == ()


def test_accepted_changes_are_read():
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Trước </w:t></w:r><w:del><w:r><w:delText>ngày 15</w:delText></w:r></w:del>'
        "<w:ins><w:r><w:t>ngày 25</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t> hằng tháng</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>nối </w:t></w:r></w:p>"
        "<w:p><w:r><w:t>liền</w:t></w:r></w:p>"
        + table("<w:tr><w:trPr><w:del/></w:trPr>" + cell("bỏ") + "</w:tr>", cell("giữ"))
    )
    found = read(body)
    assert texts(found.blocks) == ["Trước ngày 25 hằng tháng", "nối liền"]
    assert found.blocks[-1].rows == (("giữ",),)
    assert "track changes" in found.warnings[0]


def test_runs_give_what_prints():
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        "<w:r><w:t>mã</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Điều 3</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<w:r><w:tab/><w:t>khoản</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>"
        '<w:hyperlink><w:r><w:t xml:space="preserve"> tại cổng</w:t></w:r></w:hyperlink>'
        "<w:fldSimple><w:r><w:t>, mục 2</w:t></w:r></w:fldSimple>"
        "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>"
        "<w:r><w:t> số</w:t><w:softHyphen/><w:t>hóa</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>'
    )
    assert texts(read(body).blocks) == ["Điều 3 khoản-1 tại cổng, mục 2 sốhóa☑a+b"]


def test_content_controls_tables_of_contents_and_text_boxes():
    box = f"<w:txbxContent>{paragraph('DỰ THẢO')}</w:txbxContent>"
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('trong khung')}</w:sdtContent></w:sdt>"
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph('I. MỤC ĐÍCH 2')}</w:sdtContent></w:sdt>"
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>" + box + "</wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox>" + box + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>Sở Công Thương</w:t></w:r></w:p>"
    )
    assert texts(read(body).blocks) == ["trong khung", "Sở Công Thương", "DỰ THẢO"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("rà soát các", "thủ tục", ["rà soát các thủ tục"]),
        ("Nhiệm vụ:", "- Rà soát", ["Nhiệm vụ:", "- Rà soát"]),
        ("công bố;", "niêm yết", ["công bố;", "niêm yết"]),
        ("năm 2026", "1. Mục tiêu", ["năm 2026", "1. Mục tiêu"]),
    ],
)
def test_a_line_break_parts_items_and_not_sentences(before, after, expected):
    body = f"<w:p><w:r><w:t>{before}</w:t><w:br/><w:t>{after}</w:t></w:r></w:p>"
    assert texts(read(body).blocks) == expected


def test_pages_are_those_of_the_last_layout_and_a_broken_row_counts_once():
    mark = "<w:r><w:lastRenderedPageBreak/></w:r>"
    broken = f"<w:tc><w:tcPr/><w:p>{mark}<w:r><w:t>x</w:t></w:r></w:p></w:tc>"
    body = paragraph("một") + f"<w:p>{mark}<w:r><w:t>hai</w:t></w:r></w:p>" + table(broken * 3) + paragraph("ba")
    found = read(body)
    assert [block.page for block in found.blocks] == [1, 2, 2, 3]
    assert found.pages == 3
    assert read(paragraph("không trang")).blocks[0].page is None


def test_text_is_composed_and_single_spaced():
    decomposed = unicodedata.normalize("NFD", "Kế  hoạch")
    assert texts(read(paragraph(f" {decomposed}\u00a0\u200b2026 ")).blocks) == ["Kế hoạch 2026"]


@pytest.mark.parametrize(
    ("font", "typed", "expected"),
    [
        (".VnTime", "KÕ ho¹ch c¶i c¸ch", "Kế hoạch cải cách"),
        (".VnTimeH", "kÕ ho¹ch", "KẾ HOẠCH"),
        ("VNI-Times", "Keá hoaïch", "Kế hoạch"),
        (".VnTime", "Kế hoạch đã là Unicode", "Kế hoạch đã là Unicode"),
        ("Times New Roman", "ho¹ch", "ho¹ch"),
    ],
)
def test_old_fonts_are_read_by_their_own_code_page(font, typed, expected):
    found = read(paragraph(typed, run=f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'))
    assert texts(found.blocks) == [expected]


def test_the_strict_dialect_is_read():
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    assert texts(load(docx(paragraph("Kế hoạch"), namespaces=strict), "a.docx").blocks) == ["Kế hoạch"]


def test_macros_are_named_and_left_alone():
    found = read(paragraph("x"), raw={"word/vbaProject.bin": b"\x00"})
    assert "macro" in found.warnings[0]


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"word/document.xml": ENTITIES + b"<w:document xmlns:w='w'>&b;</w:document>"}, "unsafe"),
        ({"word/styles.xml": ENTITIES + b"<w:styles xmlns:w='w'>&b;</w:styles>"}, "unsafe"),
        ({"word/document.xml": b"<w:document"}, "damaged"),
        ({"word/document.xml": b"<w:document xmlns:w='w'>" + b" " * (6 * 2**20) + b"</w:document>"}, "bomb"),
    ],
)
def test_hostile_and_broken_parts_are_refused(raw, code):
    with pytest.raises(Unreadable) as refused:
        read(paragraph("x"), raw=raw)
    assert refused.value.code == code


def test_external_entities_are_never_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    hostile = f'<!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]><w:document xmlns:w="w">&s;</w:document>'
    with pytest.raises(Unreadable):
        read("", raw={"word/document.xml": hostile.encode("utf-16")})


def test_a_missing_styles_part_does_not_stop_reading():
    found = load(docx(paragraph("Kế hoạch"), raw={"word/styles.xml": b"<broken"}), "a.docx")
    assert texts(found.blocks) == ["Kế hoạch"]


def test_deep_nesting_ends_in_a_sentence_or_is_read():
    nested = paragraph("đáy")
    for _ in range(120):
        nested = table(f"<w:tc><w:tcPr/>{nested}</w:tc>" + cell("x"))
    with contextlib.suppress(Unreadable):
        assert isinstance(read(nested).blocks[0], Table)


def test_an_archive_of_no_document_is_told_apart():
    with pytest.raises(Unreadable) as refused:
        load(archive({"a.txt": b"x"}), "a.docx")
    assert refused.value.code == "unsupported"


BOX = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"


@pytest.mark.parametrize(
    "inside",
    [
        "<w:p><w:r><w:t>Rà soát</w:t></w:r></w:p>",
        "<w:p/>",
        numbered("Rà soát", 1),
        numbered("", 1),
        "<w:p><w:r><w:t>1. Rà soát.</w:t><w:br/><w:t>2. Số hóa</w:t></w:r></w:p>",
        f"<w:p><w:r><w:t>Kho</w:t></w:r>{BOX.format(paragraph('Ngoài trời'))}</w:p>",
        "<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>kho</w:t></w:r><w:del><w:r><w:t>cũ</w:t></w:r></w:del></w:p>",
    ],
)
def test_a_cell_with_one_paragraph_says_what_it_says_with_an_empty_one_below(inside):
    def said(more: str) -> tuple[tuple[str, ...], ...]:
        cells = f"<w:tc>{inside}{more}</w:tc>" + cell("b")
        found = read(table(cells, cell("c") + cell("d")), numbering=numbering(FIVE, nums={1: (0, "")})).blocks
        return next(block.rows for block in found if isinstance(block, Table))

    assert said("") == said("<w:p/>")
