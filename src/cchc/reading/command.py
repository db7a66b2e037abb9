"""`cchc read FILE… [--json OUT] [--html OUT]`: read plans from the command line.

Exit codes: 0 all was read; 1 a file could not be read; 2 wrong usage; 3 a file was read, but its text is too poor to be
trusted (it needs a person or a new scan); 4 an output could not be written. With several files the lowest of 1 and 3
that happened counts.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from cchc.reading import read
from cchc.reading.errors import Unreadable
from cchc.reading.html import page
from cchc.reading.sources.limits import MAX_BYTES, too_big

READ, UNREADABLE, POOR, NOT_WRITTEN = 0, 1, 3, 4
_EPILOG = "exit codes: 0 read; 1 a file cannot be read; 2 wrong usage; 3 text too poor to trust; 4 output not written"
_QUIET_SECONDS = 1.0
_STEP_SECONDS = 0.5


def main(argv: Sequence[str]) -> int:
    """Read every file named, write what is asked for, and say what happened by the exit code."""
    options = _options(argv)
    codes = {_one(name, options) for name in options.files}
    return next((code for code in (NOT_WRITTEN, UNREADABLE, POOR) if code in codes), READ)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="cchc read", description="Read plans, programmes and reports: DOCX, PDF, scans, DOC, HTML, Markdown, TXT.",
        epilog=_EPILOG,
    )  # fmt: skip
    parser.add_argument("files", nargs="+", metavar="FILE", help="a document; - reads standard input")
    parser.add_argument(
        "--json", metavar="OUT", help="write JSON to a file, to a folder (several files), or - to print"
    )
    parser.add_argument("--html", metavar="OUT", help="write a page with text and items side by side: file or folder")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi", help="language of messages and of the page")
    options = parser.parse_args(argv)
    if options.html == "-" and options.json == "-":
        parser.error("only one of --json and --html can be printed")
    return options


def _one(name: str, options: argparse.Namespace) -> int:
    progress = _Progress(name, sys.stderr)
    try:
        reading: dict[str, Any] = read(_bytes(name), name, progress=progress).as_json()
    except Unreadable as error:
        _say(f"{name}: {error.message_vi if options.lang == 'vi' else error.message_en}")
        return UNREADABLE
    except OSError as error:
        _say(f"{name}: {error.strerror or error}")
        return UNREADABLE
    finally:
        progress.close()
    try:
        _write(name, reading, options)
    except OSError as error:
        _say(f"{error.filename or name}: {error.strerror or error}")
        return NOT_WRITTEN
    return READ if reading.get("quality", {}).get("readable", True) else POOR


def _bytes(name: str) -> bytes:
    """What a file holds, no more of it than is read."""
    if name == "-":
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        path = Path(name)
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise too_big(path.stat().st_size)
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    return data


def _write(name: str, reading: Mapping[str, Any], options: argparse.Namespace) -> None:
    several = len(options.files) > 1
    if options.json:
        text = json.dumps(reading, ensure_ascii=False, indent=None if several and options.json == "-" else 1)
        _put(text, name, options.json, ".json", several=several)
    if options.html:
        _put(page(reading, name, options.lang), name, options.html, ".html", several=several)
    if not options.json and not options.html:
        sys.stdout.write(summary(reading, name, options.lang))


def _put(text: str, name: str, out: str, suffix: str, *, several: bool) -> None:
    if out == "-":
        sys.stdout.write(text + "\n")
        return
    target = Path(out)
    if several or target.is_dir() or out.endswith("/"):
        target.mkdir(parents=True, exist_ok=True)
        target /= f"{Path(name).stem if name != '-' else 'stdin'}{suffix}"
    target.write_text(text + "\n", encoding="utf-8")


def summary(reading: Mapping[str, Any], name: str, language: str) -> str:
    """What was read, in a few lines for a terminal."""
    document = reading.get("document", {})
    labels = _LABELS[language]
    lines = [f"{name}: {document.get('title') or '?'}"]
    facts = [str(document[key]) for key in ("number", "issued_on", "issuer") if document.get(key)]
    lines += ["  " + " · ".join(facts)] if facts else []
    counts = [f"{len(reading[key])} {label}" for key, label in labels.items() if reading.get(key)]
    lines.append("  " + (", ".join(counts) or labels["nothing"]))
    for finding in reading.get("findings", []):
        lines.append(f"  {finding.get('severity', '')} {finding.get('rule', '')}: {finding.get('message_' + language)}")
    if not reading.get("quality", {}).get("readable", True):
        lines.append(f"  {labels['poor']}")
    return "\n".join(lines) + "\n"


_LABELS = {
    "vi": {
        "measures": "chỉ tiêu",
        "tasks": "nhiệm vụ",
        "duties": "phân công",
        "reporting": "chế độ báo cáo",
        "citations": "văn bản viện dẫn",
        "rows": "dòng phụ lục",
        "nothing": "không nhận ra mục nào",
        "poor": "Văn bản không đủ tin cậy để dùng: cần người xem hoặc quét lại.",
    },
    "en": {
        "measures": "measures",
        "tasks": "tasks",
        "duties": "duties",
        "reporting": "reporting duties",
        "citations": "citations",
        "rows": "annex rows",
        "nothing": "no item was recognised",
        "poor": "The text is too poor to be trusted: a person must look, or scan it again.",
    },
}


class _Progress:
    """Says on a terminal how far long work is; stays silent on short work."""

    def __init__(self, name: str, stream: TextIO) -> None:
        self.name = name
        self.stream = stream
        self.started = self.said = time.monotonic()
        self.open = False

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.started < _QUIET_SECONDS or now - self.said < _STEP_SECONDS:
            return
        self.said = now
        start, end = ("\r", "") if self.stream.isatty() else ("", "\n")
        self.stream.write(f"{start}{self.name}: {done}/{total}{end}")
        self.stream.flush()
        self.open = end == ""

    def close(self) -> None:
        """End the line."""
        if self.open:
            self.stream.write("\n")


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
