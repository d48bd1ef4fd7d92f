from zhengyu.entities.aliases import document_aliases
from zhengyu.entities.candidate import Candidate
from zhengyu.training.markup import MarkedText


def aliases(marked: str) -> dict[str, str]:
    text = MarkedText()
    text.add(marked)
    entities = [Candidate(e["start"], e["end"], e["label"], 1.0, "test") for e in text.entities]
    return document_aliases(text.text, entities)


def test_a_full_name_explains_its_short_forms() -> None:
    found = aliases("⟦浙江维康药业股份有限公司|COMPANY⟧投产,⟦浙江维康药业|COMPANY⟧董事长致辞。")
    assert found["浙江维康药业"] == found["浙江维康"] == "浙江维康药业股份有限公司"


def test_a_declared_short_name_is_taken_for_any_organisation() -> None:
    found = aliases("⟦长三角生态绿色一体化发展示范区|ZONE⟧(以下简称“一体化示范区”)建设")
    assert found == {"一体化示范区": "长三角生态绿色一体化发展示范区"}


def test_a_short_form_of_two_firms_stands_for_neither() -> None:
    found = aliases("⟦天能电池有限公司|COMPANY⟧与⟦天能电池集团股份有限公司|COMPANY⟧")
    assert "天能电池" not in found


def test_a_person_has_no_alias() -> None:
    assert aliases("⟦李明|PERSON⟧(简称“老李”)") == {}
