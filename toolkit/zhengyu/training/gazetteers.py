"""Makes `corpora/places` and `corpora/names` from public tables.

    python -m zhengyu.training.gazetteers FOLDER_OF_TABLES -o corpora

The tables and their terms of use are listed in `corpora/places/README.md` and
`corpora/names/README.md`. What is written by hand (regions, countries, historic names, letters for
places, posts) stands beside the generated files and is not touched.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import regex

Row = dict[str, str]

#: Peoples whose names stand in the names of autonomous divisions, longest first where nested.
_PEOPLES = (  # noqa: SIM905 - a list of 59 strings would hide the names
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|"
    "纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|"
    "鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
).split("|")
_PEOPLE = "|".join(sorted((f"{name}族?" for name in _PEOPLES), key=len, reverse=True))
_AUTONOMOUS = regex.compile(rf"(?:{_PEOPLE})*自治[区州县旗]$|(?:{_PEOPLE})+[乡镇区]$")
_SUFFIX = regex.compile(r"特别行政区$|地区$|林区$|特区$|矿区$|[省市县区盟州旗]$")
#: A zone's name this short is a kind, not a name (开发区, 工业园区).
_GENERIC = 4
_SPECIAL = {
    "内蒙古自治区": "内蒙古",
    "鄂伦春自治旗": "鄂伦春",
    "鄂温克族自治旗": "鄂温克",
    "东乡族自治县": "东乡",
    "积石山保安族东乡族撒拉族自治县": "积石山",
    "双江拉祜族佤族布朗族傣族自治县": "双江",
}


def short_name(name: str) -> str:
    """The name without its kind of division; itself where one character would be left.

    >>> short_name("莲都区"), short_name("三江侗族自治县"), short_name("沁县")
    ('莲都', '三江', '沁县')
    """
    if name in _SPECIAL:
        return _SPECIAL[name]
    short = _AUTONOMOUS.sub("", name) if _AUTONOMOUS.search(name) else _SUFFIX.sub("", name)
    return short if len(short) > 1 else name


def read(path: Path) -> Iterator[Row]:
    """Rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write(path: Path, header: list[str], rows: Iterable[Iterable[str]]) -> None:
    """Writes a CSV file with line feeds, so that a checkout is the same everywhere."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)


def divisions(rows: list[Row]) -> Iterator[tuple[str, ...]]:
    """Code, name, short name, level, years of validity, codes of successors."""
    for row in rows:
        successors = regex.findall(r"\d{6}", row["successor_codes"])
        name = row["name"]
        years = row["from_year"], row["to_year"]
        yield row["code"], name, short_name(name), row["level"], *years, " ".join(successors)


def townships(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Name and county's code of townships, towns and subdistricts; farms and the like left out."""
    seen = set()
    for row in rows:
        name, county = row["name"], row["code"][:6]
        if name.endswith(("镇", "乡", "街道", "苏木")):
            pair = (name, county)
            if pair not in seen:
                seen.add(pair)
                yield pair


def zones(national: Iterable[Row], statistical: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    """Name, aliases, kind and code of the province (two digits and zeros), where it is known."""
    seen = set()
    for row in national:
        seen.add(row["name"])
        yield row["name"], row["aliases"].replace("|", " "), row["type"], row["province"]
    for row in statistical:
        name = row["name"]
        if (
            name not in seen
            and regex.search(r"(区|园|城|新区|基地|管委会)$", name)
            and len(name) > _GENERIC
        ):
            seen.add(name)
            yield name, "", "statistical", row["province"]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("corpora"))
    arguments = parser.parse_args()
    given, places, names = (
        arguments.tables,
        arguments.output / "places",
        arguments.output / "names",
    )
    write(
        places / "divisions.csv",
        ["code", "name", "short", "level", "from", "to", "successors"],
        divisions(list(read(given / "admin_divisions_history.csv"))),
    )
    write(places / "townships.csv", ["name", "county"], townships(read(given / "townships.csv")))
    found = zones(read(given / "dev_zones_national.csv"), read(given / "zones_statistical.csv"))
    write(names / "zones.csv", ["name", "aliases", "kind", "province"], found)
    organs = (
        (r["name"], r["short_names"].replace("|", " "), r["category"])
        for r in read(given / "central_organs.csv")
    )
    write(names / "organs.csv", ["name", "aliases", "kind"], organs)
    schools = ((r["name"], r["city"]) for r in read(given / "universities.csv"))
    write(names / "universities.csv", ["name", "city"], schools)
    firms = ((r["short_name"], r["code"]) for r in read(given / "listed_companies_a_share.csv"))
    write(names / "listed_companies.csv", ["name", "code"], firms)
    surnames = ([r["surname"]] for r in read(given / "surnames.csv"))
    write(names / "surnames.csv", ["surname"], surnames)


if __name__ == "__main__":
    main()
