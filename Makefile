# Two commands matter: `make sample` and `make test`. Both create .venv when it is missing.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: sample test schema clean gate floors

.venv/.installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	touch $@

sample: .venv/.installed
	$(BIN)/zhengyu annotate docs/sample/article.txt --format brief

test: .venv/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

schema: .venv/.installed
	$(BIN)/zhengyu schema > docs/schema/document.schema.json

# Scores on the test part of the gold; floors are raised, and with LOWER=1 also lowered, to them.
GATE := evaluate corpora/gold --part test --gate tests/gate/floors.json

gate: .venv/.installed
	$(BIN)/zhengyu $(GATE)

floors: .venv/.installed
	$(BIN)/zhengyu $(GATE) --raise $(if $(LOWER),--allow-lower)

clean:
	rm -rf .venv out .mypy_cache .ruff_cache .pytest_cache .hypothesis
