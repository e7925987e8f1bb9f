PYTHON ?= python3
BIN := .venv/bin

.PHONY: run serve test long torture lint types browser bench

# For yourself: the page of data may bring notices to this disk.
run: .venv/run.stamp
	BACK_IN_HOUSE_PULL=$${BACK_IN_HOUSE_PULL:-yes} $(BIN)/streamlit run serve.py

# For many visitors. TABLE names the built table that they start on.
serve: .venv/run.stamp
	BACK_IN_HOUSE_TABLE=$(TABLE) MALLOC_ARENA_MAX=2 $(BIN)/streamlit run serve.py

# Three at once on two cores: the browser tests wait more than they work. mypy, which uses one core, runs beside them.
# What is compiled is kept, whatever the machine says: a hundred processes that tests start would each compile it again.
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/test.stamp browser lint
	$(BIN)/mypy & types=$$!; \
	  $(BIN)/python -m pytest -n 3 --dist worksteal; tests=$$?; \
	  wait $$types && exit $$tests

# What takes minutes, the network or a quiet machine: the program installed into an empty environment, headlines from
# real notices, what visitors feel of each other, and every random case of the tests that draw a few in `make test`.
long: .venv/test.stamp browser
	EVERY_DRAW=yes $(BIN)/python -m pytest -m "long or drawn or hypothesis"

# Strange inputs at every door: INPUTS of them, an hour or so for a hundred thousand. It writes the table of SECURITY.md.
INPUTS ?= 100000
torture: .venv/test.stamp
	$(BIN)/python -m tests.torture.run $(INPUTS)

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .

types: .venv/test.stamp
	$(BIN)/mypy

# ROWS chooses the sizes; ten million needs about 10 GB and a quarter of an hour: make bench ROWS="1000000 10000000"
# glibc gives arrays above 32 MB back to the system at once and asks for them again at each recalculation, which costs
# as much as the recalculation at ten million rows; these two keep what was freed, for every engine alike.
ROWS ?= 10000 100000 1000000
bench: export MALLOC_MMAP_MAX_ = 0
bench: export MALLOC_TRIM_THRESHOLD_ = 4294967296
bench: .venv/bench.stamp
	$(BIN)/python -m bench.engine --rows $(ROWS)

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements/base.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	touch $@

.venv/test.stamp: requirements/test.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	touch $@

.venv/bench.stamp: requirements/bench.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	touch $@

# The browser tests drive Debian's Chromium; as root on Debian it is installed here.
browser:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core libpangoft2-1.0-0 >/dev/null; } || \
	  { echo "The browser tests need Chromium: install the package 'chromium' first." >&2; exit 1; }
