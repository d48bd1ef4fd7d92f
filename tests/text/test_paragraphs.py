from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.document import Document, Range
from zhengyu.text.boilerplate import BoilerplateModel, features
from zhengyu.text.paragraphs import ParagraphFinder, lines

finder = ParagraphFinder()


@given(st.text(alphabet=st.sampled_from("开工 \u3000\r\n\t。😀")))
def test_paragraphs_are_all_that_is_not_line_breaks_or_blank(text: str) -> None:
    found = lines(text)
    assert [text[r.start : r.end] for r in found] == [x for x in text.splitlines() if x.strip()]


def test_indentation_belongs_to_the_paragraph() -> None:
    assert lines("\n  开工\n") == [Range(1, 5)]


PAGE = [
    ("当前位置：首页 > 新闻中心 > 正文", True),
    ("平阳县举行二季度重大项目集中开工仪式", False),
    ("发布时间：2023-05-11 来源：本站 浏览次数：235", True),
    ("5月11日，平阳县举行二季度重大项目集中开工仪式，共有12个项目参加，总投资46亿元。", False),
    ("平阳县举行二季度重大项目集中开工仪式", True),
    ("一、项目为王添动能", False),
    ("据了解，此次开工的项目涵盖装备制造、新材料等领域，全部建成后预计年产值可达80亿元。", False),
    ("【打印】【关闭】", True),
    ("主办：某县人民政府办公室 网站标识码：3303260001", True),
]


def test_page_furniture_and_a_repeated_title_are_boilerplate() -> None:
    document = finder(Document("\n".join(text for text, _ in PAGE)))
    assert [p.boilerplate for p in document.paragraphs] == [mark for _, mark in PAGE]


def test_explanation_names_the_cues() -> None:
    document = finder(
        Document("分享到：\n全市上下真抓实干，一季度工业投资增长12.4%，实现良好开局。")
    )
    assert "boilerplate" in finder.explain(document, Range(0, 1))[0]
    assert "text with probability" in finder.explain(document, Range(10, 11))[0]


def test_weights_and_bias_decide() -> None:
    model = BoilerplateModel({"repeated": 2.0}, bias=-1.0)
    assert model.predict(["标题", "正文", "标题"]) == [False, False, True]


@pytest.mark.parametrize(
    ("index", "name"), [(0, "from_start=0"), (2, "from_end=0"), (2, "repeated")]
)
def test_features_say_where_a_paragraph_stands(index: int, name: str) -> None:
    assert name in list(features(["标题", "正文。", "标题"], index))
