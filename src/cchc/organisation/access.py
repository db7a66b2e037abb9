"""Who may do what: the only place that asks, so that the printed matrix and the pages cannot differ."""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import F, FilteredRelation, Q
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from .models import Account, Agency, Assignment, Grant, Permission, Unit

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
        """The roles that may, and where for what all departments share."""
        grants = Grant.objects.filter(permission__code=self.permission).select_related("role")
        keeper = Agency.objects.filter(keeps_installation=True).first()
        where = f" ({keeper.name})" if keeper else ""
        return [
            f"{grant.role.name}{where if grant.scope == 'installation' else ''}"
            for grant in grants.order_by("role__sort")
        ]


class _Row(Protocol):
    """A row of `_assignments`: an assignment, and where it is borrowed the terms of the delegation."""

    role: Any
    unit_id: int | None
    lent_key: int | None
    lent_codes: list[str]
    lent_unit: int | None
    lent_name: str


@dataclass(frozen=True)
class Held:
    """A right: the units it holds for, None the whole department, and in whose place it is held ("" one's own)."""

    units: frozenset[int] | None
    on_behalf: str = ""

    def covers(self, unit: int | None) -> bool:
        """Whether it holds for the unit; for no unit in particular it always does."""
        return self.units is None or unit is None or unit in self.units


def _assignments(account: Account, on: date) -> list[_Row]:
    """The roles held on the day: the account's own, then those of whoever it stands in for, in the one query.

    Each borrowed row carries `lent_codes`, `lent_unit` and `lent_name`; an account that is blocked lends nothing.
    """
    lent = Q(
        account__lent__stand_in=account, account__lent__started_on__lte=on, account__lent__ended_on__gt=on
    )  # fmt: skip
    rows = Assignment.objects.filter(started_on__lte=on).exclude(ended_on__lte=on)
    rows = rows.annotate(
        borrowed=FilteredRelation("account__lent", condition=lent),
        lent_key=F("borrowed__pk"),
        lent_codes=F("borrowed__permissions"),
        lent_unit=F("borrowed__unit_id"),
        lent_name=F("account__person__full_name"),
    ).filter(Q(account=account) | Q(borrowed__isnull=False, account__is_active=True))
    rows = rows.select_related("role").prefetch_related("role__grants__permission")
    return sorted(cast("Iterable[_Row]", rows), key=lambda row: row.lent_key or 0)


def own_rights(account: Account, on: date) -> dict[str, frozenset[int] | None]:
    """What the account may do on a day by its own roles, which is all that it can lend; None: the whole department."""
    rights = _worked_out([row for row in _assignments(account, on) if row.lent_key is None], account)
    return {code: _together(held) for code, held in rights.items()}


def _rights(account: Account) -> dict[str, list[Held]]:
    """Permission → how it is held, one's own first. Worked out once for a request's account."""
    cached = cast("dict[str, list[Held]] | None", getattr(account, "_cchc_rights", None))
    if cached is None:
        cached = _worked_out(_assignments(account, timezone.localdate()), account)
        account._cchc_rights = cached  # type: ignore[attr-defined]  # noqa: SLF001  # kept for as long as the account object lives
    return cached


def _worked_out(rows: list[_Row], account: Account) -> dict[str, list[Held]]:
    scoped = any(row.lent_unit or (row.unit_id and _by_unit(row)) for row in rows)
    below = _below(account) if scoped else {}
    rights: dict[str, list[Held]] = {}
    for row in rows:
        for grant in row.role.grants.all():
            if grant.scope == "installation" and not account.agency.keeps_installation:
                continue
            held = _held(row, grant, below)
            if held is not None:
                rights.setdefault(grant.permission.code, []).append(held)
    return rights


def _by_unit(row: _Row) -> bool:
    return any(grant.scope == "unit" for grant in row.role.grants.all())


def _held(row: _Row, grant: Grant, below: dict[int, set[int]]) -> Held | None:
    """What a grant of an assignment comes to; None where a delegation leaves it out or nothing is left of it."""
    if row.lent_key is not None and not (grant.permission.delegable and grant.permission.code in row.lent_codes):
        return None
    units: set[int] | None = None
    if grant.scope == "unit":
        units = {row.unit_id, *below.get(row.unit_id, ())} if row.unit_id else set()
    if row.lent_key is not None and row.lent_unit:
        within = {row.lent_unit, *below.get(row.lent_unit, ())}
        units = within if units is None else units & within
    if units is not None and not units:
        return None
    return Held(None if units is None else frozenset(units), row.lent_name if row.lent_key is not None else "")


def _together(held: list[Held]) -> frozenset[int] | None:
    if any(one.units is None for one in held):
        return None
    return frozenset().union(*(one.units for one in held if one.units is not None))


def _below(account: Account) -> dict[int, set[int]]:
    """Every unit of the department with all the units under it."""
    parents = dict(Unit.objects.filter(agency_id=account.agency_id).values_list("pk", "parent_id"))
    below: dict[int, set[int]] = {}
    for unit, parent in parents.items():
        above: int | None = parent
        while above is not None:
            below.setdefault(above, set()).add(unit)
            above = parents.get(above)
    return below


def _holding(account: object, permission: str, unit: Unit | int | None, *, whole: bool = False) -> Held | None:
    """The right under which the account may do the thing, one's own before a borrowed one; `whole`: all units."""
    if not isinstance(account, Account) or not account.is_active:
        return None
    key = unit.pk if isinstance(unit, Unit) else unit
    rights = _rights(account).get(permission, ())
    return next((held for held in rights if held.covers(key) and not (whole and held.units is not None)), None)


def may(account: object, permission: str, unit: Unit | int | None = None) -> bool:
    """Whether the account may do the thing at all or, with `unit`, for that unit. A question, which leaves no trace."""
    return _holding(account, permission, unit) is not None


def may_for_unit(account: Account, permission: str, unit: Unit | int | None) -> bool:
    """Whether the account may do the thing for the unit; for no unit: whether it may for the whole department."""
    return _holding(account, permission, unit, whole=unit is None) is not None


def units_for(account: Account, permission: str) -> Set[int] | None:
    """The units for which the account may do the thing; None is the whole department, an empty set none."""
    return _together(_rights(account).get(permission, []))


def stands_in_for(account: Account) -> list[str]:
    """In whose place the account may act today."""
    return list(
        dict.fromkeys(held.on_behalf for rights in _rights(account).values() for held in rights if held.on_behalf)
    )


def acts_under(account: object, permission: str, unit: Unit | int | None = None, *, whole: bool = False) -> bool:
    """Whether the account may do what it is about to do, asked right before: notes under whose right it is done.

    What only a delegation allows is done in somebody's place, and the journal says so of whatever is written next.
    """
    held = _holding(account, permission, unit, whole=whole)
    if held is not None and isinstance(account, Account):
        account.on_behalf = held.on_behalf
    return held is not None


def require(account: object, permission: str, unit: Unit | int | None = None) -> None:
    """Raise Denied unless the account may do what it is about to do."""
    if not acts_under(account, permission, unit):
        raise Denied(permission)


def require_for_unit(account: Account, permission: str, unit: Unit | int | None) -> None:
    """Raise Denied unless the account may do what it is about to do for the unit; for no unit: for all of them."""
    if not acts_under(account, permission, unit, whole=unit is None):
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
