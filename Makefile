# Two commands are all a newcomer needs: `make demo` and `make test`.
# The first target that needs it builds .venv; a second run does nothing twice.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SECONDS_EACH ?= 600

.PHONY: demo test check lint types contracts bench soak clean
.DEFAULT_GOAL := demo

# uv where it can be had, else plain pip: the same hash-pinned lock either way.
$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Kuroshio needs Python 3.11 or later; set PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv \
	  || echo "uv cannot be had here; going on with pip"
	@if [ -x $(BIN)/uv ]; then \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock && \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . ; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/kuroshio doctor --warm --quiet
	@touch $@

demo: $(READY) ## the main job on examples/: a brief in the terminal and as HTML
	@mkdir -p out
	@$(BIN)/kuroshio brief examples/story.txt --book examples/book.csv \
	  --profile examples/profile.yaml --format html --out out/brief.html
	@$(BIN)/kuroshio brief examples/story.txt --book examples/book.csv \
	  --profile examples/profile.yaml
	@echo "HTML brief: $(CURDIR)/out/brief.html"

test: $(READY) ## every test that runs offline
	@$(BIN)/pytest -n auto

lint: $(READY)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .

types: $(READY)
	@$(BIN)/mypy

contracts: $(READY)
	@mkdir -p .cache
	@$(BIN)/lint-imports --no-cache > .cache/contracts.txt 2>&1 || \
	  { cat .cache/contracts.txt; exit 1; }

check: lint types contracts test ## what CI runs

bench: $(READY) ## every hot path beside a peer or a reference
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

soak: $(READY) ## long fuzz and fault runs, not in CI
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-soak.lock
	@$(BIN)/python soak/storm_reader.py $(SECONDS_EACH)
	@$(BIN)/python soak/storm_watch.py
	@$(BIN)/python soak/fuzz_reader.py -max_total_time=$(SECONDS_EACH)

clean:
	rm -rf $(VENV) .cache out .mypy_cache .ruff_cache .pytest_cache
