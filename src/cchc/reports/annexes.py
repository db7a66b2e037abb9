"""The second annex of a report: every target and task of the plans with where it stood."""

from datetime import date
from textwrap import shorten

from cchc.documents.layout import Annex, Cell, Column, Run, Table, cells
from cchc.indicators.tree import children_in, with_below
from cchc.plans.models import Task
from cchc.plans.standing import Standing as Stood

from .models import Report, Standing
from .rules.promised import TASKS, VERDICTS, promised, reached, task_code, task_result
from .standing import TargetBook
from .tallies import TaskBook

_TARGET_COLUMNS = (Column(1.3, "center"), Column(9), Column(4), Column(3), Column(4), Column(2.6, "center"))
_TARGET_HEADER = (cells("STT", "Chỉ tiêu", "Đơn vị chịu trách nhiệm", "Mức phải đạt", "Kết quả", "Đánh giá"),)
_TASK_COLUMNS = (Column(1.3, "center"), Column(9.5), Column(4.6), Column(2.6, "center"), Column(5.4))
_TASK_HEADER = (cells("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Kết quả"),)


def standings_of(report: Report) -> list[Standing]:
    """Where targets and tasks stand: as frozen in a sent report, else as of the draft's day (not yet kept)."""
    if not report.is_draft:
        return list(Standing.objects.filter(report=report))
    units = with_below(report.unit.pk, children_in(report.agency_id)) if report.unit else None
    year, day = report.as_of.year, report.as_of
    found = [
        _target(report, stand, sort)
        for sort, stand in enumerate(TargetBook(report.agency, year, year).stands(day, units))
    ]
    return [*found, *_tasks(report, units)]


def _target(report: Report, stand: Stood, sort: int) -> Standing:
    goal, owner = stand.goal, stand.target.owner
    return Standing(
        report=report,
        kind="target",
        record=stand.target.pk,
        text=stand.target.text,
        owner=owner.name if owner else "",
        promised=promised(goal, stand.assessment),
        result=reached(goal, stand.assessment),
        verdict=stand.assessment.verdict.value,
        sort=sort,
    )


def _tasks(report: Report, units: frozenset[int] | None) -> list[Standing]:
    day = report.as_of
    stands = [stand for _task, stand in TaskBook(report.agency, day.year, day.year).stands(day, units)]
    tasks = Task.objects.select_related("lead").in_bulk([stand.task for stand in stands])
    leads = {pk: task.lead.name if task.lead else task.lead_text for pk, task in tasks.items()}
    return [
        Standing(
            report=report,
            kind="task",
            record=stand.task,
            text=tasks[stand.task].text,
            owner=leads[stand.task],
            promised=_by_when(stand.due, tasks[stand.task].deadline_text),
            result=task_result(stand, day),
            verdict=task_code(stand, day),
            sort=sort,
        )
        for sort, stand in enumerate(stands)
        if task_code(stand, day)
    ]


def _by_when(due: date | None, words: str) -> str:
    """The day a task is due; the words of the plan for one that has no day ("Thường xuyên")."""
    return f"{due:%d/%m/%Y}" if due else shorten(words[:1].upper() + words[1:], 60, placeholder=" …")


def annex_of(report: Report, attached: str) -> Annex | None:
    """The annex, landscape, with the paper it goes with; none where there is no plan."""
    rows = standings_of(report)
    targets = [row for row in rows if row.kind == "target"]
    tasks = [row for row in rows if row.kind == "task"]
    blocks = []
    if targets:
        body = tuple(_target_row(number, row) for number, row in enumerate(targets, 1))
        blocks.append(Table(_TARGET_COLUMNS, _TARGET_HEADER, body, caption="1. Chỉ tiêu"))
    if tasks:
        body = tuple(_task_row(number, row) for number, row in enumerate(tasks, 1))
        caption = f"{'2' if targets else '1'}. Nhiệm vụ"
        blocks.append(Table(_TASK_COLUMNS, _TASK_HEADER, body, caption=caption))
    if not blocks:
        return None
    title = f"Kết quả thực hiện chỉ tiêu, nhiệm vụ của kế hoạch đến ngày {report.as_of:%d/%m/%Y}"
    return Annex("Phụ lục II", title, tuple(blocks), note=attached, landscape=True)


def _target_row(number: int, row: Standing) -> tuple[Cell, ...]:
    words = {verdict.value: word for verdict, word in VERDICTS.items()}
    strong = row.verdict in ("missed", "at_risk")
    last = Cell((Run(words[row.verdict], bold=strong),))
    return (*cells(str(number), row.text, row.owner, row.promised, row.result), last)


def _task_row(number: int, row: Standing) -> tuple[Cell, ...]:
    result = Cell((Run(row.result or TASKS[row.verdict], bold=row.verdict == "overdue"),))
    return (*cells(str(number), row.text, row.owner, row.promised), result)
