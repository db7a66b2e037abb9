"""Tables of targets: an indicator a row, its unit, and a column for each year's figure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cchc.reading import areas, counted, quantities
from cchc.reading.annex import head
from cchc.reading.flat import flat
from cchc.reading.flow import Grid, Para
from cchc.reading.items import Measure, Span
from cchc.reading.outline import Node
from cchc.reading.promised import Context

_NAME = re.compile(r"^(?:ten |cac |noi dung )?(?:chi tieu|muc tieu|chi so|tieu chi|noi dung)\b")
_UNIT = re.compile(r"^(?:don vi(?: tinh)?|dvt|d\.?v\.?t|don vi do)$")
_FIGURE = re.compile(
    r"^(?:ke hoach|muc tieu|chi tieu|muc phan dau|phan dau|gia tri|muc|chi tieu giao|den)\b|^(?:nam )?20\d\d$"
)
_PAST = re.compile(r"thuc hien|uoc|ket qua|hien trang|hien nay|ky truoc|so voi")
_YEAR = re.compile(r"\b(20\d\d)\b")
_CELL = re.compile(
    r"(?P<sign>>=?|≥|<=?|≤|tren|duoi|toi thieu|it nhat|toi da|khong qua|tu|tang|giam"
    r"|(?:(?:thuoc|trong|vao) )?(?:nhom|top)|(?:thu )?hang|thu)?\s*(?:them )?"
    r"(?P<num>\d[\d.,]*)\s*(?P<unit>%|[a-z][a-z /]*)?(?P<up>\btro len)?\.?$"
)
_SIGNS = {">": "ge", ">=": "ge", "≥": "ge", "tren": "ge", "toi thieu": "ge", "it nhat": "ge", "tu": "ge", "<": "le",
          "<=": "le", "≤": "le", "duoi": "le", "toi da": "le", "khong qua": "le", "tang": "increase",
          "giam": "reduce"}  # fmt: skip
_CHANGES = (
    ("increase", re.compile(r"^(?:toc do |t[yi] le )?tang\b")),
    ("reduce", re.compile(r"^(?:toc do |t[yi] le )?giam\b")),
)
_BASE = re.compile(r"so voi (?:cung ky )?nam (20\d\d)")


_INDEX = re.compile(r"[ivx]+\.?|[a-h]\.?|\d{1,2}(?:\.\d{1,2})*\.?")
_NUMERAL = re.compile(r"^(?:[ivx]+|[a-h]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/–-]\s*")
_RANKED = ("nhom", "top", "hang", "thu")
_LEAST_ROWS = 3  # two of a head and one below


@dataclass(frozen=True)
class _Columns:
    name: int
    unit: int | None
    figures: tuple[tuple[int, int | None], ...]  # column, year of its head
    headers: int


def find(root: Node, annexes: Sequence[Para | Grid], context: Context) -> list[Measure]:
    """The targets of all tables below the parts that promise, and of the annexes."""
    places: list[tuple[Grid, Node | None]] = [
        (node.part, node)
        for node in root.walk()
        if isinstance(node.part, Grid) and node.kind not in ("context", "other")
    ]
    places += [(part, None) for part in annexes if isinstance(part, Grid)]
    found: list[Measure] = []
    for grid, node in places:
        columns = _columns(grid, context)
        if columns is not None:
            found += _rows(grid, columns, node, context)
    return found


def _columns(grid: Grid, context: Context) -> _Columns | None:
    """Which column is what; None for a table of another sort: a table of targets has units or years in its head."""
    rows = grid.table.rows
    for headers in (2, 1) if _has_second_head(grid) else (1, 2):
        if headers >= len(rows):
            continue
        heads = [head(grid, column, headers) for column in range(len(rows[0]))]
        name = next((at for at, text in enumerate(heads) if _NAME.match(text) and not _YEAR.search(text)), None)
        unit = next((at for at, text in enumerate(heads) if _UNIT.match(text)), None)
        if name is None:
            continue
        figures = []
        for column, text in enumerate(heads):
            if column in (name, unit) or not _FIGURE.search(text) or _PAST.search(text):
                continue
            year = _YEAR.search(text)
            if year is None or context.first is None or int(year[1]) >= context.first:
                figures.append((column, int(year[1]) if year else None))
        if figures and (unit is not None or any(year for _, year in figures)):
            return _Columns(name, unit, tuple(figures), headers)
    return None


def _has_second_head(grid: Grid) -> bool:
    """Whether the second row goes on with the head: it names no indicator, and its words are heads of figures."""
    if len(grid.table.rows) < _LEAST_ROWS:
        return False
    own = [
        flat(" ".join(cell.split()))
        for column, cell in enumerate(grid.table.rows[1])
        if cell.strip() and (1, column) not in grid.table.merged
    ]
    return bool(own) and all(_FIGURE.search(cell) or _PAST.search(cell) for cell in own)


def _rows(grid: Grid, columns: _Columns, node: Node | None, context: Context) -> list[Measure]:
    found: list[Measure] = []
    area: str | None = None
    for index in range(columns.headers, len(grid.table.rows)):
        row = grid.table.rows[index]
        group = _group(row)
        if group is not None:
            area = areas.of_heading(group)
            continue
        name = " ".join(row[columns.name].split())
        unit = " ".join(row[columns.unit].split()) if columns.unit is not None else ""
        for column, year in columns.figures:
            match = _CELL.match(flat(" ".join(row[column].split())))
            if match is None or not re.search(r"[^\W\d]", name) or (index, column) not in grid.cells:
                continue
            unit_text = unit or match["unit"] or ""
            start = grid.cells.get((index, columns.name), grid.cells[index, column])[0]
            end = grid.cells[index, column][1]
            quote = " ".join(f"{name} {unit} {row[column]}".split())
            one = _Figure(quote, name, unit_text, match, Span(start, end), year)
            told = _measure(one, node, grid.page, context)
            found.append(replace(told, area=area) if area else told)
    return found


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


def _measure(one: _Figure, node: Node | None, page: int | None, context: Context) -> Measure:
    folded = flat(one.name)
    change = next((kind for kind, pattern in _CHANGES if pattern.match(folded)), None)
    due = one.year or (node.due if node else None)
    base = _BASE.search(folded)
    sign = one.cell["sign"] or ""
    ranked = sign.endswith(_RANKED)
    unit = "rank" if ranked else unit_kind(one.unit_text)
    plain = "rank" if unit == "rank" else "eq"
    return Measure(
        id="",
        quote=one.quote,
        phrase=one.name,
        area=(node.area if node else None) or areas.of_sentence(folded, reform=context.reform),
        comparator=_SIGNS.get(sign, change or ("ge" if one.cell["up"] else plain)),
        value=quantities.number(one.cell["num"].rstrip(".,")),
        upper=None,
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


def unit_kind(unit_text: str) -> str:
    """The kind of a unit that stands alone in its column; a word that is none of the usual is a thing counted."""
    folded = flat(unit_text).strip(". ")
    for kind, pattern in counted.UNITS:
        if kind != "count" and re.fullmatch(pattern, folded):
            return kind
    return "count" if folded else "other"
