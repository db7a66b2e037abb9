"""Tasks, duties and reports: who leads, by when, said twice."""

import re
from collections.abc import Iterator, Sequence

from cchc.reading.columns import looks_like_tasks
from cchc.reading.document import own_end
from cchc.reading.flow import Grid
from cchc.reading.items import Duty, Finding, Span, Task
from cchc.reading.linter.alike import candidates, neighbours
from cchc.reading.linter.base import Checked, finding
from cchc.reading.linter.owners import area_names, owned_areas

_NAMED = re.compile(r"(?:Sở|Văn phòng|Thanh tra|Phòng|Chi cục|Trung tâm|Ban|Công an|UBND|Kho bạc|Cục|Báo)\s+[^,;]+")


def findings(checked: Checked) -> Iterator[Finding]:
    """All rules on tasks and duties."""
    yield from _unread(checked)
    yield from _rows(checked)
    yield from _prose(checked)
    yield from _duties(checked)
    yield from _reports(checked)


def _unread(checked: Checked) -> Iterator[Finding]:
    """table.unread: a table that names who does what and of which no row and no target was taken."""
    reading = checked.reading
    taken = [row.span.start for row in reading.rows] + [one.span.start for one in reading.measures]
    for grid in (*checked.parts.body, *own_end(checked.parts), *checked.parts.annexes):
        if not isinstance(grid, Grid) or not looks_like_tasks(grid):
            continue
        if not any(grid.start <= place <= grid.end for place in taken):
            vi = "Bảng này có vẻ là bảng nhiệm vụ nhưng không đọc được: không rõ cột nào ghi nhiệm vụ."
            en = "This table looks like one of tasks but was not read: no column was told to name the tasks."
            yield finding("table.unread", "warning", Span(grid.start, grid.end), (vi, en))


def _rows(checked: Checked) -> Iterator[Finding]:
    columns = {name for row in checked.reading.rows for name in row.cells}
    for row in checked.reading.rows:
        short = row.task[:80]
        if not row.lead and "lead" in columns:
            vi, en = f"Nhiệm vụ “{short}” chưa có đơn vị chủ trì.", f"The task “{short}” has no lead unit."
            yield finding("task.owner-missing", "warning", row.span, (vi, en))
        if not row.deadline_text and "deadline" in columns:
            vi, en = f"Nhiệm vụ “{short}” chưa có thời hạn.", f"The task “{short}” has no deadline."
            yield finding("task.deadline-missing", "warning", row.span, (vi, en))
        leads = _leads(row.lead)
        if len(leads) > 1:
            span = row.cells.get("lead", row.span)
            vi = f"Nhiệm vụ “{short}” có {len(leads)} đơn vị chủ trì; một việc chỉ nên một đơn vị chủ trì."
            en = f"The task “{short}” has {len(leads)} leads; a task should have one."
            yield finding("task.two-leads", "warning", span, (vi, en), leads[0])


def _leads(lead: tuple[str, ...]) -> list[str]:
    if len(lead) != 1:
        return list(lead)
    named = _NAMED.findall(lead[0])
    return named if len(named) > 1 and len(named) == lead[0].count(",") + lead[0].count(" và ") + 1 else list(lead)


def _prose(checked: Checked) -> Iterator[Finding]:
    reading = checked.reading
    for task in reading.tasks:
        if task.lead and re.search(r"\S (?:và|,) (?:Văn phòng|Thanh tra|Phòng|Sở|Chi cục|Trung tâm) ", task.lead):
            vi, en = f"Nhiệm vụ có hai đơn vị chủ trì: {task.lead}.", f"The task has two leads: {task.lead}."
            yield finding("task.two-leads", "warning", task.span, (vi, en))
    yield from _repeated(
        checked, reading.tasks, "task.duplicate", ("Nhiệm vụ này gần như trùng với", "This task nearly repeats")
    )
    if reading.rows or not reading.tasks or reading.document.kind == "report":
        return  # what a report says of the time to come is the reporting agency's own work
    owned = owned_areas(checked)
    if owned is not None:
        yield from _ownerless(reading.tasks, owned)
    undated = [task for task in reading.tasks if task.deadline is None]
    if undated:
        vi = f"{len(undated)} trong {len(reading.tasks)} nhiệm vụ chưa có thời hạn."
        en = f"{len(undated)} of {len(reading.tasks)} tasks have no deadline."
        yield finding("task.deadline-missing", "info", undated[0].span, (vi, en))


# Where the rhythm stands, though not here: "theo quy định", "lồng ghép trong báo cáo … định kỳ".
_ELSEWHERE = re.compile(
    r"\btheo (?:dung )?(?:quy dinh|huong dan|che do|bieu mau|yeu cau)|\blong ghep\b|\b(?:hang|moi) (?:tuan|ngay)\b"
)


def _ownerless(tasks: tuple[Task, ...], owned: frozenset[str]) -> Iterator[Finding]:
    groups: dict[str, list[Task]] = {}
    for task in tasks:
        if task.lead is None and task.area not in owned:
            groups.setdefault(task.area, []).append(task)
    for area, group in groups.items():
        vi_name, en_name = area_names(area)
        vi = f"{len(group)} nhiệm vụ về {vi_name} chưa có đơn vị chủ trì."
        en = f"{len(group)} tasks on {en_name} have no lead unit."
        yield finding("task.owner-missing", "info", group[0].span, (vi, en))


def _duties(checked: Checked) -> Iterator[Finding]:
    for duty in checked.duties:
        if not duty.stated:
            vi = f"Không nêu đơn vị phải làm việc này; có thể là {duty.unit}."
            en = f"No unit is named for this; it may be {duty.unit}."
            yield finding("duty.unit-missing", "warning", duty.span, (vi, en), duty.unit)
    said = ("Việc này gần như trùng với", "This duty nearly repeats")
    yield from _repeated(checked, checked.reading.duties, "duty.duplicate", said)


def _repeated(checked: Checked, items: Sequence[Task | Duty], rule: str, said: tuple[str, str]) -> Iterator[Finding]:
    """Items of one unit that share most of their neighbouring words."""
    words = [checked.flow.bare[one.span.start : one.span.end].split() for one in items]
    units = [one.unit if isinstance(one, Duty) else None for one in items]
    told: set[int] = set()
    known: dict[int, frozenset[int]] = {}
    for earlier, later in candidates(words):
        if later in told or units[earlier] != units[later]:
            continue
        for place in (earlier, later):
            if place not in known:
                known[place] = neighbours(words[place])
        mine, theirs = known[earlier], known[later]
        least = min(len(mine), len(theirs))
        if least >= 8 and len(mine & theirs) >= 0.85 * least:
            told.add(later)
            quote = items[earlier].quote[:90]
            yield finding(rule, "info", items[later].span, (f"{said[0]} “{quote}”.", f"{said[1]} “{quote}”."))


def _reports(checked: Checked) -> Iterator[Finding]:
    for one in checked.reading.reporting:
        said = checked.flow.flat[one.span.start : one.span.end]
        if not one.cadence and one.day is None and not _ELSEWHERE.search(said):
            vi, en = "Chế độ báo cáo “định kỳ” chưa nêu kỳ báo cáo.", "“Periodic” reporting without saying how often."
            yield finding("reporting.cadence-missing", "info", one.span, (vi, en))
