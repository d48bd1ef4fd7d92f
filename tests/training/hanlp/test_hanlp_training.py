"""Tiny recognisers are trained, saved, and loaded in a process whose network is forbidden."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from _pytest.capture import CaptureFixture

from zhengyu.cli.app import main

PERSONS, PLACES = ("陈磊", "邵启明", "梁绍文", "应刚秋"), ("丽水", "缙云", "莲都区", "杭州市")
ZONES = ("丽水经开区", "碧湖工业园区")

#: Annotates texts with the model in a folder; every way to a socket is closed.
SCRIPT = """
import json, socket, sys, warnings
def forbidden(*arguments, **options):
    raise AssertionError("the network was asked for")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = forbidden
from zhengyu import Document, Pipeline
model, texts = sys.argv[1], json.loads(sys.argv[2])
options = {"model": model, "device": "cpu", "batch_size": 2}
nlp = Pipeline(layers=["entities"], entities="hanlp", entities_options=options)
found = [[[e.start, e.end, e.text, e.label, e.adcode] for e in d.entities] for d in nlp.pipe(texts)]
print(json.dumps(found))
"""


def lines() -> list[str]:
    """Sentences of our own with their names, as lines of the record format."""
    made = []
    for person in PERSONS:
        for place in (*PLACES, *ZONES):
            label = "ZONE" if place in ZONES else "GPE"
            text = f"{person}昨天在{place}调研,强调了招商。"
            start = text.index(place)
            entities = [
                {"start": 0, "end": len(person), "text": person, "label": "PERSON"},
                {"start": start, "end": start + len(place), "text": place, "label": label},
            ]
            made.append(json.dumps({"id": text, "text": text, "entities": entities}))
    return made


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    path.write_text("\n".join(lines()), encoding="utf-8")
    return path


def train(gold: Path, folder: Path, *options: str) -> int:
    files = [str(gold), "--dev", str(gold), "-o", str(folder)]
    return main(["train", "entities", *files, "--threads", "1", *options])


def annotated(model: Path, texts: list[str]) -> list[list[list[Any]]]:
    command = [sys.executable, "-W", "error::UserWarning", "-c", SCRIPT]
    done = subprocess.run(
        [*command, str(model), json.dumps(texts)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    found: list[list[list[Any]]] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def recurrent(gold: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "recurrent"
    assert train(gold, folder, "--epochs", "25", "--batch", "4") == 0
    return folder


TEXTS = [
    "陈 磊昨天在　丽水 市调研😀。\r\n\u3000邵启明昨天在碧湖工业园区调研,强调了招商。",
    " \n",
    "缙云",
]


def test_a_trained_model_annotates_without_network(recurrent: Path) -> None:
    first, blank, _ = annotated(recurrent, TEXTS)
    assert blank == []
    assert all(TEXTS[0][start:end] == text for start, end, text, *_ in first)
    found = {text: (label, code) for _, _, text, label, code in first}
    assert found["陈 磊"] == ("PERSON", None)
    assert found["邵启明"] == ("PERSON", None)
    assert found["碧湖工业园区"] == ("ZONE", None)
    assert found["丽水 市"] == ("GPE", "331100")


@pytest.mark.usefixtures("recurrent")
def test_how_the_process_computes_is_as_before() -> None:
    smallest = float.fromhex("0x0.0000000000001p-1022")
    assert smallest * 1.0 > 0


def test_hanlp_itself_uses_a_plain_model(gold: Path, tmp_path: Path) -> None:
    from zhengyu.entities.backends.quiet import hanlp, quiet  # noqa: PLC0415

    folder = tmp_path / "plain"
    assert train(gold, folder, "--epochs", "25", "--batch", "4", "--plain") == 0
    with quiet():
        component = hanlp().load(str(folder), devices=-1)
        found = component([list("陈磊昨天在丽水调研，强调了招商。")])
    assert type(component).__module__ == "hanlp.components.ner.rnn_ner"
    assert sorted(found[0]) == [("丽水", "GPE", 5, 7), ("陈磊", "PERSON", 0, 2)]


def test_the_fast_way_computes_what_hanlp_computes(recurrent: Path) -> None:
    import torch  # noqa: PLC0415

    from zhengyu.entities.backends.quiet import hanlp, quiet  # noqa: PLC0415
    from zhengyu.training.hanlp.recogniser import tag_scores  # noqa: PLC0415

    with quiet():
        model = hanlp().load(str(recurrent), devices=-1).model
    ids = torch.tensor([[2, 3, 4, 5, 6], [9, 2, 3, 0, 0], [7, 8, 0, 0, 0]])
    with torch.no_grad():
        theirs, mask = model(ids)
        ours = tag_scores(model, ids)
    assert torch.allclose(ours[mask], theirs[mask], atol=1e-6)


def test_the_commands_annotate_with_it_and_score_it(
    recurrent: Path, gold: Path, tmp_path: Path, capfd: CaptureFixture[str]
) -> None:
    found = str(tmp_path / "found.jsonl")
    options = ["--entities", "hanlp", "--entities-model", str(recurrent), "--layers", "entities"]
    assert main(["annotate", str(gold), *options, "-o", found]) == 0
    assert main(["evaluate", str(gold), found, "--layers", "entities", "--json"]) == 0
    assert '"f1"' in capfd.readouterr().out
    assert main(["annotate", str(gold), *options[:2], "-o", found]) == 2
    assert "entities='hanlp' needs a model" in capfd.readouterr().err


def test_the_scores_alone_go_to_standard_output(
    gold: Path, tmp_path: Path, capfd: CaptureFixture[str]
) -> None:
    assert train(gold, tmp_path / "model", "--epochs", "1", "--half") == 0
    said = capfd.readouterr()
    report = json.loads(said.out)
    assert report["sentences"] == len(lines())
    assert 0 <= report["f1"] <= 1
    assert said.err.startswith("epoch 1, loss ")
    assert len(said.err.splitlines()) == 1


def test_training_ends_by_the_clock(gold: Path, tmp_path: Path, capfd: CaptureFixture[str]) -> None:
    assert train(gold, tmp_path / "model", "--epochs", "50", "--minutes", "0.0001") == 0
    assert len(capfd.readouterr().err.splitlines()) == 1


def test_the_same_seed_trains_the_same_model(gold: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert train(gold, tmp_path / name, "--epochs", "2", "--seed", "7") == 0
    files = ["config.json", "vocabs.json"]
    assert [(tmp_path / "one" / f).read_bytes() for f in files] == [
        (tmp_path / "two" / f).read_bytes() for f in files
    ]
    import torch  # noqa: PLC0415

    one, two = (torch.load(tmp_path / n / "model.pt", weights_only=True) for n in ("one", "two"))
    assert all(torch.equal(one[key], two[key]) for key in one)


def test_a_folder_that_is_full_is_left_alone(
    gold: Path, tmp_path: Path, capfd: CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert train(gold, tmp_path) == 1
    assert "exists; give a new folder" in capfd.readouterr().err


def test_an_unknown_backend_or_transformer_is_refused(
    gold: Path, tmp_path: Path, capfd: CaptureFixture[str]
) -> None:
    assert train(gold, tmp_path / "a", "--backend", "spacy") == 2
    assert train(gold, tmp_path / "b", "--transformer", str(tmp_path)) == 2
    said = capfd.readouterr().err
    assert "--backend 'spacy' is unknown; give hanlp" in said
    assert "holds no transformer" in said


@pytest.fixture(scope="module")
def transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a transformer of two layers that has learnt nothing yet."""
    from transformers import BertConfig, BertModel, BertTokenizerFast  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("bert")
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    words = [*special, *sorted({c for line in lines() for c in json.loads(line)["text"]} | {"，"})]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    shape = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = BertConfig(vocab_size=len(words), intermediate_size=64, **shape)
    BertModel(config).save_pretrained(folder)
    return folder


def test_a_transformer_from_a_folder_is_fine_tuned(
    gold: Path, transformer: Path, tmp_path: Path, capfd: CaptureFixture[str]
) -> None:
    folder = tmp_path / "model"
    options = ["--transformer", str(transformer), "--epochs", "30", "--rate", "0.003"]
    assert train(gold, folder, *options, "--batch", "4") == 0
    assert json.loads(capfd.readouterr().out)["f1"] > 0.5
    (first, *_) = annotated(folder, TEXTS)
    assert all(TEXTS[0][start:end] == text for start, end, text, *_ in first)
    assert "邵启明" in {text for _, _, text, *_ in first}
