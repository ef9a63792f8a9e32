# Each target installs what it needs into .venv; ARGS reaches the program: make demo ARGS="--port 9000 --no-browser"
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# Where this is set, every start of the bot would compile it anew.
unexport PYTHONDONTWRITEBYTECODE

ARGS ?=
BIN := .venv/bin
INSTALLED := .venv/.installed
INSTALLED_DEV := .venv/.installed-dev
PIP := $(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt

heading = printf '\n\033[1m== %s\033[0m\n' "$(1)"

.PHONY: help demo run doctor test audit bench simulate chaos screenshots

help:
	@echo "make demo   try everything on this machine, without any account"
	@echo "make run    serve with the settings of the environment"
	@echo "make doctor check every setting against the live services"
	@echo "make test   all checks and tests"
	@echo "make audit  ask PyPI for known vulnerabilities of what is pinned; needs the network"
	@echo "make bench  measure"
	@echo "make simulate  replay a day of 10,000 syncs and 200 watching channels"
	@echo "make chaos  let every call to Polytomic and Slack meet every bad day"
	@echo "make screenshots  take the README's picture anew, and more into test-results"

demo: $(INSTALLED)
	@$(BIN)/polytomic-bot demo $(ARGS)

run: $(INSTALLED)
	@$(BIN)/polytomic-bot serve $(ARGS)

doctor: $(INSTALLED)
	@$(BIN)/polytomic-bot doctor $(ARGS)

bench: $(INSTALLED_DEV)
	@$(BIN)/python -m tests.bench $(ARGS)

audit: .venv/bin/python
	@.ci/audit

simulate: $(INSTALLED_DEV)
	@$(BIN)/python -m tests.simulation $(ARGS)

chaos: $(INSTALLED_DEV)
	@$(BIN)/python -m tests.chaos $(ARGS)

screenshots: $(INSTALLED_DEV)
	@.ci/browser
	@$(BIN)/python -m tests.screenshots $(ARGS)

# Three at once on two cores, as tests wait about as long as they compute; in the order of the folders, whose last
# files are small, so that no core waits for another for long.
test: $(INSTALLED_DEV)
	@$(call heading,1/7 Browser)
	@.ci/browser
	@$(call heading,2/7 Format)
	@$(BIN)/ruff format --check
	@$(call heading,3/7 Lint)
	@$(BIN)/ruff check
	@$(call heading,4/7 Types)
	@$(BIN)/mypy
	@$(call heading,5/7 Import layers)
	@$(BIN)/lint-imports
	@$(call heading,6/7 Known vulnerabilities)
	@.ci/audit --where-possible
	@$(call heading,7/7 Tests)
	@$(BIN)/pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder $(ARGS)

.venv/bin/python:
	@.ci/venv

$(INSTALLED): pyproject.toml constraints.txt | .venv/bin/python
	@$(call heading,Installing what the bot needs (about a minute the first time))
	@$(PIP) --editable .
	@touch $@

$(INSTALLED_DEV): pyproject.toml constraints.txt | .venv/bin/python
	@$(call heading,Installing what the tests need (about a minute the first time))
	@$(PIP) --editable ".[dev]"
	@touch $@ $(INSTALLED)
