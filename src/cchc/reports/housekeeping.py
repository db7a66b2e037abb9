"""What the package does by the clock."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from cchc.common.jobs import Daily, Job, register

from . import actions


def declare() -> None:
    """Make the job known; it looks at the calendar of each department itself."""
    register(
        Job("reports.remind", _("Nhắc báo cáo sắp đến hạn, quá hạn"), Daily(time(4, 50), working=False),
            lambda at: actions.remind_of_reports(at=at)),
    )  # fmt: skip
