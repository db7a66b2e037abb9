"""Pages of the administrator: how the system stands, the outbox, and what the stand-ins received."""

from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import connection, transaction
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cchc.common import journal, outbox
from cchc.common.models import Delivered, JournalEntry, OutboxMessage, OutboxState
from cchc.common.tables import Column, Filter, Listing
from cchc.documents.integrity import verify_files
from cchc.documents.models import StoredFile
from cchc.organisation.access import account_of, needs


def _state(message: OutboxMessage) -> str:
    word = message.get_state_display()
    return _("%(state)s (có thể đã gửi trùng)") % {"state": word} if message.repeated else word


_OUTBOX = Listing(
    name="hop-thu-di",
    title=gettext_lazy("Hộp thư đi"),
    columns=[
        Column("subject", gettext_lazy("Nội dung"), value=lambda row: row.subject or row.body[:80]),
        Column("recipient", gettext_lazy("Người nhận"), sort="recipient"),
        Column("channel", gettext_lazy("Kênh"), value=lambda row: row.get_channel_display(), kind="short"),
        Column("created_at", gettext_lazy("Ghi lúc"), kind="moment", sort="created_at"),
        Column("attempts", gettext_lazy("Số lần gửi"), kind="number", decimals=0, sort="attempts"),
        Column("state", gettext_lazy("Trạng thái"), value=_state, sort="state"),
        Column("last_error", gettext_lazy("Lỗi gần nhất")),
    ],
    filters=[
        Filter("trang-thai", gettext_lazy("Trạng thái"), choices=OutboxState.choices, field="state"),
        Filter(
            "kenh", gettext_lazy("Kênh"), choices=[("mail", gettext_lazy("thư")), ("sms", gettext_lazy("tin nhắn"))],
            field="channel",
        ),
    ],
    order=["-created_at"],
    pick="message",
    empty_title=gettext_lazy("Chưa có thư hay tin nhắn nào"),
    empty_text=gettext_lazy("Thư và tin nhắn mà hệ thống gửi ra ngoài sẽ hiện ở đây, cùng kết quả gửi."),
)  # fmt: skip


def _own(request: HttpRequest) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(agency_id=account_of(request).agency_id)


@needs("outbox.view")
def outbox_list(request: HttpRequest) -> HttpResponseBase:
    """What left or is to leave, with how it went."""
    page = _OUTBOX.page(request, _own(request))
    stand_in = not (settings.MAIL_URL and settings.SMS_URL)
    return page.download() or render(request, "config/outbox.html", {"page": page, "stand_in": stand_in})


@needs("outbox.resend")
@require_POST
def outbox_resend(request: HttpRequest) -> HttpResponse:
    """Have the chosen dead messages tried again."""
    chosen = [int(key) for key in request.POST.getlist("message") if key.isdigit()]
    dead = list(_own(request).filter(pk__in=chosen, state=OutboxState.DEAD))
    now = timezone.now()
    with transaction.atomic():
        for message in dead:
            outbox.resend(message, at=now)
            journal.write(by=account_of(request), at=now, action="outbox.resend", record=message)
    messages.success(request, _("Sẽ gửi lại %(count)s thư, tin nhắn.") % {"count": len(dead)})
    return redirect("outbox")


@needs("outbox.view")
def stand_in(request: HttpRequest) -> HttpResponse:
    """What the stand-ins for mail and SMS received from this department."""
    own = _own(request).values("pk")
    return render(request, "config/stand_in.html", {"received": Delivered.objects.filter(message_id__in=own)[:200]})


def _state_of_things(request: HttpRequest) -> dict[str, Any]:
    counts = dict(_own(request).values_list("state").annotate(Count("pk")).order_by())
    files = StoredFile.objects.filter(agency=account_of(request).agency_id).aggregate(
        number=Count("pk"), size=Sum("size")
    )
    return {
        "version": version("cchc"),
        "database": {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor],
        "mail": bool(settings.MAIL_URL),
        "sms": bool(settings.SMS_URL),
        "waiting": counts.get(OutboxState.WAITING, 0) + counts.get(OutboxState.SENDING, 0),
        "dead": counts.get(OutboxState.DEAD, 0),
        "files": files["number"],
        "megabytes": round((files["size"] or 0) / 1_000_000, 1),
        "entries": JournalEntry.objects.count(),
        "backup": JournalEntry.objects.filter(action="system.backup").order_by("-seq").first(),
        "limit": settings.UPLOAD_LIMIT // (1024 * 1024),
    }


@needs("system.view")
def system(request: HttpRequest) -> HttpResponse:
    """How the system stands: versions, doors, outbox, files, journal, the last backup."""
    return render(request, "config/system.html", _state_of_things(request))


@needs("system.view")
@require_POST
def verify_stored_files(request: HttpRequest) -> HttpResponse:
    """Read every file again and say which are missing or altered."""
    verdict = verify_files()
    if verdict.whole:
        messages.success(request, _("Đã đọc lại %(count)s tệp: tất cả nguyên vẹn.") % {"count": verdict.files})
    for fault in verdict.faults:
        messages.error(request, _("Tệp không còn nguyên vẹn: %(fault)s") % {"fault": fault})
    return redirect("system")
