"""Programs of the machine that help reading: found if installed, run without a shell of theirs, under limits."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from cchc.reading.sources.limits import CHILD_KILOBYTES

_CAPPED = 'ulimit -v "$1" && ulimit -c 0 && shift && exec "$@"'


def find(name: str) -> str | None:
    """Where a program is, None where it is not installed."""
    return shutil.which(name)


def run(command: Sequence[str], *, seconds: float, folder: Path, given: bytes | None = None,
        kilobytes: int = CHILD_KILOBYTES) -> bytes | None:  # fmt: skip
    """What a program prints; None where it fails or takes longer. It sees one thread, no display, an empty home."""
    environment = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    for name in ("TESSDATA_PREFIX", "ANTIWORDHOME"):
        if name in os.environ:
            environment[name] = os.environ[name]
    with subprocess.Popen(  # noqa: S603 - the program is one we looked for, its arguments are ours
        ["/bin/sh", "-c", _CAPPED, "sh", str(kilobytes), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
    ) as process:
        try:
            printed, _ = process.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired:
            end_group(process)
            process.communicate()
            return None
        except BaseException:
            end_group(process)
            process.communicate()
            raise
    return printed if process.returncode == 0 else None


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a program that was started in a session of its own, and what it started."""
    try:
        os.killpg(process.pid, 9)
    except ProcessLookupError:
        process.kill()
