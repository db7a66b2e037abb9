"""What is meant for a server is right as far as it can be told without one."""

import configparser
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from django.urls import resolve

from tests.commands import refusal

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
HARD = {
    "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes",
    "CapabilityBoundingSet": "", "RestrictSUIDSGID": "yes", "SystemCallFilter": "@system-service", "User": "cchc",
}  # fmt: skip


def instructions() -> list[tuple[str, str]]:
    """The Containerfile as (instruction, rest), continued lines joined."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines]


def test_the_container_is_made_in_two_stages_of_named_versions():
    stages = [rest.split()[0] for name, rest in instructions() if name == "FROM"]
    assert len(stages) == 2
    assert all(re.search(r":\d", stage) for stage in stages)


def test_every_path_that_is_copied_is_there_and_is_not_left_out():
    left_out = {line.rstrip("/") for line in (ROOT / ".containerignore").read_text().splitlines()}
    copied = [
        word for name, rest in instructions() if name == "COPY" and "--from" not in rest for word in rest.split()[:-1]
    ]
    assert len(copied) > 4
    assert not [path for path in copied if not (ROOT / path).exists() or path in left_out]


def test_the_container_runs_without_rights_and_knows_no_secret():
    found = instructions()
    users = [rest for name, rest in found if name == "USER"]
    assert users
    assert users[-1] not in ("root", "0")
    set_values = " ".join(rest for name, rest in found if name in ("ENV", "ARG"))
    assert not re.search(r"SECRET|PASSWORD|TOKEN|DATABASE_URL", set_values)


def test_the_container_is_asked_whether_it_lives_and_starts_a_command_that_exists():
    found = dict(instructions())
    path = re.search(r"http://127\.0\.0\.1:8000(/[^']*)", found["HEALTHCHECK"])[1]
    assert resolve(path).view_name == "health_alive"
    assert not refusal(shlex.join(json.loads(found["CMD"])))


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


@pytest.mark.parametrize("path", [path for path in UNITS if path.suffix == ".service"], ids=lambda path: path.name)
def test_every_service_starts_a_command_that_exists_and_is_shut_in(path):
    service = unit(path)["Service"]
    command = service["ExecStart"]
    assert command.startswith("/opt/cchc/bin/cchc ")
    assert not refusal(command)
    assert {key: service.get(key) for key in HARD} == HARD


@pytest.mark.parametrize("path", [path for path in UNITS if path.suffix == ".timer"], ids=lambda path: path.name)
def test_every_timer_has_its_service(path):
    assert path.with_suffix(".service") in UNITS
    assert unit(path)["Timer"]["OnCalendar"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_finds_no_fault(path, tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine")
    for one in UNITS:  # the command is not installed here: another stands in for it
        (tmp_path / one.name).write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", one.read_text()))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / path.name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_proxy_keeps_measurements_in_and_sets_what_cchc_trusts():
    text = (DEPLOY / "proxy" / "nginx.conf").read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    for line in ("proxy_set_header X-Request-ID $request_id;", "proxy_set_header X-Forwarded-Proto $scheme;",
                 "proxy_set_header X-Forwarded-For", "location /so-do/ { return 404; }"):  # fmt: skip
        assert line in text


def test_the_sample_of_settings_names_only_settings_that_are_described():
    described = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    names = re.findall(r"(?m)^#?([A-Z_]+)=", (DEPLOY / "cchc.env.example").read_text(encoding="utf-8"))
    assert len(names) > 6
    assert not [name for name in names if f"`{name}`" not in described]
