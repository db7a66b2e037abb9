"""Scans: Tesseract with its Vietnamese model, page by page, with the confidence of every word."""

import csv
import io
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from cchc.reading.blocks import Line, PrintedLines
from cchc.reading.errors import Unreadable
from cchc.reading.sources import programs
from cchc.reading.sources.detect import damaged
from cchc.reading.sources.letters import clean
from cchc.reading.sources.limits import MAX_OCR_PAGES, MAX_PIXELS, OCR_SECONDS_A_PAGE, Clock, check_pages
from cchc.reading.sources.progress import Progress

DPI = 300
_POINTS = 72 / DPI
_SCANNED = "Văn bản được nhận dạng từ ảnh quét (OCR): cần người đối chiếu với bản gốc."


@dataclass(frozen=True)
class Recognised:
    """The lines of one page and the confidence of its words, 0 to 1."""

    lines: list[Line]
    confidences: list[float]


def needs_tool() -> Unreadable:
    """The error for a scan where recognition is not installed."""
    return Unreadable(
        "needs_tool",
        "Tệp là ảnh quét, không có lớp chữ. Máy chủ chưa cài Tesseract tiếng Việt (tesseract-ocr-vie); "
        "hãy cài, hoặc gửi bản DOCX/PDF gốc.",
        "The file is a scan without a text layer, and Tesseract with Vietnamese (tesseract-ocr-vie) is not installed "
        "on the server; install it, or send the original DOCX or PDF.",
    )


def is_available() -> bool:
    """Whether Tesseract is installed with its Vietnamese model."""
    program = programs.find("tesseract")
    if program is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        listed = programs.run([program, "--list-langs"], seconds=20, folder=Path(folder))
    return listed is not None and b"vie" in listed.split()


def read_image(data: bytes, clock: Clock, progress: Progress | None) -> PrintedLines:
    """The lines of an image file; a TIFF may hold several pages."""
    _check_pixels(data)
    if not is_available():
        raise needs_tool()
    if progress:
        progress(0, 1)
    pages = image_pages(data)
    check_pages(pages, MAX_OCR_PAGES)
    clock.pause_free(OCR_SECONDS_A_PAGE * pages)
    table = _tesseract(data, seconds=OCR_SECONDS_A_PAGE * pages)
    lines: list[Line] = []
    confidences: list[float] = []
    for page in range(1, pages + 1):
        recognised = _lines(table, page, page)
        lines += recognised.lines
        confidences += recognised.confidences
    if progress:
        progress(1, 1)
    if not lines:
        raise Unreadable("no_text", "Không nhận dạng được chữ nào trong ảnh.", "No text was recognised in the image.")
    mean = sum(confidences) / len(confidences)
    return PrintedLines("image", tuple(lines), pages, (_SCANNED,), (), "ocr", round(mean, 3))


def recognise(pixels: bytes, width: int, height: int, page: int) -> Recognised:
    """The lines of one grey page of `width` times `height` bytes, rendered at `DPI`."""
    header = f"P5 {width} {height} 255\n".encode("ascii")
    return _lines(_tesseract(header + pixels, seconds=OCR_SECONDS_A_PAGE), 1, page)


def _tesseract(image: bytes, *, seconds: float) -> str:
    program = programs.find("tesseract")
    if program is None:
        raise needs_tool()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page"
        path.write_bytes(image)
        command = [program, str(path), "-", "-l", "vie", "--dpi", str(DPI), "--psm", "3", "tsv"]
        table = programs.run(command, seconds=seconds, folder=Path(folder))
    if table is None:
        raise _failed(seconds)
    return table.decode("utf-8", "replace")


def _failed(seconds: float) -> Unreadable:
    return Unreadable(
        "damaged",
        f"Không nhận dạng được ảnh: ảnh hỏng, hoặc quá {seconds:.0f} giây một trang. Hãy quét lại ở 300 dpi.",
        f"The image could not be recognised: it is damaged, or a page took over {seconds:.0f} s. Scan it at 300 dpi.",
    )


