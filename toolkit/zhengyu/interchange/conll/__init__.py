"""CoNLL: one character a line, a column of tags for each layer, a blank line where a line ends.

    # document = {"id":"news-1","columns":["terms","entities"],"text":"丽水双招双引"}
    丽	O	B-GPE
    水	O	I-GPE
    双	B-numeric	O

White space makes no row. The comment before a document holds its id and text, so that the text
comes back whole; for readers that know no comments it is left out.
"""

from zhengyu.interchange.conll.reading import read
from zhengyu.interchange.conll.writing import hold, write

__all__ = ["hold", "read", "write"]
