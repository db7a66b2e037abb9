"""The interface for other software: composed here from what each package tells, described by OpenAPI.

Whoever asks shows a token (`Authorization: Bearer …`) of an account; sessions of the browser open nothing here. Who
subscribes to the calendar shows one in the address, since calendars know no other way; it opens the calendar alone.
"""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from cchc.common.errors import Refused
from cchc.dossiers.api import router as dossiers
from cchc.indicators.api import router as indicators
from cchc.organisation.access import public, signed_in
from cchc.organisation.actions import living_token
from cchc.organisation.api import Conflict, permissions
from cchc.organisation.models import Account, ApiToken, Opens
from cchc.organisation.webhooks import events
from cchc.plans.api import router as plans
from cchc.reports.api import router as reports

from . import hooks

ROOT = "/api/v1/"
FEED = re.compile(r"/lich/([\w-]+)\.ics")
PROBLEM = "application/problem+json"


class Tokens:
    """Finds whose token a request to the interface shows, before reading is all that it may do: the use is noted."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the token beside the request."""
        secret = ""
        if request.path.startswith(ROOT):
            kind, _space, shown = request.headers.get("Authorization", "").partition(" ")
            secret = shown if kind.lower() == "bearer" else ""
        elif found := FEED.fullmatch(request.path):
            secret = found[1]
        if secret:
            token = living_token(secret=secret, at=timezone.now())
            request.token = token  # type: ignore[attr-defined]  # for these two alone
        return self.answer(request)


class _Bearer(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Account | None:  # was looked up before
        found: ApiToken | None = getattr(request, "token", None)
        return found.account if found and found.opens in (Opens.API, Opens.WRITE) else None


api = NinjaAPI(
    title="CCHC", version="1", auth=_Bearer(), docs_url=None, openapi_url=None, urls_namespace="api",
    description="Plans, targets, tasks, indicators, values, reports and dossiers of a department. Numbers are decimals "
    "written as text; days and moments follow ISO 8601; lists are cut by `limit` and `offset`. "
    "Everything reads but the one operation that enters a figure.",
)  # fmt: skip
for each in (plans, indicators, reports, dossiers):
    api.add_router("", each)


def _problem(status: int, title: str, detail: str) -> JsonResponse:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    answer = JsonResponse(body, status=status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(AuthenticationError)
def _no_token(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return _problem(401, "Unauthorized", _("Thiếu mã kết nối, hoặc mã đã hết hạn, đã bị thu hồi."))


@api.exception_handler(PermissionDenied)
def _denied(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return _problem(403, "Forbidden", _("Chủ mã kết nối không được xem nội dung này."))


@api.exception_handler(Refused)
def _refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    return _problem(422, "Unprocessable content", f"{error.field}: {error}" if error.field else str(error))


@api.exception_handler(Conflict)
def _conflict(_request: HttpRequest, error: Conflict) -> HttpResponse:
    return _problem(409, "Conflict", str(error))


@api.exception_handler(Http404)
def _not_found(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return _problem(404, "Not found", _("Không có nội dung này, hoặc chủ mã kết nối không được xem."))


@api.exception_handler(HttpError)
def _unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem(error.status_code, "Bad request", _("Không đọc được nội dung gửi lên: phải là JSON (UTF-8)."))


@api.exception_handler(ValidationError)
def _unfit(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = "; ".join(f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in error.errors)
    return _problem(422, "Unprocessable content", said)


def described() -> dict[str, Any]:
    """The description by OpenAPI 3.1: what may go wrong is told as a problem (RFC 9457)."""
    told: dict[str, Any] = api.get_openapi_schema(path_prefix=ROOT)
    for operations in told["paths"].values():
        for one in operations.values():
            for status, answer in one["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {PROBLEM: next(iter(answer["content"].values()))}
    return hooks.describe(told)


@signed_in
def api_docs(request: HttpRequest) -> HttpResponse:
    """What can be read, operation by operation."""
    told = []
    for address, operations in described()["paths"].items():
        told += [{"method": method.upper(), "path": address, "tag": one["tags"][0], "summary": one["summary"],
                  "right": permissions[one["operationId"]], "parameters": one.get("parameters", [])}
                 for method, one in operations.items()]  # fmt: skip
    context = {"operations": told, "root": request.build_absolute_uri(ROOT), "events": events()}
    return render(request, "config/api.html", context)


@signed_in
def api_schema(_request: HttpRequest) -> HttpResponse:
    """The description by OpenAPI 3.1."""
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@public
def api_nothing(request: HttpRequest, rest: str) -> HttpResponse:  # whatever was asked for
    """No such operation: said as software reads it."""
    return _not_found(request, Http404())


def patterns() -> list[URLPattern]:
    """The addresses of the operations, each with the right it asks for."""
    made = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name in permissions]
    for pattern in made:
        pattern.callback.permission = permissions[str(pattern.name)]  # type: ignore[attr-defined]  # as `needs` does
    return [*made, path("<path:rest>", api_nothing, name="nothing")]
