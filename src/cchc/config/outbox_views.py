"""The outbox: what left or is to leave, each with how it went; and what the stand-ins for mail and SMS received."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cchc.common import journal, outbox
from cchc.common.declared import MAIL_RIGHT
from cchc.common.models import Delivered, JournalEntry, OutboxMessage, OutboxState
from cchc.common.tables import Column, Filter, Listing, ListingPage
from cchc.organisation.access import account_of, may, needs

_FACES = {OutboxState.WAITING: "not_started", OutboxState.SENDING: "doing", OutboxState.SENT: "done",
          OutboxState.DEAD: "missed"}  # fmt: skip
_CHANNELS: list[tuple[str, str | Promise]] = [
    ("mail", gettext_lazy("thư điện tử")),
    ("sms", gettext_lazy("tin nhắn")),
    ("webhook", "webhook"),
]


def _state(message: OutboxMessage) -> tuple[str, str]:
    word = message.get_state_display()
    told = _("%(state)s (có thể đã gửi trùng)") % {"state": word} if message.repeated else word
    return _FACES[OutboxState(message.state)], told


def _opening(row: OutboxMessage | Delivered) -> str:
    """What a message is known by in a list, where nobody reads what it says: its subject; an SMS has none."""
    return row.subject or _("(không có tiêu đề)")


_OUTBOX = Listing(
    name="hop-thu-di",
    title=gettext_lazy("Hộp thư đi"),
    columns=[
        Column("subject", gettext_lazy("Nội dung"), value=_opening, personal="subject"),
        Column("recipient", gettext_lazy("Người nhận"), personal="recipient"),
        Column("channel", gettext_lazy("Kênh"), value=lambda row: row.get_channel_display(), kind="short"),
        Column("created_at", gettext_lazy("Ghi lúc"), kind="moment", sort="created_at"),
        Column("attempts", gettext_lazy("Số lần gửi"), kind="number", decimals=0, sort="attempts"),
        Column("state", gettext_lazy("Trạng thái"), value=_state, kind="state", sort="state"),
        Column("last_error", gettext_lazy("Lỗi gần nhất"), personal="last_error"),
    ],
    filters=[
        Filter("trang-thai", gettext_lazy("Trạng thái"), choices=OutboxState.choices, field="state"),
        Filter("kenh", gettext_lazy("Kênh"), field="channel", choices=_CHANNELS),
    ],
    search=["subject__folded", "recipient__folded"],
    order=["-created_at"],
    row_url=lambda row: reverse("outbox_message", args=[row.pk]),
    pick="message",
    empty_title=gettext_lazy("Chưa có thư hay tin nhắn nào"),
    empty_text=gettext_lazy("Thư và tin nhắn mà hệ thống gửi ra ngoài sẽ hiện ở đây, cùng kết quả gửi."),
)  # fmt: skip
_RECEIVED = Listing(
    name="ban-thay-the",
    title=gettext_lazy("Bản thay thế đã nhận"),
    columns=[
        Column("subject", gettext_lazy("Nội dung"), value=_opening, personal="subject"),
        Column("recipient", gettext_lazy("Người nhận"), personal="recipient"),
        Column("channel", gettext_lazy("Kênh"), value=lambda row: _channel(row.channel), kind="short"),
        Column("at", gettext_lazy("Đã nhận lúc"), kind="moment", sort="at"),
        Column("repeated", gettext_lazy("Ghi chú"), kind="short",
               value=lambda row: _("có thể đã nhận trước đó") if row.repeated else ""),
    ],
    filters=[Filter("kenh", gettext_lazy("Kênh"), field="channel", choices=_CHANNELS)],
    search=["subject__folded", "recipient__folded"],
    order=["-at"],
    row_url=lambda row: reverse("outbox_received", args=[row.pk]),
    empty_title=gettext_lazy("Chưa nhận gì"),
    empty_text=gettext_lazy("Khi hệ thống gửi thư hoặc tin nhắn, nội dung sẽ hiện ở đây."),
)  # fmt: skip


def _channel(code: str) -> str:
    return str(dict(_CHANNELS).get(code, code))


def _own(request: HttpRequest) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(agency_id=account_of(request).agency_id)


def _received(request: HttpRequest) -> QuerySet[Delivered]:
    return Delivered.objects.filter(message_id__in=_own(request).values("pk"))


def _page(request: HttpRequest, listing: Listing, rows: QuerySet[Any]) -> ListingPage:
    """The list; whoever sees what is searched only masked cannot search in it either."""
    open_to = listing if may(request.user, MAIL_RIGHT) else replace(listing, search=())
    return open_to.page(request, rows)


def _crumbs(request: HttpRequest, *after: tuple[str, str]) -> list[tuple[str, str]]:
    above = [(_("Quản trị hệ thống"), reverse("system"))] if may(request.user, "system.view") else []
    return [*above, *after]


@needs("outbox.view")
def outbox_list(request: HttpRequest) -> HttpResponseBase:
    """What left or is to leave, with how it went."""
    page = _page(request, _OUTBOX, _own(request))
    stand_in = not (settings.MAIL_URL and settings.SMS_URL)
    context = {"page": page, "stand_in": stand_in, "tries": outbox.ATTEMPTS,
               "may_resend": may(request.user, "outbox.resend"),
               "crumbs": _crumbs(request, (_("Hộp thư đi"), ""))}  # fmt: skip
    return page.download() or render(request, "config/outbox.html", context)


@needs("outbox.view")
def outbox_message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: what it says, to whom, how often it was tried, what went wrong, and when it goes again."""
    row = get_object_or_404(_own(request), pk=pk)
    resent = JournalEntry.objects.filter(
        action="outbox.resend", record_type="common.outboxmessage", record_id=str(row.pk)
    )
    title = _("Tin nhắn") if row.channel == "sms" else _("Thư") if row.channel == "mail" else "Webhook"
    context = {
        "row": row, "face": _FACES[OutboxState(row.state)], "title": title,
        "left": max(outbox.ATTEMPTS - row.attempts, 0),
        "is_dead": row.state == OutboxState.DEAD, "is_waiting": row.state == OutboxState.WAITING,
        "resent": resent.order_by("-seq")[:20], "may_resend": may(request.user, "outbox.resend"),
        "crumbs": _crumbs(request, (_("Hộp thư đi"), reverse("outbox")), (f"{title} {row.pk}", "")),
    }  # fmt: skip
    return render(request, "config/outbox_message.html", context)


