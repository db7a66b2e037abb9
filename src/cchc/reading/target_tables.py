"""Tables of targets: an indicator a row, its unit, and a column for each year's figure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cchc.reading import areas, counted, dates, quantities
from cchc.reading.columns import head, titled
from cchc.reading.flat import flat
from cchc.reading.flow import Grid, Para
from cchc.reading.items import Measure, Span
from cchc.reading.outline import Node
from cchc.reading.promised import Context

_NAME = re.compile(r"^(?:ten |cac |noi dung )?(?:chi tieu|muc tieu|chi so|tieu chi|noi dung)\b")
_UNIT = re.compile(r"^(?:don vi(?: tinh)?|dvt|d\.?v\.?t|don vi do)$")
_FIGURE = re.compile(
    r"^(?:ke hoach|muc tieu|chi tieu|muc phan dau|phan dau|gia tri|muc|chi tieu giao|den|het nam|cuoi nam|tam nhin"
    r"|dinh huong|giai doan|so luong)\b|^(?:nam )?20\d\d$"
)
_PAST = re.compile(r"(?<!can )thuc hien|uoc|ket qua|hien trang|hien nay|ky truoc|so voi")
_BY_WHEN = re.compile(r"^(?:thoi (?:han|gian|diem)|han|nam hoan thanh)\b")
_RESULT = re.compile(r"^ket qua(?: (?:can|phai) dat| dau ra)?$")  # the only figures of an indicator: to be reached
_YEAR = re.compile(r"\b(20\d\d)\b")
_CELL = re.compile(
    r"(?P<sign>>=?|≥|<=?|≤|tren|duoi|toi thieu|it nhat|toi da|khong qua|tu|tang|giam"
    r"|(?:(?:thuoc|trong|vao) )?(?:nhom|top)|(?:thu )?hang|thu)?\s*(?:them )?"
    r"(?P<num>\d[\d.,]*)(?:\s*%?\s*(?P<range>-|–|den)\s*(?P<high>\d[\d.,]*))?"
    r"\s*(?P<unit>%|(?!tro len)[a-z][a-z /]*?)?(?P<up>\s*\btro len)?\.?(?:$|\s*[,;(]| va (?:tang|giam|duy tri)\b)"
)
_SIGNS = {">": "ge", ">=": "ge", "≥": "ge", "tren": "ge", "toi thieu": "ge", "it nhat": "ge", "tu": "ge", "<": "le",
          "<=": "le", "≤": "le", "duoi": "le", "toi da": "le", "khong qua": "le", "tang": "increase",
          "giam": "reduce"}  # fmt: skip
_ON_AVERAGE = r"(?: (?:trung binh|binh quan))?(?: (?:hang|moi) nam| qua cac nam)?"  # "số đơn tăng bình quân hằng năm"
_CHANGES = (
    ("increase", re.compile(rf"^(?:toc do |t[yi] le |muc )?tang\b|\btang(?: truong| them)?{_ON_AVERAGE}$")),
    ("reduce", re.compile(rf"^(?:toc do |t[yi] le |muc )?(?:cat )?giam\b|\bgiam(?: bot)?{_ON_AVERAGE}$")),
)
_YEAR_ROW = re.compile(r"\b(20\d\d)\b(?:\s*-\s*(20\d\d)\b)?")  # "I. Đến năm 2030" over its rows
_BASE = re.compile(r"so voi (?:cung ky )?nam (20\d\d)")


_INDEX = re.compile(r"[ivx]+\.?|[a-h]\.?|\d{1,2}(?:\.\d{1,2})*\.?")
_FLOORED = re.compile(r"\b(?:toi thieu|it nhat|khong duoi|khong thap hon)$")  # "… đạt tối thiểu" before the figure
_NUMERAL = re.compile(r"^(?:[ivx]+|[a-h]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/–-]\s*")
_RANKED = ("nhom", "top", "hang", "thu")
_PLACES = re.compile(r"(?:thu|xep) (?:bac|hang)|(?:vi tri|hang|bac|thu tu)(?: xep hang)?")  # units of a rank
_MEASURED = re.compile(r"[kmgtp]?(?:bps|b/s|bit/s|byte|w|wh|va|hz|v)|[kmgtp]b")  # physical units, no things counted
_ANNEX, _TITLE = re.compile(r"phu luc\b"), 200
_LEAST_ROWS = 3  # two of a head and one below


@dataclass(frozen=True)
class _Columns:
    name: int
    unit: int | None
    figures: tuple[tuple[int, int | None], ...]  # column, year of its head
    due: int | None  # the column that says by when
    headers: int


def find(root: Node, annexes: Sequence[Para | Grid], context: Context) -> list[Measure]:
    """The targets of all tables below the parts that promise, and of the annexes."""
    places: list[tuple[Grid, Node | None]] = [
        (node.part, node)
        for node in root.walk()
        if isinstance(node.part, Grid) and node.kind not in ("context", "other")
    ]
    found: list[Measure] = []
    for grid, node in places:
        columns = _columns(grid, context)
        if columns is not None:
            found += _rows(grid, columns, (node, node.area if node else root.area), context)
    until: int | None = None  # the last year of the period that the title of an annex names
    for part in annexes:
        if isinstance(part, Para):
            period = dates.PERIOD.search(part.flat) if len(part.flat) < _TITLE else None
            until = int(period[2]) if period else None if _ANNEX.match(part.flat) else until
        elif (columns := _columns(part, context)) is not None:
            found += _rows(part, columns, (None, root.area), context, until)
    return found


def _columns(grid: Grid, context: Context) -> _Columns | None:
    """Which column is what; None for a table of another sort: a table of targets has units or years in its head."""
    rows, top = grid.table.rows, titled(grid)
    for headers in (top + 2, top + 1) if _has_second_head(grid, top) else (top + 1, top + 2):
        if headers >= len(rows):
            continue
        heads = [head(grid, column, headers) for column in range(len(rows[0]))]
        name = next((at for at, text in enumerate(heads) if _NAME.match(text) and not _YEAR.search(text)), None)
        unit = next((at for at, text in enumerate(heads) if _UNIT.match(text)), None) or _bare_unit(grid, heads)
        if name is None:
            continue
        figures = []
        for column, text in enumerate(heads):
            if column in (name, unit) or not _FIGURE.search(text) or _PAST.search(text):
                continue
            year = _YEAR.search(text)
            if year is None or context.first is None or int(year[1]) >= context.first:
                figures.append((column, int(year[1]) if year else None))
        if not figures and unit is not None:
            figures = [(at, None) for at, text in enumerate(heads) if _RESULT.match(text)]
        if figures and (unit is not None or any(year for _, year in figures) or _hold_shares(rows[headers:], figures)):
            due = next((at for at, text in enumerate(heads) if _BY_WHEN.match(text)), None)
            return _Columns(name, unit, tuple(figures), due, headers)
    return None


def _hold_shares(rows: Sequence[Sequence[str]], figures: Sequence[tuple[int, int | None]]) -> bool:
    """Whether most cells of the figures are shares ("Từ 60% trở lên"), so that no column of units is needed."""
    cells = [row[at] for row in rows for at, _ in figures if row[at].strip()]
    return sum(1 for cell in cells if "%" in cell) * 2 > len(cells)


def _bare_unit(grid: Grid, heads: Sequence[str]) -> int | None:
    """The column "Đơn vị" where it holds units, not offices: some of its cells say "%"."""
    return next(
        (
            at
            for at, text in enumerate(heads)
            if text == "don vi" and any(row[at].strip().startswith("%") for row in grid.table.rows)
        ),
        None,
    )


def _has_second_head(grid: Grid, top: int) -> bool:
    """Whether the second row below the title goes on with the head: it names no indicator, and its words are heads of
    figures."""
    if len(grid.table.rows) < top + _LEAST_ROWS:
        return False
    own = [
        flat(" ".join(cell.split()))
        for column, cell in enumerate(grid.table.rows[top + 1])
        if cell.strip() and (top + 1, column) not in grid.table.merged
    ]
    return bool(own) and all(_FIGURE.search(cell) or _PAST.search(cell) for cell in own)


def _rows(
    grid: Grid, columns: _Columns, place: tuple[Node | None, str | None], context: Context, due: int | None = None
) -> list[Measure]:
    """The targets of one table; `place`: what it stands under and the area of that, or of the document's title; `due`:
    the year that its title sets."""
    found: list[Measure] = []
    node, area = place
    within: tuple[str, str | None] | None = None  # "11" over "11.1", and the area that holds again behind them
    for index in range(columns.headers, len(grid.table.rows)):
        row = grid.table.rows[index]
        number = _number(row, columns.name)
        if within is not None and not number.startswith(f"{within[0]}."):
            area, within = within[1], None
        group = _group(row)
        if group is not None:
            until = _YEAR_ROW.search(group)
            due = int(until[2] or until[1]) if until is not None else due
            within = (number, area) if number.isdigit() else None
            area = areas.of_heading(group) or (area if within else place[1])
            continue
        name = " ".join(row[columns.name].split())
        unit = " ".join(row[columns.unit].split()) if columns.unit is not None else ""
        for column, year in columns.figures:
            if not re.search(r"[^\W\d]", name) or (index, column) not in grid.cells:
                continue
            start = grid.cells.get((index, columns.name), grid.cells[index, column])[0]
            span = Span(start, grid.cells[index, column][1])
            for figure in row[column].split(";"):  # "≤ 3 trong vùng; ≤ 50 cả nước"
                match = _CELL.match(flat(" ".join(figure.split())))
                if match is not None:
                    quote = " ".join(f"{name} {unit} {figure}".split())
                    said = _YEAR.findall(row[columns.due]) if columns.due is not None else []
                    when = year or (int(said[-1]) if said else None)
                    one = _Figure(quote, name, unit or match["unit"] or "", match, span, when)
                    found.append(_measure(one, node, (area, due), grid.page, context))
    return found


def _number(row: Sequence[str], name: int) -> str:
    """The number of a row, from a cell before its name; nothing where it has none."""
    numbers = (flat(cell.strip()).rstrip(".") for cell in row[:name])
    return next((one for one in numbers if one and _INDEX.fullmatch(one)), "")


def _group(row: Sequence[str]) -> str | None:
    """The flat title of a row that only names what the rows below are about ("II. Cải cách chế độ công vụ")."""
    texts = {" ".join(cell.split()) for cell in row if cell.strip()}
    titles = [flat(text) for text in texts if not _INDEX.fullmatch(flat(text))]
    if len(titles) != 1 or re.search(r"[a-z]{2}", titles[0]) is None:
        return None
    return _NUMERAL.sub("", titles[0])


@dataclass(frozen=True)
class _Figure:
    """A figure in a row: the words of both, its cell taken apart, the year of its column."""

    quote: str
    name: str
    unit_text: str
    cell: re.Match[str]
    span: Span
    year: int | None


def _measure(
    one: _Figure, node: Node | None, group: tuple[str | None, int | None], page: int | None, context: Context
) -> Measure:
    """The commitment of a figure; `group`: the area and the year that a row over its row names."""
    folded = flat(one.name)
    due = one.year or group[1] or (node.due if node else None)
    base = _BASE.search(folded)
    value = quantities.number(one.cell["num"].rstrip(".,"))
    high = quantities.number(one.cell["high"].rstrip(".,")) if one.cell["high"] else None
    unit = "rank" if (one.cell["sign"] or "").endswith(_RANKED) else unit_kind(one.unit_text)
    if not one.unit_text and folded.startswith("so ") and unit == "other":
        unit = "count"  # "Số công trình … | > 25"
    return Measure(
        id="",
        quote=one.quote,
        phrase=one.name,
        area=group[0] or areas.of_sentence(folded, reform=context.reform),
        comparator="rank" if unit == "rank" else _comparator(one, folded),
        value=value,
        upper=high if high is not None and high > value else None,
        unit=unit,
        unit_text=one.unit_text,
        per=None,
        baseline=base[1] if base else None,
        due=due or context.last,
        due_stated=due is not None or context.first == context.last,
        kind="target" if node else "annex",
        span=one.span,
        page=page,
        path=node.path() if node else (),
        needs_person=context.doubtful,
    )


def _comparator(one: _Figure, folded: str) -> str:
    """How a figure is compared: what its name says of rising or falling goes before a sign that only makes it a floor
    ("Tốc độ tăng: ≥ 8"); the lower end of a range is a floor."""
    change = next((kind for kind, pattern in _CHANGES if pattern.search(folded)), None)
    sign = _SIGNS.get(one.cell["sign"] or "") or ("ge" if _FLOORED.search(folded) else None)
    if change is not None and sign != "le":
        return change
    return sign or ("ge" if one.cell["up"] or one.cell["high"] else "eq")


def unit_kind(unit_text: str) -> str:
    """The kind of a unit that stands alone in its column; a word that is none of the usual is a thing counted."""
    folded = flat(unit_text).strip(". ")
    if folded.startswith("%"):
        return "percent"  # "% GDP", "%/năm"
    if _PLACES.fullmatch(folded):
        return "rank"
    if folded.startswith(("chi so", "diem")) and folded != "diem %":
        return "points"
    if _MEASURED.fullmatch(folded):
        return "other"
    for kind, pattern in counted.UNITS:
        if kind != "count" and re.fullmatch(pattern, folded):
            return kind
    return "count" if folded else "other"
