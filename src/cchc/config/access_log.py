"""One line of the log for each request, and its count and time in the measurements.

The line names the route, not the address: an address may hold the key of a person.
"""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import Error, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cchc.common import trace

from . import metrics

log = logging.getLogger("cchc.access")
HEADER = "X-Request-ID"


class _Queries:
    """Counts what is asked of the database."""

    count = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  # the signature is Django's
        self.count += 1
        return execute(sql, params, many, context)


def _code(request: HttpRequest) -> str:
    """The code that a trusted proxy gave the request, else a new one."""
    given = request.headers.get(HEADER, "")
    trusted = request.META.get("REMOTE_ADDR") in settings.TRUSTED_PROXIES
    return given if trusted and trace.well_formed(given) else trace.make()


def route_of(request: HttpRequest) -> str:
    """The name of the route: "static" for static files, empty where there is no such address."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name
    return "static" if request.path.startswith(settings.STATIC_URL) else ""


def _account(request: HttpRequest) -> str | None:
    """The key of the signed-in account, if the request has asked for its session at all."""
    session = getattr(request, "session", None)
    try:
        return session.get(SESSION_KEY) if session is not None and session.accessed else None
    except Error:  # the database is gone: the line is written all the same
        return None


class AccessLog:
    """The outermost part of every answer."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer under a code, and write the line."""
        code, queries, started = _code(request), _Queries(), perf_counter()
        with trace.following(code):
            with connection.execute_wrapper(queries):
                response = self.answer(request)
            seconds = perf_counter() - started
            response.headers[HEADER] = code
            route = route_of(request)
            metrics.count(request.method or "", route, response.status_code, seconds)
            line = {"method": request.method, "route": route, "status": response.status_code,
                    "ms": round(seconds * 1000, 1), "queries": queries.count, "account": _account(request)}  # fmt: skip
            log.info("request", extra={"facts": line})
        return response
