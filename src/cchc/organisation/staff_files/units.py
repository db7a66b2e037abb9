"""Files of units: each beneath the one that its row names, wherever in the file that stands."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from cchc.common.text import fold, format_date

from .. import actions
from ..models import Account, Identifier, Unit
from ..rules import in_tree_order
from ..rules.identifiers import Code, read
from .planning import Change, Line, Plan, Row, Rows, Step, UnitWords, no_unit, repeated

_NEW = ("name", "kind", "opened_on")
_TOLD = ("code", "name", "short_name", "kind", "parent", "opened_on", "closed_on", "identifier")
_FIELDS: dict[str | None, str] = {"on": "changed_on"}


@dataclass
class _Draft:
    """A row with the unit that is there, or none; `key` stands for either in the tree."""

    row: Row
    unit: Unit | None
    key: int
    parent: int | None = None
    identifier: Code | None = None
    changes: list[Change] = field(default_factory=list)
    is_sound: bool = True

    @property
    def facts(self) -> dict[str, Any]:
        return self.row.facts


def _in_force(text: str) -> str:
    """A code, an electronic identifier in the writing that is in force."""
    code = read(text)
    return code.new if code else text


def plan_units(rows: Rows) -> Plan:
    """What a file of units would do."""
    return _Units(rows).plan()


class _Units:
    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.units = {unit.pk: unit for unit in Unit.objects.filter(agency=rows.agency)}
        self.held = {one.unit_id: one for one in Identifier.objects.in_force().filter(agency=rows.agency)}
        self.words = UnitWords(self.units.values(), self.held.values())
        agency = rows.agency
        self.top = {fold(name) for name in ("Sở", agency.name, agency.short_name, agency.code)}
        self.drafts: dict[int, _Draft] = {}
        self.codes: dict[str, int] = {}  # folded code → the place of its row
        self.in_file: dict[str, int] = {}  # every folded name of a row's unit → its key

    def plan(self) -> Plan:
        """Rows to units, units to their places, places to an order."""
        for row in self.rows.sound():
            self._take_in(row)
        for draft in self.drafts.values():
            self._place(draft)
        for draft in self.drafts.values():
            self._judge(draft)
        order = self._order()
        plan = Plan(self.rows, [self._line(draft) for draft in self.drafts.values() if draft.is_sound])
        plan.steps = [step for draft in order for step in self._steps(draft)]
        plan.steps += [step for draft in reversed(order) for step in self._closing(draft)]
        return plan

    def _fault(self, draft: _Draft, name: str, text: str) -> None:
        self.rows.fault(draft.row.place, name, text)
        draft.is_sound = False

    def _take_in(self, row: Row) -> None:
        unit = self.words.by_code(row.facts["code"])
        code = row.facts["code"] = _in_force(row.facts["code"]) if unit is None else unit.code
        key = unit.pk if unit else -row.place - 1
        draft = _Draft(row, unit, key)
        draft.identifier = self._identifier(draft)
        same = self.codes.setdefault(fold(code), row.place)
        if same != row.place:
            self.rows.fault(row.place, "code", repeated(same + 1))
            return
        self.drafts[key] = draft
        self.in_file |= {fold(name): key for name in (row.facts["name"], row.facts["short_name"], code) if name}

    def _identifier(self, draft: _Draft) -> Code | None:
        """The identifier that the row gives: in its own column or, for a new unit, as its code."""
        text = draft.facts["identifier"]
        if not text:
            return read(draft.facts["code"]) if draft.unit is None else None
        code = read(text)
        if code is None:
            message = _("“%(text)s” không có dạng mã định danh. Ghi như H19.12 hoặc 000.00.12.H19.")
            self._fault(draft, "identifier", message % {"text": text})
        return code

    def _place(self, draft: _Draft) -> None:
        """The unit above; an empty cell leaves it, or means the department itself."""
        text = draft.facts["parent"]
        if not text:
            draft.parent = draft.unit.parent_id if draft.unit else None
        elif fold(text) not in self.top:
            there = self.words.find(text)
            draft.parent = self.in_file.get(fold(_in_force(text)), there.pk if there else None)
            if draft.parent is None:
                self._fault(draft, "parent", no_unit(text))

    def _judge(self, draft: _Draft) -> None:
        if draft.unit is None:
            if self.rows.missing(draft.row.place, draft.facts, _NEW):
                draft.is_sound = False
            elif not draft.facts["short_name"] and len(draft.facts["name"]) > 60:
                self._fault(draft, "short_name", _("Tên đơn vị dài quá 60 ký tự: ghi thêm “Tên gọn”."))
        else:
            self._compare(draft, draft.unit)

    def _compare(self, draft: _Draft, unit: Unit) -> None:
        facts, rows = draft.facts, self.rows
        for name in ("kind", "opened_on"):
            if facts[name] and facts[name] != getattr(unit, name):
                change = rows.change(name, getattr(unit, name), facts[name])
                message = _("%(what)s đang ghi là %(before)s; mục này không sửa được bằng tệp.")
                self._fault(draft, name, message % {"what": change.what, "before": change.before})
        moved = [
            rows.change(name, getattr(unit, name), facts[name])
            for name in ("name", "short_name")
            if facts[name] and facts[name] != getattr(unit, name)
        ]
        if draft.parent != unit.parent_id:
            moved.append(rows.change("parent", self._name(unit.parent_id), self._name(draft.parent)))
        if moved and not facts["changed_on"]:
            message = _("Tên hoặc cấp trên khác với đang ghi: ghi ngày có hiệu lực ở cột “Thay đổi từ ngày”.")
            self._fault(draft, "changed_on", message)
        draft.changes = moved
        self._compare_identifier(draft, unit)
        self._compare_end(draft, unit)

    def _compare_identifier(self, draft: _Draft, unit: Unit) -> None:
        held = self.held.get(unit.pk)
        if draft.identifier is None or (held and held.code == draft.identifier.new):
            draft.identifier = None
            return
        if held and not draft.facts["identifier_on"]:
            message = _("Đơn vị đang mang mã %(code)s: ghi ngày mã mới có hiệu lực ở cột “Mã định danh từ ngày”.")
            self._fault(draft, "identifier_on", message % {"code": held.code})
        draft.changes.append(self.rows.change("identifier", held.code if held else "", draft.identifier.new))

    def _compare_end(self, draft: _Draft, unit: Unit) -> None:
        closed = draft.facts["closed_on"]
        if closed is None or closed == unit.closed_on:
            return
        if unit.closed_on:
            message = _("%(unit)s đã thôi hoạt động từ ngày %(day)s.")
            words = {"unit": unit.name, "day": format_date(unit.closed_on)}
            self._fault(draft, "closed_on", message % words)
        draft.changes.append(self.rows.change("closed_on", unit.closed_on, closed))

    def _name(self, key: int | None) -> str:
        if key is None:
            return _("Sở")
        return self.units[key].name if key in self.units else str(self.drafts[key].facts["name"])

    def _order(self) -> list[_Draft]:
        """Each unit after the one above it, as the file leaves the tree; what goes round in a circle is at fault."""
        parents: dict[int, int | None] = {unit.pk: unit.parent_id for unit in self.units.values()}
        parents |= {draft.key: draft.parent for draft in self.drafts.values()}
        reached = [node.key for node in in_tree_order(parents)]
        for key in set(self.drafts) - set(reached):
            self._fault(self.drafts[key], "parent", _("Cấp trên đi thành vòng tròn: không đơn vị nào ở trên cùng."))
        order = [self.drafts[key] for key in reached if key in self.drafts]
        for draft in order:
            above = self.drafts.get(draft.parent or 0)
            if above is not None and above.unit is None and not above.is_sound:
                message = _("Đơn vị cấp trên ở dòng %(row)s còn lỗi.")
                self._fault(draft, "parent", message % {"row": above.row.place + 1})
        return [draft for draft in order if draft.is_sound]

    def _line(self, draft: _Draft) -> Line:
        facts, unit = draft.facts, draft.unit
        name = facts["name"] or (unit.name if unit else "")
        label = f"{name} ({unit.code if unit else facts['code']})"
        if unit is None:
            return Line(draft.row.place + 1, label, "new", self.rows.given(facts, _TOLD))
        return Line(draft.row.place + 1, label, "changed" if draft.changes else "same", tuple(draft.changes))

    def _steps(self, draft: _Draft) -> list[Step]:
        unit, facts, place = draft.unit, draft.facts, draft.row.place
        steps = []
        if unit is None:
            steps.append(Step(place, partial(self._found, draft), {"on": "opened_on"}))
        else:
            names = (facts["name"] or unit.name, facts["short_name"] or unit.short_name)
            if draft.parent != unit.parent_id:
                steps.append(Step(place, partial(self._move, draft), _FIELDS))
            if names != (unit.name, unit.short_name):
                steps.append(Step(place, partial(self._rename, draft, *names), _FIELDS))
        if draft.identifier:
            steps.append(Step(place, partial(self._identify, draft), {"code": "identifier", "on": "identifier_on"}))
        return steps

    def _basis(self, draft: _Draft) -> str:
        return str(draft.facts["basis"] or self.rows.basis)

    def _found(self, draft: _Draft, by: Account, at: datetime) -> None:
        facts = draft.facts
        if draft.parent is not None and draft.parent not in self.units:
            return  # the unit above was refused, which is said of its row
        self.units[draft.key] = actions.found_unit(
            by=by, at=at, agency=self.rows.agency, code=facts["code"], name=facts["name"],
            short_name=facts["short_name"] or facts["name"], kind=facts["kind"], on=facts["opened_on"],
            parent=self.units[draft.parent] if draft.parent is not None else None, basis=self._basis(draft),
        )  # fmt: skip

    def _move(self, draft: _Draft, by: Account, at: datetime) -> None:
        above = self.units[draft.parent] if draft.parent is not None else None
        on = draft.facts["changed_on"]
        actions.move_unit(by=by, at=at, unit=self.units[draft.key], parent=above, on=on, basis=self._basis(draft))

    def _rename(self, draft: _Draft, name: str, short_name: str, by: Account, at: datetime) -> None:
        actions.rename_unit(
            by=by, at=at, unit=self.units[draft.key], name=name, short_name=short_name, on=draft.facts["changed_on"],
            basis=self._basis(draft),
        )  # fmt: skip

    def _identify(self, draft: _Draft, by: Account, at: datetime) -> None:
        unit, code = self.units.get(draft.key), draft.identifier
        if unit is not None and code is not None:
            actions.give_identifier(
                by=by, at=at, agency=self.rows.agency, unit=unit, code=code.new,
                on=draft.facts["identifier_on"] or unit.opened_on, basis=self._basis(draft),
            )  # fmt: skip

    def _closing(self, draft: _Draft) -> list[Step]:
        """Units close once everything beneath them has: after all others, the lowest first."""
        closed = draft.facts["closed_on"]
        if closed is None or (draft.unit and draft.unit.closed_on):
            return []

        def close(by: Account, at: datetime) -> None:
            unit = self.units.get(draft.key)
            if unit is not None:
                actions.dissolve_unit(by=by, at=at, unit=unit, on=closed, basis=self._basis(draft))

        return [Step(draft.row.place, close, {"on": "closed_on", None: "closed_on"})]
