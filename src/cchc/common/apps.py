"""The Django application of the package."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Journal and page kit."""

    name = "cchc.common"
    label = "common"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the jobs of the ground known."""
        from . import housekeeping  # noqa: PLC0415  # models are there only now

        housekeeping.declare()
