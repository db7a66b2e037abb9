"""The demo: a fictional department of a fictional province, built through the actions, the same for the same day."""

from .build import build, refuse_over_data
from .logins import Login, logins

__all__ = ["Login", "build", "logins", "refuse_over_data"]