@needs("outbox.resend")
@require_POST
def outbox_resend(request: HttpRequest) -> HttpResponse:
    """Have the chosen dead messages tried again."""
    chosen = [int(key) for key in request.POST.getlist("message") if key.isdigit()]
    now = timezone.now()
    with transaction.atomic():
        dead = list(_own(request).filter(pk__in=chosen, state=OutboxState.DEAD))
        for message in dead:
            outbox.resend(message, at=now)
            journal.write(by=account_of(request), at=now, action="outbox.resend", record=message)
    if dead:
        messages.success(request, _("Sẽ gửi lại %(count)s thư, tin nhắn.") % {"count": len(dead)})
    elif chosen:
        messages.warning(request, _("Các mục đã chọn đã gửi hoặc đang chờ gửi, nên không gửi lại mục nào."))
    else:
        messages.warning(request, _("Chưa chọn mục nào. Đánh dấu những mục không gửi được rồi bấm lại."))
    return redirect("outbox_message", dead[0].pk) if request.POST.get("mot") and dead else redirect("outbox")


@needs("outbox.view")
def stand_in(request: HttpRequest) -> HttpResponseBase:
    """What the stand-ins for mail and SMS received from this department."""
    page = _page(request, _RECEIVED, _received(request))
    crumbs = _crumbs(request, (_("Hộp thư đi"), reverse("outbox")), (_("Bản thay thế đã nhận"), ""))
    return page.download() or render(request, "config/stand_in.html", {"page": page, "crumbs": crumbs})


@needs("outbox.view")
def stand_in_message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message as a stand-in received it, whole."""
    row = get_object_or_404(_received(request), pk=pk)
    here = (_("Bản thay thế đã nhận"), reverse("outbox_stand_in"))
    crumbs = _crumbs(request, (_("Hộp thư đi"), reverse("outbox")), here, (str(row.pk), ""))
    return render(request, "config/stand_in_message.html",
                  {"row": row, "channel": _channel(row.channel), "crumbs": crumbs})  # fmt: skip
