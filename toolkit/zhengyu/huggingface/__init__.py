"""Documents to and from Hugging Face: datasets in memory, repositories on disk and on the hub."""

from zhengyu.huggingface.card import About
from zhengyu.huggingface.dataset import to_dataset
from zhengyu.huggingface.features import FEATURES
from zhengyu.huggingface.hub import push
from zhengyu.huggingface.mapping import annotate_dataset
from zhengyu.huggingface.ner import ner_view
from zhengyu.huggingface.records import from_dataset
from zhengyu.huggingface.repository import export
from zhengyu.huggingface.splits import Splits
from zhengyu.huggingface.topics import topic_view

__all__ = [
    "FEATURES",
    "About",
    "Splits",
    "annotate_dataset",
    "export",
    "from_dataset",
    "ner_view",
    "push",
    "to_dataset",
    "topic_view",
]
