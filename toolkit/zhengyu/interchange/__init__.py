"""Annotated documents to and from the formats of annotation tools, one file or folder a format.

Every format says what it cannot hold: see `Loss`.
"""

from zhengyu.interchange.formats import FORMATS, Report, export_documents, import_documents
from zhengyu.interchange.loss import Loss

__all__ = ["FORMATS", "Loss", "Report", "export_documents", "import_documents"]
