"""A report as an official paper: its text with the figures put in, and the statistics annex."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cchc.documents.layout import (
    Annex,
    Block,
    Bullet,
    Cell,
    Column,
    Heading,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
    cells,
)

from . import text
from .outline import AnnexForm, FigureSpec, FormRow, ReportForm, SectionSpec
from .values import Value, Values, printed

BLANK = "……"
_COLUMNS = (Column(1.3, "center"), Column(8), Column(2.6, "center"), Column(2.2, "right"), Column(3))
_HEADER = (cells("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú"),)


@dataclass(frozen=True)
class Frame:
    """What the paper says around the text: who reports to whom, for when, under what number, and who signs."""

    parent: str
    issuer: str
    symbol: str
    place: str
    year: int
    as_of: date
    words: Mapping[str, str]
    number: str = ""
    day: date | None = None
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signature: Signature | None = None
    mark: str = ""


def paper(
    form: ReportForm, frame: Frame, texts: Mapping[str, str], values: Values, further: tuple[Annex, ...] = ()
) -> Paper:
    """The whole paper; `further` annexes follow the statistics."""
    blocks: list[Block] = [*_lines(form, form.opening, frame, values)]
    for section in form.sections:
        blocks += section_blocks(form, section, texts, frame, values)
    blocks += _lines(form, form.closing, frame, values)
    return Paper(
        parent=frame.parent,
        issuer=frame.issuer,
        symbol=frame.symbol,
        place=frame.place,
        year=frame.year,
        number=frame.number,
        day=frame.day,
        kind=form.kind,
        title=worded(form.title, frame.words),
        addressees=frame.addressees,
        blocks=tuple(blocks),
        signature=frame.signature,
        recipients=frame.recipients,
        annexes=(statistics(form, frame, values, numbered=bool(further)), *further),
        mark=frame.mark,
    )


def section_blocks(
    form: ReportForm, section: SectionSpec, texts: Mapping[str, str], frame: Frame, values: Values
) -> list[Block]:
    """A section as it is printed: heading and text; an optional section without text is left out."""
    written = texts.get(section.key, "")
    if section.optional and not written.strip():
        return []
    level = section.level if section.level in (1, 2) else 3
    return [Heading(level, section.label, section.title.vi), *_lines(form, written, frame, values)]  # type: ignore[arg-type]


def _lines(form: ReportForm, written: str, frame: Frame, values: Values) -> list[Block]:
    return [_block(form, line, frame, values) for line in text.parse(written)]


def _block(form: ReportForm, line: text.Line, frame: Frame, values: Values) -> Block:
    made: list[Run] = []
    for piece in line.pieces:
        if piece.note and made:
            last = made.pop()
            made.append(Run(last.text, figure=last.figure, note=piece.note))
        elif piece.note:
            made.append(Run("", note=piece.note))
        elif piece.key in frame.words:
            made.append(Run(frame.words[piece.key]))
        elif piece.key:
            made.append(_figure_run(form, piece.key, values))
        else:
            made.append(Run(piece.text))
    if line.level == 0:
        return Paragraph(tuple(made))
    return Bullet(tuple(made), 1 if line.level == 1 else 2)


def _figure_run(form: ReportForm, key: str, values: Values) -> Run:
    if key not in form.keys:
        return Run(f"{{{key}}}")
    value = values.get(key, Value())
    return Run(printed(form.figure(key), value.value) or BLANK, figure=key)


def worded(whole: str, words: Mapping[str, str]) -> str:
    """A text of the form with the words of the report put in."""
    for key, word in words.items():
        whole = whole.replace(f"{{{key}}}", word)
    return whole


def statistics(form: ReportForm, frame: Frame, values: Values, *, numbered: bool = False) -> Annex:
    """The statistics annex: one table a form; a dash is no figure, nought is nought."""
    tables = tuple(_table(form, annex, frame, values) for annex in form.forms)
    title = f"Biểu mẫu thống kê số liệu báo cáo cải cách hành chính {frame.words['period']}"
    return Annex("Phụ lục I" if numbered else "Phụ lục", title, tables, note=f"Kèm theo Báo cáo của {frame.issuer}")


def _table(form: ReportForm, annex: AnnexForm, frame: Frame, values: Values) -> Table:
    rows = tuple(_row(form, row, frame, values) for row in annex.printed)
    return Table(_COLUMNS, _HEADER, rows, caption=f"Biểu mẫu {annex.number}. {annex.title.vi}")


def _row(form: ReportForm, row: FormRow, frame: Frame, values: Values) -> tuple[Cell, ...]:
    if not row.figure:
        return cells(row.number, row.title.vi if row.title else "", "", "", "", bold=True)
    spec = form.figure(row.figure)
    value = values.get(spec.key, Value())
    return (
        *cells(row.number, (row.title or spec.name).vi, spec.unit),
        number_cell(spec, value),
        *cells(_remark(value, frame.as_of), italic=True),
    )


def number_cell(spec: FigureSpec, value: Value) -> Cell:
    """The figure as a cell that a workbook can reckon with."""
    shown = printed(spec, value.value, sign=False)
    decimals = len(shown.partition(",")[2])
    return Cell((Run(shown or "-", figure=spec.key),), value=value.value, decimals=decimals)


def _remark(value: Value, as_of: date) -> str:
    parts = ["số ước"] if value.estimate else []
    if value.value is not None and value.as_of and value.as_of != as_of:
        parts.append(f"đến {value.as_of:%d/%m/%Y}")
    return ", ".join(parts)
