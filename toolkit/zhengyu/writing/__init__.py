"""Documents to files: JSONL, tables, summaries."""

from zhengyu.writing.output import write

__all__ = ["write"]
