"""Webhooks: one's own with what was delivered, a new one, steps; for the administrator those of the department."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cchc.common.answers import act
from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.models import OutboxMessage, OutboxState
from cchc.common.tables import Column, Filter, Listing

from .. import actions
from ..access import account_of, needs, signed_in
from ..forms.access import PasswordForm, WebhookForm
from ..models import Webhook
from ..rules.reach import machine_of
from ..signin.addresses import address_of
from ..webhooks import event_of
from .editing import FormPage
from .my_account import crumbs_of


def _state(hook: Webhook) -> tuple[str, str]:
    if hook.paused_at:
        return "stopped", _("tạm dừng: %(why)s") % {"why": hook.get_paused_why_display()}
    if hook.failing_since:
        return "at_risk", _("đang lỗi")
    return ("done", _("chạy tốt")) if hook.called_at else ("none", _("chưa báo lần nào"))


WEBHOOKS = Listing(
    name="webhook",
    title=gettext_lazy("Webhook"),
    columns=[
        Column("name", gettext_lazy("Tên webhook")),
        Column("person", gettext_lazy("Của"), value="account.person.full_name", sort="account__person__folded"),
        Column("machine", gettext_lazy("Gửi đến"), value=lambda hook: machine_of(hook.url)),
        Column("state", gettext_lazy("Trạng thái"), kind="state", value=_state),
        Column("called", gettext_lazy("Báo lần cuối"), value="called_at", kind="moment", sort="called_at"),
        Column("result", gettext_lazy("Kết quả"), value=lambda hook: result_word(hook.result)),
    ],
    search=["account__person__folded", "name__folded"],
    order=["name"],
    pick="webhook",
    row_url=lambda hook: reverse("organisation:person_detail", args=[hook.account.person_id]),
    empty_title=gettext_lazy("Chưa có webhook nào"),
    empty_text=gettext_lazy("Mỗi người tạo webhook cho phần mềm của mình ở trang Tài khoản của tôi."),
)  # fmt: skip


def _tone(message: OutboxMessage) -> str:
    tones = {OutboxState.SENT: "done", OutboxState.DEAD: "stopped"}
    return tones.get(OutboxState(message.state), "none")


DELIVERIES = Listing(
    name="lan-bao",
    title=gettext_lazy("Các lần báo"),
    columns=[
        Column("event", gettext_lazy("Việc"), value=lambda row: event_word(row.subject.partition(" ")[0])),
        Column("at", gettext_lazy("Xảy ra lúc"), value="created_at", kind="moment", sort="created_at"),
        Column("state", gettext_lazy("Trạng thái"), kind="state",
               value=lambda row: (_tone(row), row.get_state_display())),
        Column("sent", gettext_lazy("Nhận lúc"), value="sent_at", kind="moment", sort="sent_at"),
        Column("attempts", gettext_lazy("Số lần gửi"), kind="number", decimals=0, sort="attempts"),
        Column("next", gettext_lazy("Gửi tiếp lúc"), kind="moment",
               value=lambda row: row.next_at if row.state == OutboxState.WAITING else None),
        Column("error", gettext_lazy("Lỗi gần nhất"), value=lambda row: result_word(row.last_error)),
    ],
    filters=[Filter("trang-thai", gettext_lazy("Trạng thái"), choices=OutboxState.choices, field="state")],
    order=["-pk"],
    pick="message",
    empty_title=gettext_lazy("Chưa báo lần nào"),
    empty_text=gettext_lazy("Bấm Gửi thử để xem nơi nhận có trả lời không."),
)  # fmt: skip


def event_word(code: str) -> str:
    """An event in words."""
    found = event_of(code)
    return str(found.label) if found else _("gửi thử") if code == "ping" else code


_FAULTS = (
    ("ConnectionRefused", gettext_lazy("máy nhận từ chối kết nối")),
    ("gaierror", gettext_lazy("không tìm thấy máy nhận theo tên")),
    ("TimeoutError", gettext_lazy("máy nhận không trả lời kịp")),
    ("SSLCertVerificationError", gettext_lazy("chứng thư TLS của máy nhận không được tin")),
    ("SSL", gettext_lazy("máy nhận không nói được TLS")),
    ("the address is not", gettext_lazy("địa chỉ không thuộc mạng công cộng")),
    ("the webhook is paused", gettext_lazy("webhook tạm dừng, đã bỏ, hoặc tài khoản bị khóa")),
    ("HTTP 3", gettext_lazy("nơi nhận chuyển hướng; hãy sửa địa chỉ")),
    ("HTTP 4", gettext_lazy("nơi nhận không nhận bản tin")),
    ("HTTP 5", gettext_lazy("nơi nhận bị lỗi")),
)


def result_word(result: str) -> str:
    """How a call went in words, with what the machine said."""
    word = next((word for sign, word in _FAULTS if result.startswith(sign)), "")
    return f"{word} ({result})" if word else result


def _own(request: HttpRequest, pk: int) -> Webhook:
    return get_object_or_404(Webhook.objects.select_related("account__person"), account=account_of(request), pk=pk)


def _crumbs(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    own, here = crumbs_of(_("Webhook"))
    return (own, (here[0], reverse("my_webhooks") if more else ""), *more)


@signed_in
def my_webhooks(request: HttpRequest) -> HttpResponse:
    """One's webhooks, each with how its last call went."""
    rows = [{"hook": row, "state": _state(row), "machine": machine_of(row.url), "result": result_word(row.result)}
            for row in Webhook.objects.filter(account=account_of(request))]  # fmt: skip
    return render(request, "organisation/my_webhooks.html", {"rows": rows, "crumbs": _crumbs()})


