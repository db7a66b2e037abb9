"""The Django application of the package."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Units, people, accounts and roles."""

    name = "cchc.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"
