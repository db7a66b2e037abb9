"""The register of the demo: what its one-stop system exports, brought in as files, and counted from.

In January the whole year before comes in, and from then on the department counts its dossiers, people, headcount and
tasks instead of typing figures. Each month, after each quarter, and on the last working day comes what is new or has
changed since.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from cchc.common.periods import Kind, Period
from cchc.dossiers import actions
from cchc.dossiers.importing import LABELS
from cchc.dossiers.measures import SOURCE as DOSSIERS
from cchc.indicators.actions import count_from
from cchc.indicators.staff import QUOTAS, STAFF
from cchc.plans.measures import TASKS

from .department import Department
from .figures import SEASON
from .script import Script, TargetLine
from .timeline import Timeline, workday

# Invented procedures: code, name, field, unit, working days, fee in đồng, kind of applicant, how often against others.
PROCEDURES = (
    ("2.900101", "Cấp giấy phép kinh doanh có điều kiện", "Thương mại", "QLTM", 7, 600_000, "Doanh nghiệp", 30),
    ("2.900102", "Đăng ký hoạt động khuyến mại", "Thương mại", "QLTM", 5, 0, "Doanh nghiệp", 60),
    ("2.900201", "Cấp giấy phép hoạt động điện lực", "Năng lượng", "QLNL", 15, 800_000, "Doanh nghiệp", 12),
    ("2.900301", "Cấp giấy chứng nhận an toàn kỹ thuật", "An toàn", "KTAT", 10, 500_000, "Doanh nghiệp", 18),
    ("2.900401", "Công nhận cụm nghề thủ công", "Công nghiệp", "QLCN", 20, 0, "Cá nhân", 6),
    ("2.900501", "Xác nhận xuất xứ hàng hóa", "Xuất nhập khẩu", "XNK", 3, 60_000, "Doanh nghiệp", 40),
)
Procedure = tuple[str, str, str, str, int, int, str, int]
A_MONTH = 40
QUARTERS = ((4, 5), (7, 5), (10, 5))
"""Days (month, day) on which the register of a quarter is whole, beside the 15th of each month."""
HEAD = (
    "code", "procedure", "procedure_name", "field", "service", "unit", "applicant", "channel", "state", "received_at",
    "due_at", "finished_at", "returned_at", "fee", "paid_online", "digitised", "reused", "e_result", "verified",
    "supplements", "apologised", "rating",
)  # fmt: skip


def bring_in(department: Department, plan: Script, timeline: Timeline) -> None:
    """The year before in January, with the beginning of counting; then what is new, month by month."""
    desk = Desk(department, plan)
    opened, last = workday(date(plan.year, 1, 9)), workday(department.today - timedelta(days=1))
    days = sorted(workday(date(plan.year, *day)) for day in [*((month, 15) for month in range(2, 13)), *QUARTERS])
    taken = [opened, *(day for day in days if day < last), *([last] if last > opened else [])]
    for day, before in zip(taken, [None, *taken], strict=False):
        timeline.on(day, partial(desk.take, day, before), hour=7 if day != last else 16, minute=30)
    timeline.on(opened, lambda at: _count(department, plan.year, at), hour=16, minute=50)
    if last < opened:
        timeline.on(last, partial(desk.take, last, None), hour=16, minute=30)


def _count(department: Department, year: int, at: datetime) -> None:
    """People, headcount and dossiers are known for the whole year before; the plan's tasks begin with this year."""
    office = department.accounts["vanphong"]
    for source, since in ((STAFF, year - 1), (QUOTAS, year - 1), (DOSSIERS, year - 1), (TASKS, year)):
        count_from(source=source, month=date(since, 1, 1), by=office, at=at)


