"""Bring each package's English catalogue up to its code, and compile it.

    python scripts/messages.py [PACKAGE …]

New messages come in empty, to be translated; the test of languages fails until they are.
"""

import os
import subprocess
import sys
from pathlib import Path

import polib

SOURCE = Path(__file__).parents[1] / "src" / "cchc"


def bring_up(package: Path) -> int:
    """Extract, merge, compile; returns how many messages still want their English."""
    (package / "locale").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-location", "--no-obsolete", "-v", "0"]
    ignored = [f"--ignore={name}" for name in ("tests", "migrations")]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([*command, *ignored], cwd=package, check=True, env=environment)
    written = package / "locale" / "en" / "LC_MESSAGES" / "django.po"
    if not written.exists():
        return 0
    catalogue = polib.pofile(str(written))
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "en",
                          "Plural-Forms": "nplurals=2; plural=(n != 1);", "MIME-Version": "1.0",
                          "Content-Transfer-Encoding": "8bit"}  # fmt: skip
    for entry in catalogue:
        if "fuzzy" in entry.flags:
            entry.flags.remove("fuzzy")
            entry.msgstr = ""
    catalogue.save(str(written))
    catalogue.save_as_mofile(str(written.with_suffix(".mo")))
    return len(catalogue.untranslated_entries())


def main() -> int:
    """All packages, or those named."""
    packages = [SOURCE / name for name in sys.argv[1:]] or [path.parent for path in sorted(SOURCE.glob("*/apps.py"))]
    for package in packages:
        print(f"{package.name}: {bring_up(package)} messages without English")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
