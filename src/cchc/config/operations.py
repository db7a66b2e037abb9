"""Pages of the administrator: how the system stands, the outbox, and what the stand-ins received."""

import platform
from datetime import timedelta

import django
from django.conf import settings
from django.contrib import messages
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cchc.common import jobs, journal, outbox, workers
from cchc.common.models import Delivered, OutboxMessage, OutboxState
from cchc.common.tables import Column, Filter, Listing
from cchc.documents.integrity import verify_files
from cchc.organisation.access import account_of, needs

from . import health, vitals


def _state(message: OutboxMessage) -> str:
    word = message.get_state_display()
    return _("%(state)s (có thể đã gửi trùng)") % {"state": word} if message.repeated else word


_OUTBOX = Listing(
    name="hop-thu-di",
    title=gettext_lazy("Hộp thư đi"),
    columns=[
        Column("subject", gettext_lazy("Nội dung"), value=lambda row: row.subject or row.body[:80], personal="body"),
        Column("recipient", gettext_lazy("Người nhận"), personal="recipient"),
        Column("channel", gettext_lazy("Kênh"), value=lambda row: row.get_channel_display(), kind="short"),
        Column("created_at", gettext_lazy("Ghi lúc"), kind="moment", sort="created_at"),
        Column("attempts", gettext_lazy("Số lần gửi"), kind="number", decimals=0, sort="attempts"),
        Column("state", gettext_lazy("Trạng thái"), value=_state, sort="state"),
        Column("last_error", gettext_lazy("Lỗi gần nhất"), personal="last_error"),
    ],
    filters=[
        Filter("trang-thai", gettext_lazy("Trạng thái"), choices=OutboxState.choices, field="state"),
        Filter(
            "kenh", gettext_lazy("Kênh"), field="channel",
            choices=[("mail", gettext_lazy("thư")), ("sms", gettext_lazy("tin nhắn")), ("webhook", "webhook")],
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


def _warnings(box: vitals.Outbox, backup: vitals.Backup | None, findings: list[health.Finding]) -> list[str]:
    """What wants a person, in sentences."""
    said = [_("%(what)s: %(detail)s.") % {"what": one.label, "detail": one.detail} for one in findings if not one.ok]
    if lost := workers.standing(timezone.now()).lost:
        names = ", ".join(one.name for one in lost)
        said.append(_("Tiến trình mất dấu: %(names)s. Những gì nó đang gửi sẽ được gửi lại.") % {"names": names})
    if box.dead:
        said.append(_("%(count)s thư, tin nhắn không gửi được.") % {"count": box.dead})
    if backup is None:
        said.append(_("Chưa sao lưu lần nào."))
    elif backup.at < timezone.now() - timedelta(hours=settings.BACKUP_HOURS):
        words = {"age": timesince(backup.at, depth=1), "hours": settings.BACKUP_HOURS}
        said.append(_("Bản sao lưu gần nhất đã %(age)s, quá %(hours)s giờ.") % words)
    elif not backup.verified:
        said.append(_("Bản sao lưu gần nhất chưa được đọc lại để kiểm tra."))
    return said


def _releases() -> list[tuple[str, str]]:
    server = ".".join(str(part) for part in connection.get_database_version())
    return [("CCHC", vitals.release()), ("Django", django.get_version()), ("Python", platform.python_version()),
            (vitals.database(), server)]  # fmt: skip


def _doors() -> list[tuple[str, str]]:
    away, here = _("gửi qua máy chủ đã khai báo"), _("bản thay thế tại chỗ, không gửi cho ai")
    return [(_("Thư"), away if settings.MAIL_URL else here), (_("Tin nhắn"), away if settings.SMS_URL else here)]


@needs("system.view")
def system(request: HttpRequest) -> HttpResponse:
    """How the system stands: what wants a person, workers, outbox, files, journal, the last backup, versions."""
    agency, now = account_of(request).agency_id, timezone.now()
    box, backup, findings = vitals.outbox(now, agency=agency), vitals.last_backup(), health.examine()
    files, size = vitals.storage(agency=agency)
    context = {
        "warnings": _warnings(box, backup, findings),
        "findings": findings,
        "workers": workers.standing(now),
        "jobs": jobs.standing(now),
        "box": box,
        "doors": _doors(),
        "files": files,
        "megabytes": round(size / 1_000_000, 1),
        "free": vitals.disk_free() // 1_000_000,
        "entries": vitals.journal_length(),
        "backup": backup,
        "backup_megabytes": round(backup.size / 1_000_000, 1) if backup else 0,
        "releases": _releases(),
        "limit": settings.UPLOAD_LIMIT // (1024 * 1024),
    }
    return render(request, "config/system.html", context)


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
