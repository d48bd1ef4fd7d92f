"""The record as columns: one declared type for each field, here and nowhere else.

They differ from the wire record where a column must have one type: a figure's `value` is a float
beside its exact digits in `value_exact`, days are dates, closed sets are `ClassLabel`, and `meta`
and `produced_by` are JSON.
"""

from __future__ import annotations

from collections.abc import Mapping

from datasets import ClassLabel, Features, List, Value

from zhengyu.labels import keys


def closed(field: str) -> ClassLabel:
    """The column type of a closed set, such as `closed("entities.label")`."""
    return ClassLabel(names=list(keys(field)))


_STRING, _INT, _FLOAT = Value("string"), Value("int64"), Value("float64")
_RANGE = {"start": _INT, "end": _INT}
_SPAN = {**_RANGE, "text": _STRING}
_TOPIC = {"label": closed("topics.label"), "score": _FLOAT}
_PARAGRAPH = {**_RANGE, "boilerplate": Value("bool"), "topics": List(_TOPIC)}
_TERM = {
    **_SPAN,
    "kind": closed("terms.kind"),
    "canonical": _STRING,
    "term_id": _STRING,
    "source": closed("terms.source"),
    "quoted": Value("bool"),
    "score": _FLOAT,
}
_ENTITY = {
    **_SPAN,
    "label": closed("entities.label"),
    "adcode": _STRING,
    "canonical": _STRING,
    "score": _FLOAT,
}
_VALUE = {
    "value": _FLOAT,
    "value_exact": _STRING,
    "unit": _STRING,
    "value_high": _FLOAT,
    "value_high_exact": _STRING,
    "approx": closed("numbers.approx"),
}
_KIND = {"kind": closed("numbers.kind")}
_CHANGE = {
    "basis": closed("numbers.basis"),
    "direction": closed("numbers.direction"),
    "modality": closed("numbers.modality"),
}
_CLAIM = {
    **_SPAN,
    **_KIND,
    **_VALUE,
    "indicator": _SPAN,
    **_CHANGE,
    "period": {**_SPAN, "from": Value("date32"), "to": Value("date32")},
    "subject": _SPAN,
    "evidence": _RANGE,
}
_TOKEN = {**_SPAN, "unit": _STRING, "pos": _STRING}
_DOCUMENT = {"document": _STRING}

#: One row a document, with all that the record holds.
FEATURES = Features(
    {
        "schema": Value("int32"),
        "id": _STRING,
        "text": Value("large_string"),
        "meta": _STRING,
        "paragraphs": List(_PARAGRAPH),
        "terms": List(_TERM),
        "entities": List(_ENTITY),
        "numbers": List(_CLAIM),
        "topics": List(_TOPIC),
        "tokens": List(_TOKEN),
        "produced_by": _STRING,
    }
)

#: The tidy tables: one row a mention or topic, joined to its document by `document`, its id.
TABLES: Mapping[str, Features] = {
    "terms": Features({**_DOCUMENT, **_TERM}),
    "entities": Features({**_DOCUMENT, **_ENTITY}),
    "numbers": Features(
        {
            **_DOCUMENT,
            **_SPAN,
            **_KIND,
            **_VALUE,
            "indicator": _STRING,
            **_CHANGE,
            "period": _STRING,
            "period_from": Value("date32"),
            "period_to": Value("date32"),
            "subject": _STRING,
            "evidence": _STRING,
        }
    ),
    "topics": Features(
        {**_DOCUMENT, "level": ClassLabel(names=["document", "paragraph"]), **_RANGE, **_TOPIC}
    ),
}
