# Two commands do all: `make up` runs the product, `make test` checks it.
SHELL := /bin/bash
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := $(UV) run --frozen --quiet
ARGS ?=
# Tests run beside each other, each process with services of its own.
JOBS ?= 2

# Of these `make test` looks at one round, and `make faults` at all.
ROUNDS := tests/browser tests/embedded/test_parts_killed.py tests/embedded/test_restore_killed.py \
 tests/rights/test_kept_in_sql.py tests/projects/test_compare.py tests/reports/test_any_text.py \
 tests/reports/test_promises.py

.PHONY: up test lint bench shots faults soak messages sync browser

up: sync
	@exec $(RUN) --no-dev python manage.py up $(ARGS)

test: sync browser
	@$(RUN) pytest -n $(JOBS) --dist loadfile $(ARGS)

lint: sync
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) lint-imports --no-cache
	@$(RUN) deptry . 2>&1 | tail -n 40; exit $${PIPESTATUS[0]}
	@SECRET_KEY=lint DATABASE_URL=postgresql://lint@localhost/lint $(RUN) mypy .
	@$(RUN) python -m tests.lint

bench: sync
	@$(RUN) python -m bench $(ARGS)

shots: sync browser
	@$(RUN) python -m bench.shots $(ARGS)

faults: sync
	@FAULTS=1 HYPOTHESIS_PROFILE=default $(RUN) pytest tests/faults $(ROUNDS) -s -p no:cacheprovider $(ARGS)

# Both, also when the first finds something.
soak: sync
	@found=0; $(RUN) python -m tests.faults.soak $(ARGS) || found=1; \
	 HYPOTHESIS_PROFILE=default $(RUN) pytest tests/soak -s -p no:cacheprovider || found=1; exit $$found

messages: sync
	@$(RUN) python -m tests.messages $(ARGS)

sync: $(UV)
	@$(UV) sync --frozen --quiet

# An installed Chromium serves; else Debian's as root; else Playwright's own.
browser: sync
	@command -v chromium chromium-browser google-chrome >/dev/null \
	 || [ -n "$$CHROMIUM" ] \
	 || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	 || $(RUN) playwright install chromium

.uv/bin/uv:
	@python3 -m venv .uv 2>/dev/null && .uv/bin/python -m pip install --quiet uv \
	 || { python3 -m pip install --quiet --target .uv/lib uv && mkdir -p .uv/bin && ln -sf ../lib/bin/uv .uv/bin/uv; }
