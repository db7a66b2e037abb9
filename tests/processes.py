"""Real processes of CCHC on an installation of their own, begun, waited for and killed."""

import signal
import subprocess
import sys
import time

START = [sys.executable, "-c", "from cchc.config.cli import main; main()"]


def begin(environment, *words):
    """Begin a command."""
    return subprocess.Popen(
        [*START, *words], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip


def program(environment, text):
    """Begin a program that has Django set up."""
    return begin(environment, "manage", "shell", "--no-imports", "-c", text)


def command(environment, *words):
    """Run a command to its end; what it said."""
    process = begin(environment, *words)
    said, _none = process.communicate(timeout=240)
    assert process.returncode == 0, said
    return said


def answer(environment, text):
    """Run a program to its end; what it printed."""
    return command(environment, "manage", "shell", "--no-imports", "-c", text)


def kill_after(environment, seconds, *words):
    """Begin a command and kill it so many seconds later; whether it was still running."""
    process = begin(environment, *words)
    time.sleep(seconds)
    running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return running
