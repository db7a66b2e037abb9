"""The Django application of the package."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Units, people, accounts and roles."""

    name = "cchc.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make jobs, notices and the door of webhooks known; say what the package keeps of people."""
        from cchc.common import channels, journal  # noqa: PLC0415  # models are there only now

        from . import housekeeping, notice_kinds  # noqa: PLC0415  # models are there only now
        from .actions import webhooks  # noqa: PLC0415  # the same
        from .declared import declare_all  # noqa: PLC0415  # the same

        housekeeping.declare()
        notice_kinds.declare()
        journal.listen(webhooks.hear)
        channels.register("webhook", webhooks.deliver)
        declare_all()
