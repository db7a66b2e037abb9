"""The Django application of plans."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """What the department promised."""

    name = "cchc.plans"
    label = "plans"
