"""The notices of reports: asked for, sent by a unit, to be corrected, due."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cchc.organisation.access import may
from cchc.organisation.models import Account
from cchc.organisation.notices import Kind, register, register_subject
from cchc.organisation.rules.notices import Channel, Weight

from .models import Obligation, Report

ASKED, SENT, CORRECTED, DUE = "reports.asked", "reports.sent", "reports.corrected", "reports.due"
RETURNED, ACCEPTED, UNLOCKED = "reports.returned", "reports.accepted", "reports.unlocked"
PRESENTED, APPROVED = "reports.presented", "reports.approved"
_GROUP = _("Báo cáo")
_WRITE = "reports.write"


def declare() -> None:
    """Make kinds and the subject known."""
    register(
        Kind(ASKED, _("Đề nghị bổ sung báo cáo"), _GROUP, Channel.PAGE, Weight.URGENT, _WRITE,
             (Channel.OFF, Channel.PAGE), _("Thư đề nghị luôn được gửi ngay, không phụ thuộc lựa chọn này")),
        Kind(SENT, _("Báo cáo của đơn vị gửi đến"), _GROUP, Channel.DIGEST, permission=_WRITE),
        Kind(CORRECTED, _("Báo cáo phải đính chính"), _GROUP, Channel.MAIL, Weight.URGENT, _WRITE),
        Kind(RETURNED, _("Báo cáo của đơn vị bị trả lại"), _GROUP, Channel.MAIL, Weight.URGENT, _WRITE),
        Kind(ACCEPTED, _("Báo cáo của đơn vị đã được nhận"), _GROUP, Channel.DIGEST, permission=_WRITE),
        Kind(UNLOCKED, _("Báo cáo được mở khóa"), _GROUP, Channel.MAIL, Weight.URGENT, _WRITE),
        Kind(PRESENTED, _("Báo cáo của Sở trình duyệt"), _GROUP, Channel.MAIL, Weight.URGENT, "reports.sign"),
        Kind(APPROVED, _("Báo cáo của Sở được duyệt hoặc yêu cầu sửa"), _GROUP, Channel.MAIL, permission=_WRITE),
        Kind(DUE, _("Báo cáo sắp đến hạn, quá hạn"), _GROUP, Channel.DIGEST, Weight.URGENT, _WRITE),
    )  # fmt: skip
    register_subject("reports.report", _reports)
    register_subject("organisation.agency", _board)
    register_subject("reports.obligation", _obligations)


def _reports(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    if not may(account, "reports.view"):
        return {}
    seen = Report.objects.visible_to(account).filter(pk__in=keys).values_list("pk", flat=True)
    return {key: reverse("reports:report", args=[key]) for key in seen}


def _board(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    """A report that nobody has begun: the list to begin it from."""
    own = account.agency_id in keys and may(account, "reports.view")
    return {account.agency_id: reverse("reports:report_list")} if own else {}


def _obligations(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    """A report that nobody has begun: the calendar, where it is begun or noted as sent."""
    seen = Obligation.objects.visible_to(account).filter(pk__in=keys).values_list("pk", flat=True)
    return {key: f"{reverse('reports:calendar')}?viec={key}" for key in seen}
