"""Where a department, or one of its units, stands on a day: what the director's and the unit's page show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cchc.common.charts import Part, Spark, StackedBar
from cchc.common.periods import Kind, Period, label_of
from cchc.indicators.tree import children_in, with_below
from cchc.organisation.models import Agency, Unit
from cchc.plans.contents import title_on
from cchc.plans.forecasts import forecasts
from cchc.plans.models import Plan, PlanState, Task
from cchc.plans.models.task import TaskQuerySet
from cchc.plans.rules.assess import Verdict
from cchc.plans.rules.contents import ORDER, Content
from cchc.plans.rules.foretold import Foretold
from cchc.plans.rules.sentences import Language
from cchc.plans.standing import Standing

from .actions.steps import place_of
from .locks import asked_of_department
from .models import Report, ReportState
from .obligations import Round
from .rules.past import tally
from .rules.steps import Place
from .standing import TargetBook
from .tallies import TaskBook
from .words import name_of

AHEAD = timedelta(days=100)
"""How far ahead the next report is looked for."""
_WORST = (Verdict.MISSED, Verdict.AT_RISK)
_SHOWN = (Verdict.REACHED, Verdict.ON_TRACK, Verdict.AT_RISK, Verdict.MISSED, Verdict.NEEDS_PERSON, Verdict.NO_DATA)


TASKS = {"nhiem-vu": "tasks", "xong": "tasks_done", "qua-han": "tasks_overdue", "trong-han": "tasks_in_time"}
"""How the address of a board's rows names the tasks that it counts → the measure of `rules.past.tally`."""
TARGETS = {"chi-tieu": _SHOWN, "dat": (Verdict.REACHED, Verdict.ON_TRACK), "nguy-co": _WORST,
           **{verdict.value: (verdict,) for verdict in _SHOWN}}  # fmt: skip
"""How the address names the targets that it counts → their verdicts."""
FALLING = "se-khong-dat"
"""How the address names the targets that are missed, at risk, or kept now and probably not at their due date."""


