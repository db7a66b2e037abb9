"""What other software can be told of reports: sent, sent back, accepted, presented and approved, corrected."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models import Account
from cchc.organisation.webhooks import Told, register
from cchc.reports.models import Report

_GROUP = _("Báo cáo")


def declare() -> None:
    """Make the events known."""
    view = "reports.view"
    register(
        Told("report.submitted", _("Báo cáo được gửi"), _GROUP, "A unit's or the department's report was sent.", view,
             _reports, ("reports.submit",)),
        Told("report.returned", _("Báo cáo của đơn vị bị trả lại"), _GROUP, "A unit's report was sent back.", view,
             _reports, ("reports.returned",)),
        Told("report.accepted", _("Báo cáo của đơn vị được nhận"), _GROUP, "A unit's report was accepted.", view,
             _reports, ("reports.accepted",)),
        Told("report.approved", _("Báo cáo của Sở được duyệt"), _GROUP, "The department's report was signed off.", view,
             _reports, ("reports.approved",)),
        Told("report.corrected", _("Báo cáo được đính chính"), _GROUP,
             "A figure of a sent report was put right by a note, or a correcting version was begun.", view, _reports,
             ("reports.note", "reports.correct")),
    )  # fmt: skip


def _reports(account: Account, keys: Collection[int]) -> Mapping[int, str]:
    seen = Report.objects.visible_to(account).filter(pk__in=keys).values_list("pk", flat=True)
    return {key: reverse("api:report_one", args=[key]) for key in seen}
