"""What the benchmarks share: texts, and the fastest of some runs in processor time."""

import json
import time
from collections.abc import Callable
from pathlib import Path

GOLD = Path(__file__).parents[1] / "corpora" / "gold" / "local.jsonl"
TEXTS = [json.loads(line)["text"] for line in GOLD.read_text(encoding="utf-8").splitlines()]


def best(run: Callable[[], object], times: int = 5) -> float:
    """Seconds of processor time that the fastest of some runs took."""
    taken = []
    for _ in range(times):
        begin = time.process_time()
        run()
        taken.append(time.process_time() - begin)
    return min(taken)
