"""Speed and memory of the plan reader, as ratios to plain text extraction of the same file by the same libraries.

What is timed is the whole of `cchc.reading.read`, each time with empty caches, as for a document never seen. Plain
extraction is the cheapest that gives all words: pypdfium2 page by page, and for DOCX `word/document.xml` parsed by lxml
with its text joined; the limits are taken against these. What python-docx takes for the paragraphs and table cells of
the same file is printed beside it and counts for nothing.

Documents are made here, and the real samples are taken in where they are. `make bench` runs it; it fails when a limit
of the product is not met: 3 times pypdfium2 for PDF, 5 times the parsed XML for DOCX, 300 MB for a PDF of 300
pages, one second for a plan of 40 pages.

The made documents are as dense as real plans are in the mean: in those of four departments and of a province 1000
words hold 4 targets (3 to 5), 9 tasks (5 to 13) and 2 citations (1 to 3), and Word writes 500 to 830 objects of text on
a page of a PDF (typst by itself writes 35, whole lines, which pdfium reads four times as fast) and a run of a DOCX for
three to eleven words. The "dense" documents hold five times as many targets and, in every third item, a report; their
lines are printed and have no limit, for there is hardly a word in them that says nothing.
"""

import io
import os
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from functools import partial
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


PIECES = """bảo đảm thống nhất|theo từng nhóm việc|giữa các phòng|gắn với địa bàn|nâng cao trách nhiệm
tinh thần phục vụ|người dân, doanh nghiệp|công chức trực tiếp|kịp thời tháo gỡ|vướng mắc phát sinh
từ thực tiễn quản lý|đề xuất cấp trên|xem xét sửa đổi|tăng cường tuyên truyền|bằng hình thức phù hợp
trên trang thông tin|tại bộ phận tiếp nhận|gắn kết quả|với đánh giá, xếp loại|người đứng đầu|bình xét thi đua
theo dõi tiến độ|công khai kết quả|mọi người giám sát|chú trọng lĩnh vực|nhiều hồ sơ phát sinh|liên quan sản xuất
đời sống hằng ngày|ở vùng xa|cùng các hội|lắng nghe ý kiến|trả lời rõ ràng|đúng thẩm quyền|không chồng chéo
dễ hiểu, dễ làm|giảm đi lại|tiết kiệm công sức|giữ nền nếp|học hỏi cách hay|nhân ra diện rộng|từ cơ sở
theo chuyên đề|qua hộp thư góp ý|nhờ tổ công tác|khi có thay đổi|trong từng khâu|với lộ trình phù hợp
phân công cụ thể|kiểm tra chéo|rút kinh nghiệm|điều chỉnh cách làm|bổ sung nhân lực|ưu tiên việc gấp
giữ mối liên hệ|tránh hình thức|đi vào thực chất|phát huy sáng kiến|động viên kịp thời|lưu giữ đầy đủ
chia sẻ dữ liệu|bảo vệ bí mật|an toàn trong sử dụng""".replace("\n", "|").split("|")
OFTEN = (2, 5, 13)  # a target in every second item, a citation in every fifth, a report in every thirteenth


def item(number: int) -> str:
    """One item of a plan as plans are: some eighty words, of which few say how much, by which paper, or by when."""
    drawn = random.Random(number).sample(PIECES, 24)  # the same words each time
    parts = [" ".join(drawn[place : place + 6]) for place in (0, 6, 12, 18)]
    target, cited, reported = (number % often == 0 for often in OFTEN)
    if target:
        parts.insert(1, f"bảo đảm tối thiểu {number % 89 + 10}% {' '.join(drawn[2:4])} của đợt {number} xong trước hạn")
    if cited:
        parts.insert(1, ENDS[1].format(n=number % 89 + 10))
    if reported:
        parts.append(ENDS[4])
    return f"{VERBS[number % len(VERBS)]} {THINGS[number % len(THINGS)]}; {'; '.join(parts)}."


RUN = 8  # words of a run: Word parts them after three to eleven in the samples
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


def best(*functions: Callable[[], object], seconds: float = 2.0) -> list[float]:
    """The shortest of several runs of each, in seconds of one core (so that a busy machine does not change a ratio).

    They take turns, so that a machine that slows down slows all of them.
    """
    runs: list[list[float]] = [[] for _ in functions]
    end = time.process_time() + seconds * len(functions)
    while len(runs[0]) < 3 or (time.process_time() < end and len(runs[0]) < 30):
        for function, taken in zip(functions, runs, strict=True):
            forget()
            start = time.process_time()
            function()
            taken.append(time.process_time() - start)
    return [min(taken) for taken in runs]


