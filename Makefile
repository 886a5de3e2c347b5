# Everything a newcomer needs: `make demo` and `make test`. The rest is for people who work on the code.
PORT ?= 8000
DATA ?= var/demo
PYTHON ?= python3
# Processes that test at the same time.
JOBS ?= $(shell getconf _NPROCESSORS_ONLN)
VENV = .venv
BIN = $(VENV)/bin
# What takes longest begins first, so that all processes end together.
LONG = tests/browser/ tests/trust/ tests/demo/
FOLDERS = $(LONG) $(filter-out $(LONG) tests/__pycache__/,$(wildcard tests/*/))
# What reaches every branch of the code that trust rests on. Measuring costs half as much time again, so it is done here
# and nowhere else; which code that is, pyproject.toml says.
MEASURED = tests/core tests/people tests/publishing tests/trust/test_rules.py \
	tests/meetings/test_feeds.py tests/meetings/test_replies.py tests/meetings/test_session.py tests/meetings/test_summary.py \
	tests/pathways/test_output.py
# What asks for every page there is, or as everybody for the same thing, and what is about files and other servers: once,
# on SQLite. On PostgreSQL the pages' own tests, the letters and tests/trust/test_rules.py ask, every rule about everybody.
ONCE = tests/demo/test_crawl.py tests/trust/test_doors.py tests/trust/test_typed.py \
	tests/careers/test_career_rights.py tests/meetings/test_policy.py tests/pathways/test_policy.py \
	tests/links/test_papers.py tests/links/test_uploads.py tests/links/test_archives.py \
	tests/links/test_bucket.py tests/desk/test_documents.py tests/people/test_oidc.py
# Modules are compiled once, whatever the surroundings say, and not by each process that tests.
export PYTHONDONTWRITEBYTECODE =
PO = workgroups/locale/fr/LC_MESSAGES/workgroups.po

.PHONY: demo test check types rules style bench install lock messages policy browser clean

demo: install
	WORKGROUPS_DATA_DIR=$(DATA) $(BIN)/workgroups demo --port $(PORT)

test: install browser check
	$(BIN)/python -m pytest -n $(JOBS) $(MEASURED) --cov
	$(BIN)/python -m pytest -n $(JOBS) $(filter-out $(MEASURED:%=%/) tests/rules/,$(FOLDERS)) $(MEASURED:%=--ignore=%)
	$(BIN)/python -m pytest -n $(JOBS) --postgres $(FOLDERS) $(ONCE:%=--ignore=%)

check: install
	$(MAKE) --no-print-directory --jobs=2 --output-sync types rules style

types:
	$(BIN)/mypy

rules:
	$(BIN)/python -m pytest -q tests/rules

style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates

bench: install
	$(BIN)/python -m bench

install: $(VENV)/installed

$(VENV)/installed: pyproject.toml requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	command -v uv >/dev/null || $(BIN)/python -m pip install --quiet uv
	PATH="$(BIN):$$PATH" uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	PATH="$(BIN):$$PATH" uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $@

# The browser of the tests: Debian's Chromium, installed when it is missing and we may.
browser:
	command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; }

# After a change of pyproject.toml. The lock names versions and hashes, no hosts.
lock:
	uv pip compile --quiet --group dev --extra documents pyproject.toml --python-version 3.11 --generate-hashes --no-annotate --no-header --output-file requirements.txt

# After a change of any text: brings the French catalogue up to date.
messages:
	mkdir -p var
	$(BIN)/pybabel -q extract -F babel.cfg -k gettext_noop --no-location --sort-output --no-wrap --project Workgroups -o var/workgroups.pot workgroups templates
	$(BIN)/pybabel -q update -i var/workgroups.pot -o $(PO) -l fr --no-fuzzy-matching --ignore-pot-creation-date --no-wrap

# After a change of any rule or route.
policy: install
	$(BIN)/workgroups policy > docs/policy.md

clean:
	rm -rf $(VENV) var
