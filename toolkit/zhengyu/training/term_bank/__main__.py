"""`python -m zhengyu.training.term_bank RAW_DIR TEXT_DIR… --places CSV --words CSV`.

Goes on from the bank in `--out`: raw lines add entries and enrich those that are there; all are
looked up in the texts anew.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from zhengyu import artefacts
from zhengyu.terms.bank import Entry, load_bank
from zhengyu.terms.keys import key
from zhengyu.terms.senses import provinces
from zhengyu.training.term_bank.attestation import Witnesses, read_texts
from zhengyu.training.term_bank.doubts import Words, doubted
from zhengyu.training.term_bank.entries import make_entries, raw_lines, read_places
from zhengyu.training.term_bank.overview import write_overview
from zhengyu.training.term_bank.raw import Dropped, Raw, merge, read_raw
from zhengyu.training.term_bank.smallest import smallest

_CURATION = Path(__file__).with_name("curation.json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Builds the bank; the report goes to standard error."""
    options = _parser().parse_args(arguments)
    out: Path = options.out
    places = read_places(options.places)
    known = load_bank(options.out) if options.out.is_dir() else ()
    lines, bad = read_raw(options.raw, places)
    raws, merged = merge([*(("bank", raw) for raw in raw_lines(known)), *lines])
    raws, longer = smallest(raws)
    raws, again = merge([("core", raw) for raw in raws])
    raws, curated = curate(raws, json.loads(_CURATION.read_text("utf-8")))
    entries = make_entries(raws, places, known)
    witnesses = Witnesses(entries)
    witnesses.read(read_texts(options.texts))
    entries = [witnesses.attest(entry) for entry in entries]
    entries = doubted(entries, Words(options.words))
    write(entries, out)
    write_overview(entries, out)
    _report(entries, [*bad, *merged, *longer, *again, *curated])
    return 0


def curate(raws: Iterable[Raw], curation: dict[str, object]) -> tuple[list[Raw], list[Dropped]]:
    """Applies what reading of hits has shown: forms to drop, to require quotes of, to block."""
    drop = {key(form) for form in _strings(curation["drop"])}
    quotes = {key(form) for form in _strings(curation["needs_quotes"])}
    blocks = curation["blockers"]
    blockers = {key(f): tuple(b) for f, b in blocks.items()} if isinstance(blocks, dict) else {}
    kept: list[Raw] = []
    dropped: list[Dropped] = []
    for raw in raws:
        if key(raw.c) in drop:
            dropped.append(Dropped(raw.r or "national", raw.c, "most hits are no term"))
            continue
        variants = tuple(variant for variant in raw.v if key(variant) not in drop)
        more = [b for form in (raw.c, *variants) for b in blockers.get(key(form), ())]
        kept.append(
            msgspec.structs.replace(
                raw,
                v=variants,
                q=raw.q or key(raw.c) in quotes,
                b=tuple(dict.fromkeys((*raw.b, *more))),
            )
        )
    return kept, dropped


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def write(entries: Iterable[Entry], out: Path) -> None:
    """One file for the nation and one a province; defaults are left out of the lines."""
    files: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        name = provinces()[entry.region.code[:2]][1] if entry.region else "national"
        files[name].append(entry)
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        text = "".join(_line(entry) + "\n" for entry in sorted(rows, key=lambda e: e.id))
        (out / f"{name}.jsonl").write_text(text, encoding="utf-8")


def _line(entry: Entry) -> str:
    default = msgspec.to_builtins(Entry(canonical=""))
    always = {"id", "canonical", "variants", "kind", "level", "region", "confidence", "attested"}
    record = msgspec.to_builtins(entry)
    short = {k: v for k, v in record.items() if k in always or v != default[k]}
    return json.dumps(short, ensure_ascii=False)


def _report(entries: Sequence[Entry], dropped: Sequence[Dropped]) -> None:
    say = sys.stderr.write
    forms = sum(len(entry.forms) for entry in entries)
    say(f"{len(entries)} entries, {forms} forms\n")
    for confidence in ("attested", "sourced", "unverified"):
        say(f"  {confidence}: {sum(e.confidence == confidence for e in entries)}\n")
    for entry in entries:
        for flag in entry.flags:
            say(f"flag\t{entry.id}\t{entry.canonical}\t{flag}\n")
    for item in dropped:
        say(f"dropped\t{item.where}\t{item.form}\t{item.reason}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m zhengyu.training.term_bank")
    parser.add_argument("raw", type=Path, help="folder of new raw lines, *.jsonl; may be empty")
    parser.add_argument("texts", type=Path, nargs="*", help="folders of dated texts")
    parser.add_argument("--places", type=Path, required=True, help="CSV with code and name")
    parser.add_argument("--words", type=Path, required=True, help="CSV: word, category, doc_freq")
    parser.add_argument("--out", type=Path, default=artefacts.data_root() / "corpora" / "terms")
    return parser


if __name__ == "__main__":
    sys.exit(main())
