"""Builders of what tests stand on: a department, its units, people and accounts."""

from collections.abc import Sequence
from datetime import date
from itertools import count

from cchc.common.text import fold

from .models import Account, Agency, Assignment, Person, Role, Tenure, Unit
from .reference import load_roles

_number = count(1)
FOUNDED = date(2020, 1, 1)


def make_agency(name: str = "Sở Công Thương tỉnh Thử Nghiệm", *, symbol: str = "SCT") -> Agency:
    """A department of its own; the first keeps the installation."""
    code = f"H{next(_number)}.12"
    return Agency.objects.create(
        code=code, name=name, short_name="SCT", parent_body="UBND TỈNH THỬ NGHIỆM", place="Thử Nghiệm", symbol=symbol,
        keeps_installation=not Agency.objects.exists(),
    )  # fmt: skip


def make_unit(agency: Agency, name: str = "Văn phòng Sở", *, kind: str = "room", parent: Unit | None = None) -> Unit:
    """A unit that has existed since 2020."""
    number = next(_number)
    return Unit.objects.create(
        agency=agency, code=f"U{number}", name=name, short_name=name, folded=fold(name), kind=kind, parent=parent,
        sort=number, opened_on=FOUNDED,
    )  # fmt: skip


def make_person(
    agency: Agency, full_name: str = "Người Thử", *, unit: Unit | None = None, heads: bool = False
) -> Person:
    """Somebody with a post in the unit, where one is given."""
    person = Person.objects.create(
        agency=agency, code=f"P{next(_number)}", full_name=full_name, folded=fold(full_name), status="civil_servant"
    )
    if unit:
        post = "Trưởng phòng" if heads else "Chuyên viên"
        Tenure.objects.create(person=person, unit=unit, post=post, heads=heads, started_on=FOUNDED)
    return person


def make_account(
    agency: Agency, roles: Sequence[str] = ("officer",), *, unit: Unit | None = None, full_name: str = "Người Thử"
) -> Account:
    """An account with the roles of the real matrix, for the unit where one is given; the password is its user name."""
    if not Role.objects.exists():
        load_roles()
    person = make_person(agency, full_name, unit=unit, heads="head" in roles)
    account = Account(username=f"user{next(_number)}", person=person)
    account.set_password(account.username)
    account.save()
    for role in roles:
        Assignment.objects.create(account=account, role=Role.objects.get(code=role), unit=unit, started_on=FOUNDED)
    return account