@signed_in
def webhook(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One of one's webhooks with what was told to it."""
    hook = _own(request, pk)
    page = DELIVERIES.page(request, actions.deliveries_of(hook))
    words = [event_word(code) for code in hook.events]
    context = {"hook": hook, "page": page, "events": words, "state": _state(hook), "result": result_word(hook.result),
               "crumbs": _crumbs((hook.name, ""))}  # fmt: skip
    return page.download() or render(request, "organisation/webhook.html", context)


@signed_in
@never_cache
@sensitive_post_parameters()
def webhook_new(request: HttpRequest) -> HttpResponse:
    """Make a webhook; its secret is shown once."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hook, secret = actions.make_webhook(
                by=account_of(request), at=timezone.now(), address=address_of(request), **form.cleaned_data
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            return _once(request, hook, secret)
    lede = _("Khi có việc, hệ thống gửi một bản tin nhỏ có chữ ký đến địa chỉ này; phần mềm nhận đọc chi tiết qua API.")
    page = FormPage(
        _("Tạo webhook"), _("Tạo webhook"), reverse("my_webhooks"), "", _crumbs((_("Tạo webhook"), "")), lede
    )
    return render(request, "organisation/form.html", {"form": form, "page": page})


def _once(request: HttpRequest, hook: Webhook, secret: str) -> HttpResponse:
    crumbs = _crumbs((hook.name, reverse("webhook", args=[hook.pk])), (_("Mã ký"), ""))
    return render(request, "organisation/webhook_once.html", {"hook": hook, "secret": secret, "crumbs": crumbs})


@signed_in
@never_cache
@sensitive_post_parameters()
def webhook_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, address or events."""
    hook, back = _own(request, pk), reverse("webhook", args=[pk])
    form = WebhookForm(request.POST or None, initial={"name": hook.name, "url": hook.url, "events": hook.events})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_webhook(
                by=account_of(request), at=timezone.now(), hook=hook, address=address_of(request), **form.cleaned_data
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã sửa webhook."))
            return redirect(back)
    page = FormPage(_("Sửa webhook"), _("Lưu"), back, "", _crumbs((hook.name, back), (_("Sửa"), "")))
    return render(request, "organisation/form.html", {"form": form, "page": page})


@signed_in
@never_cache
@sensitive_post_parameters()
def webhook_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Another secret, shown once; the old one signs along for a day."""
    hook, back = _own(request, pk), reverse("webhook", args=[pk])
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            secret = actions.renew_secret(
                by=account_of(request), at=timezone.now(), hook=hook, address=address_of(request), **form.cleaned_data
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            return _once(request, hook, secret)
    lede = _("Trong 24 giờ mỗi bản tin mang cả chữ ký cũ và mới, để phần mềm nhận kịp đổi.")
    page = FormPage(_("Đổi mã ký"), _("Đổi mã ký"), back, "", _crumbs((hook.name, back), (_("Đổi mã ký"), "")), lede)
    return render(request, "organisation/form.html", {"form": form, "page": page})


@signed_in
@require_POST
def webhook_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Try, pause, start again or end one of one's webhooks."""
    steps = {
        "thu": (actions.try_webhook, _("Bản tin thử đã vào hộp thư đi; kết quả hiện ở dưới sau ít giây.")),
        "tam-dung": (actions.pause_webhook, _("Đã tạm dừng webhook.")),
        "chay-lai": (actions.resume_webhook, _("Webhook chạy lại, báo những việc từ lúc này.")),
        "bo": (actions.delete_webhook, _("Đã bỏ webhook.")),
    }
    if step not in steps:
        raise Http404
    hook, (action, done) = _own(request, pk), steps[step]
    back = reverse("my_webhooks") if step == "bo" else reverse("webhook", args=[pk])
    return act(request, lambda: action(by=account_of(request), at=timezone.now(), hook=hook), done, back)


@signed_in
@require_POST
def webhook_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Have chosen deliveries that were given up tried again."""
    hook, by = _own(request, pk), account_of(request)
    chosen = [int(key) for key in request.POST.getlist("message") if key.isdecimal()]
    done = _("Sẽ gửi lại %(count)s lần báo.")
    return act(request, lambda: actions.resend_deliveries(by=by, at=timezone.now(), hook=hook, keys=chosen),
               lambda count: done % {"count": count}, reverse("webhook", args=[pk]))  # fmt: skip


@needs("organisation.manage")
def webhook_list(request: HttpRequest) -> HttpResponseBase:
    """Whose webhooks are told of what happens here."""
    page = WEBHOOKS.page(request, Webhook.objects.visible_to(account_of(request)).select_related("account__person"))
    return page.download() or render(request, "organisation/webhook_list.html", {"page": page})


@needs("organisation.manage")
@require_POST
def webhook_stop(request: HttpRequest) -> HttpResponse:
    """Pause chosen webhooks of the department."""
    by, now = account_of(request), timezone.now()
    chosen = [int(key) for key in request.POST.getlist("webhook") if key.isdecimal()]
    hooks = Webhook.objects.visible_to(by).filter(pk__in=chosen, paused_at=None).select_related("account__person")
    for hook in hooks:
        actions.pause_webhook(by=by, at=now, hook=hook)
    messages.success(request, _("Đã tạm dừng %(count)s webhook.") % {"count": len(hooks)})
    return redirect("organisation:webhook_list")
