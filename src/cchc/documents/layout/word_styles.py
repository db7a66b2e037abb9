"""The styles of the editable paper: real Word styles, so that the office can change a whole paper at one place."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FACE = "Times New Roman"
INDENT = Mm(12.7)
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
# Name, size in points, bold, italic, alignment, space before and after in points.
_OWN = (
    ("Khung", 13, False, False, "center", 0, 0),
    ("Tên loại", 14, True, False, "center", 0, 0),
    ("Kính gửi", 14, False, False, "center", 6, 6),
    ("Căn cứ", 14, False, True, "justify", 6, 0),
    ("Gạch đầu dòng", 14, False, False, "justify", 6, 0),
    ("Chức vụ", 14, True, False, "center", 0, 0),
    ("Nơi nhận", 11, False, False, "left", 0, 0),
    ("Tên bảng", 14, True, False, "center", 12, 6),
    ("Ô bảng", 12, False, False, "left", 2, 2),
    ("Chú thích", 10, False, False, "justify", 0, 2),
)


def set_up(document: Any) -> None:
    """Normal, the headings and our own styles, all in one face and black, and Vietnamese as the language."""
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for lang in defaults.findall(qn("w:lang")):
        for attribute in ("w:val", "w:eastAsia"):
            lang.set(qn(attribute), "vi-VN")
    _shape(styles["Normal"], 14, bold=False, italic=False, align="justify", before=6, after=0)
    styles["Normal"].paragraph_format.line_spacing = 1.1
    styles["Normal"].paragraph_format.widow_control = True
    for name in ("Header", "Footer"):
        _shape(styles[name], 13, bold=False, italic=False, align="center", before=0, after=0)
    for name in HEADINGS:
        _shape(styles[name], 14, bold=name != HEADINGS[2], italic=False, align="left", before=6, after=0)
        styles[name].paragraph_format.first_line_indent = INDENT
        styles[name].paragraph_format.keep_with_next = True
        styles[name].font.all_caps = False
    for name, size, bold, italic, align, before, after in _OWN:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.quick_style = True
        _shape(style, size, bold=bold, italic=italic, align=align, before=before, after=after)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    for name in ("Căn cứ", "Gạch đầu dòng"):
        styles[name].paragraph_format.first_line_indent = INDENT
        styles[name].paragraph_format.line_spacing = 1.1
    styles["Tên bảng"].paragraph_format.keep_with_next = True


def _shape(style: Any, size: int, *, bold: bool, italic: bool, align: str, before: int, after: int) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic, font.color.rgb = FACE, Pt(size), bold, italic, RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    for attribute in ("w:eastAsia", "w:cs"):
        fonts.set(qn(attribute), FACE)
    shape = style.paragraph_format
    shape.alignment, shape.space_before, shape.space_after = ALIGN[align], Pt(before), Pt(after)


def border(paragraph: Any, *sides: str) -> None:
    """A thin black line on the named sides ("top", "bottom", "left", "right") of the paragraph."""
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            line = OxmlElement(f"w:{side}")
            for attribute, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
                line.set(qn(f"w:{attribute}"), value)
            borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )
