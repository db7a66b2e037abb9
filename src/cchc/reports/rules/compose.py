"""A report as an official paper: its text with the figures put in, and the statistics annex."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

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
    attached_to,
    cells,
)

from . import text
from .outline import AnnexForm, FigureSpec, FormRow, ReportForm, SectionSpec
from .values import Value, Values, difference, printed

BLANK = "……"
LONG = 5000
"""Characters of text from which on a report has a list of contents: some four pages."""
_NUMBER = Column(2.3, "right")
_FIRST, _LAST = (Column(1.4, "center"), Column(8.2), Column(2.6, "center")), Column(3.8)


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
    yearly: bool = False  # the period before is the same period last year, so that one column shows both
    corrected: Values = field(default_factory=dict)  # the figures of the version that this one corrects

    @property
    def attached(self) -> str:
        """What each annex says it goes with."""
        return attached_to(
            "Báo cáo", number=self.number, symbol=self.symbol, day=self.day, year=self.year, issuer=self.issuer
        )


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
        contents=sum(len(run.text) for block in blocks for run in getattr(block, "runs", ())) >= LONG,
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
    said = printed(form.figure(key), value.value)
    return Run(f"ước {said}" if said and value.estimate else said or BLANK, figure=key)


def worded(whole: str, words: Mapping[str, str]) -> str:
    """A text of the form with the words of the report put in."""
    for key, word in words.items():
        whole = whole.replace(f"{{{key}}}", word)
    return whole


def statistics(form: ReportForm, frame: Frame, values: Values, *, numbered: bool = False) -> Annex:
    """The statistics annex, landscape: one table a form; a dash is no figure, nought is nought."""
    tables = tuple(_table(form, annex, frame, values) for annex in form.forms)
    title = f"Biểu mẫu thống kê số liệu báo cáo cải cách hành chính {frame.words['named']}"
    return Annex("Phụ lục I" if numbered else "Phụ lục", title, tables, note=frame.attached, landscape=True)


def _table(form: ReportForm, annex: AnnexForm, frame: Frame, values: Values) -> Table:
    rows = tuple(_row(form, row, frame, values) for row in annex.printed)
    columns = (*_FIRST, *(_NUMBER for _name in _number_names(frame)), _NUMBER, _LAST)
    return Table(columns, _header(frame), rows, caption=f"Biểu mẫu {annex.number}. {annex.title.vi}")


def _number_names(frame: Frame) -> tuple[str, ...]:
    return ("Kỳ báo cáo", "Năm trước") if frame.yearly else ("Kỳ báo cáo", "Kỳ trước", "Cùng kỳ năm trước")


def _header(frame: Frame) -> tuple[tuple[Cell, ...], ...]:
    """Two rows: the figures stand together under one head."""

    def over(*texts: str) -> tuple[Cell, ...]:
        return tuple(Cell((Run(text),), down=2) for text in texts)

    names = _number_names(frame)
    figures = Cell((Run("Số liệu"),), span=len(names))
    first = (*over("STT", "Chỉ tiêu thống kê", "Đơn vị tính"), figures, *over("Tăng (+), giảm (-)", "Ghi chú"))
    return first, cells(*names)


def _empty(frame: Frame) -> tuple[str, ...]:
    """What follows a heading in its row."""
    return ("",) * (len(_number_names(frame)) + 3)


def _row(form: ReportForm, row: FormRow, frame: Frame, values: Values) -> tuple[Cell, ...]:
    if not row.figure:
        return cells(row.number, row.title.vi if row.title else "", *_empty(frame), bold=True)
    spec = form.figure(row.figure)
    value = values.get(spec.key, Value())
    compared = (value.previous,) if frame.yearly else (value.previous, value.last_year)
    return (
        *cells(row.number, (row.title or spec.name).vi, spec.unit),
        number_cell(spec, value),
        *(_cell(spec, old) for old in compared),
        _change_cell(spec, value),
        *cells(_remark(spec, value, frame), italic=True),
    )


def number_cell(spec: FigureSpec, value: Value) -> Cell:
    """The figure as a cell that a workbook can reckon with."""
    return _cell(spec, value.value, figure=spec.key)


def _cell(spec: FigureSpec, number: Decimal | None, *, figure: str = "", plus: str = "") -> Cell:
    shown = printed(spec, number, sign=False)
    decimals = len(shown.partition(",")[2])
    return Cell((Run(plus + shown if shown else "-", figure=figure),), value=number, decimals=decimals)


def _change_cell(spec: FigureSpec, value: Value) -> Cell:
    """How much more or less than in the period before, with its sign; of percentages in percentage points."""
    change = difference(spec, value.value, value.previous)
    return _cell(spec, change, plus="+" if change is not None and change > 0 else "")


def _remark(spec: FigureSpec, value: Value, frame: Frame) -> str:
    """An estimate ("ước"), another day than the report's, and what the corrected version said where it differs."""
    parts = ["số ước"] if value.estimate else []
    if value.value is not None and value.as_of and value.as_of != frame.as_of:
        parts.append(f"đến {value.as_of:%d/%m/%Y}")
    if spec.key in frame.corrected:
        was, now = (printed(spec, one) or "-" for one in (frame.corrected[spec.key].value, value.value))
        parts += [f"đính chính, bản trước ghi {was}"] if was != now else []
    return ", ".join(parts)
