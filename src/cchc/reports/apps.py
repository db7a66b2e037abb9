"""The Django application of the package."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Periodic reports and boards."""

    name = "cchc.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make notices, jobs, webhooks, counting and what waits known; say what the package keeps of people."""
        from cchc.indicators import closed, facts  # noqa: PLC0415  # models are there only now
        from cchc.plans import waiting  # noqa: PLC0415  # the same

        from . import housekeeping, locks, notice_kinds, webhook_events  # noqa: PLC0415  # the same
        from .declared import declare_all  # noqa: PLC0415  # the same
        from .measures import DUES  # noqa: PLC0415  # the same
        from .waiting import waiting_reports  # noqa: PLC0415  # the same

        notice_kinds.declare()
        housekeeping.declare()
        webhook_events.declare()
        declare_all()
        closed.register(locks.closed_figure)
        facts.register(DUES)
        waiting.register("reports", waiting_reports)
