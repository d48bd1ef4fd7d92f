"""One name for the forms of a name: 丽水经开区 and 丽水经济技术开发区 are the same zone."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from zhengyu.entities.places import Places
from zhengyu.tagging.gazetteer import read_table

_ZONE_FORMS = (
    (regex.compile(r"(?:国家级?)?经开区$|经济开发区$"), "经济技术开发区"),
    (regex.compile(r"高新区$|高新技术开发区$|高新技术产业园区$"), "高新技术产业开发区"),
    (regex.compile(r"自贸试验区$|自贸区$"), "自由贸易试验区"),
)
_LEVEL = regex.compile(r"(?<=\p{Han}{2})市(?=经济|高新)")


class Canonical:
    """Canonical names by label and, for places, by code.

    Args:
        aliases: for organs and zones, from each form to the full name.
        places: names divisions by code.
    """

    def __init__(self, aliases: Mapping[str, str], places: Places) -> None:
        self._aliases, self._places = aliases, places

    @classmethod
    def load(cls, places: Places) -> Canonical:
        """With the aliases of `corpora/names`."""
        aliases: dict[str, str] = {}
        for file in ("organs.csv", "zones.csv"):
            for row in read_table("names", file):
                for form in (row["name"], *row["aliases"].split()):
                    aliases.setdefault(form, row["name"])
        return cls(aliases, places)

    def __call__(self, name: str, label: str, code: str | None) -> str | None:
        """The canonical name, or None where no list and no rule knows one."""
        if label == "GPE":
            return self._places.name_of(code) if code else None
        if label in {"GOV", "ZONE"} and name in self._aliases:
            return self._aliases[name]
        if label == "ZONE":
            return self._zone(name)
        return None

    def _zone(self, name: str) -> str | None:
        for pattern, full in _ZONE_FORMS:
            if pattern.search(name):
                guess = _LEVEL.sub("", pattern.sub(full, name))
                return self._aliases.get(guess, guess)
        return None
