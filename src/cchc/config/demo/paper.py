"""The plan as an official paper: the document that the demo's office brings in, and its plain text."""

from collections.abc import Iterator
from itertools import count

from cchc.documents.layout import (
    Annex,
    Block,
    Bullet,
    Cell,
    Column,
    Heading,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
    cells,
    runs,
)
from cchc.plans.rules.contents import ORDER, Content

from .script import Script, TaskLine

NAMES = {
    "LD": "Lãnh đạo Sở",
    "VP": "Văn phòng Sở",
    "KHTH": "Phòng Kế hoạch - Tổng hợp",
    "QLCN": "Phòng Quản lý Công nghiệp",
    "QLNL": "Phòng Quản lý Năng lượng",
    "QLTM": "Phòng Quản lý Thương mại",
    "KTAT": "Phòng Kỹ thuật an toàn - Môi trường",
    "QLTT": "Chi cục Quản lý thị trường",
    "TTKC": "Trung tâm Khuyến công và Xúc tiến thương mại",
    "ALL": "Các phòng, đơn vị thuộc Sở",
}
SHOWN = tuple(content for content in ORDER if content is not Content.GENERAL)


def unit_names(codes: tuple[str, ...]) -> str:
    """The units as the document prints them."""
    return "; ".join(NAMES[code] for code in codes)


def prose(task: TaskLine) -> str:
    """A task of part III as one sentence with its owner and deadline."""
    deadline = task.deadline[0].lower() + task.deadline[1:] if not task.deadline.startswith("Quý") else task.deadline
    support = f"; đơn vị phối hợp: {unit_names(task.support)}" if task.support else ""
    product = f"; sản phẩm: {task.product[0].lower()}{task.product[1:]}" if task.product else ""
    return f"{task.text}. Đơn vị chủ trì: {NAMES[task.lead]}{support}{product}; thời hạn: {deadline}."


def _targets(plan: Script) -> Iterator[Block]:
    yield Heading(1, "II.", "Mục tiêu, chỉ tiêu")
    yield Heading(2, "1.", "Mục tiêu chung")
    yield from (Bullet(runs(line)) for line in plan.facts["general"])
    for number, content in enumerate(SHOWN, 2):
        yield Heading(2, f"{number}.", plan.facts["headings"][content.value])
        yield from (Bullet(runs(line.text)) for line in plan.targets if line.content is content)


def _tasks(plan: Script) -> Iterator[Block]:
    yield Heading(1, "III.", "Nhiệm vụ, giải pháp")
    number = count(1)
    for content in SHOWN:
        yield Heading(2, f"{next(number)}.", plan.facts["headings"][content.value])
        for task in plan.tasks:
            if task.content is content and not task.annex:
                yield Bullet(runs(prose(task)))
    yield Heading(2, f"{next(number)}.", "Nhiệm vụ cụ thể")
    yield Paragraph(
        runs("Nhiệm vụ cụ thể, sản phẩm, đơn vị thực hiện và thời hạn nêu tại Phụ lục kèm theo Kế hoạch này.")
    )


def _closing(plan: Script) -> Iterator[Block]:
    yield Heading(1, "IV.", "Tổ chức thực hiện")
    for number, duty in enumerate([*plan.facts["duties"], *plan.facts["reporting"]], 1):
        yield Paragraph((Run(f"{number}. {duty['text']}"),))
    yield Paragraph(runs(plan.facts["closing"]))


def _annex(plan: Script) -> Annex:
    rows = []
    number = count(1)
    for roman, content in zip(("I", "II", "III", "IV", "V", "VI", "VII"), SHOWN, strict=True):
        title = Run(plan.facts["headings"][content.value].upper(), bold=True)
        rows.append((*cells(roman, bold=True), Cell((title,), span=6)))
        rows += [
            cells(str(next(number)), task.text, task.product, NAMES[task.lead], unit_names(task.support),
                  NAMES[task.monitor] if task.monitor else "", task.deadline)
            for task in plan.tasks
            if task.annex and task.content is content
        ]  # fmt: skip
    header = cells("STT", "Nội dung nhiệm vụ", "Sản phẩm", "Đơn vị chủ trì", "Đơn vị phối hợp", "Đơn vị theo dõi",
                   "Thời hạn hoàn thành")  # fmt: skip
    widths = (Column(1, "center"), Column(7), Column(4), Column(3.4), Column(4), Column(2.6), Column(3))
    table = Table(widths, (header,), tuple(rows))
    note = f"Kèm theo Kế hoạch số {plan.facts['number']} của Sở Công Thương"
    return Annex("Phụ lục", f"Nhiệm vụ cải cách hành chính năm {plan.year}", (table,), note=note, landscape=True)


def paper(plan: Script, *, signer: str) -> Paper:
    """The plan in the layout of official papers."""
    aims: list[Block] = [Heading(1, "I.", "Mục đích, yêu cầu"), Heading(2, "1.", "Mục đích")]
    aims_text: list[Block] = [Bullet(runs(line)) for line in plan.facts["purposes"]]
    demands: list[Block] = [Heading(2, "2.", "Yêu cầu"), *(Bullet(runs(line)) for line in plan.facts["demands"])]
    return Paper(
        parent="Ủy ban nhân dân\ntỉnh Minh Giang",
        issuer="Sở Công Thương",
        symbol=plan.facts["number"].split("/")[1],
        number=plan.facts["number"].split("/")[0],
        place="Minh Giang",
        year=plan.issued_on.year,
        day=plan.issued_on,
        kind="Kế hoạch",
        title=plan.facts["title"],
        blocks=(Paragraph(runs(plan.facts["grounds"])), *aims, *aims_text, *demands, *_targets(plan), *_tasks(plan),
                *_closing(plan)),
        signature=Signature("Giám đốc", signer),
        recipients=("UBND tỉnh Minh Giang", "Sở Nội vụ", "Lãnh đạo Sở", "Các phòng, đơn vị thuộc Sở", "Lưu: VT, VP"),
        annexes=(_annex(plan),),
        mark="Dữ liệu trình diễn",
    )  # fmt: skip


def to_text(document: Paper) -> str:
    """The document as plain text, as one copies it out of a word processor; table rows are tab-separated lines."""
    lines = [document.parent.replace("\n", " ").upper(), document.issuer.upper(), "", document.printed_number,
             document.printed_date, "", document.kind.upper(), document.title, ""]  # fmt: skip
    lines += [line for block in document.blocks for line in _lines(block)]
    lines += ["", *(["Nơi nhận:"] + [f"- {one};" for one in document.recipients])]
    if document.signature:
        lines += ["", document.signature.title.upper(), document.signature.name]
    for annex in document.annexes:
        lines += ["", annex.label.upper(), annex.title, f"({annex.note})", ""]
        lines += [line for block in annex.blocks for line in _lines(block)]
    return "\n".join(lines) + "\n"


def _lines(block: Block) -> list[str]:
    if isinstance(block, Heading):
        return [f"{block.label} {block.text.upper() if block.level == 1 else block.text}"]
    if isinstance(block, Table):
        return ["\t".join(cell.text for cell in row) for row in (*block.header, *block.rows)]
    if isinstance(block, Paragraph | Bullet):
        text = "".join(run.text for run in block.runs)
        return [f"- {text}" if isinstance(block, Bullet) else text]
    return []
