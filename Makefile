# Two commands do everything: `make run` serves the demo clinic, `make test` runs every test.
# Both set up what is missing. Needed beforehand: python3 with venv, and make.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMPS := $(VENV)/.stamps
PLOTLY := assets/vendor/plotly-basic.min.js

# What a file shares, a journey's server or a clinic's day, is made once; the longest file comes first, as the tests
# order them. Sizes, schemes and languages are a fixed sample in make test, all of them in make soak: docs/testing.md.
BY_FILE := --dist=loadfile --no-loadscope-reorder
JOURNEYS := -n 2 $(BY_FILE) tests/journeys

# Modules are compiled once, also where the shell says otherwise: every command and server of a test reads them.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup vendor browser run test both check bench mutants soak day looks docs constraints wheel clean
.DELETE_ON_ERROR:

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "make %-12s %s\n", $$1, $$2 }'

setup: $(STAMPS)/project vendor ## make .venv, with the command at .venv/bin/monitor

run: setup ## serve the demo clinic and print how to sign in
	$(BIN)/monitor demo

test: setup browser check ## run everything, browser journeys included
	@failed=0; \
	$(BIN)/python -m pytest -q -n 2 --durations=10 $(BY_FILE) --ignore=tests/journeys || failed=1; \
	$(BIN)/python -m pytest -q --durations=10 $(JOURNEYS) || failed=1; \
	exit $$failed

both: setup browser ## run everything again with PostgreSQL under it, browser journeys included
	@failed=0; export TEST_ENGINE=postgresql; \
	$(BIN)/python -m pytest -q -n 2 $(BY_FILE) --ignore=tests/journeys || failed=1; \
	$(BIN)/python -m pytest -q $(JOURNEYS) || failed=1; \
	exit $$failed

# The types take one core as long as all the rest takes another.
check: $(STAMPS)/project ## format, lint, types, layers, documents, scripts
	@$(BIN)/mypy & types=$$!; failed=0; \
	for step in "ruff format --check ." "ruff check ." "lint-imports" "python -m tools.write_docs --check" "python -m tools.check_scripts"; do \
	  $(BIN)/$$step || failed=1; \
	done; \
	wait $$types || failed=1; exit $$failed

docs: $(STAMPS)/project ## write the pages that are generated from data/
	$(BIN)/python -m tools.write_docs

bench: setup ## measure against the floors, write docs/benchmarks.md
	$(BIN)/python -m tests.benchmarks.bench

mutants: $(STAMPS)/project ## measure the tests of clinical/ with changed code
	rm -rf mutants
	$(BIN)/mutmut run
	@echo "survived: $$($(BIN)/mutmut results --all true | grep -c survived)"; $(BIN)/mutmut results | grep survived | head -n 60 || true

soak: setup browser ## kill, load and fuzz for a long time, look in every size and scheme (make test has a sample)
	@failed=0; export SOAK=long; \
	$(BIN)/python -m pytest -q -s -o faulthandler_timeout=7200 -m soak || failed=1; \
	$(BIN)/python -m pytest -q -n 2 -o faulthandler_timeout=1200 tests/store/test_erasing.py tests/store/test_verifying.py \
	  tests/store/test_older.py tests/clinical/test_laws.py || failed=1; \
	$(BIN)/python -m pytest -q -o faulthandler_timeout=1200 $(JOURNEYS) || failed=1; \
	exit $$failed

day: setup browser ## play a whole day in the room, at sixty times its speed
	DAY=whole $(BIN)/python -m pytest -q -s -o faulthandler_timeout=3000 tests/journeys/test_day.py

looks: setup browser ## take a picture of every screen, size, scheme and language into screenshots/
	$(BIN)/python -m tests.looks.look

wheel: setup ## build dist/*.whl, assets and data inside
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean: ## remove what the commands above have made
	rm -rf $(VENV) assets/vendor node_modules build dist mutants
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .schemathesis

# -- what setup is made of ---------------------------------------------------------------------

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed; $(PYTHON) is older. Try: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "No virtual environment could be made. On Debian: apt-get install python3-venv"; exit 1; }
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/parts: constraints.txt | $(STAMPS)/venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	@touch $@

$(STAMPS)/project: pyproject.toml $(STAMPS)/parts
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# The smaller Plotly bundle. The program works without it, on the one in the Python wheel.
vendor:
	@if [ -f $(PLOTLY) ] && [ $(PLOTLY) -nt package-lock.json ]; then :; \
	elif ! command -v npm >/dev/null; then echo "npm is not here: going on with the larger Plotly bundle of the Python wheel"; \
	elif npm ci --silent --ignore-scripts --no-audit --no-fund >/dev/null 2>&1; then \
	  mkdir -p assets/vendor && cp node_modules/plotly.js-basic-dist-min/plotly-basic.min.js $(PLOTLY) \
	  && cp node_modules/plotly.js-basic-dist-min/LICENSE assets/vendor/plotly-basic.LICENSE.txt && touch $(PLOTLY); \
	else echo "npm could not fetch it: going on with the larger Plotly bundle of the Python wheel"; fi

# The browser journeys drive Debian's Chromium; the one without a window is a third quicker.
browser:
	@if command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null; then :; \
	elif ! command -v apt-get >/dev/null; then echo "The tests need the browser chromium on the PATH; install it and try again."; exit 1; \
	elif [ "$$(id -u)" -eq 0 ]; then apt-get update && export DEBIAN_FRONTEND=noninteractive \
	  && { apt-get install -y chromium-headless-shell || apt-get install -y chromium; }; \
	else echo "The tests need a browser. Run once: sudo apt-get update && sudo apt-get install -y chromium"; exit 1; fi

# New versions of the parts: exact, with hashes for every platform, and without any host's name.
constraints: $(STAMPS)/venv
	$(PYTHON) -m venv $(VENV)/constraints && $(VENV)/constraints/bin/pip install --quiet pip-tools
	$(VENV)/constraints/bin/pip-compile --quiet --upgrade --extra dev --generate-hashes --allow-unsafe \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --no-annotate \
	  --strip-extras --output-file constraints.txt pyproject.toml
