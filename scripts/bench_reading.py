"""Speed and memory of the plan reader, as ratios to plain text extraction of the same file by the same libraries.

What is timed is the whole of `cchc.reading.read`, each time with empty caches, as for a document never seen. Plain
extraction is the cheapest that gives all words: pypdfium2 page by page, and for DOCX `word/document.xml` parsed by lxml
with its text joined; the limits are taken against these. What python-docx takes for the paragraphs and table cells of
the same file is printed beside it and counts for nothing.

Documents are made here, and the real samples are taken in where they are. `make bench` runs it; it fails when a limit
of the product is not met: 3 times pypdfium2 for PDF, 5 times the parsed XML for DOCX, 300 MB for a PDF of 300
pages, one second for a plan of 40 pages.
"""

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
import pypdfium2 as pdfium
from lxml import etree

from cchc.reading import read
from cchc.reading.sources import load
from cchc.reading.testing import cell, docx, paragraph, pdf, table

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("CCHC_SHARED", ROOT.parent / "shared"))
LIMITS = {"pdf": 3.0, "docx": 5.0}
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
VERBS = """Rà soát|Đơn giản hóa|Công khai|Số hóa|Kiểm tra|Tập huấn về|Ban hành quy chế về|Cập nhật|Khảo sát
Tuyên truyền về|Tái cấu trúc|Đánh giá|Niêm yết""".replace("\n", "|").split("|")
THINGS = """thủ tục hành chính của lĩnh vực hóa chất|quy trình nội bộ của phòng|vị trí việc làm|tài sản công được giao
hồ sơ cấp phép kinh doanh xăng dầu|dịch vụ công trực tuyến toàn trình|văn bản quy phạm pháp luật đã ban hành
cơ sở dữ liệu về cụm công nghiệp|kết quả giải quyết phản ánh, kiến nghị|mức độ hài lòng của doanh nghiệp
công tác lưu trữ điện tử""".replace("\n", "|").split("|")
ENDS = (
    "bảo đảm tối thiểu {n}% hồ sơ được giải quyết trước hạn",
    "theo Kế hoạch số {n}/KH-UBND ngày 05/01/2026 của UBND tỉnh",
    "hoàn thành trước ngày 25/{m:02d}/2026",
    "gắn với trách nhiệm của người đứng đầu từng phòng, đơn vị thuộc Sở",
    "báo cáo Giám đốc Sở trước ngày 20 hằng tháng",
    "đạt {n}% kế hoạch năm 2026, tăng {m}% so với năm 2025",
    "phối hợp với Trung tâm Phục vụ hành chính công của tỉnh",
)


def sentence(number: int) -> str:
    """One item; no two of a thousand are the same."""
    ends = [ENDS[(number + step) % len(ENDS)].format(n=number % 89 + 10, m=number % 12 + 1) for step in (0, 3)]
    return f"{VERBS[number % len(VERBS)]} {THINGS[number % len(THINGS)]} năm 2026, {ends[0]}; {ends[1]}."


LOOK = (
    '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    '<w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN"/></w:rPr>'
)
LAYOUT = '<w:pPr><w:spacing w:before="120" w:after="120"/><w:ind w:firstLine="720"/><w:jc w:val="both"/></w:pPr>'


def plain_pdf(data: bytes) -> int:
    """Plain extraction by pypdfium2; the number of characters."""
    document = pdfium.PdfDocument(data)
    count = 0
    for page in document:
        textpage = page.get_textpage()
        count += len(textpage.get_text_range())
        textpage.close()
        page.close()
    document.close()
    return count


