"""Who may do what: the only place that asks, so that the printed matrix and the pages cannot differ."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from .models import Account, Assignment, Grant, Permission, Unit

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Denied(PermissionDenied):
    """Not allowed; carries what was asked for and who may do it."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission

    @property
    def what(self) -> str:
        """The thing in the words of the page's language."""
        found = Permission.objects.filter(code=self.permission).first()
        return found.name if found else self.permission

    @property
    def who_can(self) -> list[str]:
        """The roles that may."""
        grants = Grant.objects.filter(permission__code=self.permission).select_related("role")
        return [grant.role.name for grant in grants.order_by("role__sort")]


def _assignments(account: Account, on: date) -> list[Assignment]:
    rows = account.assignments.filter(started_on__lte=on).exclude(ended_on__lte=on)
    return list(rows.select_related("role").prefetch_related("role__grants__permission"))


def _rights(account: Account) -> dict[str, set[int] | None]:
    """Permission → the units it holds for; None is the whole department. Worked out once for a request's account."""
    cached = cast("dict[str, set[int] | None] | None", getattr(account, "_cchc_rights", None))
    if cached is not None:
        return cached
    rights: dict[str, set[int] | None] = {}
    for assignment in _assignments(account, timezone.localdate()):
        for grant in assignment.role.grants.all():
            code = grant.permission.code
            if grant.scope == "agency":
                rights[code] = None
            elif assignment.unit_id is not None and rights.get(code, set()) is not None:
                cast("set[int]", rights.setdefault(code, set())).add(assignment.unit_id)
    below = _below(account) if any(units for units in rights.values()) else {}
    for units in rights.values():
        if units:
            units |= {child for unit in list(units) for child in below.get(unit, ())}
    account._cchc_rights = rights  # type: ignore[attr-defined]  # noqa: SLF001  # kept for as long as the account object lives
    return rights


def _below(account: Account) -> dict[int, set[int]]:
    """Every unit of the department with all the units under it."""
    parents = dict(Unit.objects.filter(agency=account.agency).values_list("pk", "parent_id"))
    below: dict[int, set[int]] = {}
    for unit, parent in parents.items():
        above: int | None = parent
        while above is not None:
            below.setdefault(above, set()).add(unit)
            above = parents.get(above)
    return below


def may(account: object, permission: str, unit: Unit | int | None = None) -> bool:
    """Whether the account may do the thing at all or, with `unit`, for that unit."""
    if not isinstance(account, Account) or not account.is_active:
        return False
    rights = _rights(account)
    if permission not in rights:
        return False
    units = rights[permission]
    if units is None or unit is None:
        return True
    return (unit.pk if isinstance(unit, Unit) else unit) in units


def units_for(account: Account, permission: str) -> set[int] | None:
    """The units for which the account may do the thing; None is the whole department, an empty set none."""
    rights = _rights(account)
    return rights.get(permission, set())


def require(account: object, permission: str, unit: Unit | int | None = None) -> None:
    """Raise Denied unless the account may do the thing."""
    if not may(account, permission, unit):
        raise Denied(permission)


def needs(permission: str) -> Callable[[View[P]], View[P]]:
    """A page for those who are signed in and may do the thing; the matrix test reads `permission` off the view."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            require(request.user, permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]  # read by the matrix test
        return cast("View[P]", guarded)

    return decorate


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """A page for everybody; it must also stand on the public list of the tests."""
    view.permission = ""  # type: ignore[attr-defined]  # read by the matrix test
    return view


def signed_in(view: View[P]) -> View[P]:
    """A page for everybody who is signed in, whatever the role."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.permission = "*"  # type: ignore[attr-defined]  # read by the matrix test
    return cast("View[P]", guarded)


def account_of(request: HttpRequest) -> Account:
    """The signed-in account of a request that passed `needs` or `signed_in`."""
    return cast("Account", request.user)
