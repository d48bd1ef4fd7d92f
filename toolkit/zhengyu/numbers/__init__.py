"""Numeric claims: quantities, and what the text says of them."""
