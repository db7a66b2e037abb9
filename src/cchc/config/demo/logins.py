"""Who can sign in to the demo. The password is public: it stands on the start page of every demo."""

from dataclasses import dataclass

from cchc.organisation.models import Assignment

PASSWORD = "trinhdien-cchc"  # noqa: S105  # no secret: see above

RETIRED = "phogiamdoc.cu"
"""The account of a deputy director who retires, and which is then blocked."""

# user name, role, unit, which of the unit's people (0 is its head)
ACCOUNTS = (
    ("giamdoc", "director", "LD", 0),
    ("phogiamdoc", "director", "LD", 1),
    (RETIRED, "director", "LD", 3),
    ("vanphong", "office", "VP", 0),
    ("quantri", "admin", "VP", 4),
    ("motcua", "clerk", "VP", 7),
    ("chuyenvien.vp", "officer", "VP", 3),
    ("truongphong.khth", "head", "KHTH", 0),
    ("chuyenvien.khth", "officer", "KHTH", 2),
    ("kiemtra", "inspector", "KHTH", 4),
    ("truongphong.qlcn", "head", "QLCN", 0),
    ("chuyenvien.qlcn", "officer", "QLCN", 2),
    ("truongphong.qlnl", "head", "QLNL", 0),
    ("chuyenvien.qlnl", "officer", "QLNL", 2),
    ("truongphong.qltm", "head", "QLTM", 0),
    ("chuyenvien.qltm", "officer", "QLTM", 3),
    ("truongphong.ktat", "head", "KTAT", 0),
    ("chuyenvien.ktat", "officer", "KTAT", 2),
    ("truongphong.qltt", "head", "QLTT", 0),
    ("chuyenvien.qltt", "officer", "QLTT", 3),
    ("truongphong.ttkc", "head", "TTKC", 0),
    ("chuyenvien.ttkc", "officer", "TTKC", 2),
)


@dataclass(frozen=True)
class Login:
    """A way in, for the start page and the terminal."""

    role_code: str
    role: str
    username: str
    person: str
    post: str
    unit: str
    password: str = PASSWORD


def logins() -> list[Login]:
    """The demo's logins, one a line of the list above; none where there is no demo department."""
    held = Assignment.objects.filter(account__person__agency__is_demo=True, ended_on=None, account__is_active=True)
    rows = {row.account.username: row for row in held.select_related("account__person", "role")}
    found: list[Login] = []
    for username, _role, _unit, _place in ACCOUNTS:
        row = rows.get(username)
        tenure = row.account.person.tenure if row else None
        if row and tenure:
            name = row.account.person.full_name
            found.append(Login(row.role.code, row.role.name, username, name, tenure.post, tenure.unit.name))
    return found
