# Eindach. `make` alone lists what there is. A fresh machine needs Python 3.11 and make; the rest comes by itself.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

REGION ?= dueren
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

# Containers often forbid it; then every process compiles Django and everything else anew (7 s each).
unexport PYTHONDONTWRITEBYTECODE
export UV_PYTHON_DOWNLOADS := never
export UV_NO_CONFIG := 1
export VIRTUAL_ENV := $(CURDIR)/$(VENV)

# uv and npm: the machine's own where it has them, else from wheels with hashes.
UV := $(shell command -v uv || echo $(BIN)/uv)
NPM := bash tools/npm.sh
NODE := $(if $(shell bash tools/npm.sh --have && echo yes),,$(VENV)/.node)
# The set for developers contains the set for running: whoever has it needs no second one.
PACKAGES := $(if $(wildcard $(VENV)/.dev),$(VENV)/.dev,$(VENV)/.base)
ASSETS := $(wildcard eindach/site/assets/*.py) eindach/notifications/paper/fonts.py

# Four processes on two cores: a good part of the time is waiting for browsers and processes.
PYTEST := $(BIN)/pytest -n 4 --dist loadfile --no-loadscope-reorder
# What speaks to PostgreSQL in its own words, and is not only read through pages (docs/decisions/0013).
ON_15 := $(addprefix tests/,booking consent directory frontdesk notifications permission races regions retention trail)
# Of these: pages, commands, crawls and kills ask nothing of the server that the others do not.
PAGES_OF_15 := consent/test_c04* consent/test_c1* frontdesk/test_d1* frontdesk/test_d2* frontdesk/test_d3[03]* \
  frontdesk/test_d4[024678]* frontdesk/test_d5* frontdesk/test_d6* regions/test_[ls]* retention/test_t0[34569]* \
  retention/test_t1* trail/test_t0[4589]* trail/test_t1* permission/test_p0[3456]* races/*kill* notifications/test_[lt]*
NOT_ON_15 := $(foreach one,$(PAGES_OF_15),--ignore-glob='tests/$(one)')

.PHONY: help setup demo run test check types form layers complete fix messages translations benchmark lock assets browser

help: ## What there is
	@echo "Eindach: one roof for people who have just arrived."
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(PACKAGES) assets translations ## Everything the site needs to run

demo: setup ## A region with sample calendars at http://127.0.0.1:8000 (REGION=dueren or aachen)
	@exec $(BIN)/eindach demo --region $(REGION) --port $(PORT)

run: setup ## The site with what the database holds (REGION=…, or DATABASE_URL)
	@EINDACH_REGION=$(REGION) exec $(BIN)/eindach serve --port $(PORT)

test: $(VENV)/.dev ## All checks and all tests
	@$(MAKE) -j2 --output-sync check setup browser compiled
	$(PYTEST)
	@if [ -x /usr/lib/postgresql/15/bin/initdb ]; then \
	  echo "The database tests again, on PostgreSQL 15:"; \
	  $(PYTEST) --pg=15 -m "database and not browser" $(NOT_ON_15) $(ON_15); \
	fi

check: types form layers complete ## Lint, types, layers, migrations, translations

types: $(VENV)/.dev  # the longest comes first: `make -j2` does the rest meanwhile
	$(BIN)/mypy

form: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

layers: $(VENV)/.dev
	PYTHONPATH=. $(BIN)/lint-imports --no-cache

complete: $(VENV)/.dev assets translations
	$(BIN)/python -m eindach.config.checks

fix: $(VENV)/.dev ## Mend what a program can mend: order of imports, form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages: $(VENV)/.dev ## Collect the texts of the sources into the .po files
	$(BIN)/python -m eindach.config.messages
	@$(MAKE) translations

benchmark: $(VENV)/.dev setup ## The table of figures
	$(BIN)/python -m benchmarks

lock: $(VENV)/.uv $(NODE) ## Choose the newest allowed versions of all packages anew
	$(UV) pip compile -q --upgrade $(LOCK) --group build -o requirements/base.txt
	$(UV) pip compile -q $(LOCK) --group build --group dev -c requirements/base.txt -o requirements/dev.txt
	$(UV) pip compile -q --upgrade $(ONLY) --group node -o requirements/node.txt
	$(UV) pip compile -q --upgrade $(ONLY) --group uv -o requirements/uv.txt
	$(NPM) install --package-lock-only --ignore-scripts
	$(BIN)/python tools/bare_lock.py package-lock.json

LOCK := pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --no-annotate
ONLY := --universal --generate-hashes --no-emit-index-url --no-header --no-annotate

# --- Python packages -------------------------------------------------------------------------------------------------

$(VENV)/.uv: requirements/uv.txt
	@test -x $(BIN)/python || bash tools/venv.sh $(VENV)
	@if [ "$(UV)" = "$(BIN)/uv" ]; then \
	  echo "Fetching uv …"; $(BIN)/python -m pip install -q --require-hashes -r $<; \
	fi
	@touch $@

$(VENV)/.base: requirements/base.txt $(VENV)/.uv
	@echo "Installing the packages …"
	@$(UV) pip install -q --require-hashes -r $<
	@$(EDITABLE)
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.uv
	@echo "Installing the packages, with those for tests …"
	@$(UV) pip install -q --require-hashes -r $<
	@$(EDITABLE)
	@touch $@

EDITABLE = $(UV) pip install -q --no-deps --no-build-isolation --offline -e .

# --- Files for browsers ----------------------------------------------------------------------------------------------

$(VENV)/.node: requirements/node.txt $(VENV)/.uv
	@echo "Fetching Node …"
	@$(UV) pip install -q --require-hashes -r $<
	@touch $@

node_modules/.package-lock.json: package-lock.json .npmrc $(NODE)
	@echo "Installing the files for browsers …"
	@$(NPM) ci --ignore-scripts --silent
	@touch $@

assets: $(VENV)/.assets

$(VENV)/.assets: node_modules/.package-lock.json $(ASSETS) | $(PACKAGES)
	@$(BIN)/python -m eindach.site.assets
	@DJANGO_SETTINGS_MODULE=eindach.config.settings $(BIN)/python -m eindach.notifications.paper.fonts
	@touch $@

translations: $(PACKAGES)
	@$(BIN)/python -m eindach.config.messages.compiling

# Beside the types, where a core is free; else each of the processes would do it by itself (5 s each).
.PHONY: compiled
compiled: setup
	@$(BIN)/pytest --collect-only -q >/dev/null || true  # what is wrong is told by the tests

# --- Browser for the tests -------------------------------------------------------------------------------------------

browser:
	@bash tools/browser.sh
