"""Claims as a table: one row a claim, for a spreadsheet or pandas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from zhengyu.document import Document, NumericClaim, exact_number

#: Columns in order; dates are ISO 8601, values plain numbers in the base unit.
COLUMNS = (
    "document",
    "subject",
    "period",
    "period_from",
    "period_to",
    "indicator",
    "kind",
    "value",
    "value_high",
    "unit",
    "basis",
    "direction",
    "modality",
    "approx",
    "text",
    "start",
    "end",
    "evidence",
)


def claim_rows(document: Document) -> Iterator[dict[str, str | None]]:
    """The claims of a document as rows of text, in order; None where a field is absent.

    `evidence` is the sentence that the claim was read from.
    """
    for claim in document.numbers:
        yield _row(document, claim)


def claims_frame(documents: Iterable[Document]) -> Any:  # noqa: ANN401 - pandas is optional
    """The claims of documents as a pandas DataFrame, or as a list of rows without pandas.

    The columns are `COLUMNS`; all cells are text or None, so that no amount is rounded.
    """
    rows = [row for document in documents for row in claim_rows(document)]
    try:
        import pandas as pd  # type: ignore[import-untyped]  # noqa: PLC0415 - optional, and slow
    except ImportError:
        return rows
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _row(document: Document, claim: NumericClaim) -> dict[str, str | None]:
    period, evidence = claim.period, claim.evidence
    first = period.from_date if period else None
    last = period.to_date if period else None
    value, high = (exact_number(v) for v in (claim.value, claim.value_high))
    return {
        "document": document.id,
        "subject": claim.subject.text if claim.subject else None,
        "period": period.text if period else None,
        "period_from": first.isoformat() if first else None,
        "period_to": last.isoformat() if last else None,
        "indicator": claim.indicator.text if claim.indicator else None,
        "kind": claim.kind,
        "value": None if value is None else str(value),
        "value_high": None if high is None else str(high),
        "unit": claim.unit,
        "basis": claim.basis,
        "direction": claim.direction,
        "modality": claim.modality,
        "approx": claim.approx,
        "text": claim.text,
        "start": str(claim.start),
        "end": str(claim.end),
        "evidence": document.text[evidence.start : evidence.end] if evidence else None,
    }
