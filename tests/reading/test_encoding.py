from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.errors import ReadingError
from zhengyu.reading.encoding import decode

NEWS = "全市规模以上工业增加值同比增长8.6%,招引项目220个。\r\n丽水经开区“双招双引”持续推进。"
TRADITIONAL = "全市規模以上工業增加值同比增長8.6%，招引項目220個。丽水經開區".replace("丽", "麗")
RARE = "䶮村的𠮷野先生引进项目12个,总投资3.5亿元,预计明年投产。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (NEWS, "utf-8"),
        (NEWS, "utf-8-sig"),
        (NEWS, "utf-16"),
        (NEWS, "utf-32"),
        (NEWS, "gb18030"),
        (NEWS[:6], "gb18030"),
        (TRADITIONAL, "gb18030"),
        (TRADITIONAL, "big5"),
        (RARE, "gb18030"),
        ("<script>var a = 1;</script>\n" * 300 + NEWS, "gb18030"),
        ("plain ASCII", "utf-8"),
    ],
    ids=[
        *("utf-8", "BOM", "utf-16", "utf-32", "gb18030", "short gb18030", "traditional gb18030"),
        *("big5", "rare characters", "much script, little Chinese", "ASCII"),
    ],
)
def test_encodings_of_chinese_news(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == (text, encoding)


def test_another_script_is_left_to_the_detector() -> None:
    text = "Делегация города посетила новый промышленный парк и подписала соглашение о развитии."
    assert decode(text.encode("koi8-r"), "a.txt")[0] == text


def test_a_mark_in_the_middle_is_text() -> None:
    text = "一\ufeff二"
    assert decode(text.encode("utf-8-sig"), "a.txt")[0] == text


def test_line_ends_stay() -> None:
    text = "一\r\n二\n三\r四\u2028五\x85"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert decode(text.encode(encoding), "a.txt")[0] == text


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\x01\x02\x03\x04\x05\x06",
        random.Random(1).randbytes(4000),
        b"plain\0text",
        "丽水".encode("utf-16")[:-1],
    ],
    ids=["png", "zip", "pdf", "noise", "NUL", "half a character"],
)
def test_what_is_no_text_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(ReadingError, match="news/a.txt is not text.*save it as UTF-8") as caught:
        decode(data, "news/a.txt")
    assert caught.value.source == "news/a.txt"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    expected = text.removeprefix("\ufeff")
    assert decode(text.encode(), "a.txt")[0] == expected


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text, encoding = decode(data, "a.txt")
    except ReadingError:
        return
    assert data.decode(encoding) == text
