"""The Django application of the package."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """The catalogue of indicators, the figures observed for them, and their import."""

    name = "cchc.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make people and headcount known as what indicators are counted from; say what the package keeps of people."""
        from . import facts, webhook_events  # noqa: PLC0415 - models are there only once every application is loaded
        from .declared import declare_all  # noqa: PLC0415 - the same
        from .staff import QUOTAS, STAFF  # noqa: PLC0415 - the same

        facts.register(STAFF)
        facts.register(QUOTAS)
        webhook_events.declare()
        declare_all()
