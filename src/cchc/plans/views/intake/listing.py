"""The list of drafts."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cchc.common.tables import Column, Filter, Listing
from cchc.organisation.access import account_of, may, needs
from cchc.plans.models import Draft, DraftState

FACES = {
    DraftState.READING: "doing",
    DraftState.FAILED: "late",
    DraftState.UNREADABLE: "late",
    DraftState.REVIEW: "needs_person",
    DraftState.ADOPTED: "done",
    DraftState.DROPPED: "stopped",
}


def _progress(draft: Any) -> str:
    return f"{draft.settled} / {draft.items_count}" if draft.items_count else ""


def _state(draft: Draft) -> tuple[str, str]:
    return FACES[DraftState(draft.state)], draft.get_state_display()


DRAFTS = Listing(
    name="ban-nap",
    title=_("Các bản nạp kế hoạch"),
    columns=[
        Column("title", _("Kế hoạch"), value=str, sort="title"),
        Column("state", _("Trạng thái"), kind="state", value=_state,
               sort="state"),
        Column("done", _("Đã rà soát"), value=_progress, kind="short"),
        Column("years", _("Năm"), value="years", kind="short", sort="first_year"),
        Column("by", _("Người nạp"), value=lambda draft: draft.created_by.get_full_name()),
        Column("changed", _("Sửa gần nhất"), value="changed_at", kind="moment", sort="changed_at"),
    ],
    filters=[Filter("trang-thai", _("Trạng thái"), choices=DraftState.choices, field="state")],
    search=["title__folded", "number__folded", "source__name__folded"],
    order=["-changed_at"],
    row_url=lambda draft: reverse("plans:intake_review", args=[draft.pk]),
    empty_title=_("Chưa có văn bản nào được nạp"),
    empty_text=_("Nạp một kế hoạch dạng DOCX, PDF hoặc TXT để hệ thống đọc ra chỉ tiêu, nhiệm vụ."),
)  # fmt: skip


@needs("plans.draft.view")
def draft_list(request: HttpRequest) -> HttpResponseBase:
    """Every draft with its state, progress, who and when."""
    living = Q(items__merged_into=None)
    rows = Draft.objects.visible_to(account_of(request)).light().select_related("source", "created_by__person")
    counted = rows.annotate(
        items_count=Count("items", filter=living),
        settled=Count("items", filter=living & ~Q(items__decision="open")),
    )
    page = DRAFTS.page(request, counted)
    return page.download() or render(
        request, "plans/intake/list.html", {"page": page, "may_import": may(request.user, "plans.import")}
    )
