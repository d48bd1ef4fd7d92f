"""What the benchmarks share: texts, and the fastest of some runs in processor time."""

import json
import time
from collections.abc import Callable
from pathlib import Path

GOLD = Path(__file__).parents[1] / "corpora" / "gold" / "local.jsonl"
TEXTS = [json.loads(line)["text"] for line in GOLD.read_text(encoding="utf-8").splitlines()]


def best(run: Callable[[], object], times: int = 5) -> float:
    """Seconds of processor time that the fastest of some runs took."""
    return min(_seconds(run) for _ in range(times))


def speed(run: Callable[[], object], than: Callable[[], object], times: int = 4) -> float:
    """How many times as fast one run is than another, the fastest of each.

    They take turns: a shared machine is fast at one moment and slow at the next. The first runs
    thrice a turn, since what the other leaves in the processor's cache is no part of it.
    """
    pairs = [(_seconds(than), best(run, 3)) for _ in range(times)]
    return min(other for other, _ in pairs) / min(own for _, own in pairs)


def _seconds(run: Callable[[], object]) -> float:
    begin = time.process_time()
    run()
    return time.process_time() - begin
