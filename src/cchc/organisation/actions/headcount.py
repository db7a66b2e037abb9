"""Headcount: what decisions assign to units. The last decision of a year counts, the earlier ones stay beside it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused

from ..access import require
from ..headcount import kinds_of
from ..models import Account, Quota, Unit
from ..rules import Span
from .checks import given, own

MOST = 100_000  # more than any unit has; a slip of the finger is caught


@transaction.atomic
def assign_quota(
    *, by: Account, at: datetime, unit: Unit, year: int, numbers: Mapping[str, int | None], basis: str
) -> list[Quota]:
    """Write down what a decision assigns to a unit for a year, by kind; None leaves a kind as it is.

    Raises Refused for a kind that the year does not know, a unit that was not there, and where nothing changes.
    """
    own(by, unit)
    require(by, "organisation.staffing", unit)
    basis = given(basis, "basis")
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    if not Span(unit.opened_on, unit.closed_on).overlaps(Span(first, end)):
        message = _("%(unit)s không hoạt động trong năm %(year)s.")
        raise Refused(message % {"unit": unit.name, "year": year})
    _known(year, numbers)
    held = {quota.kind: quota for quota in Quota.objects.in_force().of_year(year).filter(unit=unit)}
    wanted = {
        code: number for code, number in numbers.items()
        if number is not None and not (code in held and (held[code].number, held[code].basis) == (number, basis))
    }  # fmt: skip
    if not wanted:
        raise Refused(_("Chưa có gì thay đổi."))
    before = {code: held[code].number for code in wanted if code in held}
    Quota.objects.filter(pk__in=[held[code].pk for code in before]).update(superseded_at=at)
    made = Quota.objects.bulk_create(
        Quota(unit=unit, kind=code, number=number, started_on=first, ended_on=end, basis=basis, entered_at=at)
        for code, number in wanted.items()
    )
    after = {"year": year, **wanted, "basis": basis}
    journal.write(by=by, at=at, action="organisation.assign_quota", record=unit, before=before or None, after=after)
    return made


def _known(year: int, numbers: Mapping[str, int | None]) -> None:
    known = {kind.code: kind for kind in kinds_of(year)}
    for code, number in numbers.items():
        if code not in known:
            raise Refused(_("Năm %(year)s không có loại biên chế này.") % {"year": year}, field=code)
        if number is not None and not 0 <= number <= MOST:
            message = _("%(kind)s: số được giao phải từ 0 đến %(most)s.")
            words = {"kind": known[code].name(get_language() or "vi"), "most": MOST}
            raise Refused(message % words, field=code)
