"""Plan text to structure: a pure library that knows nothing of Django."""
