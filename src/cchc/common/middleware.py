"""What holds for every request: its language, that a request to read does not write, and a page for every refusal."""

import re
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone, translation

from . import personal
from .actions.readings import record_readings
from .journal import Actor

Answer = Callable[[HttpRequest], HttpResponse]
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|ALTER|CREATE|DROP)\b", re.IGNORECASE)


class Language:
    """Vietnamese, unless the person chose another language: the browser's wish does not count, the law's words do."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the cookie."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        code = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.answer(request)
            response.headers.setdefault("Content-Language", code)
            return response


def writes_on_get(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that must write while it answers GET. There is one, and a test that it stays the only one."""
    view.writes_on_get = True  # type: ignore[attr-defined]  # read by ReadOnlyGet and by the test
    return view


class _Lock:
    """Refuses to write on a connection, until the view that answers turns out to be one that may."""

    held = True

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  # the signature is Django's
        if self.held and _WRITES.match(sql):
            raise RuntimeError(f"a request to read wrote to the database: {sql[:80]}")
        return execute(sql, params, many, context)


class Readings:
    """Who was shown sensitive data in full is written down before the answer leaves: without the record, no answer.

    It stands outside `ReadOnlyGet`: the page itself is composed with writing locked, and only then this one row is
    written, in a transaction of its own. An answer that composes while it is sent must not show such data.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and record what the answer shows; a fault while recording is a fault of the request."""
        response = self.answer(request)
        ledger = personal.ledger_of(request)
        if ledger.reads and response.status_code < 400:
            page = request.resolver_match.view_name if request.resolver_match else ""
            reader = cast("Actor", request.user)
            record_readings(by=reader, at=timezone.now(), ledger=ledger, page=page)
        return response


class FormsOnly:
    """Where an address that only takes forms is opened like a page, a page says so; Django's own answer is empty."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with words for a browser that asked for a page."""
        response = self.answer(request)
        empty = isinstance(response, HttpResponseNotAllowed) and request.method == "GET" and not response.content
        if not empty or "text/html" not in request.headers.get("Accept", ""):
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


class ReadOnlyGet:
    """GET reads: a view that writes while it answers GET or HEAD fails, in tests and in service."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with writing locked for requests that only read."""
        if request.method not in ("GET", "HEAD"):
            return self.answer(request)
        lock = request.write_lock = _Lock()  # type: ignore[attr-defined]  # for the view, which is not known yet
        with connection.execute_wrapper(lock):
            return self.answer(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_arguments: Any) -> None:
        """Open the lock for the view that is marked."""
        if request.method == "GET" and getattr(view, "writes_on_get", False):
            request.write_lock.held = False  # type: ignore[attr-defined]  # set above
