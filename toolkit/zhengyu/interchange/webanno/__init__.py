"""W3C Web Annotation: one AnnotationPage a document, anchored by quotes of the text.

A page is one line of JSON-LD. Each annotation quotes its mention with what stands before and behind
it (TextQuoteSelector) and gives its place in code points (TextPositionSelector), so that it finds
its place again in a text that was changed elsewhere. The text itself, metadata and topics stand in
the page's `zhengyu:document`, which other readers pass over.
See https://www.w3.org/TR/annotation-model/.
"""

from zhengyu.interchange.webanno.reading import read
from zhengyu.interchange.webanno.writing import hold, write

__all__ = ["hold", "read", "write"]
