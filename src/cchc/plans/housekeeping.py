"""What the package does by the clock."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from cchc.common.jobs import Daily, Job, register

from . import actions


def declare() -> None:
    """Make the job known; it looks at the calendar of each department itself."""
    register(
        Job("plans.remind", _("Nhắc nhiệm vụ sắp đến hạn, quá hạn"), Daily(time(4, 40), working=False),
            lambda at: actions.remind_of_tasks(at=at)),
    )  # fmt: skip
