"""The Django application of the package."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """The register of dossiers, its import, and what can be counted from it."""

    name = "cchc.dossiers"
    label = "dossiers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the register known: what is counted from it, what falls due, what it keeps of people."""
        from cchc.indicators import facts  # noqa: PLC0415 - models are there only once every application is loaded

        from . import dues, notice_kinds  # noqa: PLC0415 - the same
        from .declared import declare_all  # noqa: PLC0415 - the same
        from .measures import SOURCE  # noqa: PLC0415 - the same

        facts.register(SOURCE)
        dues.declare()
        notice_kinds.declare()
        declare_all()
