"""The Django application of the package."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Periodic reports and boards."""

    name = "cchc.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
