"""What the ground keeps in order by the clock: old runs of jobs, and personal data whose time is over."""

from datetime import datetime, time

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from . import jobs, retention
from .actions.forgetting import forget_due
from .models import Delivered, OutboxMessage, OutboxState, Reading
from .retention import Duty, Rows


def _mail(before: datetime, _at: datetime) -> Rows:
    """What was sent, and what was given up; what still waits stays however old it is."""
    over = Q(state=OutboxState.SENT, sent_at__lt=before) | Q(state=OutboxState.DEAD, next_at__lt=before)
    return OutboxMessage.objects.filter(over)


def _received(before: datetime, _at: datetime) -> Rows:
    sent = OutboxMessage.objects.filter(pk=OuterRef("message_id")).values("agency_id")[:1]
    return Delivered.objects.filter(at__lt=before).annotate(agency=Subquery(sent))


def _delete(rows: Rows) -> None:
    rows.delete()


def declare() -> None:
    """Make known what goes by itself, and the jobs."""
    retention.register(Duty("mail", "mail", _("thư, tin nhắn đã gửi hoặc thôi gửi"), _mail, _delete, "agency_id"))
    retention.register(Duty("stand-in", "stand-in", _("thư, tin nhắn ở bản thay thế"), _received, _delete, "agency"))
    retention.register(
        Duty("readings", "readings", _("nhật ký xem dữ liệu nhạy cảm"),
             lambda before, _at: Reading.objects.filter(at__lt=before), _delete, "agency_id")
    )  # fmt: skip
    forget_runs = _("Xóa lịch sử việc định kỳ đã quá hạn lưu")
    jobs.register(jobs.Job("common.forget_runs", forget_runs, jobs.Daily(time(1, 10), working=False), jobs.forget_runs))
    forget = _("Xóa dữ liệu cá nhân đã hết thời hạn lưu")
    jobs.register(jobs.Job("personal.forget", forget, jobs.Daily(time(1, 0), working=False), forget_due))
