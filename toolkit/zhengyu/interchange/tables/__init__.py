"""Tables: a folder with one CSV or Parquet file for the documents and one for each layer.

The columns are those of `zhengyu annotate --format csv`, with what it takes to come back whole: the
ranges of what figures point to, and the paragraph of each topic.
"""

from zhengyu.interchange.tables.reading import read
from zhengyu.interchange.tables.writing import hold, write

__all__ = ["hold", "read", "write"]
