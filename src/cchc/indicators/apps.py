"""The Django application of the package."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """The catalogue of indicators, the figures observed for them, and their import."""

    name = "cchc.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what the package keeps of people."""
        from .declared import declare_all  # noqa: PLC0415 - models are there only once every application is loaded

        declare_all()
