# Two commands on a fresh machine: `make serve` and `make test`.
# Python 3.11 or newer is all that must be there; on Debian `make test` installs the rest.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help serve test lint types unit browser nightly lock clean chromium npm weights weights-dev mutants

help: ## Show the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

serve: $(VENV)/ready weights ## Set everything up and open the app
	$(RUN)/psoas serve

test: $(VENV)/ready-dev chromium npm lint types unit ## Set up all that tests need and run them all

lint: $(VENV)/ready-dev
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/lint-imports
	$(RUN)/python tools/check_units.py

types: $(VENV)/ready-dev
	$(RUN)/mypy

unit: $(VENV)/ready-dev chromium weights-dev
	$(RUN)/python -m pytest -n $(JOBS) --dist loadfile

browser: $(VENV)/ready-dev chromium ## Only the browser tests
	$(RUN)/python -m pytest -n $(JOBS) -m browser

nightly: $(VENV)/ready-dev ## Ten thousand weeks, a hundred long plans, a hundred monkeys: no breach
	$(RUN)/python -m validation.plans --weeks 10000 --long 100
	PSOAS_MONKEYS=100 $(RUN)/python -m pytest -q tests/property/test_monkey.py

mutants: $(VENV)/ready-dev ## Make mistakes in the code that disposes; the tests must notice (nightly)
	$(RUN)/python -m tools.mutants

chromium:
	@command -v chromium >/dev/null || { \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    apt-get update -qq && apt-get install -y -qq chromium; \
	  else \
	    echo "The browser tests need chromium. On Debian: sudo apt-get install chromium." >&2; \
	    echo "Elsewhere: install Chromium so that the command 'chromium' starts it." >&2; exit 1; \
	  fi; }

npm:
	@command -v npm >/dev/null || { \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends npm; \
	  else \
	    echo "The tests of the pose model are left out: they need npm, which fetches it." >&2; \
	    echo "On Debian: sudo apt-get install npm." >&2; \
	  fi; }

# The weights of the pose model. Without them psoas does all but gait from video.
weights: $(VENV)/ready
	@if command -v npm >/dev/null; then $(RUN)/psoas doctor --fix >/dev/null || true; else \
	  echo "Gait from video needs npm once (psoas doctor --fix); from key points it works." >&2; fi

weights-dev: $(VENV)/ready-dev npm
	@! command -v npm >/dev/null || $(RUN)/psoas doctor --fix >/dev/null

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "psoas needs Python 3.11 or newer; name it: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "On Debian: sudo apt-get install python3-venv" >&2; exit 1; }

$(VENV)/ready: $(VENV)/bin/python requirements.lock pyproject.toml
	$(RUN)/pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(RUN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/ready-dev: $(VENV)/bin/python requirements-dev.lock pyproject.toml
	$(RUN)/pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	$(RUN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

lock: $(VENV)/ready-dev ## Pin all dependencies again, with hashes and without index addresses
	$(RUN)/uv pip compile pyproject.toml requirements-build.in --constraint requirements-constraints.in --universal --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock
	$(RUN)/uv pip compile pyproject.toml requirements-build.in --constraint requirements-constraints.in --extra dev --universal --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements-dev.lock

clean: ## Remove what was built
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .hypothesis .import_linter_cache
