"""The Django application of the package."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Journal and page kit."""

    name = "cchc.common"
    label = "common"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the jobs of the ground and the search in texts known; say what the package keeps of people."""
        from . import folding, housekeeping  # noqa: PLC0415  # models are there only now
        from .declared import declare_all  # noqa: PLC0415  # the same

        folding.declare()
        housekeeping.declare()
        declare_all()
