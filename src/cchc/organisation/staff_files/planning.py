"""The rows of a file with what is wrong in them, and the plan that comes of them."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cchc.common.errors import Refused
from cchc.common.spreadsheets.faults import Fault, fault_at, of_formula, require_distinct
from cchc.common.text import fold

from ..models import Account, Identifier, StaffFile, Unit
from ..naming import unit_names
from ..rules.identifiers import read
from ..rules.staff_files import NEEDED, FileKind, read_row
from .words import LABELS, said, sentence

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """A row whose cells can be read: its place from 0, and its facts."""

    place: int
    facts: dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One fact as it is and as the file has it, in words; `before` is empty for what is new.

    `fact` is the same in no language.
    """

    what: str
    before: str
    after: str
    fact: str


@dataclass(frozen=True)
class Line:
    """What a row comes to: new, changed or same."""

    row: int
    label: str
    state: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Step:
    """Something to be done for a row; `fields` says which column a refusal's field is."""

    place: int
    do: Callable[[Account, datetime], object]
    fields: Mapping[str | None, str] = field(default_factory=dict)


@dataclass
class Plan:
    """What each row comes to, and the steps that make it so, in an order in which they can be done."""

    rows: "Rows"
    lines: list[Line] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, the same."""
        states = [line.state for line in self.lines]
        return {state: states.count(state) for state in ("new", "changed", "same")}

    @property
    def digest(self) -> str:
        """Of every row with what it does: the same file against the same department gives the same."""
        told = [f"{x.row}|{x.label}|{x.state}|{[change.fact for change in x.changes]}" for x in self.lines]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


class Rows:
    """The rows of a run's file, read as its columns say."""

    def __init__(self, run: StaffFile) -> None:
        if not run.table:
            raise Refused(_("Nội dung tệp không còn được giữ; hãy nạp lại tệp."))
        self.run, self.kind, self.agency = run, FileKind(run.kind), run.agency
        self.columns: dict[str, int] = dict(run.columns)
        self._require_columns()
        self.faults: list[Fault] = []
        self.basis = _("Nhập từ tệp “%(name)s”") % {"name": run.name}
        self._broken = {(row, column): text for row, column, text in run.table["broken"]}

    def _require_columns(self) -> None:
        for name in NEEDED[self.kind]:
            if name not in self.columns:
                message = _("Chọn cột ghi “%(heading)s”.") % {"heading": LABELS[self.kind][name]}
                raise Refused(message, field=name)
        require_distinct(self.columns, NEEDED[self.kind][0])

    def sound(self) -> list[Row]:
        """The rows that can be read; what is wrong with the others is noted."""
        found, filled = [], 0
        for place, cells in enumerate(self.run.table["rows"][self.run.header_row :], start=self.run.header_row):
            if not any(cells):
                continue
            filled += 1
            before = len(self.faults)
            self._note_broken(place)
            named = {name: cells[at] if at < len(cells) else "" for name, at in self.columns.items()}
            facts, slips = read_row(self.kind, named)
            for slip in slips:
                self.fault(place, slip.field, sentence(self.kind, slip))
            if len(self.faults) == before:
                found.append(Row(place, facts))
        if not filled:
            self.faults.append(Fault(0, "", _("Không có dòng nào dưới dòng tiêu đề.")))
        return found

    def _note_broken(self, place: int) -> None:
        for name, at in self.columns.items():
            if (place, at) in self._broken:
                self.fault(place, name, of_formula(self._broken[place, at]))

    def fault(self, place: int, name: str, text: str) -> None:
        """Note that a row cannot be taken."""
        self.faults.append(fault_at(place, name, text, self.columns))

    def missing(self, place: int, facts: Facts, names: Iterable[str]) -> bool:
        """Whether what a new row must say is not there; each is noted."""
        lacking = [name for name in names if facts[name] in ("", None)]
        for name in lacking:
            self.fault(place, name, _("Thiếu “%(heading)s”.") % {"heading": LABELS[self.kind][name]})
        return bool(lacking)

    def change(self, name: str, before: Any, after: Any) -> Change:
        """A change in words."""
        first, then = (said(self.kind, name, value) for value in (before, after))
        return Change(str(LABELS[self.kind][name]), first, then, fact=f"{name}: {before} > {after}")

    def given(self, facts: Facts, names: Iterable[str]) -> tuple[Change, ...]:
        """What a new row says."""
        return tuple(self.change(name, "", facts[name]) for name in names if facts[name] not in ("", None, False))


class UnitWords:
    """Every way to name a unit in a file: code, short name, name, or electronic identifier in either writing."""

    def __init__(self, units: Iterable[Unit], identifiers: Iterable[Identifier]) -> None:
        known = list(units)
        by_key = {unit.pk: unit for unit in known}
        self.names = unit_names(known)
        self.codes = {fold(unit.code): unit for unit in known}
        self.identified = {one.code: by_key[one.unit_id] for one in identifiers if one.unit_id in by_key}

    @classmethod
    def of(cls, rows: Rows) -> "UnitWords":
        """Those of the department of a file."""
        return cls(Unit.objects.filter(agency=rows.agency), Identifier.objects.in_force().filter(agency=rows.agency))

    def by_code(self, text: str) -> Unit | None:
        """The unit of a code or identifier."""
        code = read(text)
        return self.codes.get(fold(text)) or (self.identified.get(code.new) if code else None)

    def find(self, text: str) -> Unit | None:
        """The unit that a text names."""
        return self.by_code(text) or self.names.get(fold(text))


def no_unit(text: str) -> str:
    """The sentence for a unit that is not there."""
    said_so = _("Không có đơn vị “%(unit)s”. Ghi đúng mã, tên gọn, tên hoặc mã định danh của đơn vị.")
    return said_so % {"unit": text}


def repeated(row: int) -> str:
    """The sentence for a row that says again what another says."""
    return _("Trùng với dòng %(row)s. Giữ lại một dòng.") % {"row": row}
