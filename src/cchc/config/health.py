"""Whether the service lives, is ready, and whether everything around it is well.

Three addresses: `song` (the process answers), `san-sang` (it can serve: for a proxy), and the whole (for monitoring,
the workers included). Whoever comes is told "ok" or "not ok"; an administrator is told what and why.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from cchc.common import jobs, shown, workers
from cchc.common.models import JournalEntry, JournalHead
from cchc.organisation.access import may, public

from . import vitals

SPARE = 200_000_000
"""Bytes that must be free for the storage to count as well."""


class Ill(Exception):  # noqa: N818  # it says what was found, as a sentence does
    """A check failed; the text says how."""


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    code: str
    label: str
    ok: bool
    detail: str


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return vitals.database()


@lru_cache(maxsize=1)
def _wanted() -> frozenset[tuple[str, str]]:
    """Every migration that this version brings; the files do not change while it runs."""
    return frozenset(MigrationLoader(None).disk_migrations or {})


def _migrations() -> str:
    missing = _wanted() - set(MigrationRecorder(connection).applied_migrations())
    if missing:
        raise Ill(_("chưa chạy: %(names)s") % {"names": ", ".join(sorted(".".join(one) for one in missing)[:3])})
    return _("đủ %(count)s bước") % {"count": len(_wanted())}


def _storage() -> str:
    folder = Path(settings.FILES_DIR)
    with tempfile.TemporaryFile(dir=folder if folder.exists() else settings.VAR) as file:
        file.write(b"1")
    free = vitals.disk_free()
    size = _("còn %(size)s") % {"size": filesizeformat(free)}
    if free < SPARE:
        raise Ill(size)
    return size


def _journal() -> str:
    head, last = JournalHead.objects.filter(pk=1).first(), JournalEntry.objects.order_by("-seq").first()
    ends = (head.seq, head.digest) if head else None
    if ends != ((last.seq, last.digest) if last else None) and not (last is None and head and head.seq == 0):
        raise Ill(_("dấu ghi nơi chuỗi kết thúc không khớp mục cuối"))
    return _("%(count)s mục") % {"count": shown.number(last.seq if last else 0)}


def _worker() -> str:
    stands = workers.standing(now := timezone.now())
    if vitals.worker_late(now):
        raise Ill(_("không tiến trình nào đang chạy; chạy cchc work"))
    return ", ".join(one.name for one in stands.alive) or _("không có, và không có gì chờ")


def _jobs() -> str:
    stands = jobs.standing(timezone.now())
    if bad := [str(one.job.title) for one in stands if one.is_overdue or one.is_given_up]:
        raise Ill(_("quá giờ hoặc hỏng: %(names)s") % {"names": "; ".join(bad)})
    return _("%(count)s việc, không việc nào trễ") % {"count": len(stands)}


_READY: tuple[tuple[str, object, Callable[[], str]], ...] = (
    ("database", gettext_lazy("Cơ sở dữ liệu"), _database),
    ("migrations", gettext_lazy("Cấu trúc dữ liệu"), _migrations),
    ("storage", gettext_lazy("Nơi chứa tệp"), _storage),
    ("journal", gettext_lazy("Cuối nhật ký"), _journal),
)
_BESIDE = (
    ("worker", gettext_lazy("Tiến trình gửi"), _worker),
    ("jobs", gettext_lazy("Việc định kỳ"), _jobs),
)


def examine(*, beside: bool = True) -> list[Finding]:
    """Make every check; what goes wrong with one does not stop the others. `beside`: workers and jobs too."""
    found = []
    for code, label, check in (*_READY, *(_BESIDE if beside else ())):
        try:
            ok, detail = True, check()
        except Ill as ill:
            ok, detail = False, str(ill)
        except (Error, OSError) as error:
            ok, detail = False, type(error).__name__
        found.append(Finding(code, str(label), ok, detail))
    return found


def _answer(request: HttpRequest, findings: list[Finding]) -> JsonResponse:
    well = all(finding.ok for finding in findings)
    told: dict[str, object] = {"status": "ok" if well else "not ok"}
    try:
        if may(request.user, "system.view"):
            told["checks"] = [{"check": one.code, "ok": one.ok, "detail": one.detail} for one in findings]
    except Error:  # without a database nobody is known
        pass
    return JsonResponse(told, status=200 if well else 503, json_dumps_params={"ensure_ascii": False})


@public
@never_cache
def whole(request: HttpRequest) -> JsonResponse:
    """Whether all is well, the workers included: 200 or 503."""
    return _answer(request, examine())


@public
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Whether this process can serve: 200 or 503. Database, its structure, storage, journal."""
    return _answer(request, examine(beside=False))


@public
@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    """Whether this process answers: always 200, and nothing else is asked."""
    return JsonResponse({"status": "ok"})
