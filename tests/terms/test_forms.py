"""Number styles and smallest cores."""

import pytest

from zhengyu.terms.bank import Entry
from zhengyu.terms.cores import known_core, quoted_core
from zhengyu.terms.forms import forms_of, number_styles


@pytest.mark.parametrize(
    ("form", "styles"),
    [
        ("5+5", {"五+五", "五加五"}),
        ("五加五", {"五+五", "5+5"}),
        ("山区26县", {"山区二十六县"}),
        ("20条", {"二十条"}),
        ("“3550”改革", set()),
        ("5g", set()),
        ("双招双引", set()),
    ],
)
def test_number_styles(form: str, styles: set[str]) -> None:
    assert number_styles(form) == styles


def test_forms_are_each_given_once() -> None:
    forms = forms_of(Entry(id="1", canonical="5+5", variants=("五加五", "5+5产业")))
    assert forms[:3] == ["5+5", "五加五", "5+5产业"]
    assert len(set(forms)) == len(forms)


@pytest.mark.parametrize(
    ("form", "known", "core"),
    [
        ("双碳目标", {"双碳"}, "双碳"),
        ("东数西算工程", {"东数西算"}, "东数西算"),
        ("打造山海协作", {"山海协作"}, "山海协作"),
        ("两山理念", {"两山"}, None),
        ("千万工程", {"千万"}, None),
        ("3550改革", {"3550"}, None),
        ("供给侧结构性改革", {"结构性改革"}, None),
        ("一号工程", set(), None),
    ],
)
def test_known_core(form: str, known: set[str], core: str | None) -> None:
    assert known_core(form, known) == core


@pytest.mark.parametrize(
    ("form", "core"),
    [
        ("“万人助万企”活动", "万人助万企"),
        ("“532”发展战略", None),
        ("“三北”工程", None),
        ("双创", None),
    ],
)
def test_quoted_core(form: str, core: str | None) -> None:
    assert quoted_core(form) == core
