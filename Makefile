# `make run` opens the chat, `make test` runs every test; both set up all they need, in .venv.
PYTHON ?= python3
BIN := .venv/bin
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

.PHONY: run index test check browser clean

run: .venv/ready index
	$(BIN)/python app.py

index: .venv/ready
	$(BIN)/rag index

test: .venv/dev browser
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The browser that the page is tested in.
browser:
	@command -v chromium >/dev/null || { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq chromium; }

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/dev: .venv/ready
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv index/* build dist *.egg-info
