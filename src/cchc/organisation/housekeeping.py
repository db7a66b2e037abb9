"""What the package keeps in order by the clock."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from cchc.common import jobs

from .actions.session_store import forget_ended


def declare() -> None:
    """Make the jobs known."""
    title = _("Xóa phiên đăng nhập đã hết từ lâu")
    jobs.register(jobs.Job("organisation.forget_sessions", title, jobs.Daily(time(1, 0), working=False), forget_ended))
