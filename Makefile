# Two commands are all the set-up a fresh checkout needs: `make run` and `make test`.
# Each recipe line is one plain command without a shell, so that Ctrl-C and a stop by signal reach it.
PYTHON ?= python3
PORT ?= 8000
ENVIRONMENT = @$(PYTHON) scripts/environment.py
VENV_PYTHON = @.venv/bin/python
export PORT

.PHONY: run test bench reset format messages readme environment

run: export THEME ?= norderstedt
run: ## Everything on http://127.0.0.1:8000 (PORT), with demo content; Ctrl-C stops it
	$(ENVIRONMENT)
	$(VENV_PYTHON) manage.py run

test: ## Formats, architecture, types, message catalogues and all tests
	$(ENVIRONMENT)
	$(VENV_PYTHON) scripts/check.py

bench: ## How fast the site is, beside a trivial view and a new Wagtail project (needs wrk)
	$(ENVIRONMENT)
	$(VENV_PYTHON) -m tests.benchmarks

reset: ## Drop the data of `make run`
	$(ENVIRONMENT)
	$(VENV_PYTHON) manage.py reset

format: ## Put Python and templates into the common format
	$(ENVIRONMENT)
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .
	@.venv/bin/djlint themes --reformat --quiet

messages: ## Collect texts for translation and compile the catalogues
	$(ENVIRONMENT)
	$(VENV_PYTHON) scripts/messages.py

readme: ## Write the table of settings into the README
	$(ENVIRONMENT)
	$(VENV_PYTHON) scripts/readme.py

environment: ## Only install the packages into .venv
	$(ENVIRONMENT)
