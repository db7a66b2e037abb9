"""Run a command against a PostgreSQL of its own: a cluster in a temporary folder, gone afterwards.

    python scripts/with_postgres.py COMMAND …

Finds the newest PostgreSQL of the machine. Without one it prints that the command was skipped and exits with 0, or
with 1 where CI is set. Run as root it hands the cluster to the user `postgres`, since the server refuses root.

However it ends, by a signal that cannot be caught too, the server is stopped and its folder removed: that is done by a
process beside it, which waits for the end of a pipe that nobody else holds. A command still running is stopped first.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType
from typing import NoReturn

KEEP = "--keep"


def binaries() -> Path | None:
    """The folder of the newest server, else None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name.split(".")[0]))
    if found:
        return found[-1]
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_server(*command: str, check: bool = True) -> None:
    """Run a command of the server under a user it accepts."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=check, stdout=subprocess.DEVNULL)


def keep(pg_ctl: str, folder: str) -> int:
    """Wait until whoever started this is gone, then stop the server and remove its folder."""
    sys.stdin.read()
    as_server(pg_ctl, "-D", f"{folder}/data", "-m", "immediate", "stop", check=False)
    shutil.rmtree(folder, ignore_errors=True)
    return 0


def stop(number: int, _frame: FrameType | None) -> NoReturn:
    """End as a signal wants it, by way of every `finally`."""
    raise SystemExit(128 + number)


def run(command: list[str], url: str) -> int:
    """Run the command against the server to its end; one that is left running is told to stop, then killed."""
    process = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def main() -> int:
    """Start, run, stop."""
    where = binaries()
    if where is None:
        print("SKIPPED on PostgreSQL: no server found on this machine (Debian: apt-get install postgresql).")
        return 1 if os.environ.get("CI") else 0
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    folder = Path(tempfile.mkdtemp(prefix="cchc-pg-"))
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data, port, pg_ctl = str(folder / "data"), str(free_port()), str(where / "pg_ctl")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -c jit=off"
    keeper = subprocess.Popen(
        [sys.executable, __file__, KEEP, pg_ctl, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        as_server(str(where / "initdb"), "-D", data, "-U", "cchc", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        as_server(pg_ctl, "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
        as_server(str(where / "createdb"), "-h", "127.0.0.1", "-p", port, "-U", "cchc", "cchc")
        return run(sys.argv[1:], f"postgres://cchc@127.0.0.1:{port}/cchc")
    finally:
        keeper.communicate()


if __name__ == "__main__":
    raise SystemExit(keep(*sys.argv[2:]) if sys.argv[1:2] == [KEEP] else main())
