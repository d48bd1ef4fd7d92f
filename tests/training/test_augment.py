"""Variants of annotated documents: other names, alike throughout, with offsets that hold."""

from random import Random
from typing import Any

from zhengyu.tagging.gazetteer import Gazetteer
from zhengyu.training.tagger.augment import NameSwapper

TEXT = "莲都区的晶睿电子扩产,晶睿电子有限公司董事长王小明与干窑的客商签约。"


def swapper() -> NameSwapper:
    gazetteer = Gazetteer([("莲都区", "county")])
    places = {"county": ["海盐县"], "township": ["太平畈乡"]}
    return NameSwapper(gazetteer, places, ["欧阳"])


def record() -> dict[str, Any]:
    names = [("莲都区", "GPE"), ("晶睿电子", "COMPANY"), ("晶睿电子有限公司", "COMPANY")]
    names += [("王小明", "PERSON"), ("干窑", "GPE")]
    entities, at = [], 0
    for name, label in names:
        at = TEXT.index(name, at)
        entities.append({"start": at, "end": at + len(name), "text": name, "label": label})
        at += len(name)
    return {"text": TEXT, "entities": entities, "terms": []}


def test_each_name_is_replaced_alike_and_offsets_move_along() -> None:
    seen = set()
    for seed in range(40):
        variant = swapper()(record(), Random(seed))
        found = [variant["text"][e["start"] : e["end"]] for e in variant["entities"]]
        assert found[0] in {"莲都区", "海盐县"}
        assert found[1:3] == ["晶睿电子", "晶睿电子有限公司"]
        assert found[3] == "王小明" or found[3].startswith("欧阳")
        assert found[4] in {"干窑", "太平畈"}
        seen.update(found)
    assert {"海盐县", "太平畈"} <= seen
