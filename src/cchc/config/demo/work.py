"""A year of work on the tasks: begun, reported, proved, accepted; some late, some waiting, one given up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from cchc.documents.layout import Paper, Paragraph, Signature, runs, to_pdf
from cchc.plans import actions
from cchc.plans.models import Task
from cchc.plans.rules.deadline_text import parse_deadlines
from cchc.plans.rules.deadlines import Deadline, occurrences
from cchc.plans.rules.tasks import Move

from .department import Department
from .script import Script, TaskLine
from .timeline import Timeline, workday

NOTES = ("Đã phân công, đang thu thập số liệu.", "Đã có dự thảo, đang lấy ý kiến các phòng.",
         "Đã tiếp thu ý kiến, đang hoàn thiện.", "Đã trình lãnh đạo Sở xem xét.")  # fmt: skip
LATE_NOTE = "Chậm do phải chờ số liệu của đơn vị phối hợp; đề nghị lùi hạn."
RETURN_NOTE = "Sản phẩm chưa có bảng số liệu kèm theo; đề nghị bổ sung."


@dataclass(frozen=True)
class Job:
    """A task with who works on it and how it goes."""

    department: Department
    plan: Script
    line: TaskLine
    number: int

    @property
    def chance(self) -> Random:
        """Chance that is always the same for this task."""
        return Random(f"{self.plan.year}-{self.number}")  # noqa: S311  # days and notes, not secrets

    def task(self) -> Task:
        """The task as it is now."""
        return Task.objects.get(agency=self.department.agency, plan__state="adopted", text=self.line.text)


def carry_on(department: Department, plan: Script, timeline: Timeline) -> None:
    """Put the year's work on every task into the timeline."""
    for number, line in enumerate(plan.tasks):
        schedule(Job(department, plan, line, number), parse_deadlines(line.deadline, plan.year), timeline)


def schedule(job: Job, deadlines: tuple[Deadline, ...], timeline: Timeline) -> None:
    """What is done on one task, occurrence by occurrence."""
    year = job.plan.year
    days = sorted({day for one in deadlines for day in occurrences(one, date(year, 1, 1), date(year + 1, 1, 31))})
    if not days:
        _standing(job, timeline)
    single = len(days) == 1
    for place, due in enumerate(days):
        fate = job.line.fate if single else ""
        if not fate:
            fate = _fate(job, due, single=single)
        _FATES.get(fate, _usual)(job, due, timeline, single or place == 0)
        if fate in _STOPS:
            return


def _fate(job: Job, due: date, *, single: bool) -> str:
    """How the latest work goes, so that the board always has something late, returned or waiting to be accepted."""
    ago = (job.department.today - due).days
    if single and 0 < ago <= 45 and job.number % 5 == 0:
        return "late"
    if single and 0 < ago <= 45 and job.number % 4 == 3:
        return "returned"
    if not single and 0 < ago <= 20 and job.number % 6 == 1:
        return "late"
    return "submitted" if 0 <= -ago <= 14 and job.number % 2 == 0 else ""


def _worker(job: Job) -> Callable[..., object]:
    return lambda act, at, **more: act(task=job.task(), by=job.department.officer(job.line.lead), at=at, **more)


def _begin(job: Job, due: date, timeline: Timeline, progress: int) -> None:
    """Start some weeks ahead, and say how far it is."""
    chance, do = job.chance, _worker(job)
    start = workday(max(date(job.plan.year, 1, 6), due - timedelta(days=chance.randint(28, 45))))
    if start >= workday(due - timedelta(days=5)):
        return
    timeline.on(start, lambda at: do(actions.move_task, at, move=Move.START), minute=job.number % 60)
    middle = workday(start + (due - start) / 2)
    if middle > start and progress:
        note = chance.choice(NOTES)
        timeline.on(
            middle, lambda at: do(actions.report_progress, at, progress=progress, note=note), hour=10,
            minute=job.number % 60,
        )  # fmt: skip


def _hand_in(job: Job, due: date, timeline: Timeline, day: date) -> None:
    """Hand the product in and report the work finished."""
    do = _worker(job)

    def submit(at: datetime) -> None:
        task = job.task()
        if not task.no_product:
            by = job.department.officer(job.line.lead)
            name = f"{job.line.product.split(';')[0].split(',')[0]}.pdf"
            actions.attach_evidence(to=task, content=_product(job, due, at), name=name, by=by, at=at)
        do(actions.move_task, at, move=Move.SUBMIT)

    timeline.on(workday(day), submit, hour=15, minute=job.number % 60)


