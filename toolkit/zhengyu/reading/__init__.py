"""Files, JSONL and standard input to documents."""

from zhengyu.reading.sources import read

__all__ = ["read"]
