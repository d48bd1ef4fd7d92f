"""The gate: no figure may fall below its floor unseen.

The file of floors states the gold by checksums, since figures of other gold cannot be compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from zhengyu.errors import ZhengyuError
from zhengyu.evaluation.records import Record, checksum
from zhengyu.evaluation.report import Report
from zhengyu.training.split import Part
from zhengyu.writing.files import atomic

#: What processors that round differently may move: a span or two of a whole figure.
TOLERANCE = 0.002
_DIGITS = 10_000
#: Fields of a gold document that its checksum is of; those that figures are computed from.
_ANNOTATIONS = ("paragraphs", "terms", "entities", "numbers", "topics")


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that is not at its floor; `floor` or `now` is None where there is none."""

    name: str
    floor: float | None
    now: float | None
    fell: bool


class GateError(ZhengyuError):
    """A figure fell below its floor, or the gold is not the one that the floors are of.

    Args:
        message: which, and what to do.
        moved: the figures that moved.
    """

    def __init__(self, message: str, moved: Sequence[Moved] = ()) -> None:
        super().__init__(message)
        self.moved = tuple(moved)


class Gold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which gold the floors are of: sizes, so that shrinkage is seen, and SHA-256 checksums."""

    part: Part | None
    documents: int
    characters: int
    texts: str
    annotations: str

    @classmethod
    def of(cls, records: Sequence[Record], part: Part | None) -> Gold:
        """The identity of these documents."""
        return cls(
            part,
            len(records),
            sum(len(record["text"]) for record in records),
            checksum(records, "text", "meta"),
            checksum(records, *_ANNOTATIONS),
        )


class Floors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of floors, each between 0 and 1; a figure may be lower by the tolerance."""

    gold: Gold
    floors: dict[str, float]
    tolerance: float = TOLERANCE

    @classmethod
    def read(cls, path: Path) -> Floors:
        """Reads a file of floors.

        Raises:
            GateError: when it is missing or no such file.
        """
        try:
            return msgspec.json.decode(path.read_bytes(), type=cls)
        except FileNotFoundError:
            raise GateError(f"{path} does not exist; --raise makes it") from None
        except msgspec.DecodeError as error:
            raise GateError(f"{path} is no file of floors: {error}; make it anew") from error

    def write(self, path: Path) -> None:
        """Writes the file, whole or not at all."""
        with atomic(path) as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n")


def measured(report: Report) -> dict[str, float]:
    """The figures that have floors, cut to four digits: all, and labels that the gold has."""
    return {
        name: math.floor(score.value * _DIGITS + 1e-6) / _DIGITS
        for name, score in report.flat().items()
        if score.gold
    }


def moved(report: Report, floors: Floors) -> list[Moved]:
    """The figures that rose, fell, are new or gone; what is new or gone counts as fallen."""
    now = measured(report)
    found = []
    for name in {**floors.floors, **now}:
        old, new = floors.floors.get(name), now.get(name)
        if old is None or new is None:
            found.append(Moved(name, old, new, fell=True))
        elif old != new:
            found.append(Moved(name, old, new, fell=new < old - floors.tolerance))
    return found


def check(report: Report, gold: Gold, floors: Floors) -> list[Moved]:
    """The figures that moved without falling.

    Raises:
        GateError: when the gold is another one, or a figure fell; with the table of what moved.
    """
    changes = _changes(gold, floors.gold)
    if changes:
        raise GateError(
            f"the gold is not the one that the floors are of: {', '.join(changes)}; set new floors "
            "with --raise ('make floors')"
        )
    found = moved(report, floors)
    fallen = [m.name for m in found if m.fell]
    if fallen:
        raise GateError(
            f"{len(fallen)} of {len(floors.floors)} figures fell below their floors: "
            f"{', '.join(fallen)}; mend what lowered them, or set the floors anew with --raise "
            "--allow-lower and say why",
            found,
        )
    return found


def raised(
    report: Report, gold: Gold, floors: Floors | None, *, allow_lower: bool = False
) -> Floors:
    """Floors at what was measured; a figure within the tolerance keeps its floor.

    Of other gold than before, all floors are set anew.

    Raises:
        GateError: when a floor would be lowered, unless that is allowed.
    """
    now = measured(report)
    if floors is None or _changes(gold, floors.gold):
        return Floors(gold, now, floors.tolerance if floors else TOLERANCE)
    found = moved(report, floors)
    lowered = [m for m in found if m.fell and m.floor is not None]
    if lowered and not allow_lower:
        raise GateError(
            f"{len(lowered)} floors would be lowered; give --allow-lower as well to do so", found
        )
    fell = {m.name for m in lowered}
    kept = {n: v if n in fell else max(v, floors.floors.get(n, 0.0)) for n, v in now.items()}
    return Floors(gold, kept, floors.tolerance)


def table(found: Sequence[Moved]) -> Iterator[str]:
    """What moved, one figure a line, those that fell first."""
    yield f"{'figure':44}  floor     now  change"
    for m in sorted(found, key=lambda m: not m.fell):
        old, new = (f"{v:.4f}" if v is not None else "none" for v in (m.floor, m.now))
        change = "" if m.floor is None or m.now is None else f"{m.now - m.floor:+.4f}"
        yield f"{m.name:44} {old:>6}  {new:>6} {change:>7}{'  FELL' if m.fell else ''}"


def _changes(now: Gold, then: Gold) -> list[str]:
    """What differs between two golds, in words."""
    names = {"texts": "its texts", "annotations": "its annotations", "part": "its part"}
    changes = [
        f"{size} {getattr(then, size)} then, {getattr(now, size)} now"
        for size in ("documents", "characters")
        if getattr(now, size) != getattr(then, size)
    ]
    return changes + [
        w + " differ" for n, w in names.items() if getattr(now, n) != getattr(then, n)
    ]
