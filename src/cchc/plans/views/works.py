"""Initiatives with their steps; communication and dialogues with their products."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.tables import Column, Filter, Listing
from cchc.indicators.behind import KEPT, rows_asked_for
from cchc.organisation.access import account_of, may, may_for_unit, needs
from cchc.plans import actions
from cchc.plans.forms.work import ReasonForm
from cchc.plans.forms.works import AnswersForm, InitiativeForm, OutreachForm, StepForm
from cchc.plans.measures import INITIATIVES as INITIATIVE_SOURCE
from cchc.plans.measures import OUTREACH as OUTREACH_SOURCE
from cchc.plans.models import Initiative, Outreach
from cchc.plans.models.works import OutreachKind, StageName
from cchc.plans.rules.initiatives import Stage, possible
from cchc.plans.views.answers import sent
from cchc.plans.views.editing import submit

_FACES = {
    "proposed": "not_started",
    "appraised": "doing",
    "piloted": "doing",
    "replicated": "done",
    "rejected": "stopped",
}

INITIATIVES = Listing(
    name="sang-kien",
    title=gettext_lazy("Sáng kiến"),
    columns=[
        Column("title", gettext_lazy("Sáng kiến"), sort="folded"),
        Column("authors", gettext_lazy("Tác giả")),
        Column("unit", gettext_lazy("Đơn vị"), value="unit.short_name", sort="unit__sort", kind="short"),
        Column("proposed", gettext_lazy("Đề xuất"), value="proposed_on", kind="date", sort="proposed_on"),
        Column("state", gettext_lazy("Trạng thái"), value=lambda row: (_FACES[row.state], row.get_state_display()),
               kind="state", sort="state"),
    ],
    filters=[Filter("trang-thai", gettext_lazy("Trạng thái"), StageName.choices, field="state")],
    search=["folded"],
    row_url=lambda row: reverse("plans:initiative", args=[row.pk]),
    keep=KEPT,
    empty_title=gettext_lazy("Chưa có sáng kiến nào"),
    empty_text=gettext_lazy("Sáng kiến được đề xuất, thẩm định, thí điểm rồi nhân rộng; mỗi bước có văn bản."),
)  # fmt: skip
OUTREACH = Listing(
    name="truyen-thong",
    title=gettext_lazy("Truyền thông, đối thoại"),
    columns=[
        Column("title", gettext_lazy("Hoạt động"), sort="folded"),
        Column("kind", gettext_lazy("Hình thức"), value="get_kind_display"),
        Column("unit", gettext_lazy("Đơn vị"), value="unit.short_name", sort="unit__sort", kind="short"),
        Column("held", gettext_lazy("Ngày"), value="held_on", kind="date", sort="held_on"),
        Column("products", gettext_lazy("Sản phẩm"), kind="number", decimals=0, total="products"),
        Column("raised", gettext_lazy("Kiến nghị"), kind="number", decimals=0, total="raised"),
        Column("answered", gettext_lazy("Đã trả lời"), kind="number", decimals=0, total="answered"),
        Column("proof", gettext_lazy("Minh chứng"), value=lambda row: row.proof or "–"),
        Column("act", gettext_lazy("Thao tác"), value=lambda _row: "", template="plans/cells/outreach.html"),
    ],
    filters=[Filter("loai", gettext_lazy("Hình thức"), OutreachKind.choices, field="kind")],
    search=["folded"],
    keep=KEPT,
    empty_title=gettext_lazy("Chưa ghi hoạt động nào"),
    empty_text=gettext_lazy("Ghi tin bài, tọa đàm, đối thoại sau khi làm; chỉ số đếm từ sổ này."),
)  # fmt: skip


@needs("plans.view")
def initiative_list(request: HttpRequest) -> HttpResponseBase:
    """Every initiative of the department."""
    account = account_of(request)
    found = Initiative.objects.visible_to(account).select_related("unit")
    rows, behind = rows_asked_for(request, INITIATIVE_SOURCE, found)
    page = INITIATIVES.page(request, rows)
    context = {"page": page, "title": INITIATIVES.title, "add": reverse("plans:initiative_new"),
               "behind": behind, "add_word": _("Đề xuất sáng kiến"),
               "may_add": may(account, "plans.task.update")}  # fmt: skip
    return page.download() or render(request, "plans/works.html", context)


@needs("plans.task.update")
def initiative_new(request: HttpRequest) -> HttpResponse:
    """Propose an initiative."""
    account = account_of(request)
    form = InitiativeForm(
        sent(request), account=account, initial={"proposed_on": timezone.localdate(), "unit": account.unit}
    )
    return submit(
        request, form,
        lambda: actions.propose_initiative(**form.cleaned_data, by=account, at=timezone.now()),
        said=_("Đã ghi sáng kiến."), to=reverse("plans:initiative_list"), title=_("Đề xuất sáng kiến"),
    )  # fmt: skip


@needs("plans.view")
def initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """One initiative with its steps; sent, the next step."""
    account = account_of(request)
    found = Initiative.objects.visible_to(account).select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    form = StepForm(sent(request), initiative=found, initial={"on": timezone.localdate()})
    moves = may(account, "plans.edit") and bool(possible(Stage(found.state)))
    context = {"initiative": found, "form": form, "moves": moves,
               "steps": found.steps.select_related("by__person"), "face": _FACES[found.state]}  # fmt: skip
    if request.method == "POST":
        return submit(
            request, form,
            lambda: actions.move_initiative(initiative=found, **form.cleaned_data, by=account, at=timezone.now()),
            said=_("Đã ghi bước của sáng kiến."), to=reverse("plans:initiative", args=[pk]), title=found.title,
        )  # fmt: skip
    return render(request, "plans/initiative.html", context)


@needs("plans.view")
def outreach_list(request: HttpRequest) -> HttpResponseBase:
    """What was done to tell people and to hear them."""
    account = account_of(request)
    rows, behind = rows_asked_for(request, OUTREACH_SOURCE, Outreach.objects.visible_to(account).select_related("unit"))

    def prepare(found: list[Outreach]) -> list[Outreach]:
        for row in found:
            row.may_change = may_for_unit(account, "plans.task.update", row.unit_id)  # type: ignore[attr-defined]  # for the cell
        return found

    page = replace(OUTREACH, prepare=prepare).page(request, rows)
    context = {"page": page, "title": OUTREACH.title, "add": reverse("plans:outreach_new"),
               "behind": behind, "add_word": _("Ghi hoạt động"),
               "may_add": may(account, "plans.task.update")}  # fmt: skip
    return page.download() or render(request, "plans/works.html", context)


@needs("plans.task.update")
def outreach_new(request: HttpRequest) -> HttpResponse:
    """Record an activity."""
    account = account_of(request)
    form = OutreachForm(sent(request), account=account, initial={"held_on": timezone.localdate(), "unit": account.unit})
    return submit(
        request, form, lambda: actions.record_outreach(**form.cleaned_data, by=account, at=timezone.now()),
        said=_("Đã ghi hoạt động."), to=reverse("plans:outreach_list"),
        title=_("Ghi hoạt động truyền thông, đối thoại"),
    )  # fmt: skip


@needs("plans.task.update")
def outreach_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down how many of a dialogue's proposals are answered by now."""
    found = _outreach(request, pk)
    form = AnswersForm(sent(request), outreach=found)
    return submit(
        request, form,
        lambda: actions.answer_outreach(outreach=found, **form.cleaned_data, by=account_of(request), at=timezone.now()),
        said=_("Đã ghi kiến nghị đã trả lời."), to=reverse("plans:outreach_list"),
        title=_("Kiến nghị đã trả lời"), subject=found.title,
    )  # fmt: skip


def _outreach(request: HttpRequest, pk: int) -> Outreach:
    found = Outreach.objects.visible_to(account_of(request)).select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@needs("plans.task.update")
def outreach_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an activity back that was recorded in error."""
    account, found = account_of(request), _outreach(request, pk)
    form = ReasonForm(sent(request))
    return submit(
        request, form,
        lambda: actions.withdraw_outreach(outreach=found, reason=form.cleaned_data["reason"], by=account,
                                          at=timezone.now()),
        said=_("Đã rút hoạt động."), to=reverse("plans:outreach_list"), title=_("Rút hoạt động ghi nhầm"),
        subject=found.title,
    )  # fmt: skip
