"""The rows of tables of tasks: merged cells, groups, rows that a page cut, tables that go on; see `columns`."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from cchc.reading import areas, columns, deadlines, units
from cchc.reading.columns import Columns
from cchc.reading.flat import flat
from cchc.reading.flow import Grid, Para
from cchc.reading.items import Deadline, Row, Span
from cchc.reading.markers import parse

_DITTO = re.compile(r"[-–\s]*(?:nt|như trên|Như trên)[-–.\s]*$")  # as in the row above
_INDEX_ROW = re.compile(r"^\(?(?:\d{1,2}|[a-z])\)?$")
_SECTION_NO = re.compile(r"^(?:[IVX]{1,5}|[A-H])\.?$")
_NEAREST = 5  # rows that share most with a task are compared with it
_RARE = 8  # neighbouring words that more rows share tell no row
_FIRST = 50  # words of a text that tell which row it is
_SHORT_FORMS = (("uy ban nhan dan", "ubnd"), ("thu tuc hanh chinh", "tthc"), ("cai cach hanh chinh", "cchc"))


@dataclass
class _State:
    year: int | None
    field_name: str = ""
    columns: Columns | None = None
    rows: list[Row] = field(default_factory=list)
    table: int = 0
    cells: dict[str, str] = field(default_factory=dict)  # of the row above


def find(parts: Sequence[Para | Grid], year: int | None) -> list[Row]:
    """The rows of all tables that set out tasks, in reading order. `year` is the plan's first."""
    state = _State(year)
    for part in parts:
        if isinstance(part, Grid):
            _read_table(part, state)
        elif part.words and len(part.words) > 60:
            state.columns = None  # prose between: the next table is another
    return state.rows


def _read_table(grid: Grid, state: _State) -> None:
    if columns.is_of_another_sort(grid):
        state.columns = None
        return
    found = columns.by_heads(grid)
    if found is None and state.columns is not None and len(grid.table.rows[0]) == state.columns.width:
        found = Columns(state.columns.names, state.columns.width, 0)
    found = found or columns.by_the_others(grid)
    if found is None:
        return
    if found.headers or state.columns is None:
        state.table += 1
        if state.columns is None:
            state.field_name = ""
    state.columns = found
    # A table that goes on begins with a row of its own.
    header = grid.table.rows[columns.titled(grid)] if found.headers else None
    for index in range(found.headers, len(grid.table.rows)):
        row = grid.table.rows[index]
        if row == header or (any(row) and all(not cell or _INDEX_ROW.match(cell.strip()) for cell in row)):
            continue
        _read_row(grid, index, found, state)


def _read_row(grid: Grid, index: int, columns: Columns, state: _State) -> None:
    said = {name: _cell(grid, index, column) for name, column in columns.names.items()}
    cells = {name: state.cells.get(name, text) if _DITTO.match(text) else text for name, text in said.items()}
    filled = [
        text for c, text in enumerate(grid.table.rows[index]) if text.strip() and (index, c) not in grid.table.merged
    ]
    own_task = grid.table.rows[index][columns.names["task"]].strip()
    no = " ".join(cells.get("no", "").split())
    if not filled:
        return
    if _is_section(grid, index, columns, filled, no):
        text = max(filled, key=len)
        marker = parse(text)
        state.field_name = " ".join((text[marker.end :] if marker else text).split())
        return
    task_merged = (index, columns.names["task"]) in grid.table.merged
    if not own_task and not task_merged and state.rows and state.rows[-1].table == state.table:
        _append(grid, index, columns, state)
        return
    state.cells = cells
    state.rows.append(_row(grid, index, columns, state, cells))


def _is_section(grid: Grid, index: int, columns: Columns, filled: Sequence[str], no: str) -> bool:
    """Whether a row only names the group of the rows below it."""
    if len(filled) > 2 or (len(filled) == 2 and not no):
        return False
    longest = max(filled, key=len)
    if len(filled) == 1 and not _SECTION_NO.match(no):
        column = next(c for c, text in enumerate(grid.table.rows[index]) if text == longest)
        wide = (index, column + 1) in grid.table.beside
        return wide or (
            column in (0, columns.names["task"]) and len(longest) < 160 and not longest.rstrip().endswith(".")
        )
    if _SECTION_NO.match(no):
        return True
    return len(filled) == 2 and _has_parts_below(grid, index, columns, no)


