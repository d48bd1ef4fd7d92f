"""zhengyu (政语): reads Chinese government news by machine.

`Pipeline` annotates a text with slogans and policy terms, names, numeric claims and topics, each
at its exact place; `read`, `write` and `to_dataset` move documents in and out.
"""

from zhengyu.document import (
    Document,
    Entity,
    NumericClaim,
    Paragraph,
    Period,
    Range,
    Span,
    Term,
    Topic,
)
from zhengyu.errors import ZhengyuError
from zhengyu.pipeline import Pipeline

__all__ = [
    "Document",
    "Entity",
    "NumericClaim",
    "Paragraph",
    "Period",
    "Pipeline",
    "Range",
    "Span",
    "Term",
    "Topic",
    "ZhengyuError",
]
