"""Ask a unit for what a section lacks: a message to its head, and a note on the report."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cchc.common import journal, outbox
from cchc.common.errors import Refused
from cchc.organisation.actions import tell
from cchc.organisation.models import Account, Unit
from cchc.organisation.notices import Event
from cchc.organisation.receivers import heads_of
from cchc.reports.asking import head_of
from cchc.reports.models import Ask, Report, ReportState
from cchc.reports.notice_kinds import ASKED
from cchc.reports.outline import form_of
from cchc.reports.rights import require_on
from cchc.reports.rules.wording import printed_period

AGAIN = timedelta(days=1)
"""How long to wait before the same is asked of the same unit once more."""


@transaction.atomic
def ask_unit(*, report: Report, key: str, unit: Unit, url: str, by: Account, at: datetime) -> Ask:
    """Write to the head of the unit what the section is about and where to write it (`url`).

    Refuses a sent report, a unit of another department, a head without address, and asking twice within a day.
    """
    draft = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    require_on(by, "reports.write", draft)
    if draft.state != ReportState.DRAFT or unit.agency_id != draft.agency_id:
        raise Refused(_("Không hỏi được cho báo cáo này."))
    if Ask.objects.filter(report=draft, key=key, unit=unit, asked_at__gt=at - AGAIN).exists():
        raise Refused(_("Đã hỏi %(unit)s về mục này trong 24 giờ qua.") % {"unit": unit.short_name})
    head = head_of(unit)
    if head is None or not head.email:
        raise Refused(
            _("%(unit)s chưa có địa chỉ thư của người đứng đầu; hãy hỏi trực tiếp.") % {"unit": unit.short_name}
        )
    section = form_of(draft.form_code, draft.form_version).section(key)
    title = f"{section.label} {section.title.vi}".strip()
    subject = _("Đề nghị bổ sung báo cáo cải cách hành chính %(period)s") % {"period": printed_period(draft.period)}
    body = _("%(who)s đề nghị %(unit)s bổ sung nội dung, số liệu cho mục “%(title)s” của báo cáo.\n\n%(url)s") % {
        "who": by.get_full_name(), "unit": unit.name, "title": title, "url": url,
    }  # fmt: skip
    outbox.post(channel="mail", recipient=head.email, subject=subject, body=body, at=at, agency_id=draft.agency_id)
    ask = Ask.objects.create(report=draft, key=key, unit=unit, asked_by=by, asked_at=at)
    facts = {"section": key, "unit": unit.pk, "to": head.email}
    journal.write(by=by, at=at, action="reports.ask", record=draft, after=facts)
    said = gettext_noop("%(who)s đề nghị %(unit)s bổ sung mục “%(title)s” của báo cáo %(period)s.")
    words = {"who": by.get_full_name(), "unit": unit.short_name, "title": title,
             "period": {"period": draft.period_code}}  # fmt: skip
    to = heads_of([unit.pk], timezone.localdate(at))[unit.pk]
    tell(Event(ASKED, f"{ask.pk}", to, said, words, draft, unit.pk), at=at, by=by)
    return ask
