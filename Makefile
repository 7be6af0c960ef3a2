# 智能日报 Ribao. `make run` reads today's daily; `make test` runs every test. Each sets up what it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes
ARGS ?=

# compiled modules are kept (in __pycache__, ignored by git): without them every program that a test starts compiles
# all of itself anew, and the tests take half as long again
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run install test check bench quality docs lock format browser clean

help:  ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/installed-run  ## 安装、编出今天的日报并打开 http://127.0.0.1:8600 / install, build today's daily, open the server
	$(BIN)/ribao run $(ARGS)

install: $(VENV)/installed-run  ## only the environment, in .venv/

test: $(VENV)/installed-test browser  ## every test (ARGS="-k name" for some)
	TEST_THOROUGH=1 $(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)
	$(BIN)/lint-imports --no-logo

check: $(VENV)/installed-test  ## format, lint, types, import contracts, unit tests: under a minute
	$(BIN)/ruff format --check src tests bench scripts
	$(BIN)/ruff check src tests bench scripts
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -n 2 --dist worksteal -q -m "not slow and not browser" $(ARGS)

bench: $(VENV)/installed-bench  ## figures, one JSON object a line (ARGS=--full for the larger sizes)
	$(BIN)/python -m bench $(ARGS)

quality: $(VENV)/installed-test browser  ## axe in every way, vnu and Lighthouse over every kind of page (needs npm and Java)
	@command -v npm >/dev/null && command -v java >/dev/null || { \
	  echo "make quality needs npm and Java (Debian: apt install npm default-jre-headless)"; exit 1; }
	npm install --prefix tests/quality/npm --no-save --ignore-scripts --no-audit --no-fund
	TEST_QUALITY=1 $(BIN)/python -m pytest -p no:randomly -rs tests/quality $(ARGS)

docs: $(VENV)/installed-test  ## the documentation, in docs/_build/html; a warning is an error
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html

format: $(VENV)/installed-test  ## format the code
	$(BIN)/ruff format src tests bench scripts
	$(BIN)/ruff check --fix src tests bench scripts

lock: $(VENV)/installed-test  ## resolve the lock files anew
	sh scripts/lock.sh

browser: $(VENV)/installed-test
	@$(BIN)/python scripts/get_browser.py

clean:  ## remove the environment and what was built
	rm -rf $(VENV) build dist docs/_build

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Ribao needs Python 3.11 or newer; $(PYTHON) is `$(PYTHON) -V 2>&1`. Name another: make PYTHON=python3.12"; \
	  echo "需要 Python 3.11 或更新的版本；可以指定：make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "The environment could not be made: install Python's venv module (Debian, Ubuntu: apt install python3-venv)."; \
	  echo "无法建立环境：请先安装 venv 模块（Debian、Ubuntu：apt install python3-venv）。"; exit 1; }

# hatchling builds nothing that needs a network: --no-build-isolation takes it from the lock
$(VENV)/installed-run: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "安装运行环境 / installing …"
	$(PIP) -r requirements/run.txt
	$(BIN)/python -m pip --disable-pip-version-check --quiet install --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/installed-test: requirements/test.txt $(VENV)/installed-run
	@echo "installing what the tests need …"
	$(PIP) -r requirements/test.txt
	@touch $@

$(VENV)/installed-bench: requirements/bench.txt $(VENV)/installed-run
	$(PIP) -r requirements/bench.txt
	@touch $@
