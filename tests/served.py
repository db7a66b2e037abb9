"""A real server with the demo department, and plain requests to it: what black-box tests stand on."""

import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

import psycopg
from psycopg import sql

CCHC = Path(sys.executable).with_name("cchc")


@dataclass
class Served:
    """A running server: its address, its data folder, and how to talk to it from outside and behind."""

    address: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path

    def manage(self, *command: str) -> str:
        """Run one of Django's commands against the server's database."""
        done = subprocess.run(
            [sys.executable, "-m", "django", *command], env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def ills(self) -> str:
        """What keeps it from being well, as an administrator is told."""
        return self.manage("shell", "-c", "from cchc.config import health; print(*health.examine(), sep='\\n')")


@dataclass
class Answer:
    """What came back."""

    status: int
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode("utf-8", errors="replace")


class _Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


@dataclass
class Visitor:
    """Somebody with a browser's cookies but no browser. Redirects are not followed."""

    served: Served
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(_Still, urllib.request.HTTPCookieProcessor(self.jar))

    def ask(
        self, path: str, data: dict[str, str] | bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """GET, or POST where data are given."""
        body = urllib.parse.urlencode(data).encode() if isinstance(data, dict) else data
        request = urllib.request.Request(self.served.address + path, data=body, headers=headers or {})
        try:
            with self.opener.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.url, _named(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.url, _named(error.headers), error.read())

    def post(self, path: str, data: dict[str, str], *, form: str | None = None) -> Answer:
        """POST with the token of the page `form` (the same address, unless another is named)."""
        page = self.ask(form or path).text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, f"no form at {form or path}"
        return self.ask(path, {**data, "csrfmiddlewaretoken": token[1]})

    def send_file(self, path: str, field: str, name: str, content: bytes) -> Answer:
        """POST one file with the token of the page."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask(path).text)
        assert token, f"no form at {path}"
        line = "ranh-gioi-cua-cac-phan"
        part = f'--{line}\r\nContent-Disposition: form-data; name="{{}}"'
        body = (part.format("csrfmiddlewaretoken") + f"\r\n\r\n{token[1]}\r\n").encode()
        body += (
            (part.format(field) + f'; filename="{name}"\r\n\r\n').encode() + content + f"\r\n--{line}--\r\n".encode()
        )
        return self.ask(path, body, {"Content-Type": f"multipart/form-data; boundary={line}"})

    def sign_in(self, username: str, password: str) -> "Visitor":
        """Sign in; fails the test when refused."""
        answer = self.post("/dang-nhap/", {"username": username, "password": password})
        assert answer.status == 302, f"{username} could not sign in: {answer.status}"
        return self


def _named(headers: Message) -> dict[str, str]:
    """The headers under their usual names, whatever case the server writes them in."""
    return {name.title(): value for name, value in headers.items()}


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def own_database(url: str, name: str) -> str:
    """A new database beside the one of the address, so that two servers of one run do not share theirs."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{url.rsplit('/', 1)[0]}/{name}"


def start(*, demo: bool = True, port: int | None = None, **more: str) -> Served:
    """Start CCHC as `make run` does, on an empty database, and wait until it answers; `more` are settings."""
    var = Path(tempfile.mkdtemp(prefix="cchc-served-"))
    environment = {**os.environ, "CCHC_VAR": str(var), "DJANGO_SETTINGS_MODULE": "cchc.config.settings"}
    port, log = port or free_port(), var / "server.log"
    # What is done by the clock would change pages under a test that reads them.
    environment |= {
        "CCHC_ADDRESS": f"http://localhost:{port}",
        "CCHC_WORK_TICKS": "0",
        "CCHC_LOG_LEVEL": "INFO",
        **more,
    }
    if "DATABASE_URL" in environment:
        environment["DATABASE_URL"] = own_database(environment["DATABASE_URL"], f"served_{port}")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(CCHC), "run", *(["--demo"] if demo else []), "--port", str(port)],
            env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    served = Served(f"http://127.0.0.1:{port}", environment, process, log)
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped:\n{log.read_text()[-4000:]}")
        try:
            if Visitor(served).ask("/suc-khoe/").status == 200:
                return served
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.3)
    raise RuntimeError(f"the server was not well: {served.ills()}\n{log.read_text()[-4000:]}")
