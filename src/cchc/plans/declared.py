"""What the tables of this package keep of people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cchc.common.declared import ANYBODY, DUTY, STAFF
from cchc.common.personal import Datum, declare, doers, free


def _documents() -> None:
    told: dict[str, Any] = {
        "whose": ANYBODY,
        "purpose": _("thực hiện và chứng minh điều văn bản đã ghi"),
        "keeps": "work",
    }
    declare("plans.plan", label=_("Kế hoạch"),
            data=[*doers("created_by adopted_by"), *free("source_text superseded_reason")],
            clean="title folded number issuer source_name", **told)  # fmt: skip
    declare("plans.draft", label=_("Bản rà soát văn bản"),
            data=[*doers("created_by changed_by"), *free("text reading dropped_reason")],
            clean="trouble_vi trouble_en title number issuer", **told)  # fmt: skip
    declare("plans.draftitem", label=_("Mục đang rà soát"), data=[*doers("changed_by"), *free("quote also facts undo")],
            clean="path", **told)  # fmt: skip
    for model, label, more in (
        ("duty", _("Trách nhiệm thực hiện"), "text unit_text"), ("reportingduty", _("Chế độ báo cáo"), "text to"),
        ("objective", _("Mục tiêu"), "text"),
    ):  # fmt: skip
        clean = "path cadence" if model == "reportingduty" else "path"
        declare(f"plans.{model}", label=label, data=free(f"quote {more}"), clean=clean, **told)
    declare("plans.plansection", clean="heading")
    declare("plans.citation", clean="number kind")
    declare("plans.milestone")


def _work() -> None:
    told: dict[str, Any] = {"whose": STAFF, "purpose": DUTY, "keeps": "work"}
    declare("plans.target", label=_("Chỉ tiêu"),
            data=[*doers("judged_by"), *free("quote text folded judged_reason withdrawn_reason weaker_reason")],
            clean="path noun baseline_label", **told)  # fmt: skip
    declare("plans.task", label=_("Nhiệm vụ"),
            data=[Datum("person", _("người phụ trách")),
                  *free("quote text folded lead_text support_text monitor_text product latest_note")],
            clean="path annex_no deadline_text deadlines", **told)  # fmt: skip
    declare("plans.laststanding", clean="verdict")
    declare("plans.taskevent", label=_("Diễn biến nhiệm vụ"), data=[*doers("by"), *free("note")], **told)
    declare("plans.decision", label=_("Quyết định về nhiệm vụ"),
            data=[*doers("by"), *free("decided_by paper reason")], **told)  # fmt: skip
    declare("plans.subtask", label=_("Việc con"),
            data=[*doers("added_by done_by"), Datum("person", _("người phụ trách")), *free("text")],
            **told)  # fmt: skip
    declare("plans.budgetline", label=_("Kinh phí của nhiệm vụ"), data=[*doers("added_by"), *free("note")], **told)
    declare("plans.initiative", label=_("Sáng kiến"),
            data=[*doers("created_by"), *free("title folded authors problem solution")], **told)  # fmt: skip
    declare("plans.initiativestep", label=_("Bước của sáng kiến"), data=[*doers("by"), *free("paper note")], **told)
    declare("plans.outreach", label=_("Truyền thông, đối thoại"),
            data=[*doers("added_by"), *free("title folded audience proof withdrawn_reason")], **told)  # fmt: skip
    declare("plans.evidence", label=_("Tài liệu kiểm chứng"),
            data=[*doers("added_by withdrawn_by"), *free("title withdrawn_reason")], **told)  # fmt: skip
    declare("plans.trigger", label=_("Sự kiện tính hạn"),
            data=[*doers("recorded_by"), *free("words basis ended_reason")], **told)  # fmt: skip


def declare_all() -> None:
    """Declare every table of the package."""
    _documents()
    _work()
