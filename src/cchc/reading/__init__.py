"""Plan text to structure: a pure library that knows nothing of Django."""

from cchc.reading.compare import Comparison, compare
from cchc.reading.errors import Unreadable
from cchc.reading.reader import Reading, read, read_text

__all__ = ["Comparison", "Reading", "Unreadable", "compare", "read", "read_text"]
