"""The Django application of the composition root: it holds the operator's commands and the system checks."""

from django.apps import AppConfig


class RootConfig(AppConfig):
    """Brings the system checks in."""

    name = "cchc.config"
    label = "config"

    def ready(self) -> None:
        """Register the checks."""
        from . import checks  # noqa: F401, PLC0415  # Django wants checks imported once the applications are ready
