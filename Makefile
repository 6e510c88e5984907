# make demo        install into .venv, decide two fictitious firms, then a table of 2,000
# make test        what every change must pass: some minutes, pip packages only
# make test-long   the slow tests, then make test on the other Pythons present
# make bench       speed beside other rule engines
# make bench-batch a million enterprises beside polars, duckdb and other engines; a quarter of an hour
# make docs        the book for staff and enterprises, into build/book
#
# Another interpreter, or another place: make test PYTHON=python3.12 VENV=.venv-3.12

PYTHON ?= python3
VENV ?= .venv
JOBS ?= auto
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# The examples are of policy year 2021, whatever today is.
EXAMPLES ?= --as-of 2022-06-30 examples/虚构-智芯.yaml examples/虚构-星野.yaml

SET_UP := setup.cfg setup.py pyproject.toml
SOURCES := $(SET_UP) $(shell find eligibility rules schemas -type f -not -name '*.pyc')

.PHONY: demo test test-long bench bench-batch docs clean

demo: $(VENV)/installed
	$(BIN)/eligibility validate
	$(BIN)/eligibility check $(EXAMPLES)
	rm -rf build/demo && mkdir -p build/demo
	$(BIN)/eligibility sample 2000 --seed 7 --as-of 2022-06-30 --out build/demo/样本.xlsx
	$(BIN)/eligibility batch build/demo/样本.xlsx --as-of 2022-06-30 --out build/demo/结果

test: $(VENV)/test-installed
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not long"

test-long: $(VENV)/test-installed $(VENV)/bench-installed $(VENV)/spark-installed
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m long
	tests/setup/other_pythons.sh

bench: $(VENV)/bench-installed
	$(BIN)/python -m bench

bench-batch: $(VENV)/bench-installed
	$(BIN)/python -m bench.batch

docs: $(VENV)/docs-installed
	$(BIN)/python -m mkdocs build --strict --quiet
	@echo 打开 build/book/index.html

clean:
	rm -rf .venv .venv-* build dist *.egg-info

# durable-rules has no wheels, and on Python 3.13 it installs and does not import:
# where it does not build or import, tests and bench go on without it and say so.
define TRY_RETE
{ $(PIP) install '.[rete]' && $(BIN)/python -c 'import durable.engine'; } >$(VENV)/rete.log 2>&1 || \
  { $(PIP) uninstall --yes durable-rules 2>>$(VENV)/rete.log; echo "durable-rules: not here, tested without (see $(VENV)/rete.log)"; }
endef

# Stamps inside the environment, so that a second run installs nothing.

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "需要 Python 3.11 或更高版本；请安装后运行 make PYTHON=python3.11 …（Python 3.11 or later is needed）"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || \
	  { echo "缺少 venv：在 Debian 或 Ubuntu 上请先运行 sudo apt install python3-venv（python3-venv is missing）"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/made $(SOURCES)
	$(PIP) install .
	@touch $@

$(VENV)/test-installed: $(SET_UP) | $(VENV)/installed
	$(PIP) install '.[test]'
	@$(TRY_RETE)
	@touch $@

$(VENV)/docs-installed: $(SET_UP) | $(VENV)/installed
	$(PIP) install '.[docs]'
	@touch $@

$(VENV)/spark-installed: $(SET_UP) | $(VENV)/installed
	$(PIP) install '.[spark]'
	@touch $@

$(VENV)/bench-installed: $(SET_UP) | $(VENV)/installed
	$(PIP) install '.[bench]' || $(PIP) install duckdb zen-engine
	@touch $@
