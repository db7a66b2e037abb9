"""A unit's sheet: all its figures of one period at once, taken whole or not at all."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common.errors import Refused
from cchc.common.periods import Period
from cchc.indicators.given import Given
from cchc.indicators.models import Indicator, Observation
from cchc.organisation.models import Account, Unit

from .figures import correct, observe


@dataclass(frozen=True)
class Line:
    """One indicator of the sheet with the figure typed, and the figure that was there when the sheet was opened."""

    indicator: Indicator
    given: Given
    there: Observation | None = None


class SheetFaults(Refused):
    """Some lines cannot be taken; nothing was. `lines`: indicator's key → (field, sentence)."""

    def __init__(self, lines: dict[int, tuple[str, str]]) -> None:
        super().__init__(_("Có dòng chưa đúng; chưa ghi số liệu nào. Sửa các dòng được đánh dấu rồi ghi lại."))
        self.lines = lines


@transaction.atomic
def fill_sheet(
    *, lines: list[Line], period: Period, unit: Unit | None, reason: str, by: Account, at: datetime
) -> tuple[int, int]:
    """Enter what is new, correct what changed (for the one reason given); how many of each.

    Raises SheetFaults with every line at fault; then nothing is written.
    """
    entered, corrected, wrong = 0, 0, {}
    for line in lines:
        try:
            if line.there is None:
                observe(indicator=line.indicator, period=period, given=line.given, by=by, at=at, unit=unit)
                entered += 1
            else:
                correct(observation=line.there, given=line.given, reason=reason, by=by, at=at)
                corrected += 1
        except Refused as refusal:
            wrong[line.indicator.pk] = (refusal.field or "value", str(refusal))
    if wrong:
        raise SheetFaults(wrong)
    return entered, corrected
