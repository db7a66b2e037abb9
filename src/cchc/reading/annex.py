"""Tables of tasks: which column is what, merged cells, second header rows, tables that go on, and their rows."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise, takewhile

from cchc.reading import areas, deadlines, units
from cchc.reading.flat import flat
from cchc.reading.flow import Grid, Para
from cchc.reading.items import Deadline, Row, Span
from cchc.reading.markers import parse

_COLUMNS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("no", r"^(?:s\.?tt|tt|so tt|so thu tu|stt\b.*)$"),
        ("field", r"^(?:cac )?(?:linh vuc|nhom (?:nhiem vu|noi dung|viec))(?: cai cach| cong tac)?$"),
        (
            "support",
            r"phoi hop|\bcung (?:lam|thuc hien|tham gia)|^(?:(?:cac )?(?:don vi|phong|bo phan|nguoi|co quan) )?"
            r"(?:tham gia|ho tro|giup)(?: (?:thuc hien|viec))?$",
        ),
        ("monitor", r"theo doi|don doc|giam sat|lanh dao (?:so )?(?:phu trach|chi dao)|co quan tham dinh"),
        ("lead",
            r"chu tri|trach nhiem|don vi (?:thuc hien|dau moi)|co quan (?:thuc hien|dau moi)|phong (?:thuc hien"
            r"|phu trach)|nguoi (?:phu trach|thuc hien|lam)|phan cong|^thuc hien$|dau moi|^(?:ai|noi|don vi) lam$"
            r"|^(?:cac )?bo phan\b|^giao (?:cho|ai)\b"),
        (
            "deadline",
            r"thoi gian|thoi han|tien do|moc|^hoan thanh|(?<!qua )(?<!dung )(?<!truoc )(?<!tre )(?<!tai )\bhan\b"
            r"(?! (?:che|muc|han|ngach|dien))|^(?:can )?xong\b|^ngay (?:can )?(?:xong|hoan thanh|trinh|nop|gui)\b"
            r"|^(?:khi nao|bao gio|luc nao)",
        ),
        ("product", r"san pham|ket qua|dau ra"),
        ("budget", r"kinh phi|du toan|nguon von"),
        ("note", r"ghi chu"),
        (
            "task",
            r"nhiem vu|noi dung|cong viec|hoat dong|giai phap|muc tieu|chi tieu|tieu chi|^hang muc"
            r"|^(?:ten |cac |nhung |dau |phan )?(?:dau |phan )?viec\b",
        ),
    )
)  # fmt: skip
_OWNERS, _ENDS = frozenset(("lead", "support", "monitor")), frozenset(("deadline", "product"))
# What a column without a known head is of, when it is no task.
_UNITS = re.compile(r"^(?:cac )?(?:don vi|phong|co quan|to)$")  # beside tasks and their days: who does them
_NO_TASK = re.compile(
    r"\bten\b(?! (?:viec|nhiem vu))|chuc vu|chuc danh|^don vi|\bdvt\b|dia (?:ban|diem|chi)|so luong|doi tuong"
    r"|thanh phan|\bnam\b|^co quan|^phong\b|\bso (?:hieu|lieu)|can cu|dien thoai|gia tri|linh vuc"
    r"|^(?:loai )?(?:thu tuc|ho so|tai lieu|giay to|van ban)\b|^(?:cac )?(?:lop|khoa|mon|chuyen de|hoc vien)\b"
)
# A table with one of these heads is a timetable of courses, unless it names tasks or work.
_OF_COURSES = re.compile(r"\b(?:lop|khoa) (?:hoc|dao tao|boi duong|tap huan)|^so (?:lop|hoc vien)|hoc vien")
_OF_WORK = re.compile(r"nhiem vu|cong viec|\bviec\b")
# Indicators with their figures are no tasks, though a column says who watches over them.
_OF_TARGETS = re.compile(
    r"^(?:ten |cac )?(?:chi tieu|muc tieu|chi so|tieu chi)\b(?!.*\b(?:nhiem vu|giai phap|noi dung)\b)"
)
_OF_FIGURES = re.compile(
    r"^(?:don vi tinh|dvt|muc (?:phan dau|tieu|dat)|ke hoach|chi tieu giao|phan dau)\b"
    r"|^(?:den|het|cuoi|nam|tam nhin)\b.*\b20\d\d$|^20\d\d$"
)
_OF_DEEDS = re.compile(r"nhiem vu|cong viec|giai phap|hoat dong")
_IS_FIGURE = re.compile(r"(?:[<>]=?|≥|≤|tren|duoi|toi thieu|it nhat|toi da|khong qua|dat|tu|giam|tang)?\s*\d[\d.,]*")
_TO_DO = re.compile(r"nhiem vu|cong viec|giai phap|hoat dong|noi dung")
_WISHED = re.compile(r"muc tieu|chi tieu|tieu chi")  # what the tasks beside it are for
_TASK_LENGTH = 20  # letters that a cell of tasks has at the least, in the mean
_DITTO = re.compile(r"[-–\s]*(?:nt|như trên|Như trên)[-–.\s]*$")  # as in the row above
_INDEX_ROW = re.compile(r"^\(?(?:\d{1,2}|[a-z])\)?$")
_SECTION_NO = re.compile(r"^(?:[IVX]{1,5}|[A-H])\.?$")
_MOST_HEADS = 3  # rows
_SHORT = 70
_NEAREST = 5  # rows that share most with a task are compared with it
_RARE = 8  # neighbouring words that more rows share tell no row
_FIRST = 50  # words of a text that tell which row it is
_SHORT_FORMS = (("uy ban nhan dan", "ubnd"), ("thu tuc hanh chinh", "tthc"), ("cai cach hanh chinh", "cchc"))


@dataclass
class _Columns:
    names: dict[str, int]
    width: int
    headers: int


@dataclass
class _State:
    year: int | None
    field_name: str = ""
    columns: _Columns | None = None
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
    if _is_of_courses(grid) or _is_of_targets(grid):
        state.columns = None
        return
    columns = _columns(grid)
    if columns is None and state.columns is not None and len(grid.table.rows[0]) == state.columns.width:
        columns = _Columns(state.columns.names, state.columns.width, 0)
    columns = columns or _by_the_others(grid)
    if columns is None:
        return
    if columns.headers or state.columns is None:
        state.table += 1
        if state.columns is None:
            state.field_name = ""
    state.columns = columns
    header = (
        grid.table.rows[titled(grid)] if columns.headers else None
    )  # a table that goes on begins with a row of its own
    for index in range(columns.headers, len(grid.table.rows)):
        row = grid.table.rows[index]
        if row == header or (any(row) and all(not cell or _INDEX_ROW.match(cell.strip()) for cell in row)):
            continue
        _read_row(grid, index, columns, state)


def _is_of_courses(grid: Grid) -> bool:
    """Whether a table is a timetable of courses: who is taught what and when, no tasks of the plan."""
    heads = [head(grid, column, titled(grid) + 1) for column in range(len(grid.table.rows[0]))]
    return any(map(_OF_COURSES.search, heads)) and not any(map(_OF_WORK.search, heads))


def _is_of_targets(grid: Grid) -> bool:
    """Whether a table sets out indicators with a figure for each, no work."""
    heads = [head(grid, column, titled(grid) + 1) for column in range(len(grid.table.rows[0]))]
    named = next((at for at, text in enumerate(heads) if _OF_TARGETS.match(text)), None)
    others = [text for at, text in enumerate(heads) if at != named]
    if named is not None and not any(map(_OF_DEEDS.search, others)) and _holds_figures(grid, named):
        return True  # "Nội dung | Mục tiêu | Cơ quan chủ trì", and "100%" under the second
    return named is not None and any(map(_OF_FIGURES.search, others)) and not any(map(_TO_DO.search, others))


def _holds_figures(grid: Grid, column: int) -> bool:
    """Whether most cells of a column are figures ("Tối thiểu 2%", "> 25")."""
    cells = [flat(cell.strip()) for row in grid.table.rows[1:] if (cell := row[column]).strip()]
    return bool(cells) and sum(1 for cell in cells if _IS_FIGURE.match(cell)) * 4 >= len(cells) * 3


def _columns(grid: Grid) -> _Columns | None:
    """The columns by what their heads say, over one to three header rows; None for a table of another sort."""
    rows, top = grid.table.rows, titled(grid)
    for headers in range(top + 1, min(top + _MOST_HEADS, len(rows)) + 1):
        heads = [head(grid, column, headers) for column in range(len(rows[0]))]
        names = _name(heads)
        has_time_or_lead = "deadline" in names or "lead" in names
        if "task" in names and has_time_or_lead:
            more = headers
            while more < min(top + _MOST_HEADS, len(rows)) and _is_header_row(grid, more):
                more += 1
            names = _name([head(grid, column, more) for column in range(len(rows[0]))])
            return _Columns(names, len(rows[0]), more)
    return None


def _by_the_others(grid: Grid) -> _Columns | None:
    """The columns where no head is known for that of tasks: it is the one with the longest texts beside several known
    ones, of which one tells who and one tells when or what comes of it."""
    rows, top = grid.table.rows, titled(grid)
    for headers in range(top + 1, min(top + _MOST_HEADS, len(rows))):
        names = _name([head(grid, column, headers) for column in range(len(rows[0]))])
        if "task" in names or not names.keys() & _OWNERS or not names.keys() & _ENDS:
            continue
        whole = headers
        while whole < min(top + _MOST_HEADS, len(rows) - 1) and _is_header_row(grid, whole):
            whole += 1
        heads = [head(grid, column, whole) for column in range(len(rows[0]))]
        names = _name(heads)
        others = [column for column in range(len(heads)) if column not in names.values()]
        column = max(others, key=lambda at: _mean(rows, at, whole), default=None)
        if column is None or not heads[column] or _NO_TASK.search(heads[column]):
            continue
        if _mean(rows, column, whole) >= _TASK_LENGTH:
            return _Columns({**names, "task": column}, len(heads), whole)
    return None


def _mean(rows: Sequence[Sequence[str]], column: int, headers: int) -> float:
    """The mean length of a column's filled cells."""
    lengths = [len(row[column]) for row in rows[headers:] if row[column].strip()]
    return sum(lengths) / len(lengths) if lengths else 0.0


