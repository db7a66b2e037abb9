"""What the tables of this package keep of people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cchc.common.declared import ANYBODY, DUTY, STAFF
from cchc.common.personal import Datum, declare, doers, free


def declare_all() -> None:
    """Declare every table of the package."""
    paper: dict[str, Any] = {"whose": ANYBODY, "purpose": _("báo cáo định kỳ đúng như đã ký và gửi"), "keeps": "work"}
    declare("reports.report", label=_("Báo cáo"),
            data=[*doers("created_by submitted_by"), Datum("signer_name", _("họ và tên người ký")),
                  *free("reason addressees recipients")],
            clean="form_code period_code number signer_authority signer_title digest", **paper)  # fmt: skip
    declare("reports.section", label=_("Mục của báo cáo"), data=[*doers("updated_by"), *free("text")], clean="key",
            **paper)  # fmt: skip
    declare("reports.standing", label=_("Dòng của phụ lục báo cáo"), data=free("text owner promised result"),
            clean="verdict", **paper)  # fmt: skip
    declare("reports.ask", label=_("Câu hỏi gửi đơn vị"), data=doers("asked_by"), clean="key", whose=STAFF,
            purpose=DUTY, keeps="work")  # fmt: skip
    declare("reports.figure", clean="key source rows gap")
    declare("reports.obligation", label=_("Chế độ báo cáo"),
            data=[*doers("created_by"), *free("title to basis")],
            clean="who cadences", whose=STAFF, purpose=DUTY, keeps="work")  # fmt: skip
    declare("reports.duereport", clean="period_code")
    declare("reports.filing", label=_("Ghi nhận báo cáo đã gửi"), data=[*doers("noted_by"), *free("reference")],
            clean="period_code", whose=STAFF, purpose=DUTY, keeps="work")  # fmt: skip
    declare("reports.step", label=_("Bước của báo cáo"), data=[*doers("by"), *free("reason")], clean="kind",
            whose=STAFF, purpose=DUTY, keeps="work")  # fmt: skip
    declare("reports.unlock", label=_("Mở khóa báo cáo"), data=[*doers("by"), *free("reason")], clean="period_code",
            whose=STAFF, purpose=DUTY, keeps="work")  # fmt: skip
    declare("reports.focal", label=_("Đơn vị đầu mối của nội dung"), data=doers("named_by"), clean="content",
            whose=STAFF, purpose=DUTY, keeps="work")  # fmt: skip
    declare("reports.correctionnote", label=_("Phiếu đính chính"), data=[*doers("by"), *free("reason")], clean="key",
            **paper)  # fmt: skip
