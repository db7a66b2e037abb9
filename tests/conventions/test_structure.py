"""The conventions of the codebase, kept true by tests."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tests.addresses import addresses

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "cchc"
LADDER = ["common", "organisation", "documents", "indicators", "plans", "dossiers", "reports", "config"]


def product_modules() -> list[Path]:
    skipped = ("migrations", "tests", "static", "fixtures")
    return [path for path in sorted(SOURCE.rglob("*.py")) if not set(path.relative_to(SOURCE).parts) & set(skipped)]


def tracked() -> list[Path]:
    names = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    )
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_foreign_keys_point_down_the_ladder():
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("cchc."):
            continue
        here = LADDER.index(model._meta.app_label)
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey | models.ManyToManyField):
                continue
            target = field.related_model._meta.app_label
            if target in LADDER and LADDER.index(target) > here:
                wrong.append(f"{model.__name__}.{field.name} points up to {target}")
            if target in LADDER and target != model._meta.app_label and not field.remote_field.hidden:
                wrong.append(f'{model.__name__}.{field.name} crosses packages: it wants related_name="+"')
    assert not wrong, "\n".join(wrong)


WRITES = {"create", "bulk_create", "update", "bulk_update", "update_or_create", "get_or_create", "delete", "save"}
# Where writing is at home besides actions: journal, outbox and its doors, workers' signs of life, runs of jobs,
# a restored backup, builders, demo.
WRITERS = ("actions", "testing", "reference", "journal", "outbox", "channels", "workers", "jobs", "backup", "demo")


def test_only_actions_write():
    wrong = []
    for path in product_modules():
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts[0] == "reading" or any(part in WRITERS for part in parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
                owner = ast.unparse(node.func.value)
                if "objects" in owner or node.func.attr in ("bulk_create", "save"):
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node.func)[:60]}")
    assert not wrong, "\n".join(wrong)


def test_no_model_overrides_save():
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in product_modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.name in ("save", "delete")
        and "forms" not in path.parts
        and path.stem != "session_store"  # Django's interface of a store of sessions, no model
    ]
    assert not wrong, wrong


def test_rules_are_pure():
    wrong = []
    for path in product_modules():
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if "rules" not in parts and parts[0] != "reading":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            wrong += [
                f"{path.relative_to(ROOT)}:{node.lineno} {name}" for name in names if name.split(".")[0] == "django"
            ]
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called.split(".")[-1] in ("today", "now", "utcnow", "localdate", "perf_counter", "time.time"):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} reads a clock")
    assert not wrong, "\n".join(wrong)


def test_functions_and_modules_stay_in_their_budget():
    wrong = []
    for path in product_modules():
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 400:
            wrong.append(f"{path.relative_to(ROOT)} has {text.count(chr(10))} lines (400)")
        views = "views" in path.relative_to(SOURCE).with_suffix("").parts
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = node.end_lineno - node.lineno + 1
                limit = 25 if views and any(a.arg == "request" for a in node.args.args[:1]) else 40
                if lines > limit:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {lines} lines ({limit})")
    assert not wrong, "\n".join(wrong)


FORBIDDEN_MODULES = {"utils", "helpers", "services", "signals"}


def test_no_module_has_a_name_that_says_nothing():
    wrong = [str(path.relative_to(ROOT)) for path in product_modules() if path.stem in FORBIDDEN_MODULES]
    assert not wrong, wrong


def test_every_template_is_used():
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for path in SOURCE.rglob("*")
        if path.suffix in (".py", ".html") and path.is_file()
    )
    by_django = {"400.html", "403.html", "404.html", "500.html", "403_csrf.html"}
    wrong = []
    for path in SOURCE.rglob("templates/**/*.html"):
        name = path.as_posix().split("/templates/", 1)[1]
        if name in by_django or name.startswith("registration/"):
            continue
        if name.startswith("cotton/"):
            tag = name[len("cotton/") : -len(".html")].replace("/", ".").replace("_", "-")
            used = re.search(rf"<c-{re.escape(tag)}[\s/>]", sources)
        else:
            used = f'"{name}"' in sources or f"'{name}'" in sources
        if not used:
            wrong.append(name)
    assert not wrong, wrong


def test_no_template_holds_script_or_style():
    pattern = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=\"|javascript:", re.IGNORECASE
    )
    wrong = []
    for path in SOURCE.rglob("templates/**/*.html"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if pattern.search(line):
                wrong.append(f"{path.relative_to(ROOT)}:{number} {line.strip()[:80]}")
    assert not wrong, "\n".join(wrong)


def test_every_setting_of_the_environment_is_documented():
    described = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    names = set(re.findall(r'"(CCHC_[A-Z_]+|DATABASE_URL)"', "\n".join(p.read_text() for p in product_modules())))
    assert not {name for name in names | {"DATABASE_URL"} if f"`{name}`" not in described}


HOSTS = re.compile(r"files\.python" + r"hosted|pypi\." + r"org|registry\.npm" + r"js|--index-" + r"url|--extra-index")
MACHINE = re.compile(r"(^|[^A-Za-z0-9_.])/(work|farm|root|home/\w+)/[a-z.]")


@pytest.mark.parametrize("pattern", [HOSTS, MACHINE], ids=["package hosts", "machine paths"])
def test_no_tracked_file_names(pattern):
    wrong = []
    for path in tracked():
        if path == Path(__file__) or path.suffix in (".woff2", ".ttf", ".zip", ".png", ".mo", ".docx", ".pdf", ".xlsx"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                wrong.append(f"{path.relative_to(ROOT)}:{number} {line.strip()[:80]}")
    assert not wrong, "\n".join(wrong)


def test_the_pinned_requirements_name_no_address():
    for path in ROOT.glob("requirements*.txt"):
        assert "://" not in path.read_text()


def test_the_changelog_opens_with_the_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = [line for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ")]
    released = [heading for heading in headings if "unreleased" not in heading]
    assert released[0].startswith(f"## {version}")


def test_names_of_addresses_are_written_one_way():
    wrong = [address.name for address in addresses() if not re.fullmatch(r"([a-z]+:)?[a-z]+(_[a-z]+)*", address.name)]
    assert not wrong, wrong


def test_every_migration_runs_inside_a_transaction():
    """An archive of an earlier release is brought up in one: decision 0009."""
    wrong = [
        str(path.relative_to(ROOT))
        for path in SOURCE.rglob("migrations/*.py")
        if re.search(r"atomic\s*=\s*False", path.read_text(encoding="utf-8"))
    ]
    assert not wrong, wrong
