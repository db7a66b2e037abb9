"""Run a command against a PostgreSQL of its own: a cluster in a temporary folder, gone afterwards.

    python scripts/with_postgres.py COMMAND …

Finds the newest PostgreSQL of the machine. Without one it prints that the command was skipped and exits with 0, or
with 1 where CI is set. Run as root it hands the cluster to the user `postgres`, since the server refuses root.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


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


def main() -> int:
    """Start, run, stop."""
    where = binaries()
    if where is None:
        print("SKIPPED on PostgreSQL: no server found on this machine (Debian: apt-get install postgresql).")
        return 1 if os.environ.get("CI") else 0
    folder = Path(tempfile.mkdtemp(prefix="cchc-pg-"))
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data, port = str(folder / "data"), str(free_port())
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -c jit=off"
    try:
        as_server(str(where / "initdb"), "-D", data, "-U", "cchc", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        as_server(str(where / "pg_ctl"), "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
        as_server(str(where / "createdb"), "-h", "127.0.0.1", "-p", port, "-U", "cchc", "cchc")
        environment = {**os.environ, "DATABASE_URL": f"postgres://cchc@127.0.0.1:{port}/cchc"}
        return subprocess.call(sys.argv[1:], env=environment)
    finally:
        as_server(str(where / "pg_ctl"), "-D", data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())
