"""The Django application of the package."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Units, people, accounts and roles."""

    name = "cchc.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the jobs and the notices known; say what the package keeps of people."""
        from . import housekeeping, notice_kinds  # noqa: PLC0415  # models are there only now
        from .declared import declare_all  # noqa: PLC0415  # the same

        housekeeping.declare()
        notice_kinds.declare()
        declare_all()