def _has_parts_below(grid: Grid, index: int, columns: Columns, no: str) -> bool:
    if index + 1 >= len(grid.table.rows) or "no" not in columns.names:
        return False
    below = grid.table.rows[index + 1][columns.names["no"]].strip()
    return below.startswith(f"{no.rstrip('.')}.") or below in ("", "-", "+", "a", "a)")


def _cell(grid: Grid, index: int, column: int) -> str:
    """The text of a cell; of one that is covered by a merged cell, the text it is covered with."""
    table = grid.table
    while (index, column) in table.merged:
        if (index, column) in table.beside or index == 0:
            return ""  # a cell that reaches over two columns belongs to the first
        index -= 1
    return table.rows[index][column]


def _row(grid: Grid, index: int, columns: Columns, state: _State, cells: dict[str, str]) -> Row:
    def one(name: str) -> str:
        return " ".join(cells.get(name, "").split())

    task = one("task")
    found = deadlines.read(cells.get("deadline", ""), state.year)
    spans = {
        name: Span(*grid.cells[index, column])
        for name, column in columns.names.items()
        if (index, column) in grid.cells
    }
    starts = [span.start for span in spans.values()]
    ends = [span.end for span in spans.values()]
    return Row(
        id=f"a{len(state.rows) + 1}",
        no=one("no"),
        field=one("field") or state.field_name,
        area=areas.of_heading(flat(one("field") or state.field_name))
        or areas.of_heading(flat(task)[:160])
        or "general",
        task=task,
        product=one("product"),
        deadline_text=one("deadline"),
        deadline=found[0] if found else Deadline("unknown", ""),
        deadlines=found,
        lead=units.split(cells.get("lead", "")),
        support=units.split(cells.get("support", "")),
        monitor=units.split(cells.get("monitor", "")),
        lead_text=one("lead"),
        support_text=one("support"),
        monitor_text=one("monitor"),
        budget=one("budget") or None,
        note=one("note") or None,
        span=Span(min(starts), max(ends)) if starts else Span(grid.start, grid.end),
        page=grid.page,
        table=state.table,
        cells=spans,
    )


def _append(grid: Grid, index: int, columns: Columns, state: _State) -> None:
    """A row without a task goes on with the row before, as where a page cut it."""
    last = state.rows.pop()
    texts = {
        "task": last.task,
        "product": last.product,
        "deadline": last.deadline_text,
        "lead": "; ".join(last.lead),
        "support": "; ".join(last.support),
        "monitor": "; ".join(last.monitor),
        "budget": last.budget or "",
        "note": last.note or "",
    }
    for name, column in columns.names.items():
        more = grid.table.rows[index][column].strip() if (index, column) not in grid.table.merged else ""
        if more and name in texts:
            texts[name] = f"{texts[name]} {more}".strip()
    whole = _row(grid, index, columns, state, {"no": last.no, **texts})
    state.rows.append(replace(whole, id=last.id, span=Span(last.span.start, whole.span.end), cells=last.cells))


class Matcher:
    """Rows by their words, for many tasks."""

    def __init__(self, rows: Sequence[Row], bare_text: str) -> None:
        self._pairs: dict[str, dict[int, None]] = {}
        where: dict[int, list[str]] = defaultdict(list)
        for row in rows:
            span = row.cells.get("task", row.span)
            pairs = self._pairs[row.id] = _pairs(bare_text[span.start : span.end])
            for pair in pairs:
                where[pair].append(row.id)
        self._where = {pair: names for pair, names in where.items() if len(names) <= _RARE}

    def match(self, bare_quote: str) -> str | None:
        """The row that says what a task in prose says; None when none is near enough."""
        mine = _pairs(bare_quote)
        counts = Counter(chain.from_iterable(filter(None, map(self._where.get, mine))))
        best, most = None, 0.5
        for name in sorted(counts, key=counts.__getitem__, reverse=True)[:_NEAREST]:
            theirs = self._pairs[name]
            least = min(len(mine), len(theirs))
            share = len(mine.keys() & theirs.keys()) / least if least >= 4 else 0.0
            if share > most:
                best, most = name, share
        return best


def _pairs(text: str) -> dict[int, None]:
    """Neighbouring words in their order, as hashes, with the usual short forms written alike."""
    for long, short in _SHORT_FORMS:
        text = text.replace(long, short)
    return dict.fromkeys(map(hash, pairwise(text.split(maxsplit=_FIRST)[:_FIRST])))
