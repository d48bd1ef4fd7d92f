from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from zhengyu.entities.backends.hanlp import finder
from zhengyu.entities.backends.loading import (
    ModelLicenceWarning,
    check_classes,
    device_number,
    load,
)
from zhengyu.entities.backends.models import recogniser_of
from zhengyu.errors import ArtefactError, ConfigurationError, ZhengyuError
from zhengyu.pipeline import Pipeline

NAME = "CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH"


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("socket.getaddrinfo", nowhere)
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.mark.usefixtures("offline")
class TestWithoutNetwork:
    def test_a_name_says_what_was_asked_and_where_to_put_it(self) -> None:
        with (
            pytest.warns(ModelLicenceWarning, match="research and teaching"),
            pytest.raises(ArtefactError) as caught,
        ):
            Pipeline(entities="hanlp", entities_options={"model": NAME})
        message = str(caught.value)
        assert f"{NAME!r} cannot be loaded (ConnectionError: no connection to file.hanlp" in (
            message.replace("hankcs", "hanlp")
        )
        assert "close_tok_pos_ner_srl_dep_sdp_con_electra_small" in message
        assert str(Path("/mtl")) in message
        assert "The embedded tagger needs no download: entities='default'." in message
        assert "\n" not in message

    def test_no_traceback_of_others_hangs_on_the_error(self) -> None:
        with pytest.raises(ArtefactError) as caught:
            load("https://example.invalid/models/ner.zip")
        assert (caught.value.__cause__, caught.value.__context__) == (None, None)
        assert "put the file into" in str(caught.value)
        assert "example.invalid" in str(caught.value)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (NAME[:20].lower(), "no folder, no URL and no name of HanLP's; give.*" + NAME),
        ("no-such-folder", "'no-such-folder' is no folder.*embedded tagger"),
        (None, "entities='hanlp' needs a model"),
    ],
)
def test_an_unknown_model_is_a_matter_of_usage(model: str | None, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        finder(model=model)


def test_a_folder_that_is_no_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(ArtefactError, match="has no config.json"):
        load(tmp_path)


def test_a_folder_that_hanlp_cannot_read_keeps_the_first_reason(tmp_path: Path) -> None:
    classpath = "hanlp.components.ner.rnn_ner.RNNNamedEntityRecognizer"
    (tmp_path / "config.json").write_text(json.dumps({"classpath": classpath}))
    with pytest.raises(ArtefactError, match="vocabs.json") as caught:
        load(tmp_path, "cpu")
    assert "pkg_resources" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("config.json", {"classpath": "os.system"}),
        ("config.json", {"embed": [{"class_path": "subprocess.Popen"}]}),
        ("vocabs.json", {"tag": {"type": "pathlib.Path"}}),
    ],
)
def test_a_model_may_name_no_class_but_hanlps(name: str, stored: Any, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / name).write_text(json.dumps(stored))
    with pytest.raises(ArtefactError, match="which is none of HanLP's"):
        load(tmp_path)


def test_a_damaged_configuration_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(ArtefactError, match=r"config.json is damaged"):
        check_classes(tmp_path)


def test_what_hanlp_itself_writes_may_be_loaded(tmp_path: Path) -> None:
    stored = {"classpath": "hanlp.components.x.Y", "embed": {"type": "linear"}}
    (tmp_path / "config.json").write_text(json.dumps(stored))
    check_classes(tmp_path)


@pytest.mark.parametrize(
    ("device", "number"), [("cpu", -1), ("cuda", 0), ("cuda:1", 1), (2, 2), (None, None)]
)
def test_devices(device: str | int | None, number: int | None) -> None:
    assert device_number(device) == number


def test_an_unknown_device_lists_the_forms() -> None:
    with pytest.raises(ConfigurationError, match="device='gpu' is unknown; give 'cpu', 'cuda'"):
        device_number("gpu")


def test_without_hanlp_the_error_says_what_to_install() -> None:
    script = (
        "import sys; sys.modules['hanlp'] = None\n"
        "from zhengyu.cli.app import main\n"
        "from zhengyu.pipeline import Pipeline\n"
        "Pipeline(entities='hanlp', entities_options={'model': 'x'})"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    last = done.stderr.decode().strip().splitlines()[-1]
    assert last.startswith("zhengyu.errors.ConfigurationError: HanLP cannot be imported")
    assert "pip install 'zhengyu[hanlp]'" in last


class MultiTask:
    """Stands for HanLP's multi-task component: gives what was recorded."""

    def __init__(self) -> None:
        vocabulary = SimpleNamespace(idx_to_token=["O", "B-ORGANIZATION", "S-LOCATION"])
        task = SimpleNamespace(vocabs={"tag": vocabulary})
        self.tasks = {"tok/fine": None, "ner/msra": task}
        self.asked: list[object] = []

    def __call__(self, sentences: list[str], tasks: list[str]) -> dict[str, Any]:
        self.asked.append(tasks)
        return {
            "tok/fine": [["丽水", "开工", "。"] for _ in sentences],
            "ner/msra": [[("丽水", "LOCATION", 0, 1)] for _ in sentences],
        }


def test_of_a_multi_task_model_the_names_alone_are_asked_for() -> None:
    component = MultiTask()
    found = recogniser_of(component, 32, ())(["丽水 开工。", "丽水开工。"])
    assert [[(m.start, m.end, m.given) for m in some] for some in found] == [[(0, 2, "place")]] * 2
    assert component.asked == [["ner/msra"]]


@pytest.mark.parametrize(
    ("component", "tasks", "message"),
    [
        (MultiTask(), ["ner/pku"], "no task ner/pku; its tasks are: tok/fine, ner/msra"),
        (SimpleNamespace(tasks={"tok": None}), [], "no task ner; its tasks are: tok"),
        (SimpleNamespace(), [], "is a SimpleNamespace, which finds no names"),
    ],
)
def test_a_model_that_finds_no_names_is_refused(
    component: Any, tasks: list[str], message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message):
        recogniser_of(component, 32, tasks)


def test_errors_are_the_toolkits() -> None:
    assert issubclass(ArtefactError, ZhengyuError)