def looks_like_tasks(grid: Grid) -> bool:
    """Whether the head of a table names two or more of what goes with tasks, one of them who has to do them."""
    if len(grid.table.rows) < 2:
        return False
    heads = [head(grid, column, titled(grid) + 1) for column in range(len(grid.table.rows[0]))]
    names = _name(heads).keys() & (_OWNERS | _ENDS)
    return len(names) > 1 and bool(names & _OWNERS)


def _is_header_row(grid: Grid, index: int) -> bool:
    """Whether a row goes on with the head: it fills what was merged above, and its words are names of columns."""
    row = grid.table.rows[index]
    if all((index, c) in grid.table.beside for c in range(1, len(row))):
        return False  # one cell over all columns names the group of the rows below
    above_merged = any((index - 1, c) in grid.table.merged or (index, c) in grid.table.merged for c in range(len(row)))
    own = [
        flat(" ".join(cell.split()))
        for c, cell in enumerate(row)
        if cell.strip() and (index, c) not in grid.table.merged
    ]
    if not own or not above_merged or any(len(cell) > _SHORT for cell in own):
        return False
    if all(_is_under_another(grid, index, c) for c in range(len(row))):
        return True
    return all(any(pattern.search(cell) for _, pattern in _COLUMNS) for cell in own)


