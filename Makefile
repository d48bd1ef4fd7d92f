# Two commands matter: `make sample` and `make test`. Both create .venv when it is missing.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: sample test schema clean gate floors

.venv/.installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	touch $@

# What the tests of other people's recognisers need. torch comes first and by its version, so that
# the build that the package index has for this machine is taken, without libraries for GPUs.
.venv/.backends: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[hanlp,lac,rjieba]"
	touch $@

# Label Studio's own library, for the test that it takes what we write. An environment of its own:
# it wants an older numpy, and much that nothing else needs.
.venv/.label-studio: .venv/.installed
	$(BIN)/python -m venv .venv/label-studio
	.venv/label-studio/bin/python -m pip install --quiet --disable-pip-version-check "label-studio-sdk>=2,<3"
	touch $@

sample: .venv/.installed
	$(BIN)/zhengyu annotate docs/sample/article.txt --format brief

test: .venv/.backends .venv/.label-studio
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
