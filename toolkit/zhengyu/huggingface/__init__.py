"""Documents to and from Hugging Face: datasets in memory, repositories on disk, training views."""

from zhengyu.huggingface.dataset import to_dataset
from zhengyu.huggingface.features import FEATURES
from zhengyu.huggingface.mapping import annotate_dataset
from zhengyu.huggingface.records import from_dataset

__all__ = ["FEATURES", "annotate_dataset", "from_dataset", "to_dataset"]
