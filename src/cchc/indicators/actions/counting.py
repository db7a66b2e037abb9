"""From when a department counts a source's indicators from its rows."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.indicators.facts import FactSource
from cchc.indicators.models import CountedFrom
from cchc.indicators.rules.counting import month_of
from cchc.indicators.tallies import outdated
from cchc.organisation.access import require
from cchc.organisation.models import Account

from .tallies import recount

PERMISSION = "indicators.manage"


@transaction.atomic
def count_from(*, source: FactSource, month: date, by: Account, at: datetime) -> CountedFrom:
    """Count the source's indicators from its rows, from the month of a day on; before it figures stay as entered.

    Raises Refused for a month that has not begun.
    """
    require(by, PERMISSION)
    if month > timezone.localtime(at).date():
        raise Refused(_("Tháng này chưa bắt đầu."), field="month")
    if outdated(source):
        recount(source, at=at)
    held = CountedFrom.objects.select_for_update().filter(agency=by.agency, source=source.code).first()
    before = {"month": held.month} if held else None
    held = held or CountedFrom(agency=by.agency, source=source.code)
    held.month, held.said_by, held.said_at = month_of(month.year, month.month), by, at
    held.save()
    after = {"source": source.code, "month": held.month}
    journal.write(by=by, at=at, action="indicators.count_from", record=held, before=before, after=after)
    return held


@transaction.atomic
def stop_counting(*, source: FactSource, by: Account, at: datetime) -> None:
    """Read the source's indicators as they are entered again; nothing that was counted is lost. Raises Refused."""
    require(by, PERMISSION)
    held = CountedFrom.objects.select_for_update().filter(agency=by.agency, source=source.code).first()
    if held is None:
        raise Refused(_("Nguồn này chưa được dùng để đếm."))
    journal.write(by=by, at=at, action="indicators.stop_counting", record=held, before={"month": held.month})
    held.delete()