def _accept(job: Job, day: date, timeline: Timeline, move: Move = Move.FINISH, reason: str = "") -> None:
    timeline.on(
        workday(day), lambda at: actions.move_task(
            task=job.task(), move=move, by=job.department.head(job.line.lead), at=at, reason=reason
        ), hour=16, minute=job.number % 60,
    )  # fmt: skip


def _usual(job: Job, due: date, timeline: Timeline, begins: bool) -> None:  # noqa: FBT001  # the fates share one form
    if begins:
        _begin(job, due, timeline, job.chance.choice((40, 50, 60, 70)))
    ready = due - timedelta(days=job.chance.randint(0, 4))
    _hand_in(job, due, timeline, ready)
    _accept(job, ready, timeline)


def _standing(job: Job, timeline: Timeline) -> None:
    """Work without a day of its own: begun in January, a note each quarter."""
    do, year = _worker(job), job.plan.year
    timeline.on(workday(date(year, 1, 8)), lambda at: do(actions.move_task, at, move=Move.START), minute=job.number)
    for month in (3, 6, 9, 12):
        note = f"Quý {(month // 3)}: thực hiện theo quy định, không có vướng mắc."
        day = workday(date(year, month, 24))
        timeline.on(day, lambda at, note=note: do(actions.add_note, at, note=note), minute=job.number)  # type: ignore[misc]  # the note of this turn


def _done_late(job: Job, due: date, timeline: Timeline, _begins: bool) -> None:  # noqa: FBT001
    _begin(job, due, timeline, 60)
    ready = due + timedelta(days=job.chance.randint(6, 16))
    _hand_in(job, due, timeline, ready)
    _accept(job, ready, timeline)


def _late(job: Job, due: date, timeline: Timeline, begins: bool) -> None:  # noqa: FBT001
    do = _worker(job)
    if begins:
        _begin(job, due, timeline, 60)
    note = workday(due + timedelta(days=3))
    timeline.on(note, lambda at: do(actions.add_note, at, note=LATE_NOTE), hour=11, minute=job.number % 60)


def _slow(job: Job, due: date, timeline: Timeline, _begins: bool) -> None:  # noqa: FBT001
    _begin(job, due, timeline, 30)


def _submitted(job: Job, due: date, timeline: Timeline, begins: bool) -> None:  # noqa: FBT001
    if begins:
        _begin(job, due, timeline, 70)
    _hand_in(job, due, timeline, min(due, job.department.today) - timedelta(days=1))


def _returned(job: Job, due: date, timeline: Timeline, _begins: bool) -> None:  # noqa: FBT001
    _begin(job, due, timeline, 70)
    _hand_in(job, due, timeline, due - timedelta(days=1))
    _accept(job, due, timeline, Move.RETURN, RETURN_NOTE)


def _waiting(job: Job, due: date, timeline: Timeline, _begins: bool) -> None:  # noqa: FBT001
    do = _worker(job)
    _begin(job, due, timeline, 45)
    day = workday(due - timedelta(days=5))
    timeline.on(day, lambda at: do(actions.move_task, at, move=Move.WAIT, reason=job.line.reason), hour=11)


def _cancelled(job: Job, due: date, timeline: Timeline, _begins: bool) -> None:  # noqa: FBT001
    day = workday(date(job.plan.year, 4, 15))
    accounts, reason = job.department.accounts, job.line.reason
    timeline.on(
        day,
        lambda at: actions.move_task(task=job.task(), move=Move.CANCEL, by=accounts["vanphong"], at=at, reason=reason),
    )


_FATES: dict[str, Callable[[Job, date, Timeline, bool], None]] = {
    "late": _late, "slow": _slow, "submitted": _submitted, "returned": _returned, "waiting": _waiting,
    "cancelled": _cancelled, "done_late": _done_late,
}  # fmt: skip


_STOPS = ("late", "submitted", "returned", "slow")
"""After these the task waits for somebody: a later occurrence of it has not come."""


def _product(job: Job, due: date, at: datetime) -> bytes:
    """The product as a paper of the demo, marked as such."""
    person = job.department.officer(job.line.lead).person
    said = f"Sản phẩm của nhiệm vụ “{job.line.text}”, kỳ có hạn {due:%d/%m/%Y}. Văn bản này thuộc dữ liệu trình diễn."
    document = Paper(
        parent="Ủy ban nhân dân\ntỉnh Minh Giang", issuer="Sở Công Thương", symbol="SCT-CCHC",
        number=str(100 + job.number), place="Minh Giang", year=at.year, day=at.date(), kind="Báo cáo",
        title=job.line.product, blocks=(Paragraph(runs(said)),), signature=Signature("Người lập", person.full_name),
        mark="Dữ liệu trình diễn",
    )  # fmt: skip
    return to_pdf(document)
