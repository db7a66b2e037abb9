"""Template words of plans."""
