"""Which column of a table of tasks is what: by the words of its head, else by what its cells hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from cchc.reading import units
from cchc.reading.flat import flat
from cchc.reading.flow import Grid

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
            r"|^(?:cac )?bo phan\b|^giao (?:cho|ai)\b|^(?:phong|don vi|co quan|bo phan) tham muu\b"),
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
_AIM = re.compile(r"^(?:cac )?(?:chi tieu|muc tieu)\b")  # beside the tasks: what is promised
_TASK_LENGTH = 20  # letters that a cell of tasks has at the least, in the mean
_MOST_HEADS = 3  # rows
_SHORT = 70


@dataclass
class Columns:
    """What stands in which column, and below how many header rows."""

    names: dict[str, int]
    width: int
    headers: int


def is_of_another_sort(grid: Grid) -> bool:
    """Whether a table sets out courses or targets, no tasks."""
    return _is_of_courses(grid) or _is_of_targets(grid)


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


def by_heads(grid: Grid) -> Columns | None:
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
            names = _with_cells(_name([head(grid, column, more) for column in range(len(rows[0]))]), rows, more)
            return Columns(names, len(rows[0]), more)
    return None


def by_the_others(grid: Grid) -> Columns | None:
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
            return Columns({**names, "task": column}, len(heads), whole)
    return None


def _with_cells(names: dict[str, int], rows: Sequence[Sequence[str]], headers: int) -> dict[str, int]:
    """The names with the column of who leads where no head tells it: the first that mostly holds names of units."""
    if "lead" in names:
        return names
    free = [column for column in range(len(rows[0])) if column not in names.values()]
    leads = (column for column in free if _holds_units([row[column] for row in rows[headers:]]))
    return names | dict([("lead", column) for column in leads][:1])


def _holds_units(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 1 and sum(1 for cell in filled if units.of_heading(cell)) * 2 > len(filled)


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
    if "task" in names:
        names |= dict(
            [("target", at) for at in range(len(heads)) if at not in names.values() and _AIM.match(heads[at])][:1]
        )
    if "lead" not in names and names.keys() >= {"task", "deadline"}:
        names |= dict([("lead", column) for column, head in enumerate(heads) if _UNITS.match(head)][:1])
    return names
