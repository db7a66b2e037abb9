"""The Django application of the package."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Units, people, accounts and roles."""

    name = "cchc.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the jobs known."""
        from . import housekeeping  # noqa: PLC0415  # models are there only now

        housekeeping.declare()