def plain_docx(data: bytes) -> int:
    """Plain extraction from the XML; the number of characters."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return len("".join(element.text or "" for element in root.iter(WORDS)))


def by_python_docx(data: bytes) -> int:
    """Paragraphs and table cells as python-docx gives them; the number of characters."""
    document = python_docx.Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return sum(map(len, (paragraph.text for paragraph in document.paragraphs))) + sum(map(len, cells))


def forget() -> None:
    """Empty all caches of the reader, so that no run profits from the one before it."""
    for name in [name for name in sys.modules if name.startswith("cchc.reading")]:
        for value in vars(sys.modules[name]).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def best(function: Callable[[], object], seconds: float = 2.0) -> float:
    """The shortest of several runs, in seconds of one core (so that a busy machine does not change the ratio)."""
    runs = []
    end = time.process_time() + seconds
    while len(runs) < 3 or (time.process_time() < end and len(runs) < 30):
        forget()
        start = time.process_time()
        function()
        runs.append(time.process_time() - start)
    return min(runs)


def made_pdf(pages: int) -> bytes:
    """A plan of about so many pages: sections, items, a table in the end."""
    parts = ['#set page(numbering: "1")\n#set par(justify: true)\n#align(center)[*KẾ HOẠCH*]\n']
    for number in range(pages * 11):
        parts.append(f"*{number // 11 + 1}. Nhiệm vụ*\n\n" if number % 11 == 0 else "")
        parts.append(f"\\- {sentence(number)}\n\n")
    return pdf("".join(parts))


def written(text: str) -> str:
    """A paragraph as Word writes it: layout, and runs that end where somebody once put the cursor."""
    third = len(text) // 3
    runs = (text[:third], text[third : 2 * third], text[2 * third :])
    inside = "".join(f'<w:r w:rsidRPr="00A1B2C3">{LOOK}<w:t xml:space="preserve">{each}</w:t></w:r>' for each in runs)
    return f'<w:p w:rsidR="00D4E5F6" w:rsidRDefault="00D4E5F6">{LAYOUT}{inside}</w:p>'


def made_docx(items: int) -> bytes:
    """A plan of so many items and an annex of a quarter as many rows."""
    body = [paragraph("KẾ HOẠCH", run="<w:b/>")]
    body += [written(f"- {sentence(number)}") for number in range(items)]
    head = ("STT", "Nhiệm vụ", "Sản phẩm", "Thời hạn", "Chủ trì", "Phối hợp")
    rows = [
        (str(n), sentence(n), "Báo cáo", f"Quý {n % 4 + 1}/2026", "Văn phòng Sở", "Các phòng")
        for n in range(items // 4)
    ]
    annex = table(*("".join(map(cell, row)) for row in (head, *rows)))
    return docx("".join(body) + annex.replace("<w:p>", f"<w:p>{LAYOUT}").replace("<w:r>", f"<w:r>{LOOK}"))


def peak(pages: int) -> float:
    """Peak memory in MB of a process that reads a PDF of so many pages."""
    program = (
        "import sys; from cchc.reading import read; read(sys.stdin.buffer.read(), 'a.pdf'); "
        "print([line for line in open('/proc/self/status') if line.startswith('VmHWM')][0].split()[1])"
    )
    done = subprocess.run([sys.executable, "-c", program], input=made_pdf(pages), capture_output=True, check=True)
    return float(done.stdout) / 1024


def measure(name: str, data: bytes, kind: str) -> bool:
    """Print one line; whether the limit is kept."""
    baseline = best(lambda: (plain_pdf if kind == "pdf" else plain_docx)(data))
    loaded = best(lambda: load(data, name))
    whole = best(lambda: read(data, name))
    other = best(lambda: by_python_docx(data), 0.5) if kind == "docx" else 0.0
    beside = f"  python-docx {other * 1000:7.1f} ms, whole {whole / other:3.1f}× of that" if other else ""
    pages = load(data, name).pages or 0
    rate = f"{pages / whole:7.0f} pages/s" if pages else " " * 15
    print(
        f"{name[:34]:34} {pages:4} pages {whole * 1000:8.1f} ms {rate}  plain {baseline * 1000:7.1f} ms  "
        f"format {loaded / baseline:4.1f}×  whole {whole / baseline:4.1f}× (limit {LIMITS[kind]:.0f}×){beside}"
    )
    return whole / baseline <= LIMITS[kind]


def main() -> int:
    """Measure everything; 1 when a limit is broken."""
    kept = [measure("made-40-pages.pdf", made_pdf(40), "pdf"), measure("made-400-items.docx", made_docx(400), "docx")]
    samples = sorted([*SHARED.glob("samples/*/*.pdf"), *SHARED.glob("samples/*/*.docx")])
    if not samples:
        print(f"no real samples in {SHARED}: only documents made here were measured")
    kept += [measure(path.name, path.read_bytes(), path.suffix[1:]) for path in samples]
    forty = made_pdf(40)
    seconds = best(lambda: read(forty, "a.pdf"))
    memory = peak(300)
    print(f"plan of 40 pages {seconds:.2f} s (limit 1 s); PDF of 300 pages {memory:.0f} MB (limit 300)")
    return 0 if all([*kept, seconds <= 1, memory <= 300]) else 1


if __name__ == "__main__":
    raise SystemExit(main())
