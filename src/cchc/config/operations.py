"""The page of the administrator: how the system stands, and what wants a person."""

import platform
from datetime import timedelta

import django
from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.common import jobs, workers
from cchc.documents.integrity import verify_files
from cchc.organisation.access import account_of, needs

from . import health, vitals


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
    standing = jobs.standing(now)
    context = {
        "warnings": _warnings(box, backup, findings),
        "findings": findings,
        "workers": workers.standing(now),
        "jobs": standing,
        "jobs_bad": [one for one in standing if one.is_overdue or (one.last and one.last.error)],
        "jobs_never": sum(one.done_at is None for one in standing),
        "jobs_last": max((one.done_at for one in standing if one.done_at), default=None),
        "box": box,
        "doors": _doors(),
        "files": files,
        "size": size,
        "free": vitals.disk_free(),
        "entries": vitals.journal_length(),
        "backup": backup,
        "releases": _releases(),
        "limit": settings.UPLOAD_LIMIT,
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
