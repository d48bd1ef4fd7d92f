"""The forms under which an entry is looked up: number style beside what the bank lists."""

from __future__ import annotations

import re

import regex

from zhengyu.terms.bank import Entry

_DIGITS = "零一二三四五六七八九"
_SUM = regex.compile(r"[0-9一二三四五六七八九]+(?:\+[0-9一二三四五六七八九nxN]+)+")
_SPOKEN_SUM = regex.compile(r"[一二三四五六七八九](?:加[一二三四五六七八九])+")
_COUNT = regex.compile(r"(?<![0-9+.a-z])[0-9]{1,2}(?![0-9+.%a-z])")
_NUMBERED = re.compile(r"[0-9+加]")
_TENS = 10
_TWENTY = 20


def spoken(number: int) -> str:
    """A number below 100 in Chinese numerals.

    >>> spoken(26), spoken(10), spoken(13)
    ('二十六', '十', '十三')
    """
    tens, ones = divmod(number, _TENS)
    if not tens:
        return _DIGITS[ones]
    head = "十" if number < _TWENTY else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def number_styles(form: str) -> set[str]:
    """Other number styles of a folded form: 5+5 and 五加五, 26县 and 二十六县.

    >>> sorted(number_styles("5+5"))
    ['五+五', '五加五']
    """
    styles: set[str] = set()
    if _SUM.search(form):
        words = regex.sub(r"[0-9]", lambda m: _DIGITS[int(m.group())], form)
        styles |= {words, words.replace("+", "加")}
    elif _SPOKEN_SUM.search(form):
        plus = _SPOKEN_SUM.sub(lambda m: m.group().replace("加", "+"), form)
        styles |= {plus, regex.sub(f"[{_DIGITS}]", lambda m: str(_DIGITS.index(m.group())), plus)}
    elif _COUNT.search(form) and not form.isdigit():
        styles.add(_COUNT.sub(lambda m: spoken(int(m.group())), form))
    return styles - {form}


def forms_of(entry: Entry) -> list[str]:
    """Every form of an entry, each once: canonical, variants, number styles."""
    forms = list(entry.forms)
    if _NUMBERED.search("\n".join(forms)):
        forms += [style for form in entry.forms for style in sorted(number_styles(form))]
    return list(dict.fromkeys(forms))
