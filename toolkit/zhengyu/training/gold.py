"""Reads annotated documents, one JSON object a line, for training."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_gold(path: Path) -> list[dict[str, Any]]:
    """All documents of a gold file, as plain records."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
