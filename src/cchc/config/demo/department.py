"""The department itself: units with a past, people with posts, accounts with roles."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from cchc.common.text import fold
from cchc.organisation import actions
from cchc.organisation.models import Account, Agency, Person, Role, Unit
from cchc.organisation.rules.mergers import FiguresRule

from .logins import ACCOUNTS, PASSWORD, RETIRED
from .names import names
from .timeline import Timeline

AGENCY = {
    "code": "H99.08",
    "name": "Sở Công Thương tỉnh Minh Giang",
    "short_name": "SCT Minh Giang",
    "parent_body": "ỦY BAN NHÂN DÂN TỈNH MINH GIANG",
    "place": "Minh Giang",
    "symbol": "SCT",
    "is_demo": True,
}


def unit_rows() -> list[dict[str, Any]]:
    """The units as `data/units.yaml` has them."""
    text = (Path(__file__).parent / "data" / "units.yaml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = yaml.safe_load(text)["units"]
    return rows


@dataclass
class Department:
    """The department as it comes into being."""

    year: int
    today: date
    agency: Agency = field(init=False)
    admin: Account = field(init=False)
    units: dict[str, Unit] = field(default_factory=dict)
    staff: dict[str, list[Person]] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def unit(self, code: str) -> int | None:
        """The key of a unit by its code; none for no code."""
        return self.units[code].pk if code else None

    def officer(self, code: str) -> Account:
        """Who does the work of a unit."""
        return self.accounts.get(f"chuyenvien.{code.lower()}", self.accounts["vanphong"])

    def head(self, code: str) -> Account:
        """Who answers for the work of a unit."""
        return self.accounts.get(f"truongphong.{code.lower()}", self.accounts["vanphong"])


@contextmanager
def _quick_hashes() -> Iterator[None]:
    """The demo's password is public, so that a slow hash would protect nothing; the first sign-in hashes it anew."""
    slow = PBKDF2PasswordHasher.iterations
    PBKDF2PasswordHasher.iterations = 1_000
    try:
        yield
    finally:
        PBKDF2PasswordHasher.iterations = slow


def found(department: Department, timeline: Timeline) -> None:
    """Everything of the department, from the year before the plan's on."""
    start = date(department.year - 1, 1, 2)
    timeline.on(start, lambda at: _take_in(department, at), hour=8)
    timeline.on(start, lambda at: _accounts(department, at), hour=8, minute=30)
    timeline.on(date(department.year - 1, 3, 1), lambda at: _rename(department, at))
    timeline.on(date(department.year - 1, 7, 1), lambda at: _merge(department, at))
    timeline.on(date(department.year - 1, 9, 1), lambda at: _new_deputy(department, at))


def _take_in(department: Department, at: datetime) -> None:
    agency = actions.create_agency(by=None, at=at, **AGENCY)  # type: ignore[arg-type]  # the facts of one agency
    department.agency = agency
    rows = unit_rows()
    for row in rows:
        department.units[row["code"]] = actions.found_unit(
            by=None, at=at, agency=agency, code=row["code"], name=row["name"], short_name=row["short"],
            kind=row["kind"], on=row["since"], parent=department.units.get(row.get("parent", "")),
            basis="Theo quyết định quy định chức năng, nhiệm vụ của Sở",
        )  # fmt: skip
    chosen, number = names(), count(1)
    for row in rows:
        department.staff[row["code"]] = []
        for post in (post for post, places in row["posts"].items() for _place in range(places)):
            _engage(department, at, row, post=post, number=next(number), name=next(chosen))


def _engage(department: Department, at: datetime, row: dict[str, Any], *, post: str, number: int, name: str) -> None:
    status = "public_employee" if row["kind"] == "centre" else "contract" if post == "Văn thư" else "civil_servant"
    pay = "own" if status == "public_employee" and number % 4 == 0 else "state"
    person = _person(department, at, number, (name, status, pay))
    staff, unit = department.staff[row["code"]], department.units[row["code"]]
    first = date(max(row["since"].year + 1, 2017 + number % 6), 1 + number % 12, 1)
    actions.appoint(by=None, at=at, person=person, unit=unit, post=post, on=first, heads=not staff)
    staff.append(person)


def _person(department: Department, at: datetime, number: int, who: tuple[str, str, str]) -> Person:
    name, status, pay = who
    words = fold(name).split()
    email = f"{words[-1]}.{''.join(word[0] for word in words[:-1])}{number}@sct.minhgiang.example"
    return actions.add_person(
        by=None, at=at, agency=department.agency, code=f"MG{number:03}", full_name=name, status=status, email=email,
        pay_source=pay,
    )  # fmt: skip


def _accounts(department: Department, at: datetime) -> None:
    roles = {role.code: role for role in Role.objects.all()}
    with _quick_hashes():
        for username, role, unit, place in ACCOUNTS:
            person = department.staff[unit][place]
            account = actions.create_account(
                by=None, at=at, person=person, username=username, password=PASSWORD, issued=False
            )
            scope = department.units[unit] if roles[role].grants.filter(scope="unit").exists() else None
            given: dict[str, Any] = {"account": account, "role": roles[role], "unit": scope, "started_on": at.date()}
            actions.assign_role(by=None, at=at, **given)
            department.accounts[username] = account
    department.admin = department.accounts["quantri"]


def _rename(department: Department, at: datetime) -> None:
    department.units["KHTH"] = actions.rename_unit(
        by=department.admin, at=at, unit=department.units["KHTH"], name="Phòng Kế hoạch - Tổng hợp",
        short_name="KH-TH", on=at.date(), basis=f"Quyết định số 318/QĐ-UBND ngày 20/02/{at.year}",
    )  # fmt: skip


def _merge(department: Department, at: datetime) -> None:
    basis = f"Quyết định số 1127/QĐ-UBND ngày 18/6/{at.year}"
    into, head = department.units["QLTM"], department.staff["XNK"][0]
    actions.appoint(
        by=department.admin, at=at, person=head, unit=into, post="Phó Trưởng phòng", on=at.date(), basis=basis,
        ends_current=True,
    )  # fmt: skip
    actions.merge_units(
        by=department.admin, at=at, units=[department.units["XNK"]], into=into, on=at.date(), basis=basis,
        figures=FiguresRule.YEAR,
    )  # fmt: skip
    department.staff["QLTM"] += department.staff.pop("XNK")


def _new_deputy(department: Department, at: datetime) -> None:
    """A deputy director retires; a deputy head of a room follows."""
    leaving = department.staff["LD"].pop()
    tenure = leaving.tenure
    if tenure:
        actions.end_tenure(by=department.admin, at=at, tenure=tenure, on=at.date())
    actions.deactivate_account(by=department.admin, at=at, account=department.accounts.pop(RETIRED))
    rising = department.staff["QLCN"].pop(1)
    actions.appoint(
        by=department.admin, at=at, person=rising, unit=department.units["LD"], post="Phó Giám đốc Sở", on=at.date(),
        basis=f"Quyết định số 1640/QĐ-UBND ngày 25/8/{at.year}", ends_current=True,
    )  # fmt: skip
    department.staff["LD"].append(rising)
