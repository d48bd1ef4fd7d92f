from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

import zhengyu
from zhengyu.cli.app import main
from zhengyu.pipeline import Pipeline

COMMAND = str(Path(sys.executable).with_name("zhengyu"))
#: The one layer that needs no other room of the package.
QUICK = ("--layers", "paragraphs")

LINES = ["全市规模以上工业增加值同比增长8.6%。", "丽水经开区招引项目220个😀。"]
TEXT = f"{LINES[0]}\r\n{LINES[1]}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with two texts."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "b.txt").write_bytes("缙云县新增企业12家。".encode("gb18030"))
    return tmp_path


def run(
    *arguments: str, given: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [COMMAND, *arguments],
        input=given,
        capture_output=True,
        env={**os.environ, **(env or {})},
        timeout=120,
        check=False,
    )


def ids(output: bytes) -> list[str]:
    return [json.loads(line)["id"] for line in output.splitlines()]


@pytest.mark.usefixtures("folder")
class TestAnnotate:
    def test_puts_records_out_and_nothing_else(self) -> None:
        done = run("annotate", "a.txt", "b.txt", *QUICK)
        assert (done.returncode, done.stderr) == (0, b"")
        first, second = (json.loads(line) for line in done.stdout.splitlines())
        assert (first["id"], first["text"], first["meta"]) == ("a", TEXT, {"encoding": "utf-8"})
        assert (second["id"], second["meta"]) == ("b", {"encoding": "gb18030"})
        spans = [TEXT[p["start"] : p["end"]] for p in first["paragraphs"]]
        assert spans == LINES

    def test_is_the_face_of_the_library(self) -> None:
        run("annotate", "*.txt", *QUICK, "-o", "command.jsonl")
        nlp = Pipeline(layers=["paragraphs"])
        zhengyu.write(nlp.pipe(zhengyu.read("*.txt")), "library.jsonl")
        assert Path("command.jsonl").read_bytes() == Path("library.jsonl").read_bytes()

    def test_gives_the_same_bytes_with_two_processes(self) -> None:
        lines = "".join(
            json.dumps({"id": str(i), "text": TEXT * (i % 5)}) + "\n" for i in range(80)
        )
        one = run("annotate", "-", *QUICK, given=lines.encode())
        two = run("annotate", *QUICK, "--jobs", "2", given=lines.encode())
        assert (one.returncode, two.returncode) == (0, 0)
        assert ids(one.stdout) == [str(i) for i in range(80)]
        assert one.stdout == two.stdout

    def test_reads_standard_input_as_one_text(self) -> None:
        done = run("annotate", *QUICK, given=TEXT.encode("gb18030"))
        (record,) = map(json.loads, done.stdout.splitlines())
        assert (record["id"], record["text"]) == ("stdin", TEXT)

    def test_writes_a_table(self) -> None:
        done = run("annotate", "a.txt", *QUICK, "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))
        assert [row["document"] for row in rows] == ["a", "a"]
        assert [row["text"] for row in rows] == LINES

    def test_writes_a_summary(self) -> None:
        done = run("annotate", "a.txt", *QUICK, "--format", "brief")
        assert done.stdout.decode().startswith(f"a · {len(TEXT)} characters\n")
        assert b"\x1b" not in done.stdout + done.stderr

    def test_writes_utf8_whatever_the_locale(self) -> None:
        plain = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
        done = run("annotate", "b.txt", "没有.txt", *QUICK, env=plain)
        assert json.loads(done.stdout)["text"] == "缙云县新增企业12家。"
        assert done.returncode == 3

    def test_writes_a_file_by_its_name(self) -> None:
        assert run("annotate", "a.txt", *QUICK, "-o", "out.csv").stdout == b""
        assert Path("out.csv").read_bytes().startswith(b"\xef\xbb\xbfdocument,start,end,text")

    def test_takes_term_banks_of_ones_own(self) -> None:
        Path("one.txt").write_text("蓝湖论剑\n", encoding="utf-8")
        Path("two.txt").write_text("敢闯先锋队\n", encoding="utf-8")
        banks = ("--terms", "one.txt", "--terms", "two.txt")
        text = "蓝湖论剑活动中,敢闯先锋队成立。"
        done = run("annotate", "--layers", "terms", *banks, given=text.encode())
        (record,) = map(json.loads, done.stdout.splitlines())
        assert {"蓝湖论剑", "敢闯先锋队"} <= {term["text"] for term in record["terms"]}
        assert record["paragraphs"] == []

    def test_annotates_its_own_output_again(self) -> None:
        run("annotate", "a.txt", *QUICK, "-o", "out.jsonl")
        before = Path("out.jsonl").read_bytes()
        run("annotate", "out.jsonl", *QUICK, "-o", "out.jsonl")
        assert Path("out.jsonl").read_bytes() == before


BAD_INPUTS = {
    "missing": ("no.txt", "no.txt does not exist; check the path"),
    "empty": ("empty.txt", "empty.txt is empty: there is no text to annotate"),
    "folder": ("sub", "sub is a folder; give the files in it: sub/*.txt"),
    "no text": ("photo.txt", "photo.txt is not text in UTF-8"),
    "no match": ("*.md", "no file matches *.md; check the folder and the pattern"),
    "bad line": ("x.jsonl", "x.jsonl:2 is no record"),
}


@pytest.mark.usefixtures("folder")
class TestBadInput:
    @pytest.mark.parametrize("kind", BAD_INPUTS)
    def test_is_named_in_one_line_and_the_others_come_out(self, kind: str) -> None:
        path, message = BAD_INPUTS[kind]
        Path("empty.txt").touch()
        Path("sub").mkdir()
        Path("photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
        Path("x.jsonl").write_text('{"id": "x1", "text": "a"}\n{"id": \n{"id": "x3", "text": "b"}')
        done = run("annotate", "a.txt", path, "b.txt", *QUICK)
        assert done.returncode == 3
        (line,) = done.stderr.decode().splitlines()
        assert line.startswith(f"zhengyu: rejected: {message}")
        expected = ["a", "x1", "x3", "b"] if path == "x.jsonl" else ["a", "b"]
        assert ids(done.stdout) == expected

    def test_is_listed_in_a_file(self) -> None:
        done = run("annotate", "no.txt", "a.txt", *QUICK, "--errors", "errors.jsonl")
        assert done.returncode == 3
        (error,) = map(json.loads, Path("errors.jsonl").read_text().splitlines())
        assert error == {
            "source": "no.txt",
            "id": None,
            "stage": "reading",
            "reason": "no.txt does not exist; check the path",
        }

    def test_leaves_an_empty_list_when_there_is_none(self) -> None:
        assert run("annotate", "a.txt", *QUICK, "--errors", "errors.jsonl").returncode == 0
        assert Path("errors.jsonl").read_bytes() == b""

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["a.txt", "--format", "xml"], "unknown format 'xml'; the formats are: jsonl, csv"),
            (["a.txt", "--layers", "names"], "unknown layer 'names'; the layers are: paragraphs"),
            (["a.txt", "--layers", ""], "unknown layer ''"),
            (["a.txt", "--jobs", "0"], "'--jobs'"),
            (["a.txt", "--terms", "no.jsonl"], "'--terms'"),
            (["a.txt", "--nonsense"], "No such option: --nonsense"),
        ],
        ids=["format", "layer", "no layer", "jobs", "terms", "option"],
    )
    def test_of_the_command_itself_is_wrong_usage(
        self, arguments: Sequence[str], message: str
    ) -> None:
        done = run("annotate", *arguments)
        assert (done.returncode, done.stdout) == (2, b"")
        (line,) = done.stderr.decode().splitlines()
        assert line.startswith("zhengyu: ")
        assert message in line

    def test_of_an_output_that_cannot_be_written_is_failure(self) -> None:
        done = run("annotate", "a.txt", *QUICK, "-o", "none/out.jsonl")
        assert done.returncode == 1
        (line,) = done.stderr.decode().splitlines()
        assert "none/out.jsonl cannot be written" in line


