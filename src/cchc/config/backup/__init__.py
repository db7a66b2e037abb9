"""Backup and restore: every row and every file in one archive, each part with its digest."""

from .archive import Damaged, Manifest, Part, check, tables, write
from .restoring import Restored, is_empty, restore

__all__ = ["Damaged", "Manifest", "Part", "Restored", "check", "is_empty", "restore", "tables", "write"]
