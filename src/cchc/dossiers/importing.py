"""A file of dossiers held against the register: which are new, changed, the same, which rows are at fault. Reads only.

Rows are looked at a few hundred at a time, so that a file of a hundred thousand needs no more memory than its cells.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
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
from cchc.common.spreadsheets.faults import Fault, fault_at, of_formula, require_distinct
from cchc.common.spreadsheets.reading import Table, read_table
from cchc.common.text import fold
from cchc.documents import blobs
from cchc.organisation.models import Unit
from cchc.organisation.naming import unit_names

from .models import Dossier, RegisterImport
from .rules import State, refused
from .rules.days import days_of, promised
from .rules.register import NEEDED, Slip, read_row

CHUNK = 400
MOST_ROWS = 200_000
KEPT = (
    "procedure", "procedure_name", "field", "folded", "service", "unit_id", "applicant", "channel", "state", "filed_at",
    "received_at", "due_at", "promised_seconds", "extended_to", "finished_at", "returned_at", "received_on", "due_on",
    "finished_on", "late_on", "fee", "paid_online", "digitised", "reused", "personal_store", "e_result", "verified",
    "supplements", "apologised", "rating", "complained", "reception_minutes", "taken_days",
)  # fmt: skip
_LENGTHS = {"code": 60, "procedure": 40, "procedure_name": 500, "field": 200}


@dataclass(frozen=True)
class Line:
    """A row that can be taken: the dossier's code, its facts, and the dossier that is there."""

    row: int
    code: str
    facts: Mapping[str, Any]
    there: Dossier | None

    @property
    def changes(self) -> dict[str, Any]:
        """The facts that are otherwise than in the register."""
        if self.there is None:
            return dict(self.facts)
        return {name: value for name, value in self.facts.items() if getattr(self.there, name) != value}

    @property
    def state(self) -> str:
        """new, changed or same."""
        return "new" if self.there is None else "changed" if self.changes else "same"


@dataclass
class Found:
    """What a walk over the file came to."""

    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "same": 0})
    faults: list[Fault] = field(default_factory=list)
    digest: str = ""


def table_of(run: RegisterImport) -> Table:
    """The run's table, read from its kept file. Raises Refused."""
    try:
        data = blobs.read(run.file.sha256)
    except FileNotFoundError as error:
        raise Refused(_("Tệp đã nạp không còn trên máy chủ; hãy nạp lại.")) from error
    if run.file.media_type == "application/json" or run.file.name.lower().endswith(".json"):
        return json_table(data)
    return read_table(data, run.file.media_type, run.sheet, most_rows=MOST_ROWS)


