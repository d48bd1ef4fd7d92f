"""Which terms inside a longer term are annotated as well (the codebook's boundaries 4 and 5)."""

from __future__ import annotations

from zhengyu.terms.matcher import Form, Hit

#: By the kind of the inner term: kinds of outer terms in which it keeps its sense.
_KEEPS_SENSE = {
    "tifa": {"designation", "programme", "clause", "frame", "mechanism", "brand"},
    "programme": {"designation", "mechanism", "brand", "tifa"},
    "frame": {"designation", "brand", "programme"},
    "clause": {"designation", "brand", "programme"},
    "numeric": {"designation", "programme"},
    "mechanism": {"programme", "brand"},
    "metaphor": {"frame", "clause", "designation", "programme"},
}
_SHORT = 4


def keeps_its_sense(inner: Hit, outer: Hit) -> bool:
    """Whether `inner` is a term of its own inside `outer`.

    It is not when it is a short form of it (高新技术企业 in 国家高新技术企业): a variant, linked by
    the bank, or of the same kind; 专精特新 is the settled exception.
    """
    same = (inner.start, inner.end) == (outer.start, outer.end)
    if same or _linked(inner.form, outer.form):
        return False
    kind, outer_kind = inner.form.entries[0].kind, outer.form.entries[0].kind
    if kind == outer_kind == "designation":
        return inner.form.key == "专精特新"
    if kind == outer_kind == "metaphor":
        return inner.end == outer.end
    if len(inner.form.key) < _SHORT and kind not in ("numeric", "metaphor"):
        return False
    return outer_kind in _KEEPS_SENSE.get(kind, ())


def _linked(inner: Form, outer: Form) -> bool:
    inner_ids = {entry.id for entry in inner.entries}
    return any(
        entry.id in inner_ids
        or entry.abbreviates in inner_ids
        or any(entry.id in (i.abbreviates, i.local_version_of) for i in inner.entries)
        for entry in outer.entries
    )
