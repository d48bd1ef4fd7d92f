"""Scores against a gold standard, with what chance alone would do to them.

`evaluate` counts each layer by its measure (one file a layer), in every document; from these counts
come figures, their intervals, and the comparison of two runs.
"""

from zhengyu.evaluation.records import read_gold
from zhengyu.evaluation.report import Report, Score, evaluate
from zhengyu.evaluation.resampling import Difference, compare

__all__ = ["Difference", "Report", "Score", "compare", "evaluate", "read_gold"]
