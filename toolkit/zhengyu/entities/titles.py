"""Titles in book-title marks 《》: documents with their marks, newspapers without them."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from zhengyu.entities.candidate import Candidate

#: Nested marks may stand inside; a title is not longer than any that was ever issued.
_TITLE = regex.compile(r"《([^《》\r\n]{2,120}(?:《[^《》\r\n]{1,60}》[^《》\r\n]{0,60})*)》")
_NEWSPAPER = regex.compile(
    r"(?:日报|晚报|早报|时报|晨报|商报|周报|快报|都市报|青年报|导报|新报|画报)$"
)
_POLICY = regex.compile(
    r"(?:法|条例|办法|规定|规则|细则|意见|方案|规划|计划|纲要|纲领|通知|通告|公告|决定|决议|指南|指引|目录|清单|"
    r"标准|规范|规程|报告|公报|白皮书|蓝皮书|章程|准则|协议|协定|公约|宣言|声明|备忘录|合同书?|承诺书|倡议书?|"
    r"函|批复|措施|政策|要点|预案|导则|总体设计|行动|工程|制度|守则|解释|汇编|名单|分工|条|若干措施)"
    r"(?:[（(][^（()）]{1,20}[)）])*$"
)

_CERTAIN, _LIKELY = 0.97, 0.6


def titles(folded: str) -> Iterator[Candidate]:
    """Candidates for the titles in the folded text: DOCUMENT, or ORG for newspapers."""
    for match in _TITLE.finditer(folded):
        content = match[1]
        if _NEWSPAPER.search(content):
            yield Candidate(match.start(1), match.end(1), "ORG", _CERTAIN, "newspaper in 《》")
        elif _POLICY.search(content):
            yield Candidate(
                match.start(), match.end(), "DOCUMENT", _CERTAIN, "policy title in 《》"
            )
        else:
            yield Candidate(match.start(), match.end(), "DOCUMENT", _LIKELY, "title in 《》")
