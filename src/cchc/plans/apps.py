"""The Django application of plans."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """What the department promised."""

    name = "cchc.plans"
    label = "plans"

    def ready(self) -> None:
        """Make the due dates of plans known to the working calendar."""
        from . import dues  # noqa: PLC0415  # models are there only now

        dues.declare()
