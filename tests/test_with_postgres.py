"""The PostgreSQL that tests run against ends with its command, by whatever signal."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "with_postgres.py"
WAIT = "import os, time; print(os.environ['DATABASE_URL'], os.getpid(), flush=True); time.sleep(300)"
pytestmark = [
    pytest.mark.sqlite_only,
    pytest.mark.skipif(
        not (list(Path("/usr/lib/postgresql").glob("*/bin")) or shutil.which("initdb") or os.environ.get("CI")),
        reason="no PostgreSQL here",
    ),
]


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def runs(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def gone(check):
    """Whether it ends within a while."""
    until = time.monotonic() + 60
    while check() and time.monotonic() < until:
        time.sleep(0.1)
    return not check()


@pytest.fixture
def folder():
    """A folder for temporary files that the server's user may enter."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)  # it holds nothing but the cluster, which is closed itself
        yield Path(name)


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_ends_the_server_with_the_command_and_leaves_no_folder(folder, by):
    environment = {**os.environ, "TMPDIR": str(folder)}
    with subprocess.Popen(
        [sys.executable, str(SCRIPT), sys.executable, "-c", WAIT], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        url, command = process.stdout.readline().split()
        port = urlsplit(url).port
        assert listens(port)
        process.send_signal(by)
        process.wait(timeout=60)
        assert gone(lambda: listens(port))
        assert gone(lambda: list(folder.glob("cchc-pg-*")))
        if by == signal.SIGKILL:
            os.kill(int(command), signal.SIGKILL)  # nobody is left to tell it
        assert gone(lambda: runs(command))
        assert process.returncode == (-by if by == signal.SIGKILL else 128 + by)
