"""The Django application of the package."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files that are kept, and the layout of papers."""

    name = "cchc.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
