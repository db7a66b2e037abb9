"""What the package does by the clock."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from cchc.common.jobs import Daily, Every, Job, register

from . import actions


def declare() -> None:
    """Make the jobs known; they look at the calendar of each department themselves."""
    register(
        Job("reports.remind", _("Nhắc báo cáo sắp đến hạn, quá hạn"), Daily(time(4, 50), working=False),
            lambda at: actions.remind_of_obligations(at=at)),
    )  # fmt: skip
    register(
        Job("reports.take_up", _("Đưa chế độ báo cáo của kế hoạch vào lịch"), Daily(time(4, 30), working=False),
            lambda at: actions.take_up_all(at=at)),
    )  # fmt: skip
    register(
        Job("reports.dues", _("Ghi báo cáo đã đến hạn để đếm"), Every(30), lambda at: actions.keep_all_dues(at=at)),
    )  # fmt: skip
