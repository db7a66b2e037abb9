"""What a target promises and a task owes, in the few words of a table; always Vietnamese, for papers are."""

from datetime import date

from cchc.plans.rules.assess import Assessment, Verdict
from cchc.plans.rules.goals import Goal, GoalKind
from cchc.plans.rules.sentences import Quantity, bar
from cchc.plans.rules.tasks import State

from .past import Stand

VERDICTS = {
    Verdict.REACHED: "Đạt",
    Verdict.ON_TRACK: "Đúng tiến độ",
    Verdict.AT_RISK: "Có nguy cơ",
    Verdict.MISSED: "Không đạt",
    Verdict.NO_DATA: "Chưa có số liệu",
    Verdict.NEEDS_PERSON: "Cần xem xét",
}
TASKS = {
    "done": "Đã hoàn thành",
    "done_late": "Hoàn thành sau hạn",
    "overdue": "Quá hạn",
    "in_time": "Trong hạn",
}


def promised(goal: Goal, assessment: Assessment) -> str:
    """The level a target promises, "ít nhất 98%"; empty where it has none."""
    level = assessment.bar if assessment.bar is not None else goal.promised
    if level is None or goal.kind is GoalKind.JUDGED:
        return ""
    if goal.kind is GoalKind.EXISTENCE:
        return "có"
    return bar(Quantity(level, goal.level_unit, goal.noun), goal.better, strict=goal.strict).text("vi")


def reached(goal: Goal, assessment: Assessment) -> str:
    """The figure a verdict rests on with its day, else the reason there is none."""
    now = assessment.current
    if now is None or now.value is None:
        return assessment.reason.text("vi")
    if goal.kind is GoalKind.EXISTENCE:
        return ("có" if now.value else "chưa có") + f" (đến {now.as_of:%d/%m/%Y})"
    return f"{Quantity(now.value, goal.level_unit, goal.noun).text('vi')} (đến {now.as_of:%d/%m/%Y})"


def task_code(stand: Stand, day: date) -> str:
    """done, done_late, overdue or in_time; empty for a cancelled task."""
    if stand.state is State.CANCELLED:
        return ""
    if stand.is_open:
        return "overdue" if stand.due and stand.due < day else "in_time"
    return "done_late" if stand.due and stand.finished and stand.finished > stand.due else "done"


def task_result(stand: Stand, day: date) -> str:
    """How far a task is, with the day it was finished or the days it is late."""
    code = task_code(stand, day)
    if stand.finished and code.startswith("done"):
        return f"{TASKS[code]} ngày {stand.finished:%d/%m/%Y}"
    if code == "overdue" and stand.due:
        return f"{TASKS[code]} {(day - stand.due).days} ngày"
    return TASKS.get(code, "")
