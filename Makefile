# Daybook: every command a person or a machine starts from here. `make help` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := .venv-bench
PORT ?= 5000
TODAY ?=
TESTS ?=
SCREENS ?=
RULES ?=
DEMO_DAY := $(if $(TODAY),--today $(TODAY))
TEMPLATES := $(wildcard templates)

.DEFAULT_GOAL := help
.PHONY: help demo run setup check test test-postgres bench bench-full soak mutate screens lock

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' Makefile

demo: $(READY)  ## try Daybook with an invented plan in a throw-away folder (PORT=, TODAY=YYYY-MM-DD)
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && trap 'exit 0' INT TERM && \
	$(BIN)/daybook --instance "$$folder" demo --port $(PORT) $(DEMO_DAY)

run: $(READY)  ## serve your own instance from instance/ (PORT=); the first visit opens set-up
	$(BIN)/daybook upgrade
	$(BIN)/daybook serve --port $(PORT)

setup: $(READY)  ## make .venv with everything pinned; quick when nothing changed

$(READY): requirements/dev.txt pyproject.toml compliance/__init__.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' || \
	{ echo "Daybook needs Python 3.11 or 3.12. Name one: make setup PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	{ echo "Python's venv module is missing; on Debian it is the package python3-venv."; exit 1; }
	@echo "Setting up $(VENV): about a minute the first time."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --require-hashes --requirement requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q -j 2 $(VENV)/lib compliance >/dev/null 2>&1 || true
	@touch $(READY)

check: $(READY)  ## format, lint, types, import contracts, templates: no tests, under a minute
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(if $(TEMPLATES),$(BIN)/djlint --lint --quiet $(TEMPLATES))

test: $(READY)  ## the whole suite on two cores (TESTS=tests/core narrows it)
	@sh .ci/chromium
	$(BIN)/python -m pytest -n 2 --dist worksteal $(TESTS)

test-postgres: $(READY)  ## the whole suite once more with every row in PostgreSQL (TESTS= narrows it)
	@sh .ci/chromium
	$(BIN)/python -m pytest -n 2 --dist worksteal --database postgres $(TESTS)

$(PEERS)/.ready: requirements/bench.txt pyproject.toml
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@echo "Setting up $(PEERS), which holds the libraries we are measured beside."
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check \
	  --require-hashes --requirement requirements/bench.txt
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --no-build-isolation --editable .
	@$(PEERS)/bin/python -m compileall -q -j 2 $(PEERS)/lib compliance >/dev/null 2>&1 || true
	@touch $(PEERS)/.ready

bench: $(PEERS)/.ready  ## the short form of every speed promise, about 5 minutes
	$(PEERS)/bin/python -m bench

bench-full: $(PEERS)/.ready  ## the million-row forms, long
	$(PEERS)/bin/python -m bench --full

soak: $(READY)  ## faults many times over, long
	$(BIN)/python -m pytest -m faults --kills 200 $(TESTS)

mutate: $(READY)  ## change the pure rules and see whether a test notices (RULES='*calendars*' narrows it)
	$(BIN)/mutmut run $(RULES)
	$(BIN)/mutmut results

screens: $(READY)  ## a picture of every page of the demo into screens/ (SCREENS=name narrows it)
	@sh .ci/chromium
	$(BIN)/python -m tests.house.screens $(SCREENS)

lock: $(READY)  ## compile the pinned requirements again
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  pyproject.toml --output-file requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  requirements/dev.in --output-file requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  requirements/bench.in --output-file requirements/bench.txt
