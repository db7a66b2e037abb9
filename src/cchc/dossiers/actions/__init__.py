"""Every write of the package."""

from .imports import check_import, drop_import, save_mapping, start_import, take_import
from .work import ask_check, ask_take, stop_work, work_on_files

__all__ = [
    "ask_check", "ask_take", "check_import", "drop_import", "save_mapping", "start_import", "stop_work", "take_import",
    "work_on_files",
]  # fmt: skip
