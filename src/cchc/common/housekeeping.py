"""What the ground keeps in order by the clock."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from . import jobs, outbox


def declare() -> None:
    """Make the jobs known."""
    for code, title, work, at in (
        ("common.forget_runs", _("Xóa lịch sử việc định kỳ đã quá hạn lưu"), jobs.forget_runs, time(1, 10)),
        (
            "common.forget_stand_in",
            _("Xóa thư, tin nhắn cũ mà bản thay thế đã nhận"),
            outbox.forget_received,
            time(1, 15),
        ),
    ):
        jobs.register(jobs.Job(code, title, jobs.Daily(at, working=False), work))
