"""The Django application of the composition root: it holds the operator's commands and the system checks."""

from django.apps import AppConfig


class RootConfig(AppConfig):
    """Brings the system checks in."""

    name = "cchc.config"
    label = "config"

    def ready(self) -> None:
        """Register the checks, and what tells of dead letters."""
        from . import checks, dead_letters  # noqa: F401, PLC0415  # Django wants checks imported once the applications are ready

        dead_letters.declare()
