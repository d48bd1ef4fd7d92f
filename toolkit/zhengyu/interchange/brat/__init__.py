"""brat: a folder with NAME.txt and NAME.ann for each document, annotation.conf and visual.conf."""

from zhengyu.interchange.brat.reading import read
from zhengyu.interchange.brat.writing import hold, write

__all__ = ["hold", "read", "write"]
