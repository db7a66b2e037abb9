"""Every address of CCHC: by its views, and by walking the pages from link to link."""

import html
import re
import urllib.parse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from .served import Visitor

_LINK = re.compile(r'(?:href|action|formaction|hx-get|src)="([^"#]+)')
PAGES_PER_VIEW = 2


@dataclass(frozen=True)
class Address:
    """One view: its name in full, and what it asks of whoever comes ("" nobody in particular, "*" signed in)."""

    name: str
    permission: str | None


def addresses() -> list[Address]:
    """All views of the project; permission None where a view forgot to say."""

    def walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[Address]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, inner)
            else:
                yield Address(f"{space}{pattern.name}", getattr(pattern.callback, "permission", None))

    return list(walk(get_resolver().url_patterns, ""))


def name_of(path: str) -> str | None:
    """The view that answers under a path."""
    try:
        return resolve(urllib.parse.urlsplit(path).path).view_name
    except Resolver404:
        return None


def walk(visitor: Visitor, *starts: str) -> dict[str, list[str]]:
    """View name → up to a few addresses of it that pages link to, found by following links breadth first."""
    found: dict[str, list[str]] = defaultdict(list)
    queue = list(starts or ["/"])
    given = set(queue)
    seen = set(queue)
    for start in queue:
        found[name_of(start) or ""].append(start)
    while queue:
        path = queue.pop(0)
        answer = visitor.ask(path)
        text = answer.text if answer.headers.get("Content-Type", "").startswith("text/html") else ""
        links = [html.unescape(link) for link in _LINK.findall(text)]
        if "Location" in answer.headers:
            links.append(answer.headers["Location"])
        for link in links:
            target = urllib.parse.urljoin(path, link)
            parts = urllib.parse.urlsplit(target)
            if parts.netloc or parts.path.startswith("/static/") or parts.path in seen:
                continue
            name = name_of(parts.path)
            if name is None or len(set(found[name]) - given) >= PAGES_PER_VIEW:
                continue
            seen.add(parts.path)
            found[name].append(parts.path)
            queue.append(parts.path)
    return dict(found)
