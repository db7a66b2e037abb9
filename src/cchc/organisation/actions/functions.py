"""Functions: taken in, corrected, ended; given to a unit and taken from it.

Two units may both be written down as leading, for that is what papers sometimes say; the check names it.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import fold, format_date

from ..access import require
from ..functions import share_of
from ..models import Account, Agency, Function, FunctionPart, FunctionShare, Unit
from ..rules import Span
from ..rules.functions import Share, taken
from .checks import given, is_open, not_ahead, own

STAFFING = "organisation.staffing"


def _folded(text: str) -> str:
    return fold(text)[:500]


def _new_text(agency: Agency, text: str, besides: Function | None = None) -> str:
    text = given(text, "text")
    same = Function.objects.filter(agency=agency, folded=_folded(text), ended_on=None).first()
    if same and same != besides:
        raise Refused(_("Chức năng, nhiệm vụ này đã có trong danh sách."), field="text")
    return text


@transaction.atomic
def add_function(
    *,
    by: Account,
    at: datetime,
    agency: Agency,
    text: str,
    on: date,
    basis: str,
    lead: Unit | None = None,
    supports: Iterable[Unit] = (),
) -> Function:
    """Write down a function that a document gives the department, with the units that the same document names."""
    supports = list(supports)
    own(by, agency, lead, *supports)
    require(by, STAFFING)
    text, basis = _new_text(agency, text), given(basis, "basis")
    not_ahead(on, at)
    if lead and lead in supports:
        raise Refused(_("Đơn vị chủ trì không đồng thời là đơn vị phối hợp."), field="supports")
    function = Function.objects.create(
        agency=agency, text=text, folded=_folded(text), started_on=on, basis=basis
    )  # fmt: skip
    for unit, part in [(lead, FunctionPart.LEAD), *((unit, FunctionPart.SUPPORT) for unit in supports)]:
        if unit:
            is_open(unit, on, "lead" if part is FunctionPart.LEAD else "supports")
            FunctionShare.objects.create(function=function, unit=unit, part=part, started_on=on, basis=basis)
    after = {"text": text, "on": on, "basis": basis, "lead": lead.name if lead else "",
             "supporters": [unit.name for unit in supports]}  # fmt: skip
    journal.write(by=by, at=at, action="organisation.add_function", record=function, after=after)
    return function


@transaction.atomic
def correct_function(*, by: Account, at: datetime, function: Function, text: str, basis: str) -> Function:
    """Put the words or the document right."""
    own(by, function)
    require(by, STAFFING)
    function = Function.objects.select_for_update().get(pk=function.pk)
    before = {"text": function.text, "basis": function.basis}
    after = {"text": _new_text(function.agency, text, function), "basis": given(basis, "basis")}
    if before == after:
        raise Refused(_("Chưa có gì thay đổi."))
    function.text, function.basis, function.folded = after["text"], after["basis"], _folded(after["text"])
    function.save(update_fields=["text", "basis", "folded"])
    journal.write(by=by, at=at, action="organisation.correct_function", record=function, before=before, after=after)
    return function


def _ends(started_on: date, on: date, at: datetime) -> None:
    not_ahead(on, at)
    if on <= started_on:
        message = _("Ngày thôi phải sau ngày bắt đầu (%(day)s).")
        raise Refused(message % {"day": format_date(started_on)}, field="on")


@transaction.atomic
def end_function(*, by: Account, at: datetime, function: Function, on: date) -> Function:
    """The department has it no more from a day on; the parts of the units end with it."""
    own(by, function)
    require(by, STAFFING)
    function = Function.objects.select_for_update().get(pk=function.pk)
    if function.ended_on:
        raise Refused(_("Chức năng, nhiệm vụ này đã thôi từ ngày %(day)s.") % {"day": format_date(function.ended_on)})
    _ends(function.started_on, on, at)
    for share in function.shares.filter(ended_on=None):
        share.ended_on = max(on, share.started_on)
        share.save(update_fields=["ended_on"])
    function.ended_on = on
    function.save(update_fields=["ended_on"])
    journal.write(by=by, at=at, action="organisation.end_function", record=function, before={"text": function.text},
                  after={"ended_on": on})  # fmt: skip
    return function


@transaction.atomic
def share_function(
    *, by: Account, at: datetime, function: Function, unit: Unit, part: str, on: date, basis: str
) -> FunctionShare:
    """Give a unit a part in a function, from a day on. Raises Refused where it has one at that time already."""
    own(by, function, unit)
    require(by, STAFFING)
    part, basis = FunctionPart(part), given(basis, "basis")
    not_ahead(on, at)
    is_open(unit, on, "unit")
    function = Function.objects.select_for_update().get(pk=function.pk)
    if function.ended_on or on < function.started_on:
        raise Refused(
            _("Chức năng, nhiệm vụ này không có hiệu lực ngày %(day)s.") % {"day": format_date(on)}, field="on"
        )
    if taken([share_of(share) for share in function.shares.all()], Share(unit.pk, part is FunctionPart.LEAD, Span(on))):
        message = _("%(unit)s đang chủ trì hoặc phối hợp việc này; kết thúc phần đó trước.")
        raise Refused(message % {"unit": unit.name}, field="unit")
    share = FunctionShare.objects.create(function=function, unit=unit, part=part, started_on=on, basis=basis)
    after = {"unit": unit.name, "kind": part, "on": on, "basis": basis}
    journal.write(by=by, at=at, action="organisation.share_function", record=function, after=after)
    return share


@transaction.atomic
def end_share(*, by: Account, at: datetime, share: FunctionShare, on: date) -> FunctionShare:
    """Take its part in a function from a unit, from a day on."""
    own(by, share.unit)
    require(by, STAFFING)
    share = FunctionShare.objects.select_for_update(of=("self",)).select_related("unit", "function").get(pk=share.pk)
    if share.ended_on:
        raise Refused(_("Phần việc này đã kết thúc ngày %(day)s.") % {"day": format_date(share.ended_on)})
    _ends(share.started_on, on, at)
    share.ended_on = on
    share.save(update_fields=["ended_on"])
    before = {"unit": share.unit.name, "kind": share.part}
    journal.write(by=by, at=at, action="organisation.end_share", record=share.function, before=before,
                  after={"ended_on": on})  # fmt: skip
    return share


def hand_over_functions(unit: Unit, into: Unit | None, on: date, basis: str) -> None:
    """With a unit that is merged or dissolved its parts end; the unit it went into takes them, the lead first."""
    for share in FunctionShare.objects.filter(unit=unit, ended_on=None).select_related("function"):
        first = max(on, share.started_on)
        share.ended_on = first
        share.save(update_fields=["ended_on"])
        if into is None:
            continue
        held = FunctionShare.objects.filter(function=share.function, unit=into, ended_on=None).first()
        if held and (held.part == FunctionPart.LEAD or share.part == FunctionPart.SUPPORT):
            continue
        if held:
            held.ended_on = max(first, held.started_on)
            held.save(update_fields=["ended_on"])
        FunctionShare.objects.create(
            function=share.function, unit=into, part=share.part, started_on=first, basis=basis or share.basis
        )
