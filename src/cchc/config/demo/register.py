"""The register of the demo: what its one-stop system would export of the last months, brought in as a file would be."""

import csv
import io
import random
from datetime import date, datetime, timedelta

from cchc.dossiers import actions
from cchc.dossiers.importing import LABELS

from .department import Department
from .timeline import Timeline, workday

# Invented procedures: code, name, field, unit, working days, fee in đồng, kind of applicant, how often against others.
PROCEDURES = (
    ("2.900101", "Cấp giấy phép kinh doanh có điều kiện", "Thương mại", "QLTM", 7, 600_000, "Doanh nghiệp", 30),
    ("2.900102", "Đăng ký hoạt động khuyến mại", "Thương mại", "QLTM", 5, 0, "Doanh nghiệp", 60),
    ("2.900201", "Cấp giấy phép hoạt động điện lực", "Năng lượng", "QLNL", 15, 800_000, "Doanh nghiệp", 12),
    ("2.900301", "Cấp giấy chứng nhận an toàn kỹ thuật", "An toàn", "KTAT", 10, 500_000, "Doanh nghiệp", 18),
    ("2.900401", "Công nhận cụm nghề thủ công", "Công nghiệp", "QLCN", 20, 0, "Cá nhân", 6),
    ("2.900501", "Xác nhận xuất xứ hàng hóa", "Xuất nhập khẩu", "XNK", 3, 60_000, "Doanh nghiệp", 40),
)
MONTHS = 6
A_MONTH = 40
HEAD = (
    "code", "procedure", "procedure_name", "field", "service", "unit", "applicant", "channel", "state", "received_at",
    "due_at", "finished_at", "returned_at", "fee", "paid_online", "digitised", "reused", "e_result", "verified",
    "supplements", "apologised", "rating",
)  # fmt: skip


def bring_in(department: Department, timeline: Timeline) -> None:
    """The register as it stood on the last working day, brought in by the office."""
    day = workday(department.today - timedelta(days=1))
    timeline.on(day, lambda at: _bring_in(department, day, at), hour=16, minute=30)


def _bring_in(department: Department, day: date, at: datetime) -> None:
    office = department.accounts["vanphong"]
    name = f"so-ho-so-{day:%Y%m%d}.csv"
    run = actions.start_import(content=_export(department, day).encode(), name=name, by=office, at=at)
    run = actions.check_import(run=run, columns=run.columns, by=office, at=at)
    actions.take_import(run=run, by=office, at=at)


def _export(department: Department, day: date) -> str:
    """The file: the same for the same day."""
    chance = random.Random(day.toordinal())  # noqa: S311  # invented work, no secret
    text = io.StringIO()
    rows = csv.DictWriter(text, fieldnames=[str(LABELS[name]) for name in HEAD], delimiter=";")
    rows.writeheader()
    for number in range(MONTHS * A_MONTH):
        received = day - timedelta(days=chance.randrange(MONTHS * 30))
        row = _dossier(department, chance, received, day)
        row["code"] = f"{department.agency.code}-{received:%y%m%d}-{number + 1:04d}"
        rows.writerow({str(LABELS[name]): row[name] for name in HEAD})
    return text.getvalue()


def _dossier(department: Department, chance: random.Random, received: date, day: date) -> dict[str, str]:
    weights = [procedure[-1] for procedure in PROCEDURES]
    code, name, field, unit, days, fee, applicant, _weight = chance.choices(PROCEDURES, weights)[0]
    due = received + timedelta(days=days * 7 // 5 + 1)
    finished = received + timedelta(days=max(1, round(chance.gauss(days, days / 3))))
    is_over = finished <= day
    online = chance.random() < 0.84
    yes = {True: "có", False: "không"}
    return {
        "procedure": code, "procedure_name": name, "field": field, "service": "toàn trình" if days < 10 else "một phần",
        "unit": department.units[unit].name, "applicant": applicant,
        "channel": "Trực tuyến" if online else chance.choice(("Trực tiếp", "Bưu chính công ích")),
        "state": chance.choice(("Đã xử lý xong", "Đã trả kết quả")) if is_over else "Đang xử lý",
        "received_at": f"{received:%d/%m/%Y} 08:30", "due_at": f"{due:%d/%m/%Y} 17:00",
        "finished_at": f"{finished:%d/%m/%Y} 15:00" if is_over else "", "returned_at": "",
        "fee": str(fee), "paid_online": yes[bool(fee) and online and chance.random() < 0.8],
        "digitised": yes[chance.random() < 0.9], "reused": yes[chance.random() < 0.55],
        "e_result": yes[chance.random() < 0.92], "verified": yes[online],
        "supplements": str(chance.choices((0, 1), (9, 1))[0]), "apologised": yes[is_over and finished > due],
        "rating": chance.choice(("", "4", "5", "5")) if is_over else "",
    }  # fmt: skip
