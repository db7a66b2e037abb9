"""Whom to tell: the accounts behind people, units and rights."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from .models import Account, Assignment, Tenure, Unit


def accounts_of(people: Collection[int]) -> dict[int, int]:
    """Person → account, of those who can sign in."""
    rows = Account.objects.filter(person_id__in=people, is_active=True)
    return dict(rows.values_list("person_id", "pk"))


def heads_of(units: Collection[int], on: date) -> dict[int, list[int]]:
    """Unit → the accounts of whoever heads it on the day; of everybody with a post in it where nobody does."""
    held = Tenure.objects.filter(unit_id__in=units, started_on__lte=on, person__account__is_active=True)
    heads: dict[int, list[int]] = {}
    staff: dict[int, list[int]] = {}
    rows = held.exclude(ended_on__lte=on).order_by("pk").values_list("unit_id", "heads", "person__account")
    for unit, leads, account in rows:
        (heads if leads else staff).setdefault(unit, []).append(account)
    return {unit: heads.get(unit) or staff.get(unit, []) for unit in units}


def line_of(unit: int | None, agency_id: int) -> list[int]:
    """The unit and those above it."""
    parents = dict(Unit.objects.filter(agency_id=agency_id).values_list("pk", "parent_id")) if unit else {}
    line: list[int] = []
    while unit is not None:
        line.append(unit)
        unit = parents.get(unit)
    return line


def holders(permission: str, agency_id: int, on: date, unit: int | None = None) -> list[int]:
    """The accounts of a department that may do a thing by their own roles on a day.

    For a unit: those who may do it there; for none: only those who may for the whole department.
    """
    where = Q(role__grants__scope="agency")
    if unit is not None:
        where |= Q(role__grants__scope="unit", unit__in=line_of(unit, agency_id))
    rows = Assignment.objects.filter(
        where, role__grants__permission__code=permission, started_on__lte=on, account__is_active=True,
        account__person__agency_id=agency_id,
    ).exclude(ended_on__lte=on)  # fmt: skip
    return list(rows.order_by("account").values_list("account", flat=True).distinct())
