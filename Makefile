# make run   set up what is needed and open the practice room on http://127.0.0.1:8000
# make box   fetch the language model in the box and its engine (make run does it too)
# make test  set up what is needed and run all tests
# make check lint, types, import contracts, tests
# make bench speed, as ratios measured in one run
# make evals the small evals and their gate
# make reliability  measure the coder anew, for what is shown beside each code
# make lock  renew the pinned requirements

PYTHON ?= python3
VENV ?= .venv
PIP = $(VENV)/bin/python -m pip --disable-pip-version-check -q

MODEL ?= smollm2-135m

.PHONY: run box test check lint bench evals corpus reliability lock schema

run: $(VENV)/.run $(VENV)/.box
	$(VENV)/bin/sparring

box: $(VENV)/.box

test: $(VENV)/.dev
	$(VENV)/bin/python -m pytest

check: lint test

lint: $(VENV)/.dev
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

bench: $(VENV)/.dev
	$(VENV)/bin/python -m evals.bench
	$(VENV)/bin/python -m evals.bench_models
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(VENV)/bin/python -m evals.bench_coder

evals: $(VENV)/.dev
	rm -rf build/ci
	$(VENV)/bin/python -m evals suite evals/suites/ci.yaml --out build/ci

corpus: $(VENV)/.dev
	$(VENV)/bin/python -m evals.corpora.build

reliability: $(VENV)/.dev
	$(VENV)/bin/python -m evals agreement --data evals/corpora/miti/test.csv --out build/reliability \
		--to-read 0 --no-stripped --labelled-by "language models, blind to the coder" \
		--reliability chatbot/coder/reliability.json

schema: $(VENV)/.run
	$(VENV)/bin/sparring personas schema > personas/persona.schema.json

$(VENV)/.run: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	@echo "Installing (about a minute, once)"
	$(PIP) install -r requirements.txt
	$(PIP) install --no-deps -e .
	@touch $@

# Whatever fails here costs the model only, so it is said and passed over, and tried again next time.
$(VENV)/.box: $(VENV)/.run requirements-box.txt
	@$(PIP) install --retries 1 --timeout 20 -r requirements-box.txt 2>/dev/null; \
	if ! $(VENV)/bin/python -c "import xllamacpp" 2>/dev/null; then \
		echo "The engine of the language model cannot be installed here; clients speak in written lines."; \
	elif $(VENV)/bin/sparring model fetch $(MODEL); then touch $@; \
	else echo "Clients speak in written lines until the model is here."; fi

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	$(PIP) install -r requirements-dev.txt
	@touch $@

lock:
	rm -rf .lock && $(PYTHON) -m venv .lock
	.lock/bin/pip install -q .
	.lock/bin/pip uninstall -qy sparring
	(echo "# Exact pins of everything the practice room needs. Renew: make lock"; .lock/bin/pip freeze) > requirements.txt
	.lock/bin/pip install -q ".[dev]"
	.lock/bin/pip uninstall -qy sparring
	(echo "# What tests and checks need beyond requirements.txt. Renew: make lock"; .lock/bin/pip freeze | grep -vxFf requirements.txt) > requirements-dev.txt
	rm -rf .lock
