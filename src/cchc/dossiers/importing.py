"""A file of dossiers held against the register: which are new, changed, the same, which rows are at fault. Reads only.

Rows are looked at some thousand at a time: a file of a hundred thousand needs little more memory than its reader does.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.almanac import almanac_of, local
from cchc.common.errors import Refused
from cchc.common.spreadsheets.cells import Cell, text_of
from cchc.common.spreadsheets.faults import MOST_KEPT, Fault, fault_at, of_formula, require_distinct
from cchc.common.text import fold
from cchc.organisation.models import Unit
from cchc.organisation.naming import unit_names

from .files import opened
from .models import Dossier, DossierStep, RegisterImport
from .rules import State, refused
from .rules.days import days_of, promised
from .rules.register import NEEDED, Slip, read_row
from .rules.steps import Step, in_words

BATCH = 5_000
"""Rows that are looked at, and written, together: a second or two of work, for which nobody else writes on SQLite."""
KEPT = (
    "procedure", "procedure_name", "field", "folded", "service", "unit_id", "applicant", "channel", "state", "filed_at",
    "received_at", "due_at", "promised_seconds", "extended_to", "finished_at", "returned_at", "received_on", "due_on",
    "finished_on", "late_on", "fee", "paid_online", "digitised", "reused", "personal_store", "e_result", "verified",
    "supplements", "apologised", "rating", "complained", "reception_minutes", "taken_days",
)  # fmt: skip
_LENGTHS = {"code": 60, "procedure": 40, "procedure_name": 500, "field": 200}


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is sound by itself: its place as the spreadsheet counts it, the dossier's code, facts and steps."""

    place: int
    code: str
    facts: dict[str, Any]
    steps: tuple[Step, ...] | None  # None: the file does not tell them


@dataclass(frozen=True, slots=True)
class Line:
    """A sound row beside the register: the dossier that is there (`key`, None: none is) and what it says otherwise.

    `changes`: fact → (as the register has it, as the file has it).
    """

    row: Row
    key: int | None
    changes: Mapping[str, tuple[Any, Any]]

    @property
    def state(self) -> str:
        """new, changed or same."""
        return "new" if self.key is None else "changed" if self.changes else "same"


@dataclass
class Found:
    """What a walk over the file came to. `faults`: the first, `fault_count`: all; `rows`: those with anything."""

    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "same": 0})
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    rows: int = 0
    digest: str = ""


def require_columns(columns: Mapping[str, int]) -> None:
    """Raise Refused when a dossier could not be told from these columns."""
    for fact in NEEDED:
        if fact not in columns:
            said = _("Chọn cột ghi “%(heading)s”.") % {"heading": LABELS[fact]}
            raise Refused(said, field=fact)
    require_distinct(columns, "code")


