"""Label Studio: tasks with predictions out, with their labelling configuration; corrections in."""

from zhengyu.interchange.holding import topics_once as hold
from zhengyu.interchange.label_studio.reading import read
from zhengyu.interchange.label_studio.writing import write

__all__ = ["hold", "read", "write"]