def made_pdf(pages: int, words: Callable[[int], str] = item, items: int = 5) -> bytes:
    """A plan of about so many pages, each word an object of its own as Word writes them: sections and their items."""
    parts = ['#set page(numbering: "1")\n#set par(justify: true)\n#align(center)[*KẾ HOẠCH*]\n']
    for number in range(pages * items):
        parts.append(f"*{number // items + 1}. Nhiệm vụ*\n\n" if number % items == 0 else "")
        parts.append("\\- " + " ".join(f"#box[{word}]" for word in words(number).split()) + "\n\n")
    return pdf("".join(parts))


def written(text: str) -> str:
    """A paragraph as Word writes it: layout, and runs that end where somebody once put the cursor."""
    words = text.split(" ")
    runs = [" ".join(words[at : at + RUN]) + " " for at in range(0, len(words), RUN)]
    inside = "".join(f'<w:r w:rsidRPr="00A1B2C3">{LOOK}<w:t xml:space="preserve">{each}</w:t></w:r>' for each in runs)
    return f'<w:p w:rsidR="00D4E5F6" w:rsidRDefault="00D4E5F6">{LAYOUT}{inside}</w:p>'


def made_docx(items: int, words: Callable[[int], str] = item) -> bytes:
    """A plan of so many items and an annex of a quarter as many rows."""
    body = [paragraph("KẾ HOẠCH", run="<w:b/>")]
    body += [written(f"- {words(number)}") for number in range(items)]
    head = ("STT", "Nhiệm vụ", "Sản phẩm", "Thời hạn", "Chủ trì", "Phối hợp")
    rows = [
        (str(n), words(n).partition(";")[0], "Báo cáo", f"Quý {n % 4 + 1}/2026", "Văn phòng Sở", "Các phòng")
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


def measure(name: str, data: bytes, kind: str, *, limited: bool = True) -> bool:
    """Print one line; whether the limit is kept, where there is one."""
    plain = partial(plain_pdf if kind == "pdf" else plain_docx, data)
    baseline, loaded, whole = best(plain, partial(load, data, name), partial(read, data, name))
    other = best(partial(by_python_docx, data), seconds=0.5)[0] if kind == "docx" else 0.0
    beside = f"  python-docx {other * 1000:7.1f} ms, whole {whole / other:3.1f}× of that" if other else ""
    pages = load(data, name).pages or 0
    rate = f"{pages / whole:7.0f} pages/s" if pages else " " * 15
    print(
        f"{name[:34]:34} {pages:4} pages {whole * 1000:8.1f} ms {rate}  plain {baseline * 1000:7.1f} ms  "
        f"format {loaded / baseline:4.1f}×  whole {whole / baseline:4.1f}× "
        f"({f'limit {LIMITS[kind]:.0f}×' if limited else 'no limit'}){beside}"
    )
    return not limited or whole / baseline <= LIMITS[kind]


def main() -> int:
    """Measure everything; 1 when a limit is broken."""
    kept = [measure("made-40-pages.pdf", made_pdf(40), "pdf"), measure("made-400-items.docx", made_docx(400), "docx")]
    measure("dense-40-pages.pdf", made_pdf(40, sentence, 11), "pdf", limited=False)
    measure("dense-400-items.docx", made_docx(400, sentence), "docx", limited=False)
    samples = sorted([*SHARED.glob("samples/*/*.pdf"), *SHARED.glob("samples/*/*.docx")])
    if not samples:
        print(f"no real samples in {SHARED}: only documents made here were measured")
    kept += [measure(path.name, path.read_bytes(), path.suffix[1:]) for path in samples]
    forty = made_pdf(40)
    seconds = best(partial(read, forty, "a.pdf"))[0]
    memory = peak(300)
    print(f"plan of 40 pages {seconds:.2f} s (limit 1 s); PDF of 300 pages {memory:.0f} MB (limit 300)")
    return 0 if all([*kept, seconds <= 1, memory <= 300]) else 1


if __name__ == "__main__":
    raise SystemExit(main())
