"""Builds `corpora/terms/` from raw lines and dated texts.

`python -m zhengyu.training.term_bank RAW_DIR TEXT_DIR… --places CSV --words CSV`.
"""
