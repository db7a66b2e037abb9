"""Reading in a process of its own, which nothing a document does can outlive.

The child has a limit on processor time and memory, an environment without secrets, and ends with its work. A crash of a
C library, an endless loop, a document that takes all memory: each is a sentence for the person, and the server goes on.
It starts in about a third of a second.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cchc.reading.errors import Unreadable
from cchc.reading.reader import read as read_here
from cchc.reading.sources.detect import damaged
from cchc.reading.sources.limits import MAX_BYTES, too_big, too_slow
from cchc.reading.sources.programs import end_group
from cchc.reading.sources.progress import Progress

SECONDS = 120  # of one processor; recognition has time of its own beside it
MEGABYTES = 3072  # of address space; the libraries take a part of it before the document does
WALL_SECONDS = 3600.0  # 300 scanned pages take about ten minutes on a free machine
_KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TESSDATA_PREFIX", "ANTIWORDHOME", "SYSTEMROOT", "COVERAGE_PROCESS_START")


def read(data: bytes, name: str, *, progress: Progress | None = None, seconds: int = SECONDS,
         megabytes: int = MEGABYTES) -> dict[str, Any]:  # fmt: skip
    """The reading as JSON (`Reading.as_json`). Raises `Unreadable` and nothing else, whatever the bytes are."""
    if len(data) > MAX_BYTES:
        raise too_big(len(data))
    with tempfile.TemporaryDirectory(prefix="cchc-reading-") as folder:
        (Path(folder) / "in").write_bytes(data)
        code = _run(Path(folder), name, progress, (seconds, megabytes))
        told = Path(folder) / "out"
        if code == 0 and told.is_file():
            answer: dict[str, Any] = json.loads(told.read_bytes())
            if "refused" in answer:
                raise Unreadable(*answer["refused"])
            return dict(answer["reading"])
    if code in (-24, -9):  # SIGXCPU, or ended by the clock
        raise too_slow(seconds)
    raise damaged(Path(name).suffix.lstrip(".").upper(), f"{code}")


def _run(folder: Path, name: str, progress: Progress | None, limits: tuple[int, int]) -> int:
    """Start the child, pass its progress on, and give its exit code."""
    command = [sys.executable, "-m", "cchc.reading.apart", str(folder), name, *map(str, limits)]
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    environment |= {"HOME": str(folder), "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}
    with subprocess.Popen(  # noqa: S603 - this interpreter, this module
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as process:
        timer = threading.Timer(WALL_SECONDS, end_group, (process,))
        timer.start()
        try:
            for line in process.stdout or ():
                if progress:
                    done, total = line.split()
                    progress(int(done), int(total))
        except BaseException:
            end_group(process)
            raise
        finally:
            timer.cancel()
    return process.returncode


def main(argv: Sequence[str]) -> int:
    """The child: read the file `in` of a folder, write `out` beside it, tell pages on standard output."""
    folder, name, seconds, megabytes = Path(argv[0]), argv[1], int(argv[2]), int(argv[3])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for kind, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, megabytes * 2**20)):
        resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))
    try:
        answer: dict[str, Any] = {"reading": read_here((folder / "in").read_bytes(), name, progress=_tell).as_json()}
    except Unreadable as error:
        answer = {"refused": [error.code, error.message_vi, error.message_en]}
    except MemoryError:
        answer = {"refused": ["too_long", "Tệp quá lớn, đọc hết bộ nhớ cho phép.", "The file takes too much memory."]}
    (folder / "out").write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    return 0


def _tell(done: int, total: int) -> None:
    sys.stdout.write(f"{done} {total}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
