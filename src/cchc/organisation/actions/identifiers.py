"""Electronic identifiers: given, corrected, closed. A code that was given is never given to another body."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import fold, format_date

from ..models import Account, Agency, Identifier, Unit
from ..rules.identifiers import Code, read
from .checks import given, is_open, not_ahead, own


def read_code(text: str) -> Code:
    """The code that is meant by either writing; raises Refused for a text that has the shape of neither."""
    code = read(text)
    if code is None:
        message = _("“%(text)s” không có dạng mã định danh. Ghi như H19.12 hoặc, theo cách viết cũ, 000.00.12.H19.")
        raise Refused(message % {"text": text.strip()[:60]}, field="code")
    return code


def old_writing(code: Code) -> str:
    """The code as older papers write it; raises Refused where that writing has no room for it."""
    if not code.old:
        message = _("Mã %(code)s không có cách viết cũ: cách viết cũ chỉ có chỗ cho 2 chữ số ở cấp 2, 2 chữ số ở cấp"
                    " 3 và 3 chữ số ở cấp 4.")  # fmt: skip
        raise Refused(message % {"code": code.new}, field="code")
    return code.old


def _free(code: Code, besides: Identifier | None = None) -> None:
    taken = Identifier.objects.filter(code=code.new).first()
    if taken and taken != besides:
        message = _("Mã %(code)s đã được cấp từ ngày %(day)s; mã đã cấp không cấp lại.")
        raise Refused(message % {"code": code.new, "day": format_date(taken.started_on)}, field="code")


def _beneath(code: Code, agency: Agency, unit: Unit | None) -> None:
    """Raise Refused for the code of a unit that does not stand beneath that of its department."""
    held = Identifier.objects.in_force().filter(agency=agency, unit=None).first() if unit else None
    above = read(held.code) if held else None
    if above and (not code.within(above) or code == above):
        message = _("Mã của đơn vị phải nằm dưới mã của Sở: bắt đầu bằng %(above)s.")
        raise Refused(message % {"above": above.new}, field="code")


@transaction.atomic
def give_identifier(
    *, by: Account | None, at: datetime, agency: Agency, unit: Unit | None, code: str, on: date, basis: str
) -> Identifier:
    """Write down the code that a decision gives the department (no unit) or a unit; it takes the place of the last one.

    Raises Refused for a text that is no code, one that was given before, one outside the department's, or a day that
    lies before the code it replaces.
    """
    own(by, agency, unit)
    parsed, basis = read_code(code), given(basis, "basis")
    not_ahead(on, at)
    if unit:
        is_open(unit, on, "on")
    Agency.objects.select_for_update().get(pk=agency.pk)
    _free(parsed)
    _beneath(parsed, agency, unit)
    last = Identifier.objects.in_force().filter(agency=agency, unit=unit).first()
    if last and on <= last.started_on:
        message = _("Mã %(code)s có hiệu lực từ ngày %(day)s; mã thay thế phải có hiệu lực sau ngày đó.")
        raise Refused(message % {"code": last.code, "day": format_date(last.started_on)}, field="on")
    if last:
        last.ended_on = on
        last.save(update_fields=["ended_on"])
    made = Identifier.objects.create(
        agency=agency, unit=unit, code=parsed.new, old_code=parsed.old, folded=fold(f"{parsed.new} {parsed.old}"),
        started_on=on, basis=basis,
    )  # fmt: skip
    if last:
        last.replaced_by = made
        last.save(update_fields=["replaced_by"])
    after = {"code": made.code, "unit": unit.name if unit else "", "on": on, "basis": basis}
    journal.write(by=by, at=at, action="organisation.give_identifier", record=made,
                  before={"code": last.code} if last else None, after=after)  # fmt: skip
    _agency_follows(made)
    return made


def _agency_follows(made: Identifier) -> None:
    """The department is known by the code that holds now."""
    if made.unit_id is None and made.ended_on is None:
        Agency.objects.filter(pk=made.agency_id).update(code=made.code)


@transaction.atomic
def correct_identifier(*, by: Account, at: datetime, identifier: Identifier, code: str, basis: str) -> Identifier:
    """Put right a code or a decision that was typed wrongly."""
    own(by, identifier)
    parsed, basis = read_code(code), given(basis, "basis")
    identifier = Identifier.objects.select_for_update(of=("self",)).select_related("agency", "unit").get(
        pk=identifier.pk
    )  # fmt: skip
    before = {"code": identifier.code, "basis": identifier.basis}
    after = {"code": parsed.new, "basis": basis}
    if before == after:
        raise Refused(_("Chưa có gì thay đổi."))
    _free(parsed, identifier)
    _beneath(parsed, identifier.agency, identifier.unit)
    identifier.code, identifier.old_code, identifier.basis = parsed.new, parsed.old, basis
    identifier.folded = fold(f"{parsed.new} {parsed.old}")
    identifier.save(update_fields=["code", "old_code", "basis", "folded"])
    _agency_follows(identifier)
    journal.write(by=by, at=at, action="organisation.correct_identifier", record=identifier, before=before, after=after)
    return identifier


def close_with(unit: Unit, into: Unit | None, on: date) -> None:
    """With a unit that is merged or dissolved its code ends; the code of the unit it went into takes its place."""
    held = Identifier.objects.in_force().filter(unit=unit).first()
    if held:
        held.ended_on = max(on, held.started_on)
        held.replaced_by = Identifier.objects.in_force().filter(unit=into).first() if into else None
        held.save(update_fields=["ended_on", "replaced_by"])
