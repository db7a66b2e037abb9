"""Any bytes at all end in a reading or in a clear sentence, in bounded time and memory.

Every run mutates 500 files; `CCHC_FUZZ=10000` asks for more (`make fuzz`). The work is done in a child process with a
limit on its memory, so that a crash of a C library is a failure that names the file and not the end of the test run.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

FILES = int(os.environ.get("CCHC_FUZZ", "500"))
FIRST = int(os.environ.get("CCHC_FUZZ_SEED", "20260101"))
CHILD = Path(__file__).with_name("fuzz_child.py")
SECONDS_A_FILE = 10.0


def test_mutated_files_end_in_a_reading_or_a_sentence(tmp_path):
    failing = tmp_path / "file"
    command = [sys.executable, str(CHILD), str(FIRST), str(FILES), str(failing)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120 + FILES * SECONDS_A_FILE, check=False)
    kept = f" The file is in {failing}." if failing.exists() else ""
    assert done.returncode == 0, f"{done.stderr[-3000:]}{kept}"
    told = json.loads(done.stdout)
    assert told["files"] == FILES
    assert told["read"] > FILES / 20, told
    assert told["refused"] > FILES / 20, told
    assert told["slowest"] < SECONDS_A_FILE, told