@dataclass(frozen=True)
class Desk:
    """The one-stop system: the same dossiers whenever it is asked, as they stand on a day."""

    department: Department
    plan: Script
    lived: list["Lived"] = field(default_factory=list)

    def take(self, day: date, since: date | None, at: datetime) -> None:
        """Bring in the register as it stands on a day; `since`: only what is new or changed after that day."""
        office = self.department.accounts["vanphong"]
        name = f"so-ho-so-{day:%Y%m%d}.csv"
        run = actions.start_import(content=self.export(day, since).encode(), name=name, by=office, at=at)
        run = actions.check_import(run=run, columns=run.columns, by=office, at=at)
        actions.take_import(run=run, by=office, at=at)

    def export(self, day: date, since: date | None) -> str:
        """The file: the same for the same days."""
        text = io.StringIO()
        rows = csv.DictWriter(text, fieldnames=[str(LABELS[name]) for name in HEAD], delimiter=";")
        rows.writeheader()
        if not self.lived:
            self.lived.extend(self.dossiers(workday(self.department.today)))
        for one in (one for one in self.lived if one.received <= day):
            if since is None or one.received > since or one.finished > since:
                facts = one.facts(day)
                rows.writerow({str(LABELS[name]): facts[name] for name in HEAD})
        return text.getvalue()

    def dossiers(self, day: date) -> Iterator["Lived"]:
        """Every dossier received until a day, since the first of the year before the plan's."""
        shares = [line for line in self.plan.targets if line.figures["form"] == "register"]
        owed, number = {line.key: 0.5 for line in shares}, 0
        month = Period(Kind.MONTH, self.plan.year - 1, 1)
        while month.first <= day:
            chance = Random(f"register-{month.code}")  # noqa: S311  # invented work, no secret
            for _one in range(round(A_MONTH * SEASON[month.number - 1])):
                number += 1
                procedure = chance.choices(PROCEDURES, [row[-1] for row in PROCEDURES])[0]
                met = frozenset(line.key for line in shares if self._meets(line, month, owed))
                found = Lived(self.department, number, procedure, _received(month, chance), met, chance.random())
                if found.received <= day:
                    yield found
            month = month.next()

    def _meets(self, line: TargetLine, month: Period, owed: dict[str, float]) -> bool:
        """Whether this one is among those that make the share of the month what the plan's script says of it."""
        owed[line.key] += line.figures["rate" if month.year == self.plan.year else "last"][month.number - 1] / 100
        met = owed[line.key] >= 1
        owed[line.key] -= met
        return met


def _received(month: Period, chance: Random) -> date:
    """A working day of the month."""
    day = workday(month.first + timedelta(days=chance.randrange(month.last.day)))
    return day if day >= month.first else day + timedelta(days=3)


@dataclass(frozen=True)
class Lived:
    """One dossier with its whole life; `luck`, from 0 to 1, is all the chance that is in it."""

    department: Department
    number: int
    procedure: Procedure
    received: date
    met: frozenset[str]
    luck: float

    @property
    def due(self) -> date:
        """The day that the applicant was told: some days longer than the procedure's own."""
        return self.received + timedelta(days=self.procedure[4] * 7 // 5 + 1)

    @property
    def finished(self) -> date:
        """The day it is settled, which may lie ahead."""
        late = "on_time" not in self.met
        days = (self.due - self.received).days
        if late:
            return workday(self.due + timedelta(days=3 + round(4 * self.luck)))
        return max(workday(self.received + timedelta(days=round(days * (0.4 + 0.6 * self.luck)))), self.received)

    def facts(self, day: date) -> dict[str, str]:
        """The row of the file, as it stands at the end of a day."""
        code, name, field, unit, days, fee, applicant, _weight = self.procedure
        department, finished, is_over = self.department, self.finished, self.finished <= day
        if unit == "XNK" and self.received >= date(department.year - 1, 7, 1):
            unit = "QLTM"  # merged
        online, digitised = "online_filing" in self.met, "digitised" in self.met
        return {
            "code": f"{department.agency.code}-{self.received:%y%m%d}-{self.number:04d}", "procedure": code,
            "procedure_name": name, "field": field, "service": "toàn trình" if days < 10 else "một phần",
            "unit": department.units[unit].name, "applicant": applicant,
            "channel": "Trực tuyến" if online else ("Trực tiếp", "Bưu chính công ích")[self.luck > 0.6],
            "state": ("Đã xử lý xong", "Đã trả kết quả")[self.luck > 0.3] if is_over else "Đang xử lý",
            "received_at": f"{self.received:%d/%m/%Y} 08:30", "due_at": f"{self.due:%d/%m/%Y} 17:00",
            "finished_at": f"{finished:%d/%m/%Y} 15:00" if is_over else "", "returned_at": "", "fee": str(fee),
            "paid_online": _yes(met=bool(fee) and online and self.luck < 0.8), "digitised": _yes(met=digitised),
            "reused": _yes(met="reuse" in self.met), "e_result": _yes(met=digitised), "verified": _yes(met=online),
            "supplements": str(int(self.luck * 10 % 1 > 0.9)), "apologised": _yes(met=is_over and finished > self.due),
            "rating": ("", "4", "5", "5")[self.number % 4] if is_over else "",
        }  # fmt: skip


def _yes(*, met: bool) -> str:
    return "có" if met else "không"
