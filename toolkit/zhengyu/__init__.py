"""zhengyu (政语): reads Chinese government news by machine.

`Pipeline` annotates a text with slogans and policy terms, names, numeric claims and topics, each
at its exact place; `read`, `write` and `to_dataset` move documents in and out, `annotate_dataset`
annotates a Hugging Face dataset.
"""

from typing import TYPE_CHECKING, Any

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
from zhengyu.reading import read
from zhengyu.writing import write

if TYPE_CHECKING:
    from zhengyu.huggingface import annotate_dataset, to_dataset

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
    "annotate_dataset",
    "read",
    "to_dataset",
    "write",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - of any module
    # The library behind it takes seconds to import, which only those who call it should pay.
    if name in {"annotate_dataset", "to_dataset"}:
        from zhengyu import huggingface  # noqa: PLC0415

        return getattr(huggingface, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
