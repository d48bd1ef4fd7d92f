"""What a figure measures: candidates beside it and those carried over, with their features."""

from __future__ import annotations

from zhengyu.numbers.draft import Draft
from zhengyu.numbers.lexicon import load
from zhengyu.numbers.linear import Features, LinearModel, Option
from zhengyu.numbers.passage import Passage
from zhengyu.numbers.words import Word, Words

_LEFT_WINDOW = 32
_RIGHT_WINDOW = 24
_LONGEST = 24
_ENDS = 6
_STARTS = 8
_CARRIED = 3
_BACK = 12
_TAIL = 4
_NO_EDGE = frozenset(",。;:!?、()（）《》\n 的")


class IndicatorFinder:
    """Chooses the indicator of each claim from left to right."""

    def __init__(self, model: LinearModel, words: Words) -> None:
        self._model = model
        self._words = words

    def choose(self, passage: Passage, drafts: list[Draft], index: int) -> Option:
        """The best candidate for the claim at `index`; earlier claims have theirs."""
        candidates = self.candidates(passage, drafts, index)
        scores = self._model.scores(candidates, {})
        return candidates[scores.index(max(scores))]

    def reason(self, option: Option) -> str:
        """The features that weighed most for the option."""
        return self._model.weigh(option.features())

    def candidates(self, passage: Passage, drafts: list[Draft], index: int) -> list[Option]:
        """Every candidate for the claim at `index`, none included."""
        draft = drafts[index]
        mention = draft.mention
        text = passage.text
        clause = passage.clause_start(mention.start)
        before = drafts[index - 1].mention.end if index else 0
        left_edge = max(clause, before, mention.start - _LEFT_WINDOW)
        left = passage.segment(self._words, left_edge, mention.start, forward=False)
        after = drafts[index + 1].mention.start if index + 1 < len(drafts) else len(text)
        right_edge = min(passage.clause_end(mention.end), after, mention.end + _RIGHT_WINDOW)
        right = passage.segment(self._words, mention.end, right_edge, forward=True)
        common = _common(passage, drafts, index, left_edge, right_edge)
        found = [Option(None, ["none:" + feature for feature in common])]
        found += _left(passage, draft, left, common)
        found += _right(passage, draft, right, common)
        found += _carried(passage, drafts, index, common)
        return found


def _unit_class(draft: Draft) -> str:
    unit, group = draft.mention.unit, draft.mention.group
    return f"{group}/{unit}" if group in {"classifier", "time", "weak"} else group


def _common(
    passage: Passage, drafts: list[Draft], index: int, left_edge: int, right_edge: int
) -> Features:
    """Features of the claim that weigh for one side or the other."""
    draft, text = drafts[index], passage.text
    mention = draft.mention
    gap = text[left_edge : mention.start]
    tail = gap[-4:] if len(gap) > _TAIL else "^" + gap
    between = text[left_edge - 1 : left_edge] if left_edge else "^"
    following = text[mention.end : mention.end + 1]
    cls = _unit_class(draft)
    side = _side(drafts[index - 1], passage, mention.start) if index else "^"
    size, room = min(len(gap), 6), min(right_edge - mention.end, 4)
    return [
        f"k={draft.kind} gap={size}",
        f"u={cls} gap={size}",
        "tail=" + tail,
        "tail2=" + gap[-2:],
        f"k={draft.kind} edge={between}",
        f"u={cls} next={following if not following.isalnum() else 'w'}",
        f"side={side} u={cls}",
        f"side={side} gap={min(size, 4)} right={room}",
        f"u={mention.group} right={room} gap={min(size, 3)}",
    ]


def _side(other: Draft, passage: Passage, position: int) -> str:
    """On which side of the claim before stood its indicator: a list keeps its pattern."""
    if other.mention.start < passage.sentence_start(position):
        return "^"
    if other.indicator is None:
        return "0"
    if other.indicator[0] >= other.mention.end:
        return "R"
    return "L" if other.indicator[0] >= passage.clause_start(other.mention.start) else "C"


def _left(passage: Passage, draft: Draft, words: list[Word], common: Features) -> list[Option]:
    text, count = passage.text, len(words)
    if not count:
        return []
    mention = draft.mention
    kind, cls = draft.kind, draft.mention.group
    head = ["L:" + feature for feature in common[:2]]
    ends = range(max(1, count - _ENDS), count + 1)
    end_features = {j: _end_features("L", text, words, j, kind, cls, mention.start) for j in ends}
    start_features: dict[int, Features] = {}
    found = []
    predicate = _predicate(text, words)
    for j in ends:
        last = words[j - 1]
        where = max(-3, min(j - predicate, 3))
        end_features[j] += [f"Lp={where} k={kind}", f"Lp={where} t={last[2]}"]
        if text[last[1] - 1] in _NO_EDGE:
            continue
        for i in range(j - 1, max(-1, j - 1 - _STARTS), -1):
            start, end = words[i][0], last[1]
            if end - start > _LONGEST:
                break
            if text[start] in _NO_EDGE:
                continue
            if i not in start_features:
                start_features[i] = _start_features("L", passage, words, i)
            shared = (head, end_features[j], start_features[i])
            found.append(Option((start, end), _pair("L", text, words, i, j), shared))
    return found


