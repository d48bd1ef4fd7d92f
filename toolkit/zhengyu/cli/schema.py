"""`zhengyu schema`: the JSON Schema of the record."""

from __future__ import annotations

import msgspec

from zhengyu.cli.console import standard_output
from zhengyu.schema import json_schema


def schema() -> int:
    """Print the JSON Schema of an annotated record."""
    with standard_output() as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(json_schema()), indent=2) + b"\n")
    return 0
