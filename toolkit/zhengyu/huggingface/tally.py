"""What a run went through, for the card."""

from __future__ import annotations

import json
from collections import Counter

from zhengyu.document import Document
from zhengyu.labels import label_values

#: More differ in what belongs to a document, not to a maker; they are not counted apart.
_MOST_MAKERS = 1000


class Tally:
    """Counts documents, characters, labels and what produced them, in constant memory."""

    def __init__(self) -> None:
        self.documents = 0
        self.characters = 0
        self.without_id = 0
        #: Documents by split.
        self.splits: Counter[str] = Counter()
        #: Mentions by closed set and label.
        self.labels: Counter[tuple[str, str | None]] = Counter()
        #: Documents by what produced them, as JSON.
        self.makers: Counter[str] = Counter()

    def add(self, document: Document, split: str) -> None:
        """Counts a document."""
        self.documents += 1
        self.characters += len(document.text)
        self.without_id += document.id is None
        self.splits[split] += 1
        self.labels.update(label_values(document))
        made = {key: value for key, value in document.produced_by.items() if key != "error"}
        maker = json.dumps(made, sort_keys=True, ensure_ascii=False)
        if maker in self.makers or len(self.makers) < _MOST_MAKERS:
            self.makers[maker] += 1