def json_table(data: bytes) -> Table:
    """A list of objects, or one under any key, as a table with their keys as headings. Raises Refused."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Refused(_("Không đọc được tệp JSON: tệp hỏng hoặc không phải UTF-8."), field="file") from error
    if isinstance(found, dict):
        found = next((value for value in found.values() if isinstance(value, list)), None)
    if not isinstance(found, list) or not found or not all(isinstance(row, dict) for row in found):
        raise Refused(_("Tệp JSON phải là danh sách các hồ sơ, mỗi hồ sơ một đối tượng."), field="file")
    if len(found) > MOST_ROWS:
        raise Refused(_("Tệp có quá nhiều hồ sơ; hãy chia tệp."), field="file")
    headings = list(dict.fromkeys(key for row in found for key in row))
    return Table("", [[*headings], *([_scalar(row.get(key)) for key in headings] for row in found)])


def _scalar(value: Any) -> Cell:
    return value if isinstance(value, str | float | int | bool) else ""


def require_columns(columns: Mapping[str, int]) -> None:
    """Raise Refused when a dossier could not be told from these columns."""
    for fact in NEEDED:
        if fact not in columns:
            said = _("Chọn cột ghi “%(heading)s”.") % {"heading": LABELS[fact]}
            raise Refused(said, field=fact)
    require_distinct(columns, "code")


class Walk:
    """One walk over a run's file: the lines that can be taken as they come, what is wrong gathered beside."""

    def __init__(self, run: RegisterImport, today: date) -> None:
        require_columns(run.columns)
        self.run, self.today = run, today
        self.table = table_of(run)
        self.columns: dict[str, int] = dict(run.columns)
        self.units = unit_names(Unit.objects.filter(agency=run.agency))
        self.clock = almanac_of(run.agency_id)
        self.found = Found()
        self._seen: dict[str, int] = {}
        self._digest = hashlib.sha256()

    def lines(self) -> Iterator[Line]:
        """Every row that can be taken, beside what is there; `found` is whole when the walk has ended."""
        rows = self._sound()
        while chunk := list(islice(rows, CHUNK)):
            codes = [code for _row, code, _facts in chunk]
            there = {d.code: d for d in Dossier.objects.filter(agency=self.run.agency, code__in=codes)}
            for row, code, facts in chunk:
                line = Line(row, code, _as_promised(facts, there.get(code)), there.get(code))
                self.found.counts[line.state] += 1
                self._digest.update(f"{row}|{code}|{line.state}|{sorted(line.changes.items(), key=str)}\n".encode())
                yield line
        if not self._seen and not self.found.faults:
            self.found.faults.append(Fault(0, "", _("Không có hồ sơ nào dưới dòng tiêu đề.")))
        self.found.digest = self._digest.hexdigest()

    def finish(self) -> Found:
        """Walk to the end for what it comes to."""
        for _line in self.lines():
            pass
        return self.found

    def _sound(self) -> Iterator[tuple[int, str, dict[str, Any]]]:
        for place in range(self.run.header_row, len(self.table.rows)):
            row = self.table.rows[place]
            if not any(text_of(cell) for cell in row):
                continue
            facts = self._facts(place, row)
            if facts is not None:
                yield place + 1, facts.pop("code"), facts

    def _facts(self, place: int, row: Sequence[Cell]) -> dict[str, Any] | None:
        before = len(self.found.faults)
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
        if len(self.found.faults) > before or unit is None:
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
        self.found.faults.append(fault_at(place, fact, text, self.columns))

    def _worked_out(self, facts: dict[str, Any], unit: int) -> dict[str, Any]:
        """The facts as the register keeps them: moments with their zone, days, and time by the working calendar."""
        received, due, finished = (_day(facts[name]) for name in ("received_at", "due_at", "finished_at"))
        was_refused = facts["state"] in refused
        days = days_of(received_on=received, due_on=due, finished_on=finished, was_refused=was_refused)
        kept = {name: value for name, value in facts.items() if name not in ("code", "unit")}
        for name in ("filed_at", "received_at", "due_at", "extended_to", "finished_at", "returned_at"):
            kept[name] = timezone.make_aware(kept[name]) if kept[name] else None
        kept |= {"unit_id": unit, "service": str(kept["service"] or ""), "applicant": str(kept["applicant"])}
        kept |= {"channel": str(kept["channel"]), "state": int(kept["state"])}
        kept |= {"received_on": days.received_on, "due_on": days.due_on, "finished_on": days.finished_on}
        kept["late_on"] = days.late_on
        kept["folded"] = fold(" ".join(facts[name] for name in ("code", "procedure", "procedure_name", "field")))
        return kept | self._times(kept)

    def _times(self, kept: Mapping[str, Any]) -> dict[str, int | None]:
        """Working time until reception, until the end, and as promised; nothing where the calendar does not reach."""
        first, last = self.clock.calendar.span
        filed, received, finished = kept["filed_at"], kept["received_at"], kept["finished_at"]
        waited = days = seconds = None
        if _within(filed, received, first, last):
            waited = self.clock.clock.worked(local(filed), local(received)) // 60
        if _within(received, finished, first, last) and kept["state"] != State.REFUSED:
            days = self.clock.calendar.working_days(kept["received_on"], kept["finished_on"])
        if received is not None and kept["due_at"] is not None:
            begin = local(received)
            seconds = promised(self.clock.clock, begin, local(kept["due_at"]), self.clock.rule_on(begin.date()).start)
        return {"reception_minutes": waited, "taken_days": days, "promised_seconds": seconds}


def _as_promised(facts: dict[str, Any], there: Dossier | None) -> dict[str, Any]:
    """The working time of a promise that stands stays what it was when it was made, whatever the calendar says now."""
    if there is None or any(facts[name] != getattr(there, name) for name in ("received_at", "due_at")):
        return facts
    return {**facts, "promised_seconds": there.promised_seconds or facts["promised_seconds"]}


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
}
