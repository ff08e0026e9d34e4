# The commands of this project; `make` alone lists them. Each sets up what it
# needs in the folder .venv and touches nothing outside this directory.

# The first Python here that is new enough; or name one: make test PYTHON=...
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; \
	do $$p -c "$(NEW_ENOUGH)" 2>/dev/null && echo $$p && break; done)
BIN = .venv/bin
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help book pages pdf test coverage lab lint notebooks parity bench student grade clean

help:
	@echo "make book       build the book into book/_build/html"
	@echo "make test       run every test and every cell of the book"
	@echo "make coverage   say which lines of the package no test runs"
	@echo "make lab        open the notebooks in JupyterLab"
	@echo "make notebooks  run the notebooks and store their outputs"
	@echo "make parity     compare with PyTorch itself, which it installs"
	@echo "make bench      compare the speed with PyTorch's, which it installs"
	@echo "make pages      look at the built book in a browser: errors, widths, links"
	@echo "make pdf        print the book into one file"
	@echo "make lint       check style and types"
	@echo "make student    write the notebooks without solutions, to teach with"
	@echo "make grade SUBMISSIONS=folder    run the checks on what came back"
	@echo "make clean      remove all that make has made"

book: .venv/.book
	@$(BIN)/jupyter-book build $(BOOKFLAGS) book
	@echo "To read the book, open book/_build/html/index.html in a browser."

test: .venv/.test
	@$(BIN)/python -m pytest -q
	@$(BIN)/python tools/notebooks.py check
	@echo "All tests passed, and all notebooks give the outputs they store."

coverage: .venv/.test
	@$(BIN)/python -m pytest -q --cov --cov-report=term-missing:skip-covered \
		tests teachtorch

pages: .venv/.pages book
	@$(BIN)/python tools/pages.py check

pdf: .venv/.pages book
	@$(BIN)/python tools/pages.py pdf

lab: .venv/.lab
	@$(BIN)/jupyter lab book

lint: .venv/.lint
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

notebooks: .venv/.test
	@$(BIN)/python tools/notebooks.py run
	@$(BIN)/python tools/notebooks.py check

parity: .venv/.parity
	@$(BIN)/python -m pytest -q -m torch tests
	@$(BIN)/python tools/parity.py $(PARITYFLAGS)

student: .venv/.test
	@$(BIN)/python tools/course.py student build/student

grade: .venv/.test
	@test -n "$(SUBMISSIONS)" || { echo "Say which folder: make grade SUBMISSIONS=path/to/folder"; exit 1; }
	@$(BIN)/python tools/course.py grade $(GRADEFLAGS) "$(SUBMISSIONS)"

bench: .venv/.bench
	@$(BIN)/python -m benchmarks $(BENCHFLAGS)

clean:
	rm -rf .venv book/_build build dist .pytest_cache .ruff_cache .mypy_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One stamp file for each set of packages, so that the next run is quick.
.venv/.%: pyproject.toml | .venv/pyvenv.cfg
	@echo "Installing what is needed for '$*' into .venv (once; a minute or two)."
	@$(PIP) --editable ".[$*]"
	@touch $@

.venv/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "teachtorch needs Python 3.11 or newer; none was found. Install one, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python could not make a virtual environment. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
