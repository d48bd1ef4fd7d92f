"""Slogans and policy terms: the bank, its matcher, and terms found by their form."""