class Walk:
    """One walk over a run's file: rows that can be taken as they come, what is wrong gathered beside."""

    def __init__(self, run: RegisterImport, today: date) -> None:
        require_columns(run.columns)
        self.run, self.today = run, today
        self.table = opened(run)
        self.columns: dict[str, int] = dict(run.columns)
        self.units = unit_names(Unit.objects.filter(agency=run.agency))
        self.clock = almanac_of(run.agency_id)
        self.zone = timezone.get_current_timezone()
        self.found = Found()
        self.read = 0
        self._seen: dict[str, int] = {}
        self._digest = hashlib.sha256()

    @property
    def ground(self) -> str:
        """A digest of what decides beside the file whether a row is sound: which unit each name means."""
        return hashlib.sha256(repr(sorted((name, unit.pk) for name, unit in self.units.items())).encode()).hexdigest()

    def batches(self) -> Iterator[list[Row]]:
        """The sound rows of so many rows of the file at a time; `found` knows all faults when the walk has ended."""
        rows = enumerate(islice(self.table.rows(), self.run.header_row, None), start=self.run.header_row)
        while batch := list(islice(rows, BATCH)):
            sound = [row for place, cells in batch if (row := self._row(place, cells)) is not None]
            self.read += len(batch)
            yield sound
        if not self.found.rows:
            self._note(Fault(0, "", _("Không có hồ sơ nào dưới dòng tiêu đề.")))

    def beside(self, rows: Sequence[Row]) -> list[Line]:
        """Rows held against the register as it is now."""
        asked = Dossier.objects.filter(agency=self.run.agency, code__in=[row.code for row in rows])
        there = {code: (key, values) for code, key, *values in asked.values_list("code", "pk", *KEPT)}
        walked = _steps_of(key for key, _values in there.values()) if "steps" in self.columns else {}
        lines = []
        for row in rows:
            key, values = there.get(row.code, (None, ()))
            changes = _changes(row.facts, values) if key else {}
            if key and row.steps is not None and row.steps != (before := walked.get(key, ())):
                changes["steps"] = (in_words(before), in_words(row.steps))
            line = Line(row, key, changes)
            self.found.counts[line.state] += 1
            told = f"{row.place}|{row.code}|{row.facts['unit_id']}|{line.state}|{line.changes or ''}\n"
            self._digest.update(told.encode())
            lines.append(line)
        self.found.digest = self._digest.hexdigest()
        return lines

    def finish(self, tell: Callable[[int, int], None] | None = None) -> Found:
        """Walk to the end for what it comes to; `tell` hears how many rows were read and how many faults found."""
        for rows in self.batches():
            self.beside(rows)
            if tell:
                tell(self.read, self.found.fault_count)
        return self.found

    def _row(self, place: int, cells: Sequence[Cell]) -> Row | None:
        if not any(text_of(cell) for cell in cells):
            return None
        self.found.rows += 1
        facts = self._facts(place, cells)
        if facts is None:
            return None
        steps = facts.pop("steps")
        return Row(place + 1, facts.pop("code"), facts, steps if "steps" in self.columns else None)

    def _facts(self, place: int, row: Sequence[Cell]) -> dict[str, Any] | None:
        before = self.found.fault_count
        for name, at in self.columns.items():
            if (place, at) in self.table.broken:
                self._fault(place, name, of_formula(self.table.broken[place, at]))
        cells = {name: row[at] if at < len(row) else "" for name, at in self.columns.items()}
        facts, slips = read_row(cells, self.today)
        for slip in slips:
            self._fault(place, slip.fact, sentence(slip))
        self._check_texts(place, facts)
        unit = self.units.get(fold(facts["unit"]))
        if unit is None and facts["unit"]:
            self._fault(place, "unit", _("Không có đơn vị “%(unit)s”. Ghi đúng tên, tên tắt hoặc mã của đơn vị.")
                        % {"unit": facts["unit"]})  # fmt: skip
        if self.found.fault_count > before or unit is None:
            return None
        return {"code": facts["code"], **self._worked_out(facts, unit.pk)}

    def _check_texts(self, place: int, facts: Mapping[str, Any]) -> None:
        for name, most in _LENGTHS.items():
            if len(facts[name]) > most:
                self._fault(place, name, _("Dài quá %(most)s ký tự.") % {"most": most})
        code = facts["code"]
        if code and code in self._seen:
            self._fault(place, "code", _("Trùng mã hồ sơ với dòng %(row)s.") % {"row": self._seen[code]})
        self._seen.setdefault(code, place + 1)

    def _fault(self, place: int, fact: str, text: str) -> None:
        self._note(fault_at(place, fact, text, self.columns))

    def _note(self, fault: Fault) -> None:
        self.found.fault_count += 1
        if len(self.found.faults) < MOST_KEPT:
            self.found.faults.append(fault)

    def _worked_out(self, facts: dict[str, Any], unit: int) -> dict[str, Any]:
        """The facts as the register keeps them: moments with their zone, days, and time by the working calendar."""
        received, due, finished = (_day(facts[name]) for name in ("received_at", "due_at", "finished_at"))
        was_refused = facts["state"] in refused
        days = days_of(received_on=received, due_on=due, finished_on=finished, was_refused=was_refused)
        kept = {name: value for name, value in facts.items() if name not in ("code", "unit")}
        for name in ("filed_at", "received_at", "due_at", "extended_to", "finished_at", "returned_at"):
            kept[name] = kept[name].replace(tzinfo=self.zone) if kept[name] else None
        kept |= {"unit_id": unit, "service": str(kept["service"] or ""), "applicant": str(kept["applicant"])}
        kept |= {"channel": str(kept["channel"]), "state": int(kept["state"])}
        kept |= {"received_on": days.received_on, "due_on": days.due_on, "finished_on": days.finished_on}
        kept["late_on"] = days.late_on
        kept["folded"] = fold(" ".join(facts[name] for name in ("code", "procedure", "procedure_name", "field")))
        return kept | self._times(facts)

    def _times(self, facts: Mapping[str, Any]) -> dict[str, int | None]:
        """Working time until reception, until the end, and as promised; nothing where the calendar does not reach."""
        first, last = self.clock.calendar.span
        filed, received, due, finished = (facts[name] for name in ("filed_at", "received_at", "due_at", "finished_at"))
        waited = days = seconds = None
        if _within(filed, received, first, last):
            waited = self.clock.clock.worked(filed, received) // 60
        if _within(received, finished, first, last) and facts["state"] != State.REFUSED:
            days = self.clock.calendar.working_days(received.date(), finished.date())
        if received is not None and due is not None:
            seconds = promised(self.clock.clock, received, due, self.clock.rule_on(received.date()).start)
        return {"reception_minutes": waited, "taken_days": days, "promised_seconds": seconds}


