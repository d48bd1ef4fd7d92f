"""The codebook's pages hold what the code holds, and their examples are legal annotations."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from zhengyu.errors import DocumentError
from zhengyu.evaluation.entities import coarse_labels
from zhengyu.labels import label_sets
from zhengyu.terms.bank import Entry
from zhengyu.topics.taxonomy import taxonomy
from zhengyu.training.markup import read_markup

ROOT = Path(__file__).parent.parent
PAGES = {path.name: path for path in sorted((ROOT / "docs" / "codebook").glob("*.md"))}
YEAR = 2024  # of an example that names none

#: Fields of an entry that its build adds, and what is no matter of annotation.
OF_THE_BUILD = {
    "abbreviates",
    "attested",
    "confidence",
    "flags",
    "local_version_of",
    "needs_quotes",
}


def page(name: str) -> str:
    return PAGES[name].read_text(encoding="utf-8")


def rows(name: str) -> dict[str, list[str]]:
    """The rows of a page's tables whose first cell is a key in backticks."""
    found: dict[str, list[str]] = {}
    for key, rest in re.findall(r"^\| `(\w+)` \| (.+) \|$", page(name), re.MULTILINE):
        found.setdefault(key, []).append(rest)
    return found


def documents(name: str) -> list[dict[str, Any]]:
    """The page's examples, read as gold texts are; a block without heading gets one."""
    return [
        document
        for number, block in enumerate(
            re.findall(r"^```marked\n(.*?)^```$", page(name), re.MULTILINE | re.DOTALL)
        )
        for document in marked(block, f"{name}, block {number + 1}")
    ]


def marked(block: str, name: str) -> list[dict[str, Any]]:
    lines = block.splitlines()
    if not lines[0].startswith("=== "):
        lines.insert(0, f"=== {name} | year={YEAR}")
    begins = ("=== ", "@", "- ")
    return list(read_markup(line if line.startswith(begins) else f"@-@ {line}" for line in lines))


EXAMPLES = [(name, document) for name in PAGES for document in documents(name)]
each_example = pytest.mark.parametrize(
    "document", [document for _, document in EXAMPLES], ids=[f"{n}:{d['id']}" for n, d in EXAMPLES]
)


@pytest.mark.parametrize("field", sorted(label_sets()))
def test_every_label_stands_on_its_page_as_it_is_defined(field: str) -> None:
    table = rows(f"{field.split('.', maxsplit=1)[0]}.md")
    for label in label_sets()[field]:
        assert label.key in table
        row = table[label.key][0]
        assert row.startswith(f"{label.zh} | {label.definition_en}"), label.key


def test_the_crosswalk_is_that_of_the_taxonomy() -> None:
    for topic in taxonomy():
        assert rows("topics.md")[topic.key][1] == "; ".join(topic.state_council_classes)


def test_the_coarse_labels_are_those_that_are_scored() -> None:
    paragraph = page("entities.md").split("**Coarse labels**")[1].split("\n\n")[0]
    for fine, coarse in coarse_labels().items():
        assert re.search(rf"{fine}\b[^;.]* (is|are) {coarse}\b", paragraph), fine


def test_every_field_of_a_term_s_record_is_explained() -> None:
    fields = {field.name for field in msgspec.structs.fields(Entry)} - OF_THE_BUILD
    told = {name for line in page("terms.md").splitlines() for name in re.findall(r"`(\w+)`", line)}
    assert fields <= told


@pytest.mark.parametrize(("name", "last"), [("entities", 12), ("terms", 9), ("numbers", 17)])
def test_rules_are_numbered_without_a_gap(name: str, last: int) -> None:
    found = re.findall(r"^\*\*(\d+)\. ", page(f"{name}.md"), re.MULTILINE)
    assert found == [str(number) for number in range(1, last + 1)]


def test_every_label_has_a_marked_example() -> None:
    shown = [document for _, document in EXAMPLES]
    for layer, field in [("entities", "label"), ("terms", "kind")]:
        seen = {item[field] for document in shown for item in document[layer]}
        assert seen == {label.key for label in label_sets()[f"{layer}.{field}"]}
    for field in ("kind", "approx", "basis", "direction", "modality"):
        seen = {claim[field] for document in shown for claim in document.get("numbers", ())}
        assert seen - {None} == {label.key for label in label_sets()[f"numbers.{field}"]}


@each_example
def test_names_and_claims_do_not_overlap_and_terms_nest(document: dict[str, Any]) -> None:
    for layer in ("entities", "numbers"):
        spans = sorted((item["start"], item["end"]) for item in document.get(layer, ()))
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
    terms = [(term["start"], term["end"]) for term in document["terms"]]
    for one, other in pairwise(terms):
        assert one[1] <= other[0] or other[1] <= one[1]


@each_example
def test_marks_around_a_whole_mention_are_outside(document: dict[str, Any]) -> None:
    for item in [*document["entities"], *document["terms"]]:
        mention = item["text"]
        inner = mention[1:-1]
        assert not (mention[0] == "“" and mention[-1] == "”" and "”" not in inner), mention
        assert mention.startswith("《") == (item.get("label") == "DOCUMENT"), mention


@each_example
def test_codes_are_of_places_and_of_the_year(document: dict[str, Any]) -> None:
    for name in document["entities"]:
        code = name.get("adcode")
        assert code is None or name["label"] == "GPE"
        if code is not None:
            assert document["meta"]["year"] in valid_years(code), name


@lru_cache
def valid_years(code: str) -> set[int]:
    """The years in which some division has this code."""
    with (ROOT / "corpora" / "places" / "divisions.csv").open(encoding="utf-8") as lines:
        found = [row for row in csv.DictReader(lines) if row["code"] == code]
    return {
        year for row in found for year in range(int(row["from"]), int(row["to"] or YEAR + 10) + 1)
    }


def test_an_example_that_is_not_legal_is_found() -> None:
    with pytest.raises(DocumentError):
        marked("⟦遂昌县|TOWN⟧\n", "x")
    with pytest.raises(DocumentError):
        marked("改造公路26公里\n- 27公里 | level 27 公里\n", "x")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page(name))
    assert [link for link in links if not (PAGES[name].parent / link).exists()] == []
