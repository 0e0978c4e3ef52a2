# Everything a person does with this folder. Needs make and Python 3.11 or newer, nothing else.
DIR = demo
LANGUAGE = en
PYTHON = .venv/bin/python
FIRST_en = Before them, once:
FIRST_zh = 请先运行一次：

help:
	@echo "make demo      a sample company in the folder demo, under a scheme that uses every feature (DIR=folder LANGUAGE=zh)"
	@echo "make test      all tests; as root on Debian it installs LibreOffice for them first"
	@echo "make thorough  the same without the samples that spare time: every workbook in both languages"
	@echo "make lint      style, types and floors"
	@echo "make docs      writes the pages of docs/ that follow from the code"
	@echo "make bench     how long things take, as multiples measured in one run"
	@echo "make crash     kills every command that writes, 300 times in all (MERITBOOK_CRASHES=N)"
	@echo "make fuzz      reads mutated workbooks, 10,000 of them, and collects 50 files in 500 schedules"
	@echo "               (MERITBOOK_FUZZ=N MERITBOOK_SCHEDULES=N MERITBOOK_SEED=S)"
	@echo "make pictures  renders sheets of the demo workbooks into docs/pictures, and every page of every workbook"
	@echo "               into build/pictures; names what is cut off (needs LibreOffice)"

demo: venv
	@.venv/bin/meritbook --language "$(LANGUAGE)" demo "$(DIR)" --full
	@echo "$(FIRST_$(LANGUAGE)) . .venv/bin/activate"

test: venv-dev
	@bash .ci/programs
	@bash .ci/tests

thorough: venv-dev
	@bash .ci/programs
	@MERITBOOK_EVERY=1 bash .ci/tests

lint: venv-dev
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@$(PYTHON) -m mypy docs/build.py docs/pictures.py docs/screens.py benchmarks
	@.venv/bin/lint-imports

docs: venv
	@$(PYTHON) docs/build.py

bench: venv-dev
	@for name in startup scanning writing ranking scoring others master closing collecting issuing; do $(PYTHON) "benchmarks/$$name.py" || exit 1; done

crash: venv-dev
	@$(PYTHON) -m tests.crash

fuzz: venv-dev
	@$(PYTHON) -m tests.fuzz $(WORKBOOKS)
	@$(PYTHON) -m tests.schedules

pictures: venv-dev
	@bash .ci/programs
	@$(PYTHON) docs/pictures.py
	@PYTHONPATH=. $(PYTHON) docs/screens.py
	@$(PYTHON) -m tests.every build/pictures

venv:
	@bash .ci/venv

venv-dev:
	@bash .ci/venv dev

.PHONY: help demo test thorough lint docs bench crash fuzz pictures venv venv-dev
