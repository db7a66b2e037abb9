"""What is wrong or missing in a plan: findings with stable rule names, each tied to its place."""

from cchc.reading.linter.base import Checked, check

__all__ = ["Checked", "check"]