def _lines(table: str, wanted: int, page: int) -> Recognised:
    """Tesseract's table of words as lines. `wanted` is its page number, `page` ours."""
    rows: dict[tuple[int, int, int], list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") == "5" and row.get("page_num") == str(wanted) and (row.get("text") or "").strip():
            key = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
            rows.setdefault(key, []).append(row)
    found = sorted(rows.items(), key=lambda item: item[0])
    lines: list[Line] = []
    confidences: list[float] = []
    bottom: float | None = None
    height = median([_number(words[0], "height") for words in rows.values()]) if rows else 0.0
    for _, words in found:
        sure = [max(0.0, min(1.0, float(word["conf"]) / 100)) for word in words]
        top = min(_number(word, "top") for word in words)
        text = " ".join(clean(word["text"]) or "?" for word in words)
        gap = 0 if bottom is None or top < bottom else round((top - bottom) / max(1.0, height * 1.6))
        bottom = max(_number(word, "top") + _number(word, "height") for word in words)
        right = max(_number(word, "left") + _number(word, "width") for word in words)
        left = _number(words[0], "left")
        lines.append(
            Line(text, page, max(0, gap), round(left, 1), None, right=round(right, 1), confidences=tuple(sure))
        )
        confidences += sure
    return Recognised(lines, confidences)


def _number(word: dict[str, str], name: str) -> float:
    return int(word[name]) * _POINTS


def image_pages(data: bytes) -> int:
    """How many pages an image file has: one, but for TIFF."""
    if data[:4] not in (b"II*\x00", b"MM\x00*"):
        return 1
    return max(1, len(_directories(data)))


def _check_pixels(data: bytes) -> None:
    width, height = _dimensions(data)
    if width * height > MAX_PIXELS:
        raise Unreadable(
            "too_big",
            f"Ảnh có {width} × {height} điểm, quá lớn. Hãy quét lại ở 300 dpi.",
            f"The image has {width} × {height} pixels, too many. Scan it at 300 dpi.",
        )


def _dimensions(data: bytes) -> tuple[int, int]:
    """Width and height as the file's head says."""
    try:
        if data.startswith(b"\x89PNG"):
            return struct.unpack(">II", data[16:24])
        if data.startswith(b"\xff\xd8"):
            return _jpeg_dimensions(data)
        if data[:4] in (b"II*\x00", b"MM\x00*"):
            return max(_directories(data), default=(0, 0), key=lambda size: size[0] * size[1])
        if data.startswith(b"BM"):
            width, height = struct.unpack("<ii", data[18:26])
            return abs(width), abs(height)
        if data.startswith(b"GIF"):
            return struct.unpack("<HH", data[6:10])
    except (struct.error, IndexError) as error:
        raise damaged("ảnh") from error
    return 0, 0


def _jpeg_dimensions(data: bytes) -> tuple[int, int]:
    place = 2
    while place + 9 < len(data):
        if data[place] != 0xFF:
            place += 1
            continue
        kind = data[place + 1]
        if kind in range(0xC0, 0xD0) and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        if kind == 0xFF or kind in range(0xD0, 0xDA):
            place += 2 if kind != 0xFF else 1
            continue
        place += 2 + int(struct.unpack(">H", data[place + 2 : place + 4])[0])
    return 0, 0


def _directories(data: bytes) -> list[tuple[int, int]]:
    """Width and height of each page of a TIFF."""
    order = "<" if data.startswith(b"II") else ">"
    found: list[tuple[int, int]] = []
    seen: set[int] = set()
    place = int(struct.unpack(f"{order}I", data[4:8])[0])
    while place and place not in seen and place + 2 <= len(data) and len(found) <= MAX_OCR_PAGES:
        seen.add(place)
        count = int(struct.unpack(f"{order}H", data[place : place + 2])[0])
        sizes = {256: 0, 257: 0}
        for entry in range(place + 2, min(place + 2 + 12 * count, len(data) - 12), 12):
            tag, kind = struct.unpack(f"{order}HH", data[entry : entry + 4])
            if tag in sizes:
                form, end = ("H", 10) if kind == 3 else ("I", 12)
                sizes[tag] = int(struct.unpack(f"{order}{form}", data[entry + 8 : entry + end])[0])
        found.append((sizes[256], sizes[257]))
        after = place + 2 + 12 * count
        place = int(struct.unpack(f"{order}I", data[after : after + 4])[0]) if after + 4 <= len(data) else 0
    return found