def language() -> Language:
    """The language of the page, as the rules' sentences know it."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


@dataclass(frozen=True)
class Counts:
    """The tasks of a content or a unit in numbers, and its targets by verdict.

    `rows_at`: the page of the rows behind the numbers, `content` the one content that they are of.
    """

    name: str
    url: str
    total: int
    done: int
    overdue: int
    in_time: int
    targets: dict[Verdict, int]
    trend: Spark | None = None
    rows_at: str = ""
    content: str = ""

    @cached_property
    def rows(self) -> dict[str, str]:
        """The page of the rows behind each number, by the names of `TASKS` and `TARGETS` with "_" for "-"."""
        of = {"noi-dung": self.content} if self.content else {}
        return {
            code.replace("-", "_"): f"{self.rows_at}?{urlencode({'xem': code, **of})}"
            for code in (*TASKS, *TARGETS, FALLING)
        }

    @property
    def share(self) -> str:
        """Done of all, as a share with its counts, so that small numbers show."""
        return f"{self.done}/{self.total}" if self.total else ""

    @property
    def bar(self) -> StackedBar:
        """The targets as one bar."""
        return StackedBar(self.name, [self._part(verdict) for verdict in _SHOWN])

    def _part(self, verdict: Verdict) -> Part:
        count = self.targets.get(verdict, 0)
        return Part(verdict.value, count, url=self.rows[verdict.value] if count else "")

    @property
    def all_targets(self) -> int:
        """How many targets there are."""
        return sum(self.targets.values())

    @property
    def failing(self) -> int:
        """Targets missed or at risk."""
        return sum(self.targets.get(verdict, 0) for verdict in _WORST)

    @property
    def reached(self) -> int:
        """Targets reached or on track."""
        return self.targets.get(Verdict.REACHED, 0) + self.targets.get(Verdict.ON_TRACK, 0)


@dataclass(frozen=True)
class Decision:
    """Something only the director can settle: what it is, the way there, and the right it takes."""

    what: str
    why: str
    url: str
    action: str
    permission: str


@dataclass(frozen=True)
class CutOff:
    """The next day by which a report is due."""

    label: str
    day: date
    days: int
    url: str  # of what is asked for, with how its day came


class Board:
    """The department (or some of its units) on a day, read in a fixed number of queries."""

    def __init__(self, agency: Agency, day: date, unit: Unit | None = None) -> None:
        self.agency, self.day, self.unit = agency, day, unit
        self.units = with_below(unit.pk, children_in(unit.agency_id)) if unit else None
        self.tasks = TaskBook(agency, day.year, day.year)
        self.targets = TargetBook(agency, day.year, day.year)

    @cached_property
    def stands(self) -> list[Standing]:
        """The targets, assessed."""
        return self.targets.stands(self.day, self.units)

    @cached_property
    def whole(self) -> Counts:
        """Everything together."""
        counts = self.tasks.tally(self.day, self.units)
        return _counts(_("Tất cả"), "", counts, self.stands, rows_at=self.rows_at)

    @property
    def rows_at(self) -> str:
        """The page of the rows behind its numbers."""
        return reverse("reports:unit_rows", args=[self.unit.pk]) if self.unit else reverse("reports:board_rows")

    def tasks_behind(self, code: str, content: str = "") -> tuple[int, ...]:
        """The tasks behind a number of the board, of one content where it is given; `code` as in `TASKS`."""
        pairs = self.tasks.stands(self.day, self.units)
        return tally((stand for task, stand in pairs if content in ("", task.content)), self.day)[TASKS[code]]

    def targets_behind(self, code: str, content: str = "") -> list[Standing]:
        """The targets behind a number of the board, likewise; `code` as in `TARGETS`, or `FALLING`."""
        if code == FALLING:
            found = [*self.failing(), *self.about_to_fall()]
        else:
            found = [stand for stand in self.stands if stand.assessment.verdict in TARGETS[code]]
        return [stand for stand in found if content in ("", stand.target.section.content)]

    def failing(self) -> list[Standing]:
        """Targets that are missed or will be unless something is done, the worst first."""
        found = [stand for stand in self.stands if stand.assessment.verdict in _WORST]
        return sorted(found, key=lambda stand: (_WORST.index(stand.assessment.verdict), stand.target.due_on))

    @cached_property
    def foretold(self) -> dict[int, Foretold]:
        """The forecasts of the targets that are still open, by target."""
        return forecasts(self.stands, self.day, agency=self.agency)

    def about_to_fall(self) -> list[Standing]:
        """Targets that are kept now and will probably not be, the nearest due first."""
        kept = [stand for stand in self.stands if stand.assessment.verdict is Verdict.ON_TRACK]
        found = [one for one in kept if one.target.pk in self.foretold and self.foretold[one.target.pk].warns]
        return sorted(found, key=lambda stand: stand.target.due_on)

    def contents(self) -> list[Counts]:
        """The seven contents, each with how the share of finished tasks grew over the year."""
        pairs = self.tasks.stands(self.day, self.units)
        rows = []
        for content in ORDER:
            tasks = [stand for task, stand in pairs if task.content == content.value]
            targets = [stand for stand in self.stands if stand.target.section.content == content.value]
            if content is Content.GENERAL and not (tasks or targets):
                continue
            title = title_on(content, self.day)
            name = title.vi if language() == "vi" else title.en
            counts, trend = tally(tasks, self.day), self._trend(content)
            rows.append(_counts(name, "", counts, targets, trend, rows_at=self.rows_at, content=content.value))
        return rows

    def _trend(self, content: Content) -> Spark:
        """Month by month, the share of the content's tasks that were finished."""
        months = [one for one in Period(Kind.YEAR, self.day.year).months() if one.first <= self.day]
        shares = []
        for month in months:
            pairs = self.tasks.stands(min(month.last, self.day), self.units)
            counts = tally((stand for task, stand in pairs if task.content == content.value), month.last)
            shares.append(len(counts["tasks_done"]) * 100 / len(counts["tasks"]) if counts["tasks"] else None)
        return Spark(shares, unit="%", decimals=0, labels=[str(month.number) for month in months])

    def by_unit(self) -> list[Counts]:
        """The units side by side: rooms, branches and centres, with what those below them do."""
        rows, children = [], children_in(self.agency)
        for unit in Unit.objects.filter(agency=self.agency).open_on(self.day).filter(parent=None):
            below = with_below(unit.pk, children)
            counts = self.tasks.tally(self.day, below)
            targets = self.targets.stands(self.day, below)
            if counts["tasks"] or targets:
                page, behind = (reverse(f"reports:{name}", args=[unit.pk]) for name in ("unit_board", "unit_rows"))
                rows.append(_counts(unit.name, page, counts, targets, rows_at=behind))
        return rows

    def late_tasks(self) -> TaskQuerySet:
        """The tasks that are overdue, the longest first."""
        keys = self.tasks.tally(self.day, self.units)["tasks_overdue"]
        return Task.objects.filter(pk__in=keys).select_related("lead", "plan").order_by("due_on", "pk")

    def coming_tasks(self, days: int = 30) -> TaskQuerySet:
        """Open tasks due within so many days."""
        rows = Task.objects.filter(agency=self.agency).live().open()
        rows = rows.filter(due_on__gte=self.day, due_on__lte=self.day + timedelta(days=days))
        rows = rows if self.units is None else rows.filter(lead__in=self.units)
        return rows.select_related("lead", "plan").order_by("due_on", "pk")

    def decisions(self) -> list[Decision]:
        """What waits for the director: plans to adopt, tasks nobody leads, results to judge, reports to send."""
        return [*self._plans(), *self._judgements(), *self._unled(), *self._reports()]

    def _plans(self) -> list[Decision]:
        rows = Plan.objects.filter(agency=self.agency, state=PlanState.DRAFT)
        why = _("Kế hoạch đang chờ ban hành vào hệ thống.")
        return [Decision(plan.title, why, reverse("plans:plan", args=[plan.pk]), _("Xem và ban hành"), "plans.adopt")
                for plan in rows]  # fmt: skip

    def _judgements(self) -> list[Decision]:
        rows = [stand for stand in self.stands if stand.assessment.verdict is Verdict.NEEDS_PERSON]
        return [
            Decision(
                stand.target.text,
                stand.assessment.reason.text(language()),
                reverse("plans:target", args=[stand.target.pk]),
                _("Kết luận"),
                "plans.judge",
            )
            for stand in rows
        ]

    def _unled(self) -> list[Decision]:
        rows = Task.objects.filter(agency=self.agency, lead=None, lead_text="").live().open()
        why = _("Nhiệm vụ chưa giao cho đơn vị nào.")
        return [Decision(task.text, why, reverse("plans:task", args=[task.pk]), _("Giao việc"), "plans.edit")
                for task in rows]  # fmt: skip

    def _reports(self) -> list[Decision]:
        """Reports that are presented to be signed off, and drafts that go out without: no calendar asks for them."""
        rows = Report.objects.filter(agency=self.agency, unit=None, state=ReportState.DRAFT)
        found = []
        for report in rows.select_related("obligation"):
            if place_of(report) is Place.PRESENTED:
                why, action, right = _("Báo cáo được trình, chờ duyệt."), _("Xem và duyệt"), "reports.sign"
            elif asked_of_department(report):
                continue
            else:
                why, action, right = _("Dự thảo báo cáo đang chờ xem và gửi."), _("Xem và gửi"), "reports.submit"
            url = reverse("reports:report", args=[report.pk])
            found.append(Decision(name_of(report), why, url, action, right))
        return found

    def next_cut_off(self, now: datetime) -> CutOff | None:
        """The next report that is due from today on and not sent: of the department, on a unit's board of the unit."""
        asked = Round(self.agency, now).between(self.day, self.day + AHEAD)
        row = next((row for row in asked if row.unit == self.unit and row.stage.progress.is_open), None)
        if row is None:
            return None
        due, unit = row.occurrence.due, self.unit.pk if self.unit else 0
        url = reverse("reports:asked", args=[row.obligation.pk, row.occurrence.code, unit])
        return CutOff(f"{row.obligation.title} · {label_of(row.occurrence.code)}", due, (due - self.day).days, url)


def _counts(
    name: str, url: str, counts: dict[str, tuple[int, ...]], stands: Sequence[Standing], trend: Spark | None = None,
    *, rows_at: str, content: str = "",
) -> Counts:  # fmt: skip
    targets: dict[Verdict, int] = {}
    for stand in stands:
        verdict = stand.assessment.verdict
        targets[verdict] = targets.get(verdict, 0) + 1
    numbers = {key: len(counts[key]) for key in ("tasks", "tasks_done", "tasks_overdue", "tasks_in_time")}
    return Counts(name, url, numbers["tasks"], numbers["tasks_done"], numbers["tasks_overdue"],
                  numbers["tasks_in_time"], targets, trend, rows_at, content)  # fmt: skip
