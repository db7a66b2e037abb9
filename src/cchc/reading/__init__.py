"""Plan text to structure: a pure library that knows nothing of Django."""

from cchc.reading.errors import Unreadable
from cchc.reading.reader import Reading, read, read_text

__all__ = ["Reading", "Unreadable", "read", "read_text"]
