"""Reads mutated files and tells what came of them. Run by `test_fuzz`, never imported by product code."""

import io
import json
import random
import resource
import sys
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2 as pdfium

from cchc.reading import read
from cchc.reading.errors import Unreadable
from cchc.reading.sources import programs
from cchc.reading.testing import archive, cell, docx, level, numbered, paragraph, pdf, table

MEMORY = 3 * 2**30  # of address space, of which the libraries take a third before a file is read
CODES = {"empty", "too_big", "too_long", "unknown", "damaged", "encrypted", "bomb", "unsafe", "no_text", "needs_tool",
         "timeout", "unsupported"}  # fmt: skip
ITEM = "- Văn phòng Sở rà soát thủ tục hành chính, đạt tối thiểu 95% trong quý II/2026 theo Kế hoạch số 5/KH-UBND.\n"


def seeds() -> list[tuple[str, bytes]]:
    """One good file of each format."""
    numbering = f'<w:abstractNum w:abstractNumId="0">{level(0, "upperRoman", "%1.")}{level(1, "decimal", "%1.%2")}'
    numbering += '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    merged = cell("STT", '<w:vMerge w:val="restart"/>') + cell("Thực hiện", '<w:gridSpan w:val="2"/>')
    body = numbered("MỤC TIÊU", 1) + numbered("Thể chế", 1, 1) + paragraph(ITEM) * 5
    body += table(
        merged, cell("", "<w:vMerge/>") + cell("Chủ trì") + cell("Quý I"), cell("1") + cell("Rà soát") + cell("")
    )
    paper = docx(body, numbering=numbering, styles="", footnotes="")
    rows = "".join(f"[{number}], [Rà soát], [Văn phòng Sở]," for number in range(30))
    printed = pdf(f'#set page(numbering: "1")\n= KẾ HOẠCH\n{ITEM * 30}#footnote[Chú thích]\n#table(columns: 3, {rows})')
    text = "KẾ HOẠCH\n\nI. MỤC TIÊU\n" + ITEM * 20
    page = f"<html><body><h1>KẾ HOẠCH</h1><ul><li>{ITEM}</li></ul><table><tr><td colspan=2>a<td>b</table></body></html>"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument".encode("utf-16-le") + b"\x00" * 900
    return [
        ("a.docx", paper),
        ("a.docx", paper),
        ("a.pdf", printed),
        ("a.pdf", printed),
        ("a.txt", text.encode()),
        ("a.txt", text.encode("utf-16")),
        ("a.md", f"# KẾ HOẠCH\n\n{ITEM * 5}\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode()),
        ("a.html", page.encode()),
        ("a.doc", old),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00\x00\x00\x10" * 2 + b"\x08\x00" * 40),
    ]


def flip(data: bytes, dice: random.Random) -> bytes:
    """Some bytes changed."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 3, 20, 200))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(data: bytes, dice: random.Random) -> bytes:
    """The end is missing."""
    return data[: dice.randrange(len(data))]


def drop(data: bytes, dice: random.Random) -> bytes:
    """A piece is missing."""
    start = dice.randrange(len(data))
    return data[:start] + data[start + dice.randrange(1, 400) :]


def repeat(data: bytes, dice: random.Random) -> bytes:
    """A piece stands there many times."""
    start = dice.randrange(len(data))
    return data[:start] + data[start : start + dice.randrange(1, 200)] * dice.choice((2, 50, 2000)) + data[start:]


def splice(data: bytes, dice: random.Random) -> bytes:
    """Something foreign is put in."""
    foreign = (
        *(b"\x00" * 50, b"\xff\xfe", b"%PDF-1.7\n", b"PK\x03\x04", b"<" * 500, b"<!DOCTYPE x>", b"9" * 300),
        *(b"\xcc\x81" * 200, b"<w:tbl><w:tr><w:tc>" * 60, b"(" * 1000, b"/Kids[1 0 R]", b"<table><tr><td>" * 400),
    )
    start = dice.randrange(len(data))
    return data[:start] + dice.choice(foreign) + data[start:]


def inner(data: bytes, dice: random.Random) -> bytes:
    """For an archive: one of its parts mutated, and packed again; otherwise bytes changed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
    except Exception:  # no archive, or no longer one
        return flip(data, dice)
    name = dice.choice([name for name, part in parts.items() if part] or [""])
    parts[name] = dice.choice((flip, cut, drop, repeat, splice, words))(parts.get(name) or b" ", dice)
    return archive(parts)


def words(data: bytes, dice: random.Random) -> bytes:
    """Numbers and names inside changed, structure kept: the parser accepts it, the reader must cope."""
    new = dice.choice((b"0", b"-1", b"99999999999", b"", b"4294967296", "đ".encode(), b"1e9"))
    old = dice.choice((b'"1"', b'"0"', b'"2"', b"1", b"obj", b"w:p", b"w:t", b"w:tc", b"w:val", b"0 R", b"stream"))
    places = [at for at in range(len(data)) if data.startswith(old, at)]
    if not places:
        return flip(data, dice)
    at = dice.choice(places)
    return data[:at] + (b'"' + new + b'"' if old.startswith(b'"') else new) + data[at + len(old) :]


def noise(data: bytes, dice: random.Random) -> bytes:
    """Bytes of no meaning, as many as the file had or few."""
    return dice.randbytes(dice.choice((0, 1, 7, 300, len(data))))


Mutation = Callable[[bytes, random.Random], bytes]
MUTATIONS: list[Mutation] = [
    flip,
    cut,
    drop,
    repeat,
    splice,
    inner,
    inner,
    inner,
    words,
    noise,
]


def files(first: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Mutated files, the same for the same number."""
    good = seeds()
    for number in range(first, first + count):
        dice = random.Random(number)
        name, data = dice.choice(good)
        for _ in range(dice.choice((1, 1, 1, 3))):
            data = dice.choice(MUTATIONS)(data, dice) or b"\x00"
        yield dice.choice((name, name, "a.txt", "a.docx", "a.pdf", "")), data


def attempt(name: str, data: bytes) -> str:
    """Read one file; the code of the refusal, or "read". Anything else is an error."""
    try:
        reading = read(data, name).as_json()
    except Unreadable as refused:
        complete = refused.message_vi.endswith(".") and refused.message_en.endswith(".")
        if refused.code not in CODES or not complete:
            raise
        return refused.code
    assert unicodedata.is_normalized("NFC", reading["text"])
    json.dumps(reading).encode()
    return "read"


def main(first: int, count: int, failing: Path) -> None:
    """Read them all and print what came of it."""
    pdf("x")
    pdfium.PdfDocument.new().close()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    programs.find = lambda name: None  # type: ignore[assignment]  # programs have tests and limits of their own
    told: dict[str, float] = {"files": 0, "read": 0, "refused": 0, "slowest": 0.0}
    for name, data in files(first, count):
        failing.write_bytes(data)
        start = time.process_time()
        came = attempt(name, data)
        told["slowest"] = max(told["slowest"], time.process_time() - start)
        told["files"] += 1
        told["read" if came == "read" else "refused"] += 1
        told[f"code {came}"] = told.get(f"code {came}", 0) + 1
    failing.unlink(missing_ok=True)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
