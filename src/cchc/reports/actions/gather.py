"""Who gathers a content of the department's report, and the gathering of what units wrote."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.organisation.access import Denied, require
from cchc.organisation.models import Account, Unit
from cchc.plans.rules.contents import Content
from cchc.reports.actions.write import take_over
from cchc.reports.models import Focal, Report, Section
from cchc.reports.offers import accepted_offers
from cchc.reports.outline import form_of
from cchc.reports.rights import may_write_section

MANAGE = "reports.round"


@transaction.atomic
def name_focal(*, content: Content, unit: Unit | None, since: date, by: Account, at: datetime) -> Focal | None:
    """Say which unit gathers a content from a day on; None ends it. Refuses a closed unit, a day not after the last."""
    require(by, MANAGE)
    if unit is not None and unit.agency_id != by.agency_id:
        raise Denied(MANAGE)
    if unit is not None and unit.closed_on is not None:
        raise Refused(_("Đơn vị này không còn hoạt động."), field="unit")
    rows = Focal.objects.select_for_update().filter(agency=by.agency, content=content.value)
    held = rows.filter(until=None).first()
    if (held.unit_id if held else None) == (unit.pk if unit else None):
        raise Refused(_("Chưa có gì thay đổi."))
    if held is not None:
        if since <= held.since:
            raise Refused(_("Ngày bắt đầu phải sau ngày của đơn vị đầu mối hiện tại."), field="since")
        held.until = since - timedelta(days=1)
        held.save(update_fields=["until"])
    new = None
    if unit is not None:
        new = Focal.objects.create(agency=by.agency, content=content.value, unit=unit, since=since, named_by=by,
                                   named_at=at)  # fmt: skip
    before = {"unit": held.unit_id if held else None}
    after = {"content": content.value, "unit": unit.pk if unit else None, "since": since}
    journal.write(by=by, at=at, action="reports.name_focal", record=new or held, before=before, after=after)
    return new


@transaction.atomic
def consolidate(*, report: Report, by: Account, at: datetime) -> int:
    """Add to the sections of the department's draft what units wrote in returns that were accepted; how many sections.

    Only the sections the person may write, and only what does not stand there yet, each with the unit's name before it.
    Refuses a unit's report, and where there is nothing to add.
    """
    if report.unit_id is not None or report.agency_id != by.agency_id:
        raise Denied("reports.write")
    form, today, changed = form_of(report.form_code, report.form_version), timezone.localdate(at), 0
    mine = [section for section in form.texts if may_write_section(by, report, section.key, today)]
    if not mine:
        raise Denied("reports.write")
    rows = {row.key: row for row in Section.objects.filter(report=report)}
    for section in mine:
        row = rows[section.key]
        offers = [
            one for one in accepted_offers(report, section) if one.text not in row.text and one.text != form.nothing
        ]
        if offers:
            text = "\n".join(_named(one.unit, one.text) for one in offers)
            source = ", ".join(one.code for one in offers)
            take_over(report=report, key=section.key, text=text, version=row.version, by=by, at=at, source=source)
            changed += 1
    if not changed:
        raise Refused(_("Chưa có nội dung mới nào của báo cáo đã nhận để tổng hợp."))
    return changed


def _named(unit: str, text: str) -> str:
    """What a unit wrote, with its name before it; several lines below the name."""
    return f"{unit}:\n{text}" if "\n" in text or text.startswith(("-", "+")) else f"{unit}: {text}"
