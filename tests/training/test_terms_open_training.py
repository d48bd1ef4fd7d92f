"""Training the open-vocabulary model: the whole recipe on a few made-up texts."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from zhengyu import artefacts
from zhengyu.errors import ArtefactError
from zhengyu.tagging.tagger import Tagger
from zhengyu.terms.joined import Joined
from zhengyu.terms.open.kinds import KINDS
from zhengyu.terms.open.model import OpenModel, read_model
from zhengyu.terms.open.reading import Reader
from zhengyu.training.split import FOLDS
from zhengyu.training.terms_open.__main__ import main
from zhengyu.training.terms_open.classifier import calibrate, calibration_error

PLACES = ["东山", "西河", "南岭", "北原", "中塘", "上坪"]
NAMES = ["五比五拼", "一脉三城", "三聚三保", "四带四创", "两抓两促", "六进六看"]
FILLERS = ["会议在上午开始，代表听取了报告。", "他说：“今年雨水多。”大家都笑了。"]


def gold_line(number: int) -> str:
    name = NAMES[number % 6]
    start = f"{PLACES[number % 6]}县深入开展“"
    text = f"{start}{name}”行动，签约项目{number}个。{FILLERS[number % 2]}"
    terms = [{"start": len(start), "end": len(start) + 4, "text": name, "kind": "numeric"}]
    return json.dumps({"id": str(number), "text": text, "terms": terms})


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("training")
    gold, texts, out = folder / "gold.jsonl", folder / "texts", folder / "model"
    texts.mkdir()
    gold.write_text("\n".join(gold_line(n) for n in range(36)), encoding="utf-8")
    news = {
        "text": "全省扎实推进双招双引工作，加快推进乡村振兴。\n" + "会议听取了关于预算的报告。" * 3
    }
    law = {"text": "第一条　为了规范管理，根据有关法律，制定本条例，自公布之日起施行。"}
    tokens = [[0, 2, "v"], [2, 4, "n"], [4, 5, "w"], [5, 7, "d"], [7, 9, "v"], [9, 11, "n"]]
    words = {"text": "召开会议，认真听取报告", "tokens": tokens}
    written = (("texts/news.jsonl.gz", news), ("texts/laws.jsonl.gz", law), ("words.gz", words))
    for name, record in written:
        with gzip.open(folder / name, "wt", encoding="utf-8") as lines:
            lines.write("\n".join([json.dumps(record)] * 4))
    (folder / "words.csv").write_text("word,category\n雨后春笋,chengyu\n", encoding="utf-8")
    (folder / "bank").mkdir()
    forms = ("双招双引", *(f"某种{kind}提法" for kind in KINDS))
    entries = [
        {"id": form, "canonical": form, "kind": kind}
        for form, kind in zip(forms, ("numeric", *KINDS), strict=True)
    ]
    bank = "\n".join(map(json.dumps, entries))
    (folder / "bank" / "national.jsonl").write_text(bank, encoding="utf-8")
    options = [
        "--bank",
        str(folder / "bank"),
        "--texts",
        str(texts),
        "--segmented",
        str(folder / "words.gz"),
    ]
    options += ["--words", str(folder / "words.csv"), "--out", str(out)]
    options += ["--taggers", *[str(artefacts.model("tagger"))] * FOLDS]
    assert main([str(gold), *options]) == 0
    return out


def test_the_recipe_learns_what_it_is_shown(trained: Path) -> None:
    model = read_model(trained)
    texts = Joined.of(["西河县深入开展“七联七帮”行动，签约项目9个。"])
    reading = Reader(Tagger.load())([texts.view.folded], texts)
    found = model.candidates(texts, (), reading)
    chances = model.probabilities(model.inputs(texts, found))
    best = int(np.argmax(chances))
    assert texts.view.folded[found.starts[best] : found.ends[best]] == "七联七帮"
    assert model.kind(texts, 8, 12, quoted=True) == "numeric"
    assert "雨后春笋" in model.idioms


def test_settings_carry_the_scores(trained: Path) -> None:
    settings = json.loads((trained / "settings.json").read_text("utf-8"))
    assert any(line.startswith("bank fair") for line in settings["cross_validation"])
    assert set(json.loads((trained / "checksums.json").read_text("utf-8"))) == {
        "idioms.txt",
        "settings.json",
        "weights.npz",
    }


def test_another_version_is_refused(trained: Path, tmp_path: Path) -> None:
    settings = json.loads((trained / "settings.json").read_text("utf-8")) | {"version": 99}
    (tmp_path / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    with pytest.raises(ArtefactError, match="99"):
        read_model(tmp_path)


def test_the_shipped_model_is_read() -> None:
    assert isinstance(read_model(), OpenModel)


def test_calibration() -> None:
    rng = np.random.default_rng(0)
    odds = rng.normal(size=4000) * 2
    labels = rng.random(4000) < 1 / (1 + np.exp(-(0.5 * odds - 1)))
    slope, offset = calibrate(odds.tolist(), labels.tolist())
    assert slope == pytest.approx(0.5, abs=0.1)
    assert offset == pytest.approx(-1, abs=0.15)
    chances = (1 / (1 + np.exp(-(slope * odds + offset)))).tolist()
    assert calibration_error(chances, labels.tolist()) < 0.03
    assert calibration_error([0.9] * 100, [False] * 100) == pytest.approx(0.9)
