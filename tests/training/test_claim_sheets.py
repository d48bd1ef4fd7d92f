from pathlib import Path

import pytest

from zhengyu.errors import DocumentError
from zhengyu.training.claim_sheets import read_sheet, write_sheet
from zhengyu.training.gold import read_records

GOLD = Path(__file__).parents[2] / "corpora" / "gold" / "local.jsonl"
TEXT = "全市2个县,全市投资3亿元,2个项目。"


def record(text: str = TEXT) -> dict[str, object]:
    return {
        "id": "a",
        "text": text,
        "paragraphs": [{"start": 0, "end": len(text), "topics": [], "boilerplate": False}],
        "numbers": [],
    }


def test_the_projects_own_claims_come_back_as_they_were() -> None:
    records = list(read_records(GOLD))
    empty = {r["id"]: {**r, "numbers": []} for r in records}

    back = list(read_sheet(write_sheet(records), empty))

    assert sum(len(r["numbers"]) for r in records) > 4000
    assert back == records


def test_a_numbered_mention_and_a_numbered_field_are_found() -> None:
    lines = ["=== a", f"¶ {TEXT}", "- 2个#2 | level 2 个 | ind=项目 | sub=全市#1"]

    claim = next(read_sheet(lines, {"a": record()}))["numbers"][0]

    assert (claim["start"], claim["indicator_text"], claim["subject"]) == (14, "项目", [0, 2])


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("- 4个 | level 4 个", "'4个' does not stand in the paragraph"),
        ("- 2个 | number 2 个", "kind is 'number'"),
        ("- 2个 | level 2 个 | wer=x", "unknown field wer"),
        ("- 2个 | level 2 个 | mod=maybe", "mod is 'maybe'"),
        ("2个", "begins with none of"),
    ],
)
def test_a_faulty_line_is_named(line: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        list(read_sheet(["=== a", f"¶ {TEXT}", line], {"a": record()}))
