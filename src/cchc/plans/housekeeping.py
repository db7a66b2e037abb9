"""What the package does by the clock."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from cchc.common.jobs import Daily, Every, Job, register

from . import actions


def declare() -> None:
    """Make the jobs known; each looks at the calendar of each department itself."""
    remind = _("Nhắc nhiệm vụ sắp đến hạn, quá hạn")
    register(Job("plans.remind", remind, Daily(time(4, 40), working=False), lambda at: actions.remind_of_tasks(at=at)))
    warn = _("Báo chỉ tiêu đang đạt mà dự báo không giữ được")
    register(Job("plans.outlook", warn, Daily(time(4, 50), working=False), lambda at: actions.warn_of_targets(at=at)))
    verdicts = _("Báo webhook chỉ tiêu đổi kết quả đánh giá")
    register(Job("plans.verdicts", verdicts, Every(60), lambda at: actions.tell_of_verdicts(at=at)))
