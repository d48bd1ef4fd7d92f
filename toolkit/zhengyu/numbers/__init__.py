"""Numeric claims: figures with indicator, basis, modality, period and subject."""

from zhengyu.numbers.quantities import Quantity, quantities

__all__ = ["Quantity", "quantities"]
