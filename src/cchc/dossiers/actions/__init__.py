"""Every write of the package."""

from .imports import check_import, drop_import, save_mapping, start_import, take_import

__all__ = ["check_import", "drop_import", "save_mapping", "start_import", "take_import"]
