"""The Django application of plans."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """What the department promised."""

    name = "cchc.plans"
    label = "plans"

    def ready(self) -> None:
        """Make due dates, notices, jobs, webhooks and counting of plans known; say what the package keeps of people."""
        from cchc.indicators import facts  # noqa: PLC0415  # models are there only once every application is loaded

        from . import dues, housekeeping, notice_kinds, webhook_events  # noqa: PLC0415  # models are there only now
        from .declared import declare_all  # noqa: PLC0415  # the same
        from .measures import INITIATIVES, OUTREACH, TASKS  # noqa: PLC0415  # the same

        for source in (TASKS, INITIATIVES, OUTREACH):
            facts.register(source)
        dues.declare()
        notice_kinds.declare()
        housekeeping.declare()
        webhook_events.declare()
        declare_all()
