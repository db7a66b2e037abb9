"""What `cchc` says when a command cannot do its work."""

import os
import signal
import socket
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import OperationalError

from cchc.config import cli


def said(monkeypatch, capsys, *words):
    """The exit code of a command line and what it wrote to its error stream."""
    monkeypatch.setattr(sys, "argv", ["cchc", *words])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return end.value.code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (CommandError("The folder /x does not exist."), 1, "cchc backup: The folder /x does not exist.\n"),
        (CommandError("Error: unrecognized arguments: --y"), 1, "cchc backup: unrecognized arguments: --y\n"),
        (CommandError("a\nb", returncode=3), 3, "cchc backup: a\nb\n"),
        (ImproperlyConfigured("CCHC_Z must be 1 or 0."), 1, "cchc backup: CCHC_Z must be 1 or 0.\n"),
        (OperationalError("no route\n"), 1, "cchc backup: the database does not answer: no route\n"),
    ],
)
def test_what_stops_a_command_is_told_in_a_sentence_without_a_traceback(monkeypatch, capsys, error, code, sentence):
    def stopped(_argv):
        raise error

    monkeypatch.setitem(cli.COMMANDS, "backup", stopped)
    assert said(monkeypatch, capsys, "backup") == (code, sentence)


def test_a_fault_of_the_program_keeps_its_traceback(monkeypatch):
    def broken(_argv):
        raise ZeroDivisionError

    monkeypatch.setitem(cli.COMMANDS, "backup", broken)
    monkeypatch.setattr(sys, "argv", ["cchc", "backup"])
    with pytest.raises(ZeroDivisionError):
        cli.main()


def test_a_damaged_archive_is_refused_with_its_name(monkeypatch, capsys, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"no archive")
    code, sentence = said(monkeypatch, capsys, "restore", "--check", str(tmp_path / "a.zip"))
    assert code == 1
    assert sentence.startswith(f"cchc restore: {tmp_path / 'a.zip'}: ")
    assert "Traceback" not in sentence


def test_a_port_that_is_served_is_refused_before_anything_is_prepared(monkeypatch, capsys):
    monkeypatch.setattr(cli, "_prepare", lambda: pytest.fail("it went on"))
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as the server takes it
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, sentence = said(monkeypatch, capsys, "run", "--port", str(port))
    assert code == 1
    assert sentence.startswith(f"cchc run: cannot serve at 127.0.0.1:{port}: ")


SERVER = """
import os, signal, time
asked = []
signal.signal(signal.SIGTERM, lambda *_: asked.append(1))
signal.signal(signal.SIGINT, lambda *_: asked.append(2))
print(os.getpid(), flush=True)
while not asked:
    time.sleep(0.05)
time.sleep(0.5)
print(len(asked), flush=True)
"""


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_whoever_ends_the_command_ends_the_server_and_asks_it_once(asked):
    """A terminal signals the whole group, and a supervisor that is not answered at once asks again."""
    serve = (
        f"import sys; from cchc.config.cli import _serve; sys.exit(_serve([sys.executable, '-c', {SERVER!r}], {{}}))"
    )
    words = [sys.executable, "-c", serve]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        served = int(process.stdout.readline())
        for _time in range(3):
            os.killpg(process.pid, asked)
        assert process.wait(timeout=30) == 0
        assert int(process.stdout.read()) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(served, 0)