_PREDICATE = frozenset(
    word for name in ("predicate", "up", "down") for word in load("context")[name].split()
)
#: Behind these the rest up to the figure is a comparison or a place: 占全省的, 比去年同期.
_OPENS = frozenset(load("context")["comparison"].split())


def _predicate(text: str, words: list[Word]) -> int:
    """Index of the word with which the verb phrase before the figure begins."""
    count = len(words)
    first = count
    for index in range(count - 1, max(-1, count - 7), -1):
        start, end, tag = words[index]
        word = text[start:end]
        goes_on = first == index + 1 and (word in _PREDICATE or tag in "dpm")
        if word in _OPENS or goes_on:
            first = index
    return first


def _right(passage: Passage, draft: Draft, words: list[Word], common: Features) -> list[Option]:
    text, count = passage.text, len(words)
    if not count or draft.mention.group == "rank":
        return []
    kind, cls = draft.kind, draft.mention.group
    head = ["R:" + feature for feature in common]
    found = []
    end_features: dict[int, Features] = {}
    for i in range(min(3, count)):
        start = words[i][0]
        if text[start] in _NO_EDGE:
            if text[start] != "的":
                break
            continue
        opening = _start_features("R", passage, words, i)
        opening.append(f"R:skip={text[words[0][0] : start]}")
        for j in range(i + 1, min(count, i + _STARTS) + 1):
            end = words[j - 1][1]
            if end - start > _LONGEST or text[end - 1] in ",。;:!?\n":
                break
            if text[end - 1] in _NO_EDGE:
                continue
            if j not in end_features:
                end_features[j] = _end_features("R", text, words, j, kind, cls, 0)
            shared = (head, opening, end_features[j])
            found.append(Option((start, end), _pair("R", text, words, i, j), shared))
    return found


def _end_features(
    side: str, text: str, words: list[Word], j: int, kind: str, group: str, stop: int
) -> Features:
    start, end, tag = words[j - 1]
    word = text[start:end]
    if j < len(words):
        next_start, next_end, next_tag = words[j]
        following = text[next_start:next_end]
    else:
        following, next_tag = "$", "$"
    features = [
        f"{side}e={word}",
        f"{side}ec={text[end - 1]} {next_tag}",
        f"{side}en={following}",
        f"{side}et={tag} ent={next_tag}",
        f"{side}e={word} ent={next_tag}",
        f"{side}et={tag} en={following}",
        f"{side}k={kind} en={following}",
        f"{side}u={group} et={tag}",
    ]
    if stop:
        features.append(f"{side}gap={text[end:stop][:8]}")
        features.append(f"{side}k={kind} d={min(len(words) - j, 5)}")
    return features


def _start_features(side: str, passage: Passage, words: list[Word], i: int) -> Features:
    text = passage.text
    start, end, tag = words[i]
    word = text[start:end]
    if i:
        before_start, before_end, before_tag = words[i - 1]
        before = text[before_start:before_end]
    else:
        before, before_tag = "^" + text[max(0, start - 1) : start], "^"
    return [
        f"{side}s={word}",
        f"{side}sp={before}",
        f"{side}spt={before_tag} st={tag}",
        f"{side}sp={before} st={tag}",
        f"{side}spt={before_tag} s={word}",
    ]


def _pair(side: str, text: str, words: list[Word], i: int, j: int) -> Features:
    start, end = words[i][0], words[j - 1][1]
    span = text[start:end]
    tags = "".join([tag[0] for _, _, tag in words[i:j]])
    features = [f"{side}len={end - start} {j - i}", f"{side}tags={tags[-4:]}", f"{side}={span}"]
    if "的" in span:
        features.append(side + "的")
    if "、" in span or "和" in span:
        features.append(side + "、")
    if "v" in tags[:-1]:
        features.append(f"{side}v={tags[0] == 'v'}")
    return features


def _carried(passage: Passage, drafts: list[Draft], index: int, common: Features) -> list[Option]:
    draft, text = drafts[index], passage.text
    found: list[Option] = []
    seen: set[str] = set()
    head = ["C:" + feature for feature in common]
    clause = passage.clause_index(draft.mention.start)
    sentence = passage.sentence_start(draft.mention.start)
    for back in range(index - 1, max(-1, index - 1 - _BACK), -1):
        other = drafts[back]
        if other.indicator is None:
            continue
        name = text[other.indicator[0] : other.indicator[1]]
        if name in seen:
            continue
        seen.add(name)
        rank = len(seen)
        if rank > _CARRIED:
            break
        clauses = min(clause - passage.clause_index(other.mention.start), 3)
        same = other.mention.start >= sentence
        features = [
            f"C{rank} k={draft.kind} ok={other.kind}",
            f"C{rank} k={draft.kind} same={same} clauses={clauses}",
            f"Cback={min(index - back, 4)} k={draft.kind}",
            f"C unit={other.mention.unit == draft.mention.unit} k={draft.kind}",
            f"Ce={name[-2:]} k={draft.kind}",
            f"C{rank} {common[2]}",
        ]
        found.append(Option(other.indicator, features, (head,)))
    return found