class TestLife:
    @pytest.mark.parametrize(
        ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["INT", "TERM"]
    )
    def test_ends_on_a_signal_and_leaves_nothing_half_written(
        self, folder: Path, number: signal.Signals, status: int
    ) -> None:
        out = folder / "out"
        out.mkdir()
        process = subprocess.Popen(
            [COMMAND, "annotate", *QUICK, "-o", str(out / "x.jsonl")],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        wait_for(lambda: any(out.iterdir()))
        process.send_signal(number)
        stderr = errors_of(process)
        assert process.returncode == status
        assert list(out.iterdir()) == []
        assert b"Traceback" not in stderr

    @pytest.mark.parametrize("delay", [0.1, 0.6, 1.5])
    def test_is_interrupted_with_its_processes(self, folder: Path, delay: float) -> None:
        long = folder / "long.jsonl"
        long.write_text(f"{json.dumps({'text': TEXT * 50})}\n" * 20_000)
        out = folder / "out"
        out.mkdir()
        process = subprocess.Popen(
            [COMMAND, "annotate", str(long), *QUICK, "--jobs", "2", "-o", str(out / "x.jsonl")],
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        wait_for(lambda: any(out.iterdir()))
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGINT)
        stderr = errors_of(process)
        assert stderr == b"zhengyu: interrupted; no output file was written\n"
        assert process.returncode == 130
        assert list(out.iterdir()) == []

    def test_ends_quietly_when_its_reader_does(self, folder: Path) -> None:
        long = folder / "long.jsonl"
        record = json.dumps({"text": TEXT * 20})
        long.write_text(f"{record}\n" * 400)
        with subprocess.Popen(
            [COMMAND, "annotate", str(long), *QUICK], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.readline().startswith(b'{"schema":1')
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(timeout=60) == 0

    def test_shows_progress_on_a_terminal_and_data_elsewhere(self, folder: Path) -> None:
        main, other = pty.openpty()
        with subprocess.Popen(
            [COMMAND, "annotate", str(folder / "a.txt"), str(folder / "none.txt"), *QUICK],
            stdout=subprocess.PIPE,
            stderr=other,
        ) as process:
            assert process.stdout is not None
            output = process.stdout.read()
        os.close(other)
        shown = b"".join(iter(lambda: _read(main), b""))
        os.close(main)
        assert ids(output) == ["a"]
        assert b"documents" in shown
        assert b"zhengyu: rejected: " in shown

    def test_does_not_load_what_only_other_commands_need(self, folder: Path) -> None:
        code = (
            "import sys; from zhengyu.cli.app import main; "
            f"status = main(['annotate', {str(folder / 'a.txt')!r}, *{QUICK!r}]); "
            "sys.exit(status or 'datasets' in sys.modules or 'pandas' in sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()


class TestOthers:
    def test_version(self) -> None:
        done = run("--version")
        assert (done.returncode, done.stdout) == (0, f"zhengyu {version('zhengyu')}\n".encode())

    @pytest.mark.parametrize(
        "command",
        [[], ["annotate"], ["export"], ["export", "hf"]],
    )
    def test_help_names_the_options(self, command: list[str]) -> None:
        done = run(*command, "--help")
        assert done.returncode == 0
        assert b"Usage: zhengyu" in done.stdout

    def test_no_command_is_wrong_usage(self) -> None:
        done = run()
        assert done.returncode == 2
        assert done.stderr == b"zhengyu: no command; see 'zhengyu --help'\n"

    def test_schema_is_json(self) -> None:
        done = run("schema")
        assert json.loads(done.stdout)["title"] == "zhengyu document"


def errors_of(process: subprocess.Popen[bytes]) -> bytes:
    """What the process leaves on standard error by its end, which is forced after a minute."""
    try:
        return process.communicate(timeout=60)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        raise


def wait_for(ready: Any) -> None:
    for _ in range(600):
        if ready():
            return
        time.sleep(0.05)
    pytest.fail("waited half a minute in vain")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that the other end is closed
        return b""


def test_the_signal_that_ends_a_process_is_left_as_it_was() -> None:
    before = signal.getsignal(signal.SIGTERM)
    assert main(["--version"]) == 0
    assert signal.getsignal(signal.SIGTERM) is before
