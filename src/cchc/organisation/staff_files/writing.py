"""Files that CCHC itself writes: one to fill in, and what is there now, in the columns that are read again."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from cchc.common.declared import MAIL_RIGHT
from cchc.common.spreadsheets.writing import workbook

from ..access import may_for_unit
from ..models import Account, Identifier, Person, Position, Tenure, Unit
from ..rules import in_tree_order
from ..rules.staff_files import FileKind
from .words import KINDS, LABELS, guide

_WIDE = {"name": 44, "full_name": 28, "post": 28, "position": 36, "basis": 40, "email": 28, "kind": 26}
_YES = "có"


def empty_file(kind: str) -> bytes:
    """A workbook with the headings, and a second sheet that says how each column is filled in, with an example."""
    return _file(kind, ())


def current_file(kind: str, by: Account) -> bytes:
    """A workbook with what the account's department has now; taken in again it changes nothing."""
    with override("vi"):
        rows = list(_CURRENT[kind](by))
    return _file(kind, rows)


def _file(kind: str, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The words of files are Vietnamese, whatever the language of the page: they are read again."""
    with override("vi"):
        heads = [(str(label), _WIDE.get(field, 18)) for field, label in LABELS[kind].items()]
        cells = [[row.get(field) for field in LABELS[kind]] for row in rows]
        told = [(_("Cột"), _("Cách ghi"), _("Ví dụ")), *guide(kind)]
        return workbook(str(KINDS[kind]), heads, cells, help_name=_("Cách ghi"), help_rows=told)


def _units(by: Account) -> Iterable[Mapping[str, Any]]:
    """The open units, each after the one above it."""
    units = {unit.pk: unit for unit in Unit.objects.visible_to(by).filter(closed_on=None)}
    held = {one.unit_id: one for one in Identifier.objects.visible_to(by).in_force()}
    for node in in_tree_order({unit.pk: unit.parent_id for unit in units.values()}):
        unit, code = units[node.key], held.get(node.key)
        above = units.get(unit.parent_id or 0)
        yield {
            "code": unit.code, "name": unit.name, "short_name": unit.short_name, "kind": str(unit.get_kind_display()),
            "parent": above.code if above else _("Sở"), "opened_on": unit.opened_on,
            "identifier": code.code if code else "", "identifier_on": code.started_on if code else None,
        }  # fmt: skip


def _positions(by: Account) -> Iterable[Mapping[str, Any]]:
    """The positions in use."""
    for one in Position.objects.visible_to(by).filter(ended_on=None).select_related("unit"):
        yield {
            "unit": one.unit.code, "name": one.name, "kind": str(one.get_kind_display()), "quota": one.quota,
            "started_on": one.started_on, "basis": one.basis,
        }  # fmt: skip


def _people(by: Account) -> Iterable[Mapping[str, Any]]:
    """Those who hold a post or never held one, a row for each post; mail only for whoever may see it of everybody."""
    mail = may_for_unit(by, MAIL_RIGHT, None)
    held = Tenure.objects.filter(ended_on=None).select_related("unit", "position").order_by("concurrent", "pk")
    here = Person.objects.visible_to(by).filter(Q(tenures=None) | Q(tenures__ended_on=None)).distinct()
    for person in here.prefetch_related(Prefetch("tenures", queryset=held)):
        own = {
            "code": person.code, "full_name": person.full_name, "status": str(person.get_status_display()),
            "pay_source": str(person.get_pay_source_display()), "email": person.email if mail else "",
        }  # fmt: skip
        yield from ({**own, **_post(tenure)} for tenure in person.tenures.all()) if person.tenures.all() else (own,)


def _post(tenure: Tenure) -> Mapping[str, Any]:
    return {
        "unit": tenure.unit.code, "post": tenure.post, "heads": _YES if tenure.heads else "",
        "concurrent": _YES if tenure.concurrent else "", "started_on": tenure.started_on,
        "position": tenure.position.name if tenure.position else "",
    }  # fmt: skip


_CURRENT: Mapping[str, Callable[[Account], Iterable[Mapping[str, Any]]]] = {
    FileKind.UNITS: _units,
    FileKind.POSITIONS: _positions,
    FileKind.PEOPLE: _people,
}
