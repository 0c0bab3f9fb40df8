# Every step that a person, the tests, the container file and CI take.
.DEFAULT_GOAL := help
SHELL := /bin/sh
UV := .tools/bin/uv
BIN := .venv/bin
RASA := nlu/rasa/.venv
export RASA_TELEMETRY_ENABLED := false

.PHONY: help run test check format app understanding train nlu-report bench clean

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: train ## set up what is missing, then serve everything on this machine
	@$(BIN)/huimin db upgrade
	@exec $(BIN)/huimin serve

test: $(BIN)/.dev train ## run the tests
	@$(BIN)/python -m pytest $(PYTEST)

check: $(BIN)/.dev ## format, lint, types, imports, container file
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/hadolint Dockerfile

format: $(BIN)/.dev ## bring the code into its form
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

app: $(BIN)/.app ## the service's environment
understanding: $(RASA)/.made ## the understanding process's environment

train: $(BIN)/.app $(RASA)/.made ## train the understanding model when its sources changed
	@scripts/preflight.sh disk
	@$(BIN)/huimin train --if-changed

nlu-report: $(BIN)/.app train ## scores of the current model on lines it never saw
	@$(BIN)/huimin train --if-changed --report

$(UV): requirements/tools.lock
	@scripts/preflight.sh disk 6000
	@python=$$(scripts/preflight.sh python) && "$$python" -m venv .tools
	@.tools/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.lock
	@touch $@

$(BIN)/python: | $(UV)
	@python=$$(scripts/preflight.sh python) && $(UV) venv --quiet --python "$$python" .venv

$(BIN)/.app: requirements/app.lock pyproject.toml | $(BIN)/python
	@echo "setting up the service's environment"
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/app.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(BIN)/.dev: requirements/dev.lock $(BIN)/.app
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/dev.lock
	@touch $@

$(RASA)/.made: nlu/rasa/requirements.lock | $(UV)
	@echo "setting up the understanding process's environment (once, about 2.7 GB)"
	@python=$$(scripts/preflight.sh understanding) && $(UV) venv --quiet --clear --python "$$python" $(RASA)
	@$(UV) pip install --quiet --compile-bytecode --python $(RASA)/bin/python --require-hashes -r nlu/rasa/requirements.lock
	@touch $@

clean: ## remove what was made (never var/, where the records are)
	@rm -rf .venv .tools $(RASA) nlu/rasa/models *.egg-info
