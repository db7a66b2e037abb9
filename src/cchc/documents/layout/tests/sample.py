"""A paper with every part the layout knows, written for the tests."""

from datetime import date
from decimal import Decimal

from cchc.documents.layout import (
    Annex,
    Bullet,
    Cell,
    Column,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
    cells,
    runs,
)

LONG = (
    "Sở đã ban hành kế hoạch năm, giao việc tới từng phòng, theo dõi bằng số liệu và nhắc việc trước hạn; "
    "những chỉ tiêu có nguy cơ không đạt được nêu rõ nguyên nhân, người chịu trách nhiệm và việc cần làm tiếp. "
)


def number(text: str, value: str, decimals: int = 0) -> Cell:
    return Cell(runs(text), value=Decimal(value), decimals=decimals)


def table(rows: int = 60) -> Table:
    return Table(
        columns=(Column(1.2, "center"), Column(8), Column(2.4, "center"), Column(2, "right"), Column(2.6)),
        header=(
            (
                Cell(runs("STT"), down=2),
                Cell(runs("Chỉ tiêu thống kê"), down=2),
                Cell(runs("Kết quả thống kê"), span=2),
                Cell(runs("Ghi chú"), down=2),
            ),
            cells("Đơn vị tính", "Số liệu"),
        ),
        rows=(
            cells("1", "Kế hoạch cải cách hành chính", "", "", "", bold=True),
            (*cells("1.1", "Số nhiệm vụ đề ra", "Nhiệm vụ"), number("1.245", "1245"), *cells("=1+1")),
            (*cells("1.2", "Tỷ lệ hoàn thành", "%"), number("93,75", "93.75", 2), *cells("")),
            *(cells(f"2.{i}", f"Dòng số {i}: ữ ặ ề Ủ đường", "Văn bản", "-", "") for i in range(1, rows)),
        ),
        caption="Biểu 1. Chỉ đạo, điều hành",
    )


def sample(*, signed: bool = False) -> Paper:
    figure = Run("45/48", figure="tasks_done", bold=True)
    return Paper(
        parent="Ủy ban nhân dân\ntỉnh Thanh Bình",
        issuer="Sở Công Thương",
        symbol="BC-SCT",
        number="7" if signed else "",
        place="Thanh Bình",
        year=2026,
        day=date(2026, 2, 5) if signed else None,
        kind="Báo cáo",
        title="Công tác cải cách hành chính quý I năm 2026\nvà phương hướng, nhiệm vụ quý II năm 2026",
        addressees=("Ủy ban nhân dân tỉnh Thanh Bình", "Sở Nội vụ"),
        blocks=(
            Paragraph(runs("Thực hiện chế độ báo cáo định kỳ #1, $x$ *y* _z_ @w <b> & \\n, Sở báo cáo như sau:")),
            Heading(1, "I.", "Công tác chỉ đạo, điều hành"),
            Heading(2, "1.", "Hoạt động nổi bật"),
            Paragraph((Run(LONG * 3), Run("(theo Kế hoạch)", italic=True), Run(".", note="Kế hoạch số 01/KH-SCT."))),
            Heading(2, "2.", "Tiến độ thực hiện Kế hoạch"),
            Paragraph((Run("Đến nay đã hoàn thành "), figure, Run(" nhiệm vụ, còn lại trong hạn."))),
            Bullet(runs("Nhiệm vụ trọng tâm: " + LONG)),
            Bullet(runs("Nhiệm vụ bổ sung: " + LONG), level=2),
            Heading(1, "II.", "Kết quả thực hiện"),
            Heading(2, "1.", "Cải cách thể chế"),
            Heading(3, "a)", "Xây dựng, ban hành văn bản"),
            *(Paragraph(runs(LONG * 4)) for _ in range(6)),
            PageBreak(),
            Paragraph(runs("Trên đây là báo cáo của Sở Công Thương, kính gửi cơ quan có thẩm quyền tổng hợp./.")),
        ),
        signature=Signature("Phó Giám đốc", "Người Ký Thử", authority="KT. Giám đốc"),
        recipients=("Như trên", "Giám đốc, các Phó Giám đốc", "Các phòng, đơn vị thuộc Sở", "Lưu: VT, VP"),
        annexes=(
            Annex("Phụ lục I", "Biểu thống kê số liệu", (table(),), note="Kèm theo Báo cáo của Sở Công Thương"),
            Annex("Phụ lục II", "Tiến độ nhiệm vụ", (table(5),), landscape=True),
        ),
        mark="" if signed else "Dự thảo",
    )
