"""A browser's own description in words that a person recognises: pure."""

import re

_BROWSERS = [
    ("Edge", r"Edg(?:e|A|iOS)?/"), ("Opera", r"OPR/|Opera"), ("Cốc Cốc", r"coc_coc"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"), ("Chrome", r"Chrome/|CriOS/|Chromium/"), ("Safari", r"Safari/"),
]  # fmt: skip
_SYSTEMS = [
    ("iPhone", r"iPhone"), ("iPad", r"iPad"), ("Android", r"Android"), ("Windows", r"Windows"), ("macOS", r"Macintosh"),
    ("ChromeOS", r"CrOS"), ("Linux", r"Linux"),
]  # fmt: skip


def _first(table: list[tuple[str, str]], agent: str) -> str:
    return next((name for name, pattern in table if re.search(pattern, agent)), "")


def device_words(agent: str) -> str:
    """E.g. "Chrome, Windows"; "" where nothing is known. A guess for the eye: a browser may say what it likes."""
    return ", ".join(part for part in (_first(_BROWSERS, agent), _first(_SYSTEMS, agent)) if part)
