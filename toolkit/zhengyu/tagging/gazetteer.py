"""Names from the gazetteers in a text: one automaton over all lists, longest match first."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

import numpy as np
import numpy.typing as npt

from zhengyu import artefacts
from zhengyu.text.automaton import Automaton

#: Kinds of names; the order is that of the tagger's input and must not change under a model.
CATEGORIES = (
    "province",
    "prefecture",
    "county",
    "short_prefecture",
    "short_county",
    "township",
    "country",
    "region",
    "zone",
    "organ",
    "school",
    "company",
    "organisation",
    "facility",
    "post",
    "surname",
)

#: For each category three flags: first character, any character, last character.
FLAGS = 3 * len(CATEGORIES)

_LISTS = {
    "places/townships.csv": "township",
    "places/countries.csv": "country",
    "places/regions.csv": "region",
    "places/historic.csv": "short_prefecture",
    "names/zones.csv": "zone",
    "names/organs.csv": "organ",
    "names/universities.csv": "school",
    "names/listed_companies.csv": "company",
    "names/companies.csv": "company",
    "names/organisations.csv": "organisation",
    "names/facilities.csv": "facility",
    "names/posts.csv": "post",
    "names/surnames.csv": "surname",
}

_WITH_ALIASES = ("names/zones.csv", "names/organs.csv")

Flags = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of a gazetteer at a range of code points, with its categories."""

    start: int
    end: int
    name: str
    categories: tuple[str, ...]


class Gazetteer:
    """Finds names of known places, organs, firms and posts; leftmost first, the longest wins.

    Args:
        names: pairs of name and category.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        found: dict[str, set[str]] = {}
        for name, category in names:
            found.setdefault(name, set()).add(category)
        self._names = sorted(found)
        order = {category: i for i, category in enumerate(CATEGORIES)}
        self._categories = [
            tuple(c) if len(c := found[name]) == 1 else tuple(sorted(c, key=order.__getitem__))
            for name in self._names
        ]
        self._masks = np.zeros((len(self._names), len(CATEGORIES)), dtype=bool)
        rows = np.repeat(np.arange(len(self._names)), [len(c) for c in self._categories])
        columns = [order[c] for categories in self._categories for c in categories]
        self._masks[rows, columns] = True
        self._automaton = Automaton(self._names, longest=True)

    @classmethod
    def load(cls) -> Gazetteer:
        """The gazetteers of `corpora/places` and `corpora/names`."""
        return cls([*_divisions(), *_listed()])

    def find(self, folded: str) -> list[Hit]:
        """Hits in the folded view, in order, none overlapping."""
        found = self._automaton(folded)
        return [Hit(s, e, self._names[i], self._categories[i]) for s, e, i in found]

    def flags(self, folded: str) -> Flags:
        """The tagger's input, shape (length, FLAGS): see `FLAGS`."""
        flags = np.zeros((len(folded), len(CATEGORIES), 3), dtype=np.uint8)
        matches = self._automaton(folded)
        if matches:
            starts, ends, rows = np.array(matches).T
            masks = self._masks[rows]
            flags[starts, :, 0] = masks
            flags[ends - 1, :, 2] = masks
            lengths = ends - starts
            first = np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
            flags[first + np.arange(lengths.sum()), :, 1] = np.repeat(masks, lengths, axis=0)
        return flags.reshape(len(folded), FLAGS)


def read_table(*parts: str) -> Iterator[dict[str, str]]:
    """Rows of a CSV file of `corpora/`."""
    with artefacts.corpus(*parts).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)  # half the time of DictReader, over a hundred thousand rows
        header = next(rows)
        for row in rows:
            yield dict(zip(header, row, strict=True))


def read_columns(*parts: str, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The named columns, at least two, of a CSV file of `corpora/`: no mapping a row, for speed."""
    with artefacts.corpus(*parts).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        yield from map(itemgetter(*map(header.index, columns)), rows)


def _divisions() -> Iterator[tuple[str, str]]:
    columns = ("name", "short", "level")
    for name, short, level in read_columns("places", "divisions.csv", columns=columns):
        yield name, level
        if short != name:
            yield short, level if level == "province" else f"short_{level}"


def _listed() -> Iterator[tuple[str, str]]:
    """Names of the other lists: their first column, and the forms of a column `aliases`."""
    for file, category in _LISTS.items():
        with artefacts.corpus(*Path(file).parts).open(encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines)
            aliases = next(rows).index("aliases") if file in _WITH_ALIASES else None
            for row in rows:
                yield row[0], category
                for alias in row[aliases].split() if aliases is not None else ():
                    yield alias, category
