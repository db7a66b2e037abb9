"""What every operation of the interface for other software has in common: who asks, pages of rows, what may go wrong.

Operations see what the pages show to the owner of the token: the same rights, the same rows. One that writes asks for a
token that may, and calls the action that the page calls.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja import Path as PathParameter
from pydantic import BeforeValidator

from .access import require
from .models import Account, ApiToken, Opens, Unit

Row = Annotated[int, PathParameter(ge=1, le=2**63 - 1, description="The key of the row.")]


def _iso_day(value: object) -> object:
    """A day as ISO 8601 writes it, nothing that merely could be one."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("a day is written YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_iso_day)]
Word = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]
LIMIT = 200
"""Rows of one answer at most."""

permissions: dict[str, str] = {}
"""Operation → the right it asks for."""


class Problem(Schema):
    """Why there is no answer (RFC 9457)."""

    type: str = "about:blank"
    title: str = Field(description="What kind of problem it is.", examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(description="What is wrong and where, in a sentence.")


class Paging(Schema):
    """Which part of a long list."""

    limit: int = Field(50, ge=1, le=LIMIT, description="Rows at most.")
    offset: int = Field(0, ge=0, le=10_000_000, description="Rows to pass over.")


class UnitOut(Schema):
    """A unit of the department."""

    id: int
    code: str = Field(examples=["VPS"])
    name: str = Field(examples=["Văn phòng Sở"])


def unit_out(unit: Unit | None) -> dict[str, Any] | None:
    """A unit as it is told; nothing for the whole department."""
    return {"id": unit.pk, "code": unit.code, "name": unit.name} if unit else None


def number(value: Decimal | None) -> str | None:
    """A number as it is told: a decimal as text, with a point, nothing rounded away."""
    return None if value is None else f"{value.normalize() + 0:f}"


def cut(rows: "QuerySet[Any]", paging: Paging, tell: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """A part of the rows with how many there are."""
    found = rows[paging.offset : paging.offset + paging.limit]
    return {"count": rows.count(), "items": [tell(row) for row in found]}


def account_of(request: HttpRequest) -> Account:
    """Whose token it is."""
    account = request.auth  # type: ignore[attr-defined]  # set by the interface once the token was found good
    if not isinstance(account, Account):
        raise TypeError("an operation without a token")
    return account


class Conflict(Exception):  # noqa: N818  # it says what happened, as a sentence does
    """What is there is not what the caller thought; nothing was changed."""


def reads(router: Router, path: str, permission: str, answer: Any) -> Callable[[Callable[..., Any]], Any]:
    """Make a function an operation that reads, for whoever holds the right."""
    return _operation(router.get, path, permission, answer, ask=_never)


def puts(router: Router, path: str, permission: str, answer: Any) -> Callable[[Callable[..., Any]], Any]:
    """Make a function an operation that puts something in place, for whoever holds the right and whose token may write.

    Asked again with the same, it changes nothing (RFC 9110, 9.2.2), so that a caller may repeat what got no answer.
    """
    return _operation(router.put, path, permission, answer, ask=_may_write, more={409: Problem})


def _never(_request: HttpRequest) -> None:
    """Nothing more is asked."""


def _may_write(request: HttpRequest) -> None:
    token: ApiToken | None = getattr(request, "token", None)
    if token is None or token.opens != Opens.WRITE:
        raise PermissionDenied


def _operation(
    method: Any, path: str, permission: str, answer: Any, *, ask: Callable[[HttpRequest], None], more: Any = None
) -> Callable[[Callable[..., Any]], Any]:
    bad = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 422: Problem, **(more or {})}

    def made(view: Callable[..., Any]) -> Any:
        name = view.__name__
        permissions[name] = permission

        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            ask(request)
            require(account_of(request), permission)
            return view(request, *args, **kwargs)

        said = (view.__doc__ or "").strip()
        return method(path, response={200: answer, **bad}, url_name=name, operation_id=name, summary=said,
                      description=f"Right asked for: `{permission}`.")(asked)  # fmt: skip

    return made
