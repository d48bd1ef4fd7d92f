"""Reads gold texts that were annotated inline: `python -m zhengyu.training.markup A.txt… -o OUT`.

A document begins with `=== ID | key=value | …`, then `topics: label, label`, then for each
paragraph a line `@labels@ text`, or `@-@ text` for boilerplate. In the text `⟦mention|LABEL⟧` is an
entity, `⟦mention|GPE 331100⟧` a place with its code, `⟪mention|kind⟫` a term; both may nest. Lines
`- …` below a paragraph are its numeric claims, as in `claim_sheets`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import regex

from zhengyu.errors import DocumentError
from zhengyu.topics.taxonomy import taxonomy
from zhengyu.training.claim_sheets import read_claim
from zhengyu.training.tagger.examples import ENTITIES, KINDS

_CLOSE = regex.compile(r"\|([A-Za-z]+)(?: (\d{6}))?([⟧⟫])")
_PARAGRAPH = regex.compile(r"@([a-z_,\- ]*)@ ?(.*)")
_OPENERS = {"⟧": "⟦", "⟫": "⟪"}


class MarkedText:
    """Collects plain text and its mentions from lines of marked text."""

    def __init__(self) -> None:
        self.text = ""
        self.entities: list[dict[str, Any]] = []
        self.terms: list[dict[str, Any]] = []

    def add(self, line: str) -> tuple[int, int]:
        """Appends a line; returns its range in the text.

        Raises:
            DocumentError: for a mark that is not closed, closes nothing, or has an unknown label.
        """
        begin, opened, at = len(self.text), [], 0
        while at < len(line):
            close = _CLOSE.match(line, at)
            if line[at] in "⟦⟪":
                opened.append((line[at], len(self.text)))
                at += 1
            elif close and opened:
                self._mention(*opened.pop(), close)
                at = close.end()
            elif line[at] in "⟧⟫":
                raise DocumentError(
                    f"{line[at]!r} closes nothing: …{line[max(0, at - 20) : at + 1]}"
                )
            else:
                self.text += line[at]
                at += 1
        if opened:
            raise DocumentError(f"a mention is not closed: {line[:40]}…")
        end = len(self.text)
        self.text += "\n"
        return begin, end

    def _mention(self, opener: str, start: int, close: regex.Match[str]) -> None:
        label, code, closer = close.groups()
        known = ENTITIES if closer == "⟧" else KINDS
        mention = self.text[start:]
        if _OPENERS[closer] != opener or label not in known or not mention:
            raise DocumentError(
                f"{opener}{mention}{close[0]} is no mention; labels: {', '.join(known)}"
            )
        found = {"start": start, "end": len(self.text), "text": mention}
        if closer == "⟧":
            self.entities.append({**found, "label": label, **({"adcode": code} if code else {})})
        else:
            self.terms.append({**found, "kind": label})


def read_markup(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The documents in marked lines, in the gold's form; with numbers where claims are given.

    Raises:
        DocumentError: naming the document, for marks or labels that are not legal.
    """
    keys = {topic.key for topic in taxonomy()}
    heading = ""
    topics: list[str] = []
    body: list[str] = []
    for line in [*lines, "=== "]:
        if line.startswith("=== "):
            if heading:
                yield _document(heading, topics, body, keys)
            heading, topics, body = line[4:].strip(), [], []
        elif line.startswith("topics:"):
            topics = _labels(line.removeprefix("topics:"))
        elif line.strip():
            body.append(line.rstrip("\r\n"))


def _document(heading: str, topics: list[str], body: list[str], keys: set[str]) -> dict[str, Any]:
    identity, *rest = (part.strip() for part in heading.split("|"))
    marked = MarkedText()
    try:
        paragraphs = [_paragraph(marked, line) for line in body if not line.startswith("- ")]
        numbers = _claims(marked.text, paragraphs, body)
    except DocumentError as error:
        raise DocumentError(f"document {identity!r}: {error}") from error
    given = {label for paragraph in paragraphs for label in paragraph["topics"]} | set(topics)
    if given - keys:
        raise DocumentError(f"document {identity!r}: unknown topics {sorted(given - keys)}")
    meta: dict[str, Any] = dict(part.split("=", 1) for part in rest if "=" in part)
    meta |= {"year": int(meta["year"]), "messy": meta.get("messy") == "1"}
    return {
        "id": identity,
        "meta": meta,
        "text": marked.text.rstrip("\n"),
        "terms": sorted(marked.terms, key=lambda t: (t["start"], -t["end"])),
        "entities": sorted(marked.entities, key=lambda e: e["start"]),
        **({"numbers": numbers} if numbers else {}),
        "paragraphs": paragraphs,
        "topics": topics,
    }


def _claims(text: str, paragraphs: list[dict[str, Any]], body: list[str]) -> list[dict[str, Any]]:
    """The claims, each from a line below its paragraph's."""
    claims: list[dict[str, Any]] = []
    following = iter(paragraphs)
    where, after = (0, 0), 0
    for line in body:
        if not line.startswith("- "):
            paragraph = next(following)
            where, after = (paragraph["start"], paragraph["end"]), paragraph["start"]
            continue
        claims.append(read_claim(text, line, where, after))
        after = claims[-1]["end"]
    return claims


def _paragraph(marked: MarkedText, line: str) -> dict[str, Any]:
    match = _PARAGRAPH.fullmatch(line)
    if match is None:
        raise DocumentError(f"a paragraph needs @topics@ before it: {line[:30]}…")
    boilerplate = match[1].strip() == "-"
    start, end = marked.add(match[2])
    labels = [] if boilerplate else _labels(match[1])
    return {"start": start, "end": end, "topics": labels, "boilerplate": boilerplate}


def _labels(text: str) -> list[str]:
    return [label.strip() for label in text.split(",") if label.strip()]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    with arguments.output.open("w", encoding="utf-8") as output:
        for file in arguments.files:
            for document in read_markup(file.read_text(encoding="utf-8").splitlines()):
                output.write(json.dumps(document, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
