"""Make the data of an earlier release with which upgrades are tested: an archive, and what that release said of it.

    python scripts/make_upgrade_fixture.py COMMIT VERSION DAY

Takes the release's own code from the repository, builds its demo department as of DAY with short evidence instead of
printed papers, so that the archive stays small, writes tests/upgrades/VERSION.zip with that release's `cchc backup`,
and beside it VERSION.json: where each target stood, the figures of sent reports, the head of the journal; and, for a
release whose archives do not describe themselves, its migrations and columns.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
INSIDE = r"""
import json, sys
from datetime import date, datetime
from pathlib import Path
import django
django.setup()
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
day, target = date.fromisoformat(sys.argv[1]), sys.argv[2]
call_command("migrate", verbosity=0)
call_command("load_reference", verbosity=0)
from cchc.config.demo import build, figures, work
printed, count = figures.to_pdf, 0
def short(document):
    global count
    count += 1
    return printed(document) if count <= 2 else f"%PDF-1.7 {count} {document.title}".encode()
figures.to_pdf = work.to_pdf = short
build(day, print)
from cchc.common import journal
from cchc.organisation.models import Agency
from cchc.plans.models import Target, Task
from cchc.plans.standing import standings
from cchc.reports.models import Figure, Report
agency = Agency.objects.get()
targets = list(Target.objects.with_goal().order_by("pk"))
told = {
    "day": day.isoformat(),
    "targets": {str(pk): one.assessment.verdict.value
                for pk, one in standings(targets, day, agency=agency).items()},
    "tasks": dict(Task.objects.order_by("pk").values_list("pk", "state")),
    "figures": [[key, str(value), rows] for key, value, rows in
                Figure.objects.order_by("report_id", "key").values_list("key", "value", "rows")],
    "reports": list(Report.objects.order_by("pk").values_list("digest", flat=True)),
    "journal": [journal.verify().entries, journal.verify().head],
    "migrations": sorted(".".join(one) for one in MigrationRecorder(connection).applied_migrations()),
    "columns": {model._meta.label_lower: [field.attname for field in model._meta.concrete_fields]
                for model in apps.get_models() if model._meta.managed and not model._meta.proxy
                and model._meta.label_lower != "sessions.session"},
}
Path(target + ".json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
call_command("backup", target + ".zip")
"""


def main(commit: str, version: str, day: str) -> int:
    """Check the release out beside, and run it."""
    folder, target = Path(tempfile.mkdtemp(prefix="cchc-release-")), ROOT / "tests" / "upgrades" / version
    target.parent.mkdir(exist_ok=True)
    for suffix in (".zip", ".json"):
        target.with_name(version + suffix).unlink(missing_ok=True)
    subprocess.run(["git", "worktree", "add", "-q", "--detach", folder / "code", commit], cwd=ROOT, check=True)
    environment = {**os.environ, "PYTHONPATH": str(folder / "code" / "src"), "CCHC_VAR": str(folder / "var"),
                   "DJANGO_SETTINGS_MODULE": "cchc.config.settings"}  # fmt: skip
    try:
        (folder / "var").mkdir()
        return subprocess.call([sys.executable, "-c", INSIDE, day, str(target)], env=environment, cwd=folder)
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", folder / "code"], cwd=ROOT, check=True)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4]))
