"""The statutory names of the contents of reform as they held on a day."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from cchc.plans.rules.contents import Content

_DATA = Path(__file__).parent / "data" / "contents.yaml"


@dataclass(frozen=True)
class ContentTitle:
    """The name of a content from a day on, in both languages, with the paper that gives it."""

    content: Content
    since: date
    vi: str
    en: str
    source: str


@cache
def titles() -> tuple[ContentTitle, ...]:
    """Every name, earliest first."""
    rows = yaml.safe_load(_DATA.read_text(encoding="utf-8"))["names"]
    found = (ContentTitle(Content(r["content"]), r["from"], r["vi"], r["en"], r["source"]) for r in rows)
    return tuple(sorted(found, key=lambda one: one.since))


def title_on(content: Content | str, day: date) -> ContentTitle:
    """The name of a content that held on a day; before the first one, the first."""
    named = [one for one in titles() if one.content == content]
    return next((one for one in reversed(named) if one.since <= day), named[0])