def _is_under_another(grid: Grid, index: int, column: int) -> bool:
    """Whether a place is covered from above, or stands with its neighbour under one cell that covers both."""
    beside = grid.table.beside
    return (index, column) in grid.table.merged or (index - 1, column) in beside or (index - 1, column + 1) in beside


def titled(grid: Grid) -> int:
    """How many rows at the top are a title in one cell over all columns."""
    rows, beside = grid.table.rows, grid.table.beside
    titles = takewhile(lambda row: all((row, c) in beside for c in range(1, len(rows[0]))), range(len(rows) - 1))
    return sum(1 for _ in titles) if len(rows[0]) > 1 else 0


def head(grid: Grid, column: int, headers: int) -> str:
    """What the head of a column says over its header rows, flat; a title over the whole table says nothing of it."""
    texts = []
    for row in range(titled(grid), headers):
        place = column
        while (row, place) in grid.table.beside and place > 0:
            place -= 1
        texts.append(grid.table.rows[row][place])
    return flat(" ".join(" ".join(texts).split()))


def _name(heads: Sequence[str]) -> dict[str, int]:
    names: dict[str, int] = {}
    for column, head in enumerate(heads):
        if not head or len(head) > 2 * _SHORT:
            continue
        tail = head
        for name, pattern in _COLUMNS:
            if name not in names and pattern.search(tail):
                names[name] = column
                break
    if "task" in names and _WISHED.search(heads[names["task"]]) and not _TO_DO.search(heads[names["task"]]):
        free = [column for column in range(len(heads)) if column not in names.values()]
        names["task"] = next((column for column in free if _TO_DO.search(heads[column])), names["task"])
    if "lead" not in names and names.keys() >= {"task", "deadline"}:
        names |= dict([("lead", column) for column, head in enumerate(heads) if _UNITS.match(head)][:1])
    return names


def _read_row(grid: Grid, index: int, columns: _Columns, state: _State) -> None:
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


def _is_section(grid: Grid, index: int, columns: _Columns, filled: Sequence[str], no: str) -> bool:
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


def _has_parts_below(grid: Grid, index: int, columns: _Columns, no: str) -> bool:
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


def _row(grid: Grid, index: int, columns: _Columns, state: _State, cells: dict[str, str]) -> Row:
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


def _append(grid: Grid, index: int, columns: _Columns, state: _State) -> None:
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
