"""Views of a text that keep its offsets, and its division into paragraphs and sentences."""
