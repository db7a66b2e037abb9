"""The annex on the screen: its forms row by row, narrowed to what is fed in one way."""

from typing import Any

from django.utils.translation import gettext as _

from .coverage import BODIES, FEEDS, Feed, feed_of
from .rules.outline import AnnexForm, FormRow
from .screen import Screen


def feed_tabs(screen: Screen, feed: Feed | None) -> list[dict[str, Any]]:
    """All rows, and those fed in each way, with their numbers."""
    counts = screen.coverage.by_feed
    every = {"label": _("Tất cả"), "url": "?", "count": screen.coverage.rows, "current": feed is None}
    one = [
        {"label": FEEDS[kind], "url": f"?nguon={kind.value}", "count": counts[kind], "current": feed is kind}
        for kind in Feed
        if counts.get(kind)
    ]
    return [every, *one]


def forms_shown(screen: Screen, feed: Feed | None) -> list[dict[str, Any]]:
    """The forms with their rows; of one feed only where `feed`, then without headings."""
    names = screen.names()
    found = [
        {"number": annex.number, "title": annex.title.in_language(screen.language),
         "rows": _rows(screen, annex, names, feed)}
        for annex in screen.form.forms
    ]  # fmt: skip
    return [form for form in found if form["rows"]]


def _rows(screen: Screen, annex: AnnexForm, names: dict[str, str], feed: Feed | None) -> list[dict[str, Any]]:
    fed = [(row, feed_of(screen.form, row, screen.values)) for row in annex.rows]
    return [_row(screen, row, names, by) for row, by in fed if feed is None or by is feed]


def _row(screen: Screen, row: FormRow, names: dict[str, str], feed: Feed | None) -> dict[str, Any]:
    figure = screen.figure_row(screen.form.figure(row.figure), names) if row.figure else None
    title = row.title.in_language(screen.language) if row.title else figure["name"] if figure else ""
    away = BODIES[row.away] if row.away else ""
    return {"number": row.number, "title": title, "figure": figure, "feed": FEEDS[feed] if feed else "", "away": away}
