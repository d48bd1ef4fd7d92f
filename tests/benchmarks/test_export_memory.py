"""Memory of an export does not grow with the corpus: a small run here, a large one by hand.

`python tests/benchmarks/export_memory.py 200000` is the large one; docs/how-to/datasets.md has its
figure. Rows wait in memory until they are 16 MB of JSON, which the second run here exceeds.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("export_memory.py")
MOST_MEGABYTES = 600


def resident(documents: int) -> int:
    """Peak resident megabytes of an export of so many documents, in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(documents)], capture_output=True, check=True, text=True
    )
    match = re.match(r"(\d+) MB resident", done.stdout)
    assert match, done.stdout
    return int(match[1])


def test_stays_below_the_bound_and_grows_by_no_more_than_what_waits() -> None:
    small, large = resident(50), resident(3000)
    assert large < MOST_MEGABYTES
    assert large - small < 150
