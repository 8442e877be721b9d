# Two commands matter on a fresh machine: `make demo` and `make test`. `make` alone lists the rest.

SHELL := /bin/sh
BIN := .venv/bin
CODE := ilnmail tests $(if $(wildcard benchmarks/*.py),benchmarks)
BENCHMARKS := $(patsubst benchmarks/%.py,%,$(sort $(wildcard benchmarks/[a-z]*.py)))

.PHONY: help demo test check fix accept bench story crash servers clean

help:
	@echo "make demo            play a whole round with made-up librarians, and watch it"
	@echo "make test            check the code and run every test"
	@echo "make check           format, lint, types, who may import whom, the shape of the code"
	@echo "make fix             put right what can be put right without thinking"
	@echo "make accept          write the golden files anew; read the difference before you commit it"
	@echo "make story S=name    play the stories whose name holds these words"
	@echo "make bench [B=name]  run the benchmarks, or one of them"
	@echo "make crash [KILLS=200] kill the program at each point between the first FETCH and the last commit"
	@echo "make servers         install the mail servers and the database the tests can talk to (root)"
	@echo "make clean           remove the virtual environment and everything built or cached"

demo: .venv/.installed
	@$(BIN)/ilnmail demo $(ARGS)

# Workers begin with neighbouring tests, so that few of them need to start the same server.
test: check
	@$(BIN)/pytest -n auto --maxprocesses 4 --dist worksteal -rsx --durations 25 --durations-min 0.5 $(ARGS)

check: .venv/.installed-for-tests
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/mypy $(CODE)
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/pytest tests/test_shape.py

fix: .venv/.installed-for-tests
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)

accept: .venv/.installed-for-tests
	@$(BIN)/pytest --accept $(ARGS)
	@git status --short tests

story: .venv/.installed-for-tests
	@test -n "$(S)" || { echo 'Say which: make story S=name (the names are those of tests/stories/*.txt)'; exit 2; }
	@$(BIN)/pytest tests/stories -k "$(S)" -v

bench: .venv/.installed-for-tests
	@set -e; for name in $(or $(B),$(BENCHMARKS)); do $(BIN)/python -m benchmarks.$$name; done

crash: .venv/.installed-for-tests
	@$(BIN)/pytest tests/crash -n auto --maxprocesses 4 --kills $(or $(KILLS),5) $(ARGS)

servers:
	@.ci/servers

clean:
	@rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find $(CODE) -name __pycache__ -prune -exec rm -rf {} +

# The stamps are older than pyproject.toml only when it changed: nothing is installed a second time.

.venv/.installed: pyproject.toml .ci/venv
	@.ci/venv
	@echo "Installing ilnmail into .venv"
	@$(BIN)/pip install -qq --editable .
	@touch $@

.venv/.installed-for-tests: pyproject.toml .ci/venv
	@.ci/venv
	@echo "Installing ilnmail and what its tests need into .venv"
	@$(BIN)/pip install -qq --editable '.[postgres,scale]' --group test
	@touch .venv/.installed $@