def _changes(facts: dict[str, Any], values: Sequence[Any]) -> dict[str, tuple[Any, Any]]:
    """What a row says otherwise than the register: fact → (as it is there, as the row has it).

    The working time of a promise that stands stays what it was when it was made, whatever the calendar says now.
    """
    there = dict(zip(KEPT, values, strict=True))
    if there["promised_seconds"] and all(facts[name] == there[name] for name in ("received_at", "due_at")):
        facts["promised_seconds"] = there["promised_seconds"]
    return {name: (there[name], value) for name, value in facts.items() if there[name] != value}


def _steps_of(keys: Iterable[int]) -> dict[int, tuple[Step, ...]]:
    """The steps of dossiers that are there, with local moments as a file has them."""
    found: dict[int, tuple[Step, ...]] = {}
    for row in DossierStep.objects.filter(dossier__in=list(keys)).order_by("dossier", "number"):
        moments = (local(at) if at else None for at in (row.started_at, row.due_at, row.finished_at))
        found[row.dossier_id] = (*found.get(row.dossier_id, ()), Step(row.number, row.name, row.place, *moments))
    return found


def _within(start: datetime | None, end: datetime | None, first: date, last: date) -> bool:
    return start is not None and end is not None and first <= start.date() and end.date() <= last and start <= end


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def sentence(slip: Slip) -> str:
    """What is wrong, said to whoever mends the file."""
    heading = LABELS[slip.fact]
    said = {
        "missing": _("Thiếu “%(heading)s”."),
        "unknown": _("Không hiểu “%(text)s” ở mục “%(heading)s”."),
        "number": _("“%(text)s” ở mục “%(heading)s” không phải số hợp lệ."),
        "moment": _("“%(text)s” ở mục “%(heading)s” không phải ngày giờ. Ghi như 17/09/2026 08:30."),
        "order": _("“%(heading)s” trước ngày tiếp nhận."),
        "unended": _("Có “%(heading)s” nhưng trạng thái cho thấy hồ sơ chưa kết thúc."),
        "future": _("“%(heading)s” ở tương lai."),
        "steps": _("“%(heading)s” phải là danh sách JSON như TienTrinh của Cổng dịch vụ công."),
    }[slip.what]
    return said % {"heading": heading, "text": slip.text}


LABELS = {
    "code": gettext_lazy("Mã hồ sơ"),
    "procedure": gettext_lazy("Mã TTHC"),
    "procedure_name": gettext_lazy("Tên TTHC"),
    "field": gettext_lazy("Lĩnh vực"),
    "service": gettext_lazy("Mức độ dịch vụ công"),
    "unit": gettext_lazy("Đơn vị xử lý"),
    "applicant": gettext_lazy("Loại đối tượng"),
    "channel": gettext_lazy("Hình thức nộp"),
    "state": gettext_lazy("Trạng thái"),
    "filed_at": gettext_lazy("Ngày nộp"),
    "received_at": gettext_lazy("Ngày tiếp nhận"),
    "due_at": gettext_lazy("Ngày hẹn trả"),
    "extended_to": gettext_lazy("Ngày hẹn lại"),
    "finished_at": gettext_lazy("Ngày kết thúc xử lý"),
    "returned_at": gettext_lazy("Ngày trả kết quả"),
    "fee": gettext_lazy("Phí, lệ phí (đồng)"),
    "paid_online": gettext_lazy("Thanh toán trực tuyến"),
    "digitised": gettext_lazy("Số hóa"),
    "reused": gettext_lazy("Tái sử dụng dữ liệu"),
    "personal_store": gettext_lazy("Dùng kho dữ liệu cá nhân, tổ chức"),
    "e_result": gettext_lazy("Kết quả điện tử"),
    "verified": gettext_lazy("Xác thực VNeID"),
    "supplements": gettext_lazy("Số lần bổ sung"),
    "apologised": gettext_lazy("Đã xin lỗi"),
    "rating": gettext_lazy("Đánh giá (1–5)"),
    "complained": gettext_lazy("Có phản ánh, kiến nghị"),
    "steps": gettext_lazy("Quá trình giải quyết"),
}
