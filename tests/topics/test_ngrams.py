from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from zhengyu.topics.ngrams import LONGEST, NgramCounter, frequent_ngrams

TEXTS = st.lists(st.text(alphabet="农村债😀a", max_size=8), max_size=5)


def plain_counts(text: str) -> Counter[str]:
    return Counter(text[i : i + n] for n in range(1, LONGEST + 1) for i in range(len(text) - n + 1))


@given(TEXTS)
def test_counts_are_those_of_slices(texts: list[str]) -> None:
    ngrams = ["农", "债", "农村", "😀a", "村债农", "农农农"]
    found = NgramCounter(ngrams)(texts).toarray()
    assert found.shape == (len(texts), len(ngrams))
    for row, text in zip(found, texts, strict=True):
        counted = plain_counts(text)
        assert row.tolist() == [counted[ngram] for ngram in ngrams]


@given(TEXTS)
def test_frequent_ngrams_are_those_of_enough_texts(texts: list[str]) -> None:
    documents = Counter(ngram for text in texts for ngram in plain_counts(text))
    wanted = sorted(ngram for ngram, count in documents.items() if count >= 2)
    assert frequent_ngrams(texts, least=2, most=1000) == wanted


def test_of_too_many_the_commonest_stay() -> None:
    assert frequent_ngrams(["农村", "农", "农"], least=1, most=1) == ["农"]


def test_no_vocabulary_and_no_text() -> None:
    assert NgramCounter([])(["农"]).shape == (1, 0)
    assert NgramCounter(["农"])([]).shape == (0, 1)
