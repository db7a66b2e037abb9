# CCHC: every target does its own set-up; `make help` lists them.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export PYTHONPYCACHEPREFIX :=
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check lint types contracts migrations messages eval bench fuzz clock crash numbers rights nightly clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/run.stamp: requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "CCHC needs Python 3.11: $(PYTHON) was not found. Set PYTHON=/path/to/python3.11."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

run: $(VENV)/run.stamp  ## start CCHC with the demo department and print the address and the logins
	$(BIN)/cchc run --demo

test: $(VENV)/dev.stamp  ## all tests that this machine can run, on both databases; what is missing is printed
	$(BIN)/python -m pytest -n 2
	$(BIN)/python scripts/with_postgres.py $(BIN)/python -m pytest -n 2 -m "not journey and not sqlite_only" \
		--ignore=src/cchc/reading --ignore=tests/conventions  # no database is asked there

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

contracts: $(VENV)/dev.stamp
	$(BIN)/lint-imports

migrations: $(VENV)/dev.stamp
	CCHC_VAR=build/var $(BIN)/cchc manage makemigrations --check --dry-run
	CCHC_VAR=build/var $(BIN)/cchc manage check --fail-level WARNING

messages: $(VENV)/dev.stamp  ## bring the English catalogues up to the code (needs gettext)
	$(BIN)/python scripts/messages.py

eval: $(VENV)/dev.stamp  ## accuracy of the plan reader against annotated documents, and of forecasts against years that were played
	$(BIN)/python scripts/eval_reading.py
	$(BIN)/python scripts/eval_forecast.py

$(VENV)/bench.stamp: $(VENV)/dev.stamp requirements-bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

bench: $(VENV)/bench.stamp  ## speed, as ratios to what a user would otherwise pick (CCHC_BENCH_DOSSIERS)
	$(BIN)/python scripts/bench_reading.py
	$(BIN)/python scripts/bench_worktime.py
	$(BIN)/python scripts/bench_counting.py
	$(BIN)/python scripts/with_postgres.py $(BIN)/python scripts/bench_counting.py
	$(BIN)/python scripts/bench_journal.py
	$(BIN)/python scripts/with_postgres.py $(BIN)/python scripts/bench_journal.py
	$(BIN)/python scripts/bench_lists.py
	$(BIN)/python scripts/with_postgres.py $(BIN)/python scripts/bench_lists.py
	$(BIN)/python scripts/bench_report.py
	$(BIN)/python scripts/bench_staff_files.py
	$(BIN)/python scripts/bench_import.py
	$(BIN)/python scripts/with_postgres.py $(BIN)/python scripts/bench_import.py

fuzz: $(VENV)/dev.stamp  ## nightly: 10,000 mutated files through the plan reader (CCHC_FUZZ, CCHC_FUZZ_SEED)
	CCHC_FUZZ=$${CCHC_FUZZ:-10000} CCHC_FUZZ_SEED=$${CCHC_FUZZ_SEED:-$$(date +%Y%m%d)0000} \
		$(BIN)/python -m pytest src/cchc/reading/tests/test_fuzz.py

clock: $(VENV)/dev.stamp  ## nightly: 1,000,000 due moments against the minute-by-minute oracle (CCHC_CLOCK_CASES)
	CCHC_CLOCK_CASES=$${CCHC_CLOCK_CASES:-1000000} $(BIN)/python -m pytest src/cchc/common/tests/test_worktime.py

crash: $(VENV)/dev.stamp  ## nightly: kill -9 during restores, backups, bursts, mail, jobs and imports, on both databases (CCHC_CRASH)
	CCHC_CRASH=$${CCHC_CRASH:-200} $(BIN)/python -m pytest -s tests/test_crash.py tests/test_outbox_crash.py tests/test_jobs_crash.py tests/test_import_crash.py
	CCHC_CRASH=$${CCHC_CRASH:-200} $(BIN)/python scripts/with_postgres.py $(BIN)/python -m pytest -s tests/test_crash.py tests/test_outbox_crash.py tests/test_jobs_crash.py tests/test_import_crash.py

numbers: $(VENV)/dev.stamp  ## nightly: 8 processes take 1,000 numbers each, on both databases (CCHC_NUMBERS)
	CCHC_NUMBERS=$${CCHC_NUMBERS:-1000} $(BIN)/python -m pytest -s tests/test_numbering_race.py
	CCHC_NUMBERS=$${CCHC_NUMBERS:-1000} $(BIN)/python scripts/with_postgres.py $(BIN)/python -m pytest -s tests/test_numbering_race.py

rights: $(VENV)/dev.stamp  ## nightly: the walk of rights over two departments on PostgreSQL too
	$(BIN)/python scripts/with_postgres.py $(BIN)/python -m pytest tests/test_rights.py tests/test_measured.py

nightly: fuzz clock crash numbers rights eval bench  ## everything that takes long, one after the other

check: lint types contracts migrations test  ## what CI runs

clean:  ## remove what the targets made, and the data in var/
	rm -rf $(VENV) var build dist
