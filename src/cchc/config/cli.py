"""`cchc`: the operator's door."""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import NoReturn

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError

PATIENCE = 20  # seconds for what is being answered when the server is asked to end; then its processes are killed


def _start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cchc.config.settings")
    django.setup()


def _prepare() -> None:
    """Bring database, reference data and static files up to this version."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def run(argv: Sequence[str]) -> int:
    """Prepare everything and serve."""
    options = run_options(argv)
    _refuse_taken(options.host, options.port)
    os.environ.update(own_address(os.environ, options.port))
    if options.demo:
        os.environ.setdefault("CCHC_LOG_LEVEL", "WARNING")  # address and logins stay the last lines
    _start()
    _prepare()
    if options.demo:
        call_command("demo", "--if-empty")
    sys.stdout.write(f"\nCCHC: http://{options.host}:{options.port}/\n")
    call_command("logins", verbosity=0)
    sys.stdout.flush()
    granian = Path(sys.executable).with_name("granian")
    command = [str(granian), "--interface", "wsgi", "--host", options.host, "--port", str(options.port),
               "--workers", str(options.workers), "--blocking-threads", "1", "--log-level", "warning",
               "--workers-kill-timeout", str(PATIENCE), "cchc.config.wsgi:application"]  # fmt: skip
    environment = {**os.environ, **_counted()}
    if not options.demo:
        os.execve(granian, command, environment)  # noqa: S606  # our own words; whoever stops this stops the server
    with _worker_beside():
        return _serve(command, environment)


def _serve(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run the server to its end; whoever asks this process to end asks the server, which would be left alone else.

    The server is a process group of its own and is asked once: it waits for itself for ever when a second signal meets
    it while it answers the first, as happens where a terminal or a supervisor signals the whole group.
    """
    server = subprocess.Popen(command, env=environment, process_group=0)  # noqa: S603  # our own words and checked options
    asked = False

    def end(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if not asked:
            asked = True
            server.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    code = server.wait()
    return 0 if code == -signal.SIGTERM else code


def own_address(environment: Mapping[str, str], port: int) -> dict[str, str]:
    """CCHC_ADDRESS of this machine and port, where neither it nor HTTPS is set: links in mail lead back here."""
    told = environment.get("CCHC_ADDRESS") or environment.get("CCHC_HTTPS", "0") != "0"
    return {} if told else {"CCHC_ADDRESS": f"http://localhost:{port}"}


@contextmanager
def _worker_beside() -> Iterator[None]:
    """A worker as long as the demo is served: mail, long files and scheduled jobs wait for one."""
    words = [sys.executable, "-c", "from cchc.config.cli import main; main()", "work", "--beside", str(os.getpid()),
             "--pause", "2"]  # fmt: skip
    worker = subprocess.Popen(words)  # noqa: S603  # our own words
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def _refuse_taken(host: str, port: int) -> None:
    """Refuse a port that somebody serves: the server would share it, and each of the two get a part of the requests."""
    family, kind, proto, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, proto) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what a server left a minute ago is free
        try:
            door.bind(address)
        except OSError as error:
            raise CommandError(f"cannot serve at {host}:{port}: {error.strerror}. Choose another --port.") from error


def run_options(argv: Sequence[str]) -> argparse.Namespace:
    """The options of `cchc run`."""
    parser = argparse.ArgumentParser(prog="cchc run", description="Prepare the database and serve CCHC.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--demo", action="store_true", help="fill an empty database with the demo department first")
    return parser.parse_args(argv)


def _counted() -> dict[str, str]:
    """Where the server's processes keep their counts, empty at the start; see `metrics`."""
    from django.conf import settings  # noqa: PLC0415  # settings are read once a command starts

    folder = settings.VAR / "measurements"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return {"PROMETHEUS_MULTIPROC_DIR": str(folder)}


def demo(argv: Sequence[str]) -> int:
    """Fill an empty database with the demo department."""
    _start()
    _prepare()
    call_command("demo", *argv)
    return 0


def verify(argv: Sequence[str]) -> int:
    """Walk the journal and the files; name what is broken."""
    _start()
    call_command("verify", *argv)
    return 0


def department(argv: Sequence[str]) -> int:
    """Take a real department in, with its first administrator."""
    _start()
    _prepare()
    call_command("department", *argv)
    return 0


def backup(argv: Sequence[str]) -> int:
    """Write all rows and files into one archive."""
    _start()
    call_command("backup", *argv)
    return 0


def restore(argv: Sequence[str]) -> int:
    """Bring an archive back into an empty installation."""
    _start()
    if "--check" not in argv:  # that reads the archive and changes nothing
        call_command("migrate", verbosity=0)
    call_command("restore", *argv)
    return 0


def work(argv: Sequence[str]) -> int:
    """Deliver what waits in the outbox, run scheduled jobs, import long files, for as long as it runs."""
    _start()
    call_command("work", *argv)
    return 0


def tick(argv: Sequence[str]) -> int:
    """Run the scheduled jobs that are due, and end."""
    _start()
    call_command("tick", *argv)
    return 0


def manage(argv: Sequence[str]) -> int:
    """Any of Django's own commands."""
    _start()
    from django.core.management import execute_from_command_line  # noqa: PLC0415  # only this command needs it

    execute_from_command_line(["cchc manage", *argv])
    return 0


def read(argv: Sequence[str]) -> int:
    """Read a plan document, without the rest of CCHC."""
    command = import_module("cchc.reading.command")
    return int(command.main(list(argv)))


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "demo": demo,
    "read": read,
    "verify": verify,
    "department": department,
    "work": work,
    "tick": tick,
    "backup": backup,
    "restore": restore,
    "manage": manage,
}


def main() -> None:
    """Dispatch to one command; what stops it is told in a sentence."""
    argv = sys.argv[1:]
    if not argv or argv[0] not in COMMANDS:
        lines = [f"  cchc {name:8} {function.__doc__}" for name, function in COMMANDS.items()]
        sys.stdout.write("\n".join(["cchc COMMAND …", *lines, ""]))
        raise SystemExit(0 if argv[:1] in ([], ["--help"], ["-h"]) else 2)
    try:
        code = COMMANDS[argv[0]](argv[1:])
    except CommandError as error:
        _stop(argv[0], str(error).removeprefix("Error: "), error.returncode)
    except ImproperlyConfigured as error:
        _stop(argv[0], str(error), 1)
    except OperationalError as error:
        _stop(argv[0], f"the database does not answer: {error}", 1)
    raise SystemExit(code)


def _stop(name: str, said: str, code: int) -> NoReturn:
    """Say why a command ends, and end: for whoever runs it, and for the log of whatever did."""
    sys.stderr.write(f"cchc {name}: {said.strip()}\n")
    raise SystemExit(code)
